"""The names of the domain's terms, as people read them. The terms are those of the glossary.

Names are lower case, to stand within a sentence; :func:`label_of` is for where a line or a button begins.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.ui.text import capital
from bot.ui.translation import N_, Translator
from domain.broadcast import Audience, Reached
from domain.case import (
    CaseSource,
    CaseStatus,
    CitizenLabel,
    LegalClass,
    Outcome,
    Priority,
    ProposalKind,
    RejectionReason,
    Tier,
)
from domain.case_acts import CaseAct
from domain.case_clocks import CaseRung, ClockKind
from domain.deadlines import DayKind
from domain.dossiers import MonthStage
from domain.duty import DutyAct, DutyStatus
from domain.inspection import FindingKind, InspectionAct, InspectionKind
from domain.people import Role
from domain.publicity import PublicityForm
from domain.ranking import ExerciseState, RankingAct, SheetStage, UnitGroup
from domain.recurrence import Every
from domain.reminders import ReasonKind, Rung
from domain.report import Conduct, Contactability, Field, YesNo
from domain.settings import ReportingKind
from domain.task import Area, EvidenceKind, TaskAct, TaskStatus
from domain.unit import Unit, UnitKind
from domain.unit_report import Figure, ReportStage

Names = Mapping[StrEnum, str]

# By type first: members of different enumerations are equal when their values are, "closed" to "closed".
NAMES: Final[Mapping[type[StrEnum], Names]] = {
    Role: {
        Role.UNIT_HEAD: N_("unit head"),
        Role.FOCAL_OFFICER: N_("focal officer"),
        Role.COORDINATOR: N_("coordinator"),
        Role.INTAKE_OFFICER: N_("intake officer"),
        Role.INSPECTOR: N_("inspector"),
        Role.LEAD_INSPECTOR: N_("lead inspector"),
        Role.OVERSIGHT: N_("oversight of the inspectorate"),
        Role.CUSTODIAN: N_("identity custodian"),
        Role.LEADER: N_("provincial leader"),
        Role.ADMINISTRATOR: N_("administrator"),
    },
    UnitKind: {
        UnitKind.PROVINCE: N_("province"),
        UnitKind.STEERING_COMMITTEE: N_("steering committee"),
        UnitKind.DEPARTMENT: N_("department"),
        UnitKind.INSPECTORATE: N_("inspectorate"),
        UnitKind.BOARD: N_("board"),
        UnitKind.SUBUNIT: N_("unit under a department"),
        UnitKind.CENTRAL_VERTICAL: N_("central agency in the province"),
        UnitKind.PUBLIC_SERVICE_UNIT: N_("public service unit"),
        UnitKind.CITY: N_("city"),
        UnitKind.TOWN: N_("town"),
        UnitKind.DISTRICT: N_("district"),
        UnitKind.COMMUNE: N_("commune"),
    },
    # ── tasks ──
    Area: {
        Area.STEERING: N_("steering of reform"),
        Area.INSTITUTIONS: N_("institutional reform"),
        Area.PROCEDURES: N_("reform of administrative procedures"),
        Area.APPARATUS: N_("reform of the apparatus"),
        Area.CIVIL_SERVICE: N_("civil service reform"),
        Area.PUBLIC_FINANCE: N_("public finance reform"),
        Area.DIGITAL_GOVERNMENT: N_("digital government"),
    },
    TaskStatus: {
        TaskStatus.NOT_STARTED: N_("not started"),
        TaskStatus.IN_PROGRESS: N_("in progress"),
        TaskStatus.SUBMITTED: N_("awaiting approval"),
        TaskStatus.COMPLETED: N_("completed"),
        TaskStatus.SUSPENDED: N_("suspended"),
        TaskStatus.CANCELLED: N_("cancelled"),
    },
    TaskAct: {
        TaskAct.ACKNOWLEDGE: N_("acknowledge"),
        TaskAct.REPORT_PROGRESS: N_("report progress"),
        TaskAct.SUBMIT: N_("submit for approval"),
        TaskAct.SNOOZE: N_("remind later"),
        TaskAct.WAKE: N_("remind again as usual"),
        TaskAct.REQUEST_EXTENSION: N_("ask for an extension"),
        TaskAct.EXPLAIN: N_("explain the delay"),
        TaskAct.APPROVE: N_("approve"),
        TaskAct.RETURN: N_("return for more"),
        TaskAct.GRANT_EXTENSION: N_("grant the extension"),
        TaskAct.REFUSE_EXTENSION: N_("refuse the extension"),
        TaskAct.SUSPEND: N_("suspend"),
        TaskAct.RESUME: N_("resume"),
        TaskAct.CANCEL: N_("cancel the task"),
    },
    EvidenceKind: {
        EvidenceKind.FILE: N_("file"),
        EvidenceKind.PHOTO: N_("photo"),
        EvidenceKind.LINK: N_("link"),
        EvidenceKind.DOCUMENT_NUMBER: N_("document number"),
    },
    ReasonKind: {
        ReasonKind.DUE_SOON: N_("due soon"),
        ReasonKind.DUE_TODAY: N_("due today"),
        ReasonKind.OVERDUE: N_("overdue"),
        ReasonKind.AT_ONCE: N_("urgently"),
    },
    Rung: {
        Rung.HEAD: N_("unit head and focal officer"),
        Rung.COORDINATOR: N_("coordinator"),
        Rung.LEADER: N_("the leader's list"),
        Rung.OVERDUE_REPORT: N_("overdue report"),
    },
    ReportingKind: {
        ReportingKind.Q1: N_("first quarter report"),
        ReportingKind.HALF_YEAR: N_("half-year report"),
        ReportingKind.Q3: N_("third quarter report"),
        ReportingKind.YEAR: N_("annual report"),
    },
    Figure: {
        Figure.ASSIGNED: N_("tasks assigned"),
        Figure.IN_TIME: N_("tasks done in time"),
        Figure.LATE: N_("tasks done late"),
        Figure.OVERDUE: N_("tasks overdue, not done"),
        Figure.EXPLAINED: N_("overdue tasks explained"),
        Figure.EXTENDED: N_("tasks extended"),
        Figure.RECEIVED: N_("dossiers received"),
        Figure.ONLINE: N_("dossiers filed online"),
        Figure.PUBLICITY: N_("acts of publicity"),
        Figure.INSPECTIONS: N_("own inspections held"),
        Figure.FINDINGS: N_("findings of own inspections"),
    },
    ReportStage: {
        ReportStage.AHEAD: N_("reports not taken yet"),
        ReportStage.OPEN: N_("reports being taken"),
        ReportStage.CLOSED: N_("period closed"),
        ReportStage.REOPENED: N_("opened again for the unit"),
    },
    DayKind: {
        DayKind.WORKING: N_("working days"),
        DayKind.CALENDAR: N_("calendar days"),
    },
    # ── ranking ──
    UnitGroup: {
        UnitGroup.DEPARTMENTS: N_("departments, inspectorate and boards"),
        UnitGroup.DISTRICTS: N_("cities, towns and districts"),
    },
    ExerciseState: {
        ExerciseState.PREPARED: N_("not open yet"),
        ExerciseState.OPEN: N_("open for scores"),
        ExerciseState.CLOSED: N_("closed"),
    },
    SheetStage: {
        SheetStage.NOT_BEGUN: N_("self-scoring not begun"),
        SheetStage.BEING_SCORED: N_("self-scoring under way"),
        SheetStage.SUBMITTED: N_("awaiting appraisal"),
        SheetStage.BEING_APPRAISED: N_("being appraised"),
        SheetStage.APPRAISED: N_("appraised"),
    },
    RankingAct: {
        RankingAct.OPEN: N_("open the ranking"),
        RankingAct.CLOSE: N_("close the ranking"),
        RankingAct.SCORE: N_("self-score"),
        RankingAct.SUBMIT: N_("submit the scores"),
        RankingAct.WITHDRAW: N_("take the scores back"),
        RankingAct.APPRAISE: N_("appraise"),
    },
    # ── reports ──
    Conduct: {
        Conduct.HARASSMENT: N_("harassment for advantage"),
        Conduct.CAUSING_TROUBLE: N_("causing trouble"),
        Conduct.EXTORTION: N_("extortion, demanding favours"),
        Conduct.OVERBEARING: N_("overbearing conduct"),
        Conduct.DELAY: N_("delay, passing the buck"),
        Conduct.OTHER_ETHICS: N_("other ethics violation"),
    },
    Contactability: {
        Contactability.BOT_ONLY: N_("only through this bot"),
        Contactability.CONTACT_GIVEN: N_("also by name and contact"),
    },
    YesNo: {
        YesNo.YES: N_("yes"),
        YesNo.NO: N_("no"),
        YesNo.UNKNOWN: N_("not known"),
    },
    Field: {
        Field.LANGUAGE: N_("language"),
        Field.CONSENT: N_("consent"),
        Field.CONDUCT: N_("kind of conduct"),
        Field.UNIT: N_("unit"),
        Field.PERSON: N_("person"),
        Field.WHEN: N_("when"),
        Field.WHERE: N_("where"),
        Field.WHAT: N_("what happened"),
        Field.EVIDENCE: N_("evidence"),
        Field.ONGOING: N_("still going on"),
        Field.STAKE: N_("right or deadline at stake"),
        Field.MONEY_ASKED: N_("money or advantage asked"),
        Field.CONTACTABILITY: N_("how to be reached"),
        Field.CONTACT: N_("name and contact"),
        Field.UNIT_MAY_BE_ASKED: N_("agrees to the unit being asked"),
    },
    # ── cases ──
    CaseStatus: {
        CaseStatus.DRAFT: N_("draft"),
        CaseStatus.RECEIVED: N_("newly received"),
        CaseStatus.SCREENED: N_("screened"),
        CaseStatus.ASSIGNED: N_("assigned"),
        CaseStatus.VERIFYING: N_("under verification"),
        CaseStatus.NEEDS_INFO: N_("more information needed"),
        CaseStatus.REFERRED: N_("referred to the unit"),
        CaseStatus.UNDER_REVIEW: N_("conclusion under review"),
        CaseStatus.CONCLUDED: N_("concluded"),
        CaseStatus.MEASURES: N_("measures under way"),
        CaseStatus.CLOSED: N_("closed"),
        CaseStatus.REJECTED: N_("rejected, with guidance"),
        CaseStatus.TRANSFERRED: N_("transferred"),
        CaseStatus.MERGED: N_("merged into another case"),
        CaseStatus.WITHDRAWN: N_("withdrawn"),
        CaseStatus.APPEALED: N_("under appeal"),
        CaseStatus.REOPENED: N_("reopened"),
    },
    CitizenLabel: {
        CitizenLabel.RECEIVED: N_("received"),
        CitizenLabel.BEING_LOOKED_AT: N_("being looked at"),
        CitizenLabel.BEING_VERIFIED: N_("being verified"),
        CitizenLabel.MORE_INFORMATION_NEEDED: N_("more information needed"),
        CitizenLabel.ANSWERED: N_("answered"),
        CitizenLabel.CLOSED: N_("closed"),
        CitizenLabel.UNDER_APPEAL: N_("under appeal"),
    },
    CaseAct: {
        CaseAct.SEND: N_("send the report"),
        CaseAct.ENTER: N_("enter the case"),
        CaseAct.SCREEN: N_("screen"),
        CaseAct.ASK_REPORTER: N_("ask the reporter"),
        CaseAct.ANSWER_QUESTION: N_("answer the question"),
        CaseAct.LAPSE_QUESTION: N_("the question lapses"),
        CaseAct.PROPOSE_REJECTION: N_("propose rejection"),
        CaseAct.CONFIRM_REJECTION: N_("confirm rejection"),
        CaseAct.DECLINE_REJECTION: N_("decline rejection"),
        CaseAct.ASSIGN: N_("assign"),
        CaseAct.CLAIM: N_("claim"),
        CaseAct.UNASSIGN: N_("take back the assignment"),
        CaseAct.RECUSE: N_("recuse oneself"),
        CaseAct.LAPSE_ASSIGNMENT: N_("the assignment lapses"),
        CaseAct.HAND_OVER: N_("hand over"),
        CaseAct.BEGIN: N_("begin verification"),
        CaseAct.REFER: N_("refer to the unit"),
        CaseAct.ANSWER_REFERRAL: N_("give findings"),
        CaseAct.LAPSE_REFERRAL: N_("the referral lapses"),
        CaseAct.TRANSFER: N_("transfer"),
        CaseAct.PROPOSE_MERGE: N_("propose merging"),
        CaseAct.CONFIRM_MERGE: N_("confirm merging"),
        CaseAct.DECLINE_MERGE: N_("decline merging"),
        CaseAct.UNDO_MERGE: N_("undo merging"),
        CaseAct.SUBMIT_CONCLUSION: N_("submit the conclusion"),
        CaseAct.RETURN_CONCLUSION: N_("return the conclusion"),
        CaseAct.APPROVE_CONCLUSION: N_("approve the conclusion"),
        CaseAct.ANSWER_REPORTER: N_("answer the reporter"),
        CaseAct.TAKE_MEASURE: N_("record a measure"),
        CaseAct.CLOSE: N_("close the case"),
        CaseAct.EXTEND: N_("extend the time"),
        CaseAct.APPEAL: N_("appeal"),
        CaseAct.ACCEPT_APPEAL: N_("accept the appeal"),
        CaseAct.UPHOLD: N_("uphold the decision"),
        CaseAct.REOPEN: N_("reopen the case"),
        CaseAct.ASK_WITHDRAWAL: N_("ask for withdrawal"),
        CaseAct.CONFIRM_WITHDRAWAL: N_("confirm withdrawal"),
        CaseAct.REFUSE_WITHDRAWAL: N_("refuse withdrawal"),
        CaseAct.AMEND: N_("amend"),
    },
    DutyStatus: {
        DutyStatus.STANDING: N_("standing"),
        DutyStatus.OWED: N_("nothing sent yet"),
        DutyStatus.SENT: N_("sent, awaiting receipt"),
        DutyStatus.DONE: N_("received by all"),
    },
    DutyAct: {
        DutyAct.ACKNOWLEDGE: N_("acknowledge"),
        DutyAct.SEND: N_("send the document"),
        DutyAct.RECEIVE: N_("confirm receipt"),
        DutyAct.RETURN: N_("return for more"),
    },
    MonthStage: {
        MonthStage.AHEAD: N_("not over yet"),
        MonthStage.OPEN: N_("open for entry"),
        MonthStage.CLOSED: N_("closed after the data cut-off"),
    },
    PublicityForm: {
        PublicityForm.LOUDSPEAKER: N_("public loudspeakers"),
        PublicityForm.CONFERENCE: N_("conference, meeting"),
        PublicityForm.SOCIAL_MEDIA: N_("social media"),
        PublicityForm.LEAFLET: N_("leaflets, posters"),
        PublicityForm.ONE_STOP_GUIDANCE: N_("guidance at the one-stop division"),
        PublicityForm.PRESS: N_("newspaper, radio, television"),
        PublicityForm.DOOR_TO_DOOR: N_("community digital team, door to door"),
        PublicityForm.OTHER: N_("another form"),
    },
    # ── inspections, meetings, recurring tasks ──
    InspectionKind: {
        InspectionKind.OWN: N_("self-inspection"),
        InspectionKind.PROVINCE: N_("inspection by the province"),
    },
    FindingKind: {
        FindingKind.DISCIPLINE: N_("discipline and working hours"),
        FindingKind.CONDUCT: N_("conduct towards citizens"),
        FindingKind.LATE_DOSSIERS: N_("dossiers settled late"),
        FindingKind.PROCEDURES: N_("procedures not posted, papers asked for beyond them"),
        FindingKind.ONLINE_SERVICES: N_("online public services"),
        FindingKind.STEERING: N_("steering and reporting of reform"),
        FindingKind.OTHER: N_("another matter"),
    },
    InspectionAct: {
        InspectionAct.MOVE: N_("plan for another day"),
        InspectionAct.HOLD: N_("record that it was held"),
        InspectionAct.FIND: N_("log a finding"),
        InspectionAct.FOLLOW_UP: N_("record the remedy"),
        InspectionAct.CALL_OFF: N_("call off"),
    },
    Every: {
        Every.MONTH: N_("each month"),
        Every.QUARTER: N_("each quarter"),
        Every.HALF_YEAR: N_("each half-year"),
        Every.YEAR: N_("each year"),
    },
    # ── what a coordinator tells heads ──
    Audience: {
        Audience.EVERYBODY: N_("heads of all units"),
        Audience.DEPARTMENTS: N_("heads of departments and boards"),
        Audience.DISTRICTS: N_("heads of districts, towns and cities"),
        Audience.SELECTED: N_("heads of the bodies selected for direction"),
        Audience.OVERDUE: N_("heads of units with overdue tasks in an area"),
    },
    Reached: {
        Reached.DELIVERED: N_("delivered"),
        Reached.WAITING: N_("waiting to be sent"),
        Reached.BLOCKED: N_("blocked the bot"),
        Reached.FAILED: N_("could not be delivered"),
        Reached.PAST: N_("no longer concerned"),
        Reached.NEVER_LINKED: N_("no head is linked"),
    },
    LegalClass: {
        LegalClass.FEEDBACK: N_("feedback"),
        LegalClass.RECOMMENDATION: N_("recommendation"),
        LegalClass.COMPLAINT: N_("complaint"),
        LegalClass.DENUNCIATION: N_("denunciation"),
    },
    Outcome: {
        Outcome.SUBSTANTIATED: N_("violation found"),
        Outcome.PARTLY: N_("partly founded"),
        Outcome.UNSUBSTANTIATED: N_("no violation"),
        Outcome.INSUFFICIENT: N_("insufficient grounds"),
    },
    Priority: {
        Priority.NORMAL: N_("normal"),
        Priority.HIGH: N_("high"),
        Priority.URGENT: N_("urgent"),
    },
    Tier: {
        Tier.STANDARD: N_("standard"),
        Tier.RESTRICTED: N_("restricted to owner and lead"),
        Tier.OVERSIGHT: N_("oversight only"),
    },
    CaseSource: {
        CaseSource.CITIZEN: N_("a citizen"),
        CaseSource.PRESS: N_("the press"),
        CaseSource.PUBLIC_OPINION: N_("public opinion"),
        CaseSource.OTHER_BODY: N_("another body"),
        CaseSource.SELF_REPORTED: N_("the unit itself"),
    },
    RejectionReason: {
        RejectionReason.NOT_ABOUT_CONDUCT: N_("not about the conduct of civil servants"),
        RejectionReason.NOT_COMPETENT: N_("not within the inspectorate's competence"),
        RejectionReason.ALREADY_DECIDED: N_("already decided"),
        RejectionReason.NOT_VERIFIABLE: N_("no basis to verify"),
        RejectionReason.NO_CONTENT: N_("no content to look into"),
    },
    ProposalKind: {
        ProposalKind.REJECTION: N_("rejection"),
        ProposalKind.MERGE: N_("merging"),
    },
    ClockKind: {
        ClockKind.SCREENING: N_("screening"),
        ClockKind.ASSIGNMENT: N_("assignment"),
        ClockKind.CONCLUSION: N_("conclusion"),
    },
    CaseRung: {
        CaseRung.OWNER: N_("owner of the case"),
        CaseRung.LEAD: N_("lead inspector"),
        CaseRung.CHIEF: N_("deputy head of the inspectorate"),
        CaseRung.HEAD_OF_INSPECTORATE: N_("head of the inspectorate"),
    },
}


def name_of(tr: Translator, member: StrEnum) -> str:
    """The term in the reader's language, to stand within a sentence. Raises KeyError for what has no name."""
    return tr.plain(NAMES[type(member)][member])


def label_of(tr: Translator, member: StrEnum) -> str:
    """The term with a capital letter, for a line or a button that begins with it."""
    return capital(name_of(tr, member))


def unit_name(tr: Translator, unit: Unit) -> str:
    """The unit's name in the reader's language."""
    return unit.name_vi if tr.language == "vi" else unit.name_en
