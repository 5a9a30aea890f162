"""What somebody is told who did not just press a button.

A notice says what it is about, never how it is worded: between the moment it is posted and the moment it is delivered
the task may be done, the role may have ended, the language may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """Every kind of notice; ``handlers.routes`` holds a rendering for each."""

    DIGEST = "digest"
    """What a person is to hear of tasks at 08:00. Subject: ``day``, and ``since``, the last day spoken of before."""
    TASK_SUBMITTED = "task_submitted"
    """To whoever may approve: a task waits for it. Subject: ``task``, ``revision``."""
    TASK_APPROVED = "task_approved"
    """To the submitter and the lead unit. Subject: ``task``."""
    TASK_RETURNED = "task_returned"
    """To the submitter and the lead unit: what was submitted came back. Subject: ``task``, ``revision``."""
    DUTY_SENT = "duty_sent"
    """To whoever receives for a department: a unit sent its document. Subject: ``order``, ``unit``, ``revision``."""
    DUTY_RECEIVED = "duty_received"
    """To the unit: every department received its document. Subject: ``order``, ``unit``, ``revision``."""
    DUTY_RETURNED = "duty_returned"
    """To the unit: its document came back with a reason. Subject: ``order``, ``unit``, ``revision``."""
    EXTENSION_ASKED = "extension_asked"
    """To whoever may decide: a unit asks for more time. Subject: ``task``, ``until``."""
    EXTENSION_DECIDED = "extension_decided"
    """To the asker and the lead unit: granted or refused. Subject: ``task``, ``act``, ``until`` (the date in force)."""
    TASK_DIRECTED = "task_directed"
    """To the lead unit: a coordinator suspended, resumed or cancelled its task. Subject: ``task``, ``act``."""
    TASK_GIVEN = "task_given"
    """To the unit: a task came after an inspection or from a meeting. Subject: ``task``."""
    INSPECTION_PLANNED = "inspection_planned"
    """To the unit: the province is to inspect it, or on another day. Subject: ``inspection``, ``revision``."""
    UNIT_APPRAISED = "unit_appraised"
    """To the unit: the appraisal of its scores is complete. Subject: ``year``, ``unit``, ``revision``."""
    TASKS_MOVED = "tasks_moved"
    """To a unit: it took over the open tasks of one that ended. Subject: ``unit``, ``former``."""
    TASKS_TO_ASSIGN = "tasks_to_assign"
    """To a coordinator, at most once a day: units ended, and nobody took over their open tasks. Subject: nothing."""
    TASK_ASSIGNED = "task_assigned"
    """To a unit: a coordinator gave it the task of a unit that ended. Subject: ``task``, ``revision``."""
    ROLE_ENDED = "role_ended"
    """To whoever held a role of a unit: it is over. Subject: ``grant``."""
    HEAD_CHANGED = "head_changed"
    """To a coordinator: a unit has another head. Subject: ``grant``."""
    UNREACHABLE = "unreachable"
    """To a coordinator: a head or focal officer blocked the bot. Subject: ``person``, ``unit``."""
    SET_ASIDE = "set_aside"
    """To an operator: an update or a message failed at every try. Subject: ``number``, as ``dead list`` has it."""
    REPORTER_UNREACHABLE = "reporter_unreachable"
    """To whoever has a case in hand: its reporter blocked the bot. Subject: ``case``."""
    NEW_REPORT = "new_report"
    """To intake, or to oversight if it stands in for them: a report was received. Subject: ``case``."""
    NOBODY_FOR_CASE = "nobody_for_case"
    """To an administrator, who learns nothing else: a report waits and nobody is bound who may know of it."""
    CASE_ADDED = "case_added"
    """To whoever has a case in hand: the reporter added something, answered, or asked to withdraw. Subject: ``case``,
    ``entry``."""
    QUESTION_ASKED = "question_asked"
    """To the reporter: an officer asks something. Subject: ``case``, ``entry`` (the question)."""
    QUESTION_REMINDER = "question_reminder"
    """To the reporter: a question waits for an answer. Subject: ``case``, ``entry`` (the question)."""
    CASE_ANSWERED = "case_answered"
    """To the reporter: they were told something. Subject: ``case``, ``entry`` (the reply)."""
    CASE_STATUS = "case_status"
    """To the reporter: the label of their report changed. Subject: ``case``, ``revision`` (of the case after it)."""
    CASE_WORD = "case_word"
    """To the reporter: there is nothing new for long, and their report is still worked on. Subject: ``case``, ``day``,
    by which they were to have a word."""
    CASE_MOVED = "case_moved"
    """To staff: an act of somebody else made a case theirs to go on with, or took it from them. Subject: ``case``,
    ``act``, ``revision`` (of the case after it), ``former`` if it was taken from them."""
    CASE_LATE = "case_late"
    """To staff who may know of the case: much of its time has passed. Subject: ``case``, ``rung``, ``clock``."""
    CASES_LATE = "cases_late"
    """To the head of the inspectorate, who learns nothing else: a case is far over its time. Subject: nothing."""
    DRAFT_LAPSED = "draft_lapsed"
    """To a citizen whose unsent words were destroyed. Subject: ``case`` if they were meant for a report sent before."""
    REPORT_MISSING = "report_missing"
    """To whoever serves a unit: a coordinator waits for its periodic report. Subject: ``unit``, ``period``."""
    REPORT_REOPENED = "report_reopened"
    """To whoever serves a unit: its closed report can be sent again. Subject: ``unit``, ``period``."""
    BROADCAST = "broadcast"
    """To a head: a coordinator's message, or the overdue tasks a coordinator reminds of. Subject: ``broadcast``."""
    PAPER = "paper"
    """To whoever asked for a paper or a picture. Subject: ``paper``, ``of`` (a unit, a period, or empty)."""
    FILE_NOT_KEPT = "file_not_kept"
    """To whoever sent a file that could not be kept, or cannot be shown. Subject: ``file``, ``state``."""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """The person with this id."""

    person_id: str


@dataclass(frozen=True, slots=True)
class ToReporter:
    """Whoever reported the case; who that is stays sealed until the notice is delivered."""

    case_id: str


Recipient = ToPerson | ToReporter


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be. ``subject`` holds ids, days and counts: what is needed to look again."""

    kind: NoticeKind
    to: Recipient
    subject: Mapping[str, str | int] = field(default_factory=dict)
