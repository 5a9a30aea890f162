"""What the buttons of a reporter's own reports say. Whose report it is is asked each time."""

from dataclasses import dataclass

from bot.ui.buttons import Press


@dataclass(frozen=True)
class ListOwn(Press, prefix="o1"):
    """The reports one sent, from beyond so many."""

    after: int = 0


@dataclass(frozen=True)
class OpenOwn(Press, prefix="o2"):
    """A report of one's own; ``page`` of its past, the latest page if -1."""

    case_id: str
    page: int = -1


@dataclass(frozen=True)
class AddToOwn(Press, prefix="o3"):
    """Adds to it."""

    case_id: str


@dataclass(frozen=True)
class AnswerQuestion(Press, prefix="o4"):
    """Answers the open question."""

    case_id: str


@dataclass(frozen=True)
class WithdrawOwn(Press, prefix="o5"):
    """Asks to withdraw it."""

    case_id: str
    sure: bool = False


@dataclass(frozen=True)
class AppealOwn(Press, prefix="o6"):
    """Appeals."""

    case_id: str


@dataclass(frozen=True)
class WhoOpened(Press, prefix="o7"):
    """When it was opened, and in what role."""

    case_id: str
