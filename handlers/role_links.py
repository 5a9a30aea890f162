"""The buttons that lead to deputies, to units without a head, and to tasks that are to be assigned."""

from dataclasses import dataclass

from bot.ui.buttons import Press


@dataclass(frozen=True)
class DeputyList(Press, prefix="dg1"):
    """Whoever is delegated in a unit."""

    unit: str
    page: int = 0


@dataclass(frozen=True)
class Delegate(Press, prefix="dg2"):
    """Begins to delegate somebody in a unit."""

    unit: str


@dataclass(frozen=True)
class EndDelegation(Press, prefix="dg3"):
    """Ends a delegation, once that is sure."""

    grant: str
    sure: bool = False


@dataclass(frozen=True)
class HeadlessList(Press, prefix="hl1"):
    """A page of the units without a head; from a message of its own, below that."""

    page: int = 0
    below: bool = False


@dataclass(frozen=True)
class OpenHeadless(Press, prefix="hl2"):
    """A unit without a head."""

    unit: str
    page: int = 0


@dataclass(frozen=True)
class InviteHead(Press, prefix="hl3"):
    """Makes an invitation to head the unit."""

    unit: str
    page: int = 0


@dataclass(frozen=True)
class AssignList(Press, prefix="as1"):
    """A page of the tasks that are to be assigned; from a message of its own, below that."""

    page: int = 0
    below: bool = False


@dataclass(frozen=True)
class AssignTask(Press, prefix="as2"):
    """Begins to assign a task as it was seen at this revision."""

    task: str
    revision: int


@dataclass(frozen=True)
class PickLead(Press, prefix="as3"):
    """It is this unit that is to lead the task."""

    form: str
    turn: int
    code: str
