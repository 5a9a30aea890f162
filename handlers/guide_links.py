"""The buttons of the guide to filing online."""

from dataclasses import dataclass

from bot.ui.buttons import Press
from domain.guide import GuideSection


@dataclass(frozen=True)
class OpenGuide(Press, prefix="gg1"):
    """The table of the guide's sections."""


@dataclass(frozen=True)
class OpenSection(Press, prefix="gs1"):
    """A section of the guide."""

    section: GuideSection


@dataclass(frozen=True)
class EditSection(Press, prefix="ge1"):
    """Begins to put a section in other words."""

    section: GuideSection


@dataclass(frozen=True)
class SectionVersions(Press, prefix="gh1"):
    """What was written for a section in a language, version by version."""

    section: GuideSection
    language: str


@dataclass(frozen=True)
class RestoreSection(Press, prefix="gr1"):
    """Brings back the shipped words; ``version`` is what the coordinator has before their eyes."""

    section: GuideSection
    language: str
    version: int
