"""The buttons that lead to meetings of the Steering Committee and to recurring tasks."""

from dataclasses import dataclass

from bot.ui.buttons import Press


@dataclass(frozen=True)
class MeetingList(Press, prefix="ml1"):
    """A page of the meetings."""

    page: int = 0


@dataclass(frozen=True)
class OpenMeeting(Press, prefix="mo1"):
    """A meeting with its conclusions; ``at`` turns these."""

    meeting: str
    page: int = 0
    at: int = 0


@dataclass(frozen=True)
class EnterMeeting(Press, prefix="me1"):
    """Begins to enter a meeting."""


@dataclass(frozen=True)
class AddConclusion(Press, prefix="mc1"):
    """Begins a conclusion of a meeting."""

    meeting: str


@dataclass(frozen=True)
class RuleList(Press, prefix="rl1"):
    """A page of the rules of recurring tasks."""

    page: int = 0


@dataclass(frozen=True)
class OpenRule(Press, prefix="ro1"):
    """A rule."""

    rule: str
    page: int = 0


@dataclass(frozen=True)
class AddRule(Press, prefix="ra1"):
    """Begins a rule."""


@dataclass(frozen=True)
class EndRule(Press, prefix="re1"):
    """Ends a rule, once that is ``sure``."""

    rule: str
    sure: bool = False
