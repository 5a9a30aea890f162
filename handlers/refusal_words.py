"""What a person is told when the domain refuses: what the matter is, and where that is not plain, what to do.

The domain gives a code and data. Ids among the data are never shown; what is shown is formatted here.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Final

from markupsafe import Markup

from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from handlers.words import name_of

WORDS: Final[Mapping[Code, str]] = {
    # ── anyone, anything ──
    Code.NOT_YOURS: N_("This is not open to you. Press /start to see what can be done now."),
    Code.NOT_NOW: N_("This can no longer be done: things have moved on. Open it again to see how it stands."),
    Code.STALE: N_("Somebody was faster, so nothing was changed. Open it again to see how it stands."),
    Code.REASON_MISSING: N_("A reason is needed."),
    Code.TEXT_BLANK: N_("The message is empty. Please write a few words."),
    Code.SELF_APPROVAL: N_(
        "Nobody decides on what they themselves submitted. Another person has to do this."
    ),
    # ── figures and settings ──
    Code.FIGURE_IMPOSSIBLE: N_("{done} of {total} cannot be right. Please check both numbers."),
    Code.SETTING_UNKNOWN: N_("There is no setting {key}."),
    Code.SETTING_INVALID: N_("{value} cannot be the setting {key}."),
    # ── units and groups ──
    Code.UNIT_UNKNOWN: N_("There is no unit with the code {unit}."),
    Code.UNIT_NOT_IN_FORCE: N_("The unit {unit} does not exist on {on}."),
    Code.GROUP_UNKNOWN: N_("There is no group of units called {group}."),
    Code.GROUP_KNOWN_LATER: N_("Which units belong to {group} is not known yet."),
    # ── people, roles, invitations ──
    Code.INVITATION_UNKNOWN: N_("This invitation is not known. Please ask whoever sent it for a new one."),
    Code.INVITATION_USED: N_(
        "This invitation has been used already. Please ask whoever sent it for a new one."
    ),
    Code.INVITATION_EXPIRED: N_(
        "This invitation was valid until {expired_at}. Please ask whoever sent it for a new one."
    ),
    Code.INVITATION_REVOKED: N_("This invitation was taken back. Please ask whoever sent it."),
    Code.ROLE_NEEDS_UNIT: N_("The role “{role}” needs a unit."),
    Code.ROLE_NEEDS_END: N_("The role “{role}” needs an end date that lies ahead."),
    Code.ROLE_TOO_LONG: N_(
        "The role “{role}” is given for a year at most. Please choose an earlier end date."
    ),
    Code.ROLE_INCOMPATIBLE: N_("The role “{role}” cannot be held together with “{held}”."),
    Code.ROLE_HELD: N_("The role “{role}” is held already."),
    Code.ROLE_ENDED: N_("The role “{role}” has ended already."),
    Code.MAY_NOT_INVITE: N_("Inviting to the role “{role}” is not open to you."),
    Code.MAY_NOT_END_ROLE: N_("Ending the role “{role}” is not open to you."),
    # ── tasks ──
    Code.TASK_UNKNOWN: N_("This task is not among those open to you."),
    Code.EVIDENCE_MISSING: N_("Evidence is needed: a file, a photo, a link or a document number."),
    Code.EVIDENCE_INVALID: N_(
        "This cannot serve as evidence. A link begins with https:// or http://; a document number is not empty."
    ),
    Code.PERCENT_INVALID: N_("Progress is a whole number from 0 to 100."),
    Code.ALREADY_ACKNOWLEDGED: N_("This task is acknowledged already."),
    Code.NOT_OVERDUE: N_("This task is not overdue, so there is nothing to explain."),
    Code.TOO_LATE_TO_EXTEND: N_(
        "An extension is asked for before the due date, which has come. The delay can be explained instead."
    ),
    Code.EXTENSION_PENDING: N_("An extension has been asked for already and is not decided yet."),
    Code.EXTENSION_NOT_ASKED: N_("No extension is waiting to be decided."),
    Code.EXTENSION_DATE_INVALID: N_("The new date has to be later than the due date."),
    Code.SNOOZE_DATE_INVALID: N_("A reminder can be put off to a later day, at most to the due date."),
    Code.TOO_LATE_TO_SNOOZE: N_("The due date has come, so the reminder cannot be put off any more."),
    Code.UNIT_HOLDS_TASK: N_(
        "The unit that leads {task} is in force, so the task is not to be assigned anew."
    ),
    # ── what a dispatch orders ──
    Code.DUTY_UNKNOWN: N_("This order is not among those open to you."),
    Code.DOCUMENT_MISSING: N_("A document has a number, such as 45/BC-STTTT."),
    Code.DOCUMENT_FROM_FUTURE: N_("The document's date lies ahead. Please check it."),
    Code.PLAN_TERM_UNKNOWN: N_("No plan is asked for {term}."),
    Code.NOT_SNOOZED: N_("No reminder of this task is put off."),
    # ── online dossiers, publicity, the guide ──
    Code.COUNT_NOT_WHOLE: N_(
        "A whole number is expected, such as 1200 or 1.200. A dot may part thousands; commas and letters are not taken."
    ),
    Code.COUNT_NEGATIVE: N_("A count cannot be negative."),
    Code.COUNT_TOO_LARGE: N_("More than {limit} cannot be right. Please check the number."),
    Code.ONLINE_EXCEEDS_RECEIVED: N_(
        "{online} filed online are more than {received} received. Please check both numbers; the first is what was "
        "received."
    ),
    Code.MONTH_AHEAD: N_("The month is not over: its figures can be entered after {until}."),
    Code.MONTH_CLOSED: N_(
        "The data cut-off was on {closed_on}. Please send the figures with the reason to Home Affairs; a coordinator "
        "enters them."
    ),
    Code.TARGET_INVALID: N_("A target is a whole number from 1 to 100."),
    Code.ACT_AHEAD: N_("That day lies ahead. What was done is logged, not what is planned."),
    Code.TEXT_TOO_LONG: N_("The text is longer than {limit} characters. Please shorten it."),
    # ── inspections, meetings, tasks that come again ──
    Code.INSPECTION_UNKNOWN: N_("This inspection is not among those open to you."),
    Code.MEETING_UNKNOWN: N_("This meeting is not among those open to you."),
    Code.RECURRENCE_UNKNOWN: N_("This rule is not among those open to you."),
    Code.DAY_PASSED: N_("{day} has passed. Please name today or a later day."),
    Code.DAY_TOO_FAR: N_("{day} is too far ahead. Please name a day up to {last}."),
    Code.DAY_UNCHANGED: N_("It is planned for that day already."),
    Code.HELD_DAY_INVALID: N_("It was held on a day from {first} up to today. Please check the date."),
    Code.HELD_TOO_EARLY: N_(
        "It is planned for {planned_on}, which lies ahead. If it was held sooner, plan it for another day first."
    ),
    Code.COUNT_INVALID: N_("A whole number from 1 to {most} is expected here."),
    Code.RECURRENCE_EMPTY: N_("It would end before the first task falls due. Please name a later last day."),
    Code.DUE_DAY_INVALID: N_("A day of the month is a whole number from 1 to 31."),
    # ── ranking ──
    Code.RANKING_UNKNOWN: N_("There is no such ranking among those open to you. Press /ranking to see them."),
    Code.RANKING_NOT_OPEN: N_(
        "The ranking of {year} is not open for scores yet. The coordinator at Home Affairs opens it."
    ),
    Code.RANKING_CLOSED: N_(
        "The ranking of {year} is closed, so no score changes. For a correction please ask the coordinator at Home "
        "Affairs, who can open it again."
    ),
    Code.CRITERION_UNKNOWN: N_("This criterion does not apply to the unit."),
    Code.POINTS_INVALID: N_("A score is a number from 0 to {most}, with at most two decimals, such as 1.5."),
    Code.POINTS_ABOVE_MOST: N_("This criterion gives at most {most}."),
    Code.SCORES_MISSING: N_("Criteria that still have no score: {n}. Please score them first."),
    Code.SHEET_SUBMITTED: N_(
        "The scores are submitted. They can be taken back to be changed until appraisal begins."
    ),
    Code.SHEET_NOT_SUBMITTED: N_("The unit has not submitted its scores."),
    Code.APPRAISAL_BEGUN: N_("Appraisal has begun, so the scores can no longer be taken back."),
    # ── periodic reports of units ──
    Code.PERIOD_UNKNOWN: N_("There is no such reporting period."),
    Code.PERIOD_AHEAD: N_("The report of this period can be sent from {opens_on} on."),
    Code.PERIOD_CLOSED: N_(
        "The period was closed on {closed_on}. Please ask Home Affairs: a coordinator can open the report again for "
        "your unit."
    ),
    Code.UNIT_DOES_NOT_REPORT: N_("The unit {unit} is not among those that report for this period."),
    Code.REOPENING_DATE_INVALID: N_("A report is opened again until today or a later day, a month at most."),
    # ── what a coordinator tells heads ──
    Code.NOBODY_ADDRESSED: N_("No head is linked who could be told, so nothing was sent."),
    Code.REMINDED_TODAY: N_(
        "The heads concerned were reminded of this area for {day} already. It can be done once a working day."
    ),
    Code.BROADCAST_UNKNOWN: N_("There is no such message."),
    # ── files that are imported ──
    Code.IMPORT_GONE: N_("This file was imported or thrown away already. To import a file, send it here."),
    Code.IMPORT_NOT_FETCHED: N_("The file is still being fetched. Press again in a moment."),
    Code.IMPORT_UNREACHABLE: N_("The file could not be fetched from Telegram. Please send it once more."),
    Code.IMPORT_WITHOUT_ROWS: N_("The file has no rows below the names of its columns."),
    Code.IMPORT_TOO_LARGE: N_("The file is larger than {limit} MB. Larger ones are imported by command."),
    # ── the working calendar ──
    Code.DAY_AS_IT_IS: N_("{day} stands in the calendar like that already, so nothing was changed."),
    # ── the form of a report ──
    Code.CONSENT_MISSING: N_("A report can be sent only after you have agreed to the notice."),
    Code.PREVIEW_NOT_CONFIRMED: N_("Please read your report once more and confirm it before it is sent."),
    Code.ANSWER_MISSING: N_("One answer is still needed: {field}."),
    Code.DRAFT_LAPSED: N_(
        "This draft was left for too long and has been deleted. Press /start to begin anew."
    ),
    Code.TOO_MANY_REPORTS: N_(
        "At most {limit} reports can be sent in a day. What you have written is kept; it can be sent tomorrow."
    ),
    Code.TOO_MANY_MESSAGES: N_(
        "At most {limit} messages can be taken in a minute. Please wait a minute and send this one again."
    ),
    Code.TOO_MANY_FILES: N_("A report can hold at most {limit} files."),
    # ── cases ──
    Code.CASE_UNKNOWN: N_("No such case was found. Press /start to see what can be done now."),
    Code.ALREADY_CLAIMED: N_("Somebody else has taken this case already."),
    Code.CLASS_MISSING: N_("Please record the kind: feedback, recommendation, complaint or denunciation."),
    Code.TESTS_MISSING: N_(
        "Please record the three tests: the violator is clear, the evidence is concrete, there is a basis to verify."
    ),
    Code.CONFLICTS_NOT_CHECKED: N_("Please record that conflicts of interest were checked."),
    Code.QUESTION_MISSING: N_("Please write the question."),
    Code.NOT_LAPSED: N_("The time for this has not run out yet."),
    Code.REASON_CODE_MISSING: N_("Please choose the reason for the rejection."),
    Code.GUIDANCE_MISSING: N_("Please tell the reporter where else to turn."),
    Code.PROPOSAL_MISSING: N_("There is no proposal to decide on."),
    Code.PROPOSAL_PENDING: N_("A proposal is waiting for a decision already."),
    Code.ASSIGNEE_MISSING: N_("Please choose who is to take the case."),
    Code.ASSIGNEE_UNFIT: N_("This person cannot take the case. Please choose another inspector."),
    Code.ANOTHER_INSPECTOR_NEEDED: N_(
        "An appeal goes to an inspector who has not worked on the case before."
    ),
    Code.REFERRAL_INCOMPLETE: N_("A referral needs the unit, its head, a summary and a due date."),
    Code.REFERRAL_HEAD_ACCUSED: N_("The unit's head is accused, so the case cannot be referred to the unit."),
    Code.REFERRAL_HEAD_CONFLICTED: N_(
        "The unit's head has a conflict of interest, so the case cannot be referred to the unit."
    ),
    Code.REFERRAL_OBJECTED: N_("The reporter did not agree to the unit being asked."),
    Code.REFERRAL_RETALIATION: N_("Retaliation is feared, so the case cannot be referred to the unit."),
    Code.REFERRAL_NOT_REDACTED: N_(
        "Please confirm that the summary was cleared of everything that could point to the reporter."
    ),
    Code.REFERRAL_DUE_INVALID: N_("The due date of a referral has to be a working day that lies ahead."),
    Code.REFERRAL_OF_INSPECTORATE: N_("A case about the inspectorate is not referred to it."),
    Code.FINDINGS_MISSING: N_("Please write the findings."),
    Code.RECEIVING_BODY_MISSING: N_("Please name the body that receives the case."),
    Code.REPORTER_MISSING: N_("This case has no reporter who could be asked or answered."),
    Code.REPORTER_NOT_TOLD: N_("Please write what the reporter is told."),
    Code.MERGE_TARGET_INVALID: N_("The case cannot be merged into that one."),
    Code.CONCLUSION_INCOMPLETE: N_(
        "A conclusion needs an outcome, findings for each allegation, the list of evidence and a draft answer."
    ),
    Code.OUTCOME_NOT_SUBSTANTIATED: N_(
        "A measure follows only where a violation was found, wholly or in part."
    ),
    Code.MEASURE_INCOMPLETE: N_("A measure needs its kind, the unit, a due date and the decision's number."),
    Code.REPORTER_NOT_ANSWERED: N_("The reporter has to be answered before the case is closed."),
    Code.APPEAL_TOO_LATE: N_("The time to appeal has run out."),
    Code.APPEAL_USED: N_("An appeal has been made in this case already; there is only one."),
    Code.NEW_EVIDENCE_MISSING: N_("Please write which new evidence there is."),
    Code.WITHDRAWAL_NOT_ASKED: N_("The reporter has not asked to withdraw."),
    Code.WITHDRAWAL_ASKED: N_("Withdrawal has been asked for already and is being looked at."),
    Code.WITHDRAWAL_SIGNS: N_(
        "There are signs of a violation or of coercion, so a withdrawal does not end the case."
    ),
    Code.ALREADY_EXTENDED: N_("The time was extended already, which can be done once."),
}


def words_of(tr: Translator, refusal: Refused) -> Markup:
    """The refusal in the reader's language. Raises KeyError for a code without words or words without their data."""
    words = WORDS[refusal.code]
    return tr.t(words, **{name: _shown(tr, refusal.data[name]) for name in placeholders(words)})


def placeholders(words: str) -> list[str]:
    """The names of the data that the words show; of a refusal's data nothing else is looked at."""
    return [name for _, name, _, _ in Formatter().parse(words) if name]


def _shown(tr: Translator, value: object) -> str:
    match value:
        case StrEnum():
            return name_of(tr, value)
        case datetime():
            return tr.datetime(value)
        case date():
            return tr.date(value)
        case int() | Decimal():
            return tr.number(value)
        case _:
            return str(value)
