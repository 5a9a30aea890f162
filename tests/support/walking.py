"""Walks every page that buttons lead to, so that one that is too long, broken by what was typed, or lost, is found."""

from collections import deque
from collections.abc import Sequence

from simulator.client import Person, View
from tests.support.plans import says
from tests.support.town import Town


async def walk(town: Town, person: Person, left_out: Sequence[str], *commands: str) -> list[View]:
    """Draws every page the person can get to from the commands; the pages, each as it was shown first.

    Presses that begin with one of ``left_out`` are not made.
    """
    waiting: deque[str] = deque()
    known: set[str] = set()
    pages = []

    def look(view: View) -> None:
        pages.append(view)
        for row in view.wire.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                # A link leads out of the bot.
                data = button.get("callback_data", "")
                if data and data not in known and not data.startswith(tuple(left_out)):
                    known.add(data)
                    waiting.append(data)

    for command in commands:
        look(await says(town, person, command))
    screen = (await person.last()).message_id
    while waiting:
        data = waiting.popleft()
        before = len(await person.messages())
        pressed = await person.forges(data, screen)
        answer = await pressed.answer()
        assert answer.answered, data
        assert not answer.text, (data, answer.text)
        await town.settle()
        new = [view for view in (await person.messages())[before:] if view.from_bot]
        shown = new[-1] if new else next(v for v in await person.messages() if v.message_id == screen)
        if shown.rows and not shown.media:
            screen = shown.message_id
        look(shown)
    return pages
