"""What people go on doing while the bot is killed again and again.

They wait for what they did to have its effect before they do the next thing, as people do, and know nothing of lives
and deaths: where an answer is lost, a story does not come to its end, and the test fails with the last screen.
"""

import asyncio
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from PIL import Image

from simulator.client import Person, View

PATIENCE_SECONDS: Final = 60.0
LOOK_AGAIN_SECONDS: Final = 0.05
LOOKS_AT: Final = 15
"""Messages on the screen: what comes twice and what is told beside pushes up what they look for."""
UNIT: Final = "Department of Natural Resources and Environment"
DOCUMENT: Final = b"%PDF-1.4\n" + b"evidence " * 40 + b"\n%%EOF\n"


def _photo(shade: int) -> bytes:
    made = BytesIO()
    Image.new("RGB", (32, 24), (shade, 90, 120)).save(made, "JPEG")
    return made.getvalue()


PHOTOS: Final = tuple(_photo(shade) for shade in (10, 120, 230))


class Patient:
    """Somebody who waits for an answer as long as it takes, within reason."""

    def __init__(self, person: Person) -> None:
        self.person = person

    async def sees(self, *words: str, label: str = "") -> View:
        """The latest message of the bot that says all this, and has the button."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            for view in reversed(await self.person.messages(limit=LOOKS_AT)):
                if (
                    view.from_bot
                    and all(one in view.text for one in words)
                    and (not label or label in view.labels)
                ):
                    return view
            if time.monotonic() > end:
                last = await self.person.screen()
                raise AssertionError(f"{self.person.name} waited in vain for {words} {label}; last:\n{last}")
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def presses(self, label: str, *words: str) -> None:
        """Presses the button on the message that says this, once it is there."""
        view = await self.sees(*words, label=label)
        await self.person.presses(label, message_id=view.message_id)


@dataclass(slots=True)
class Reported:
    """A report as its writer knows it."""

    person: Person
    texts: list[str] = field(default_factory=list)
    code: str = ""


async def reports(person: Person) -> Reported:
    """A citizen fills in the whole form, hastily, changes a message, and presses Send twice."""
    who, told = Patient(person), Reported(person)
    await person.sends("/report")
    await who.presses("English", "Question 1 of")
    await who.presses("I have read this and agree", "Question 2 of")
    await who.presses("Extortion, demanding favours", "Question 3 of")
    await who.sees("Question 4 of")
    await person.sends("so tai nguyem moi truong")
    await who.presses(UNIT, "Question 4 of")
    for number in (5, 6, 7):
        await who.presses("Skip ›", f"Question {number} of")
    await who.sees("Question 8 of")
    told.texts = [f"{person.name}, {part}" for part in ("first <b>", "second &", "third")]
    numbers = [await person.sends(text) for text in told.texts]
    told.texts[1] += " put right"
    await person.edits(numbers[1], told.texts[1])
    await who.sees("3 messages are kept", "replaces your answer")
    await person.sends_album(PHOTOS)
    await who.presses("Done, go on ›", "3 messages are kept", "Kept: 3 files")
    await who.sees("Question 9 of")
    await person.uploads_document("receipt.pdf", DOCUMENT, mime="application/pdf")
    await who.presses("Done, go on ›", "Kept so far: 4 of")
    for number in (10, 11, 12):
        await who.presses("Yes", f"Question {number} of")
    await who.presses("Only through this bot", "Question 13 of")
    await who.presses("No", "Question 14 of")
    review = await who.sees(*told.texts, label="Send the report")
    for _ in range(2):
        await person.presses("Send the report", message_id=review.message_id)
    receipt = await who.sees("Your report has been received")
    told.code = receipt.text.partition("Its code is ")[2][:12]
    return told


@dataclass(slots=True)
class Progress:
    """What a head reported of a task, in order: percent and note."""

    person: Person
    task: str
    told: list[tuple[int, str]] = field(default_factory=list)


async def opens_task(head: Progress) -> None:
    """A head looks at what is pending and opens the task."""
    who = Patient(head.person)
    await head.person.sends("/tasks")
    await who.presses(head.task, "Sample data")
    await who.sees(head.task, label="Report progress")


async def reports_progress(head: Progress) -> None:
    """The head reports that a little more of the task is done."""
    who, percent = Patient(head.person), len(head.told) % 99 + 1
    note = f"note {len(head.told)}"
    await who.presses("Report progress", head.task)
    await who.sees("How much of the task is done?", label="10%")
    await head.person.sends(str(percent))
    await who.sees(f"{percent}% done. What was done")
    await head.person.sends(note)
    await who.sees(f"Recorded: {head.task} is {percent}% done", label="Report progress")
    head.told.append((percent, note))


async def submits(head: Progress) -> None:
    """The head submits the task with the number of a document, pressing twice."""
    who = Patient(head.person)
    await who.presses("Submit the result", head.task)
    await who.sees("Send what shows that the task is done")
    await head.person.sends("45/BC")
    await who.presses("Done, go on ›", "Evidence so far", "45/BC")
    review = await who.sees("You submit, for approval", label="Submit for approval")
    for _ in range(2):
        await head.person.presses("Submit for approval", message_id=review.message_id)
    await who.sees(f"{head.task} is submitted and waits for approval")
