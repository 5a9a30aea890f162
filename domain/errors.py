"""A refusal is a fact with a code; the words a person reads are in the catalogues, in their language."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Code(StrEnum):
    """Every reason for which the domain refuses. Each has its words in every catalogue."""

    # Anyone, anything
    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"
    STALE = "stale"
    REASON_MISSING = "reason_missing"
    TEXT_BLANK = "text_blank"
    SELF_APPROVAL = "self_approval"

    # Figures and settings
    FIGURE_IMPOSSIBLE = "figure_impossible"
    SETTING_UNKNOWN = "setting_unknown"
    SETTING_INVALID = "setting_invalid"

    # Units and groups
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_NOT_IN_FORCE = "unit_not_in_force"
    GROUP_UNKNOWN = "group_unknown"
    GROUP_KNOWN_LATER = "group_known_later"

    # People, roles, invitations
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_REVOKED = "invitation_revoked"
    ROLE_NEEDS_UNIT = "role_needs_unit"
    ROLE_NEEDS_END = "role_needs_end"
    ROLE_TOO_LONG = "role_too_long"
    ROLE_INCOMPATIBLE = "role_incompatible"
    ROLE_HELD = "role_held"
    ROLE_ENDED = "role_ended"
    MAY_NOT_INVITE = "may_not_invite"
    MAY_NOT_END_ROLE = "may_not_end_role"

    # Tasks
    TASK_UNKNOWN = "task_unknown"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_INVALID = "evidence_invalid"
    PERCENT_INVALID = "percent_invalid"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    NOT_OVERDUE = "not_overdue"
    TOO_LATE_TO_EXTEND = "too_late_to_extend"
    EXTENSION_PENDING = "extension_pending"
    EXTENSION_NOT_ASKED = "extension_not_asked"
    EXTENSION_DATE_INVALID = "extension_date_invalid"
    SNOOZE_DATE_INVALID = "snooze_date_invalid"
    TOO_LATE_TO_SNOOZE = "too_late_to_snooze"
    NOT_SNOOZED = "not_snoozed"
    UNIT_HOLDS_TASK = "unit_holds_task"

    # What a dispatch orders
    DUTY_UNKNOWN = "duty_unknown"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_FROM_FUTURE = "document_from_future"
    PLAN_TERM_UNKNOWN = "plan_term_unknown"

    # Online dossiers, publicity, the guide
    COUNT_NOT_WHOLE = "count_not_whole"
    COUNT_NEGATIVE = "count_negative"
    COUNT_TOO_LARGE = "count_too_large"
    ONLINE_EXCEEDS_RECEIVED = "online_exceeds_received"
    MONTH_AHEAD = "month_ahead"
    MONTH_CLOSED = "month_closed"
    TARGET_INVALID = "target_invalid"
    ACT_AHEAD = "act_ahead"
    TEXT_TOO_LONG = "text_too_long"

    # Inspections, meetings, tasks that come again
    INSPECTION_UNKNOWN = "inspection_unknown"
    MEETING_UNKNOWN = "meeting_unknown"
    RECURRENCE_UNKNOWN = "recurrence_unknown"
    DAY_PASSED = "day_passed"
    DAY_TOO_FAR = "day_too_far"
    DAY_UNCHANGED = "day_unchanged"
    HELD_DAY_INVALID = "held_day_invalid"
    HELD_TOO_EARLY = "held_too_early"
    COUNT_INVALID = "count_invalid"
    DUE_DAY_INVALID = "due_day_invalid"
    RECURRENCE_EMPTY = "recurrence_empty"

    # Ranking
    RANKING_UNKNOWN = "ranking_unknown"
    RANKING_NOT_OPEN = "ranking_not_open"
    RANKING_CLOSED = "ranking_closed"
    CRITERION_UNKNOWN = "criterion_unknown"
    POINTS_INVALID = "points_invalid"
    POINTS_ABOVE_MOST = "points_above_most"
    SCORES_MISSING = "scores_missing"
    SHEET_SUBMITTED = "sheet_submitted"
    SHEET_NOT_SUBMITTED = "sheet_not_submitted"
    APPRAISAL_BEGUN = "appraisal_begun"
    # Periodic reports of units
    PERIOD_UNKNOWN = "period_unknown"
    PERIOD_AHEAD = "period_ahead"
    PERIOD_CLOSED = "period_closed"
    UNIT_DOES_NOT_REPORT = "unit_does_not_report"
    REOPENING_DATE_INVALID = "reopening_date_invalid"
    # What a coordinator tells heads
    NOBODY_ADDRESSED = "nobody_addressed"
    REMINDED_TODAY = "reminded_today"
    BROADCAST_UNKNOWN = "broadcast_unknown"

    # Files that are imported
    IMPORT_GONE = "import_gone"
    IMPORT_NOT_FETCHED = "import_not_fetched"
    IMPORT_UNREACHABLE = "import_unreachable"
    IMPORT_WITHOUT_ROWS = "import_without_rows"
    IMPORT_TOO_LARGE = "import_too_large"

    # The working calendar
    DAY_AS_IT_IS = "day_as_it_is"

    # The form of a report
    CONSENT_MISSING = "consent_missing"
    PREVIEW_NOT_CONFIRMED = "preview_not_confirmed"
    ANSWER_MISSING = "answer_missing"
    DRAFT_LAPSED = "draft_lapsed"
    TOO_MANY_REPORTS = "too_many_reports"
    TOO_MANY_MESSAGES = "too_many_messages"
    TOO_MANY_FILES = "too_many_files"

    # Cases. CASE_UNKNOWN is said word for word of a case that does not exist and of one that is not theirs to know.
    CASE_UNKNOWN = "case_unknown"
    ALREADY_CLAIMED = "already_claimed"
    CLASS_MISSING = "class_missing"
    TESTS_MISSING = "tests_missing"
    CONFLICTS_NOT_CHECKED = "conflicts_not_checked"
    QUESTION_MISSING = "question_missing"
    NOT_LAPSED = "not_lapsed"
    REASON_CODE_MISSING = "reason_code_missing"
    GUIDANCE_MISSING = "guidance_missing"
    PROPOSAL_MISSING = "proposal_missing"
    PROPOSAL_PENDING = "proposal_pending"
    ASSIGNEE_MISSING = "assignee_missing"
    ASSIGNEE_UNFIT = "assignee_unfit"
    ANOTHER_INSPECTOR_NEEDED = "another_inspector_needed"
    REFERRAL_INCOMPLETE = "referral_incomplete"
    REFERRAL_HEAD_ACCUSED = "referral_head_accused"
    REFERRAL_HEAD_CONFLICTED = "referral_head_conflicted"
    REFERRAL_OBJECTED = "referral_objected"
    REFERRAL_RETALIATION = "referral_retaliation"
    REFERRAL_NOT_REDACTED = "referral_not_redacted"
    REFERRAL_DUE_INVALID = "referral_due_invalid"
    REFERRAL_OF_INSPECTORATE = "referral_of_inspectorate"
    FINDINGS_MISSING = "findings_missing"
    RECEIVING_BODY_MISSING = "receiving_body_missing"
    REPORTER_MISSING = "reporter_missing"
    REPORTER_NOT_TOLD = "reporter_not_told"
    MERGE_TARGET_INVALID = "merge_target_invalid"
    CONCLUSION_INCOMPLETE = "conclusion_incomplete"
    OUTCOME_NOT_SUBSTANTIATED = "outcome_not_substantiated"
    MEASURE_INCOMPLETE = "measure_incomplete"
    REPORTER_NOT_ANSWERED = "reporter_not_answered"
    APPEAL_TOO_LATE = "appeal_too_late"
    APPEAL_USED = "appeal_used"
    NEW_EVIDENCE_MISSING = "new_evidence_missing"
    WITHDRAWAL_NOT_ASKED = "withdrawal_not_asked"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_SIGNS = "withdrawal_signs"
    ALREADY_EXTENDED = "already_extended"


OUT_OF_SIGHT: Final = frozenset(
    {
        Code.CASE_UNKNOWN,
        Code.TASK_UNKNOWN,
        Code.DUTY_UNKNOWN,
        Code.INSPECTION_UNKNOWN,
        Code.MEETING_UNKNOWN,
        Code.RECURRENCE_UNKNOWN,
        Code.RANKING_UNKNOWN,
    }
)
"""Said of what somebody may not know of, whether it exists or not: nothing can be gone on with."""


class Refused(Exception):
    """The domain refuses an act.

    ``code`` chooses the words; ``data`` fills their placeholders, and holds identifiers, numbers and dates only,
    never what a citizen wrote: it may be logged.
    """

    def __init__(self, code: Code, **data: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: Mapping[str, object] = MappingProxyType(data)
