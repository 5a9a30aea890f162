"""What the buttons of a form say. Each carries the form's turn, so that one of an older screen is known as such."""

from dataclasses import dataclass

from bot.ui.buttons import Press


@dataclass(frozen=True)
class Choose(Press, prefix="fc1"):
    form: str
    turn: int
    index: int


@dataclass(frozen=True)
class Back(Press, prefix="fb1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Skip(Press, prefix="fs1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Done(Press, prefix="fd1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Clear(Press, prefix="fk1"):
    """Takes away what was added to the open question's answer, once that is sure."""

    form: str
    turn: int
    sure: bool = False


@dataclass(frozen=True)
class Cancel(Press, prefix="fx1"):
    form: str
    turn: int
    sure: bool = False


@dataclass(frozen=True)
class EditList(Press, prefix="fl1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Edit(Press, prefix="fe1"):
    form: str
    turn: int
    key: str


@dataclass(frozen=True)
class Send(Press, prefix="fz1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Resume(Press, prefix="fr1"):
    """Goes on with a draft, wherever it stands."""

    form: str
