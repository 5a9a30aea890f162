"""The catalogues of messages: kept in step with the code, and checked.

    python tools/catalogues.py update [--from FILE.po …]   extract the messages; update every catalogue
    python tools/catalogues.py check                       exit 1 with a line for each fault

Messages are never matched by likeness: a guessed translation of what a citizen is told is worse than none. Places are
kept as file names without lines, and no times are written, so that a change of the code changes only its own messages.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.ui.text import markup_faults, tags  # noqa: E402
from bot.ui.translation import LANGUAGES, SOURCE_LANGUAGE  # noqa: E402

ROOMS = ("bot", "handlers", "reports")
KEYWORDS = {"t": None, "plain": None, "N_": None, "n": (1, 2)}
WIDTH = 100


def template(root: Path) -> Catalog:
    """The messages that the code under `root` holds now."""
    catalogue = Catalog(charset="utf-8")
    for room in ROOMS:
        directory = root / room
        if not directory.is_dir():
            continue
        found = extract_from_dir(directory, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True)
        for name, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            place = f"{room}/{Path(name).as_posix()}"
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def updated(old: Catalog, language: str, current: Catalog, compendia: Sequence[Catalog]) -> Catalog:
    """The catalogue with the messages of now, each with the translation it had, or the first a compendium has."""
    new = Catalog(locale=Locale.parse(language), charset="utf-8")
    for message in _messages(current):
        translation = _known(message, [old, *compendia])
        if language == SOURCE_LANGUAGE:
            translation = message.id if isinstance(message.id, str) else _forms(message.id)
        entry = new.add(message.id, translation, message.locations, auto_comments=message.auto_comments)
        kept = old.get(message.id)
        if kept is not None:
            entry.user_comments = list(kept.user_comments)
            entry.flags |= kept.flags & {"fuzzy"}
    return new


def text(catalogue: Catalog, language: str | None) -> str:
    """The catalogue as the text of its file."""
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=WIDTH,
        omit_header=True,
        sort_by_file=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return _header(language) + body.getvalue().decode()


def update(root: Path, compendia: Sequence[Path]) -> None:
    """Writes the template and every catalogue anew. Raises OSError or PoFileError for a file that cannot be read."""
    locales = root / "locales"
    # Two updates at once would each write what the other has not read.
    with (locales / "README.md").open("r") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        current = template(root)
        _write(locales / "messages.pot", text(current, None))
        for language in LANGUAGES:
            path = _path(root, language)
            old = _read(path, language) if path.exists() else Catalog(locale=language)
            known = (
                [_read(compendium, language) for compendium in compendia]
                if language != SOURCE_LANGUAGE
                else []
            )
            _write(path, text(updated(old, language, current, known), language))


def faults(root: Path) -> Iterator[str]:
    """What is wrong with the catalogues, a line for each."""
    current = template(root)
    pot = root / "locales" / "messages.pot"
    if not pot.exists() or pot.read_text(encoding="utf-8") != text(current, None):
        yield "locales/messages.pot: not what the code says now; run update"
    for message in _messages(current):
        for fault in _message_faults(message):
            yield f"{_place(message)}: {_short(message)}: {fault}"
    for language in LANGUAGES:
        path = _path(root, language)
        name = path.relative_to(root).as_posix()
        try:
            catalogue = _read(path, language)
        except (OSError, PoFileError, ValueError) as fault:
            yield f"{name}: cannot be read: {fault}"
            continue
        yield from (f"{name}: {fault}" for fault in _catalogue_faults(catalogue, current, language))


def _catalogue_faults(catalogue: Catalog, current: Catalog, language: str) -> Iterator[str]:
    for obsolete in catalogue.obsolete.values():
        yield f"{_short(obsolete)}: obsolete"
    for message in _messages(catalogue):
        if message.id not in current:
            yield f"{_short(message)}: not in the code any more"
    for message in _messages(current):
        translated = catalogue.get(message.id)
        if translated is None:
            yield f"{_short(message)}: missing"
            continue
        if translated.fuzzy:
            yield f"{_short(message)}: fuzzy"
        for fault in _translation_faults(message, translated, catalogue.num_plurals):
            yield f"{_short(message)}: {fault}"
        if language == SOURCE_LANGUAGE and _forms(translated.string) != _forms(message.id):
            yield f"{_short(message)}: differs from the code"


def _translation_faults(source: Message, translated: Message, plurals: int) -> Iterator[str]:
    sources = _forms(source.id)
    forms = _forms(translated.string)
    if len(sources) > 1 and len(forms) != plurals:
        yield f"{len(forms)} plural forms where the language has {plurals}"
    if not all(forms):
        yield "not translated"
        return
    # A language with one form says with it what the source says for many.
    for index, form in enumerate(forms):
        model = sources[-1] if plurals == 1 else sources[min(index, len(sources) - 1)]
        try:
            placeholders = _placeholders(form)
        except ValueError as fault:
            yield f"its placeholders cannot be read: {fault}"
            continue
        if placeholders != _placeholders(model):
            yield f"placeholders {sorted(placeholders)} instead of {sorted(_placeholders(model))}"
        yield from markup_faults(form)
        if tags(form) != tags(model):
            yield f"tags {tags(form)} instead of {tags(model)}"
        if _edges(form) != _edges(model):
            yield "begins or ends with other white space"


def _message_faults(message: Message) -> Iterator[str]:
    for form in _forms(message.id):
        try:
            names = _placeholders(form)
        except ValueError as fault:
            yield f"its placeholders cannot be read: {fault}"
            continue
        yield from (
            f"the placeholder {{{name}}} is not a plain name" for name in names if not name.isidentifier()
        )
        yield from markup_faults(form)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _known(message: Message, catalogues: Sequence[Catalog]) -> str | tuple[str, ...]:
    for catalogue in catalogues:
        found = catalogue.get(message.id)
        if (
            found is not None
            and all(_forms(found.string))
            and len(_forms(found.id)) == len(_forms(message.id))
        ):
            return found.string if isinstance(found.string, str) else _forms(found.string)
    return "" if isinstance(message.id, str) else ("",) * catalogues[0].num_plurals


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: str) -> set[str]:
    """The names of the placeholders, with what is asked of them: `{day}`; `{day:>3}` is not a plain name."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    }


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _short(message: Message) -> str:
    text = _forms(message.id)[0]
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _place(message: Message) -> str:
    return message.locations[0][0] if message.locations else "?"


def _header(language: str | None) -> str:
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if language is not None:
        lines = [f"Language: {language}", *lines, f"Plural-Forms: {Catalog(locale=language).plural_forms}"]
    fields = "".join(f'"{line}\\n"\n' for line in lines)
    return f'msgid ""\nmsgstr ""\n{fields}\n'


def _path(root: Path, language: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / "messages.po"


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _write(path: Path, content: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code is 0, or 1 when there are faults."""
    parser = argparse.ArgumentParser(description="Keep the catalogues of messages in step with the code.")
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="extract the messages and update every catalogue")
    updating.add_argument(
        "--from",
        dest="compendia",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE.po",
        help="translations to fill in where the Vietnamese catalogue has none",
    )
    commands.add_parser("check", help="name each fault; exit 1 when there is one")
    chosen = parser.parse_args(arguments)
    if chosen.command == "update":
        update(ROOT, chosen.compendia)
        return 0
    found = list(faults(ROOT))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
