"""What may be wrong with a template, as a value and in words for who sent it."""

import json
from dataclasses import dataclass
from enum import StrEnum

from reports.voice import Translator


class Fault(StrEnum):
    """Why a template is refused."""

    NOT_WORD = "not_word"
    MACROS = "macros"
    TOO_LARGE = "too_large"
    EXTERNAL = "external"
    NOT_A4 = "not_a4"
    MARGINS = "margins"
    UNCLOSED = "unclosed"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOT_ALONE = "not_alone"


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """A fault; ``place`` is the placeholder or the text it was found at, where there is one."""

    fault: Fault
    place: str = ""


class TemplateRefused(Exception):
    """A template has faults: nothing is written with it."""

    def __init__(self, faults: tuple[TemplateFault, ...]) -> None:
        super().__init__(", ".join(sorted({fault.fault for fault in faults})))
        self.faults = faults


def fault_words(tr: Translator, found: TemplateFault) -> str:
    """The fault as a sentence, with the way to mend it."""
    t = tr.plain
    match found.fault:
        case Fault.NOT_WORD:
            return t("This is not a Word document (.docx).")
        case Fault.MACROS:
            return t("The document holds macros. Save it as .docx without them.")
        case Fault.TOO_LARGE:
            return t("The document is too large for a template.")
        case Fault.EXTERNAL:
            return t(
                "The document loads something from elsewhere: {place}. Put it into the document itself.",
                place=found.place,
            )
        case Fault.NOT_A4:
            return t("The paper is not A4.")
        case Fault.MARGINS:
            return t("Margins must be: top and bottom 20 to 25 mm, left 30 to 35 mm, right 15 to 20 mm.")
        case Fault.UNCLOSED:
            return t("A placeholder is not closed: {place}", place=found.place)
        case Fault.UNKNOWN:
            return t("There is no such placeholder: {place}", place=found.place)
        case Fault.MISSING:
            return t("The placeholder {place} is missing.", place=found.place)
        case Fault.NOT_ALONE:
            return t("The placeholder {place} must stand alone in its paragraph.", place=found.place)


def packed(faults: tuple[TemplateFault, ...]) -> bytes:
    """The faults as they pass between processes."""
    return json.dumps([[fault.fault, fault.place] for fault in faults]).encode()


def unpacked(data: bytes) -> tuple[TemplateFault, ...]:
    """What `packed` made. Raises ValueError for anything else."""
    return tuple(TemplateFault(Fault(fault), str(place)) for fault, place in json.loads(data))
