"""The guide to filing online: which words of a section hold, who wrote them, and how they are put in other words."""

from collections.abc import Mapping
from typing import Protocol

from domain.errors import Code, Refused
from domain.guide import GuideSection, GuideVersion, check_edit, check_text
from domain.people import Actor
from services.scope import Scope


class GuideTexts(Protocol):
    """The versions of the guide's sections."""

    async def latest(self, language: str) -> Mapping[GuideSection, GuideVersion]:
        """What was written last for each section in a language; none for those that never were."""
        ...

    async def versions(self, section: GuideSection, language: str) -> list[GuideVersion]:
        """All that was written for a section in a language, the latest first."""
        ...

    async def add(self, version: GuideVersion) -> None:
        """Writes a version down. Raises Refused(STALE) when somebody else wrote that version meanwhile."""
        ...


async def written(scope: Scope, section: GuideSection, language: str) -> str | None:
    """The words somebody put a section in; None where the shipped ones hold."""
    version = (await scope.uow.guide.latest(language)).get(section)
    return None if version is None else version.text


async def versions(scope: Scope, actor: Actor, section: GuideSection, language: str) -> list[GuideVersion]:
    """What was written for a section, the latest first, for whoever may write. Raises Refused(NOT_YOURS)."""
    check_edit(actor)
    return await scope.uow.guide.versions(section, language)


async def rewrite(
    scope: Scope, actor: Actor, section: GuideSection, language: str, text: str, seen: int
) -> GuideVersion:
    """Puts a section in other words. ``seen`` is the version the actor had before their eyes.

    Raises Refused: NOT_YOURS, TEXT_BLANK, TEXT_TOO_LONG, STALE.
    """
    return await _write(scope, actor, section, language, check_text(text), seen)


async def restore(
    scope: Scope, actor: Actor, section: GuideSection, language: str, seen: int
) -> GuideVersion:
    """Brings back the shipped words. Raises Refused: NOT_YOURS, STALE."""
    return await _write(scope, actor, section, language, None, seen)


async def _write(
    scope: Scope, actor: Actor, section: GuideSection, language: str, text: str | None, seen: int
) -> GuideVersion:
    check_edit(actor)
    held = (await scope.uow.guide.latest(language)).get(section)
    number = 0 if held is None else held.version
    if number != seen:
        raise Refused(Code.STALE)
    version = GuideVersion(section, language, number + 1, text, actor.person_id, scope.now)
    await scope.uow.guide.add(version)
    return version
