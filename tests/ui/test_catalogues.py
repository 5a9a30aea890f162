"""The catalogues' tool, on a project of its own."""

from pathlib import Path

import pytest

from tools.catalogues import faults, update

CODE = """
def page(tr, n):
    tr.t("Good day, <b>{name}</b>.", name="An")
    tr.n("{n} file", "{n} files", n)
    tr.plain("Open ")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "page.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "README.md").touch()
    update(tmp_path, [])
    return tmp_path


def _vi(project: Path) -> Path:
    return project / "locales" / "vi" / "LC_MESSAGES" / "messages.po"


def _translate(project: Path, **translations: str) -> None:
    words = {
        'msgid "Good day, <b>{name}</b>."\nmsgstr ""': "Xin chào <b>{name}</b>.",
        'msgid_plural "{n} files"\nmsgstr[0] ""': "{n} tệp",
        'msgid "Open "\nmsgstr ""': "Mở ",
    }
    text = _vi(project).read_text(encoding="utf-8")
    for (place, usual), key in zip(words.items(), ("greeting", "files", "open"), strict=True):
        assert place in text
        text = text.replace(place, place[:-1] + translations.get(key, usual) + '"')
    _vi(project).write_text(text, encoding="utf-8")


def test_complete_catalogues_have_no_faults_and_stay_as_they_are(project: Path) -> None:
    _translate(project)
    assert list(faults(project)) == []
    before = {path: path.read_bytes() for path in (project / "locales").rglob("*.po*")}
    update(project, [])
    assert {path: path.read_bytes() for path in (project / "locales").rglob("*.po*")} == before


def test_a_line_more_in_the_code_changes_no_catalogue(project: Path) -> None:
    _translate(project)
    (project / "handlers" / "page.py").write_text("# a remark\n" + CODE, encoding="utf-8")
    assert list(faults(project)) == []


@pytest.mark.parametrize(
    ("translations", "fault"),
    [
        ({"greeting": ""}, "not translated"),
        ({"greeting": "Xin chào <b>{ten}</b>."}, "placeholders ['ten'] instead of ['name']"),
        ({"greeting": "Xin chào <b>{name</b>."}, "cannot be read"),
        ({"greeting": "Xin chào <b>{name}."}, "<b> is not closed"),
        ({"greeting": "Xin chào <i>{name}</i>."}, "tags"),
        ({"open": "Mở"}, "white space"),
        ({"files": "tệp"}, "placeholders [] instead of ['n']"),
    ],
)
def test_a_fault_of_a_translation_is_named(project: Path, translations: dict[str, str], fault: str) -> None:
    _translate(project, **translations)
    found = list(faults(project))
    assert any(fault in line and line.startswith("locales/vi/") for line in found), found


def test_a_new_message_and_one_that_went_are_named_until_the_update(project: Path) -> None:
    _translate(project)
    (project / "handlers" / "page.py").write_text(CODE.replace("Open ", "Close "), encoding="utf-8")
    found = "\n".join(faults(project))
    assert "messages.pot: not what the code says now" in found
    assert "'Close ': missing" in found
    assert "'Open ': not in the code any more" in found
    update(project, [])
    assert list(faults(project)) == ["locales/vi/LC_MESSAGES/messages.po: 'Close ': not translated"]


def test_a_doubtful_translation_is_named_and_not_made_certain_by_the_update(project: Path) -> None:
    _translate(project)
    text = _vi(project).read_text(encoding="utf-8")
    _vi(project).write_text(text.replace('msgid "Open "', '#, fuzzy\nmsgid "Open "'), encoding="utf-8")
    update(project, [])
    assert any("'Open ': fuzzy" in line for line in faults(project))


def test_a_broken_file_is_named(project: Path) -> None:
    _vi(project).write_text('msgid "a"\ngarbage\n', encoding="utf-8")
    assert any("cannot be read" in line for line in faults(project))


def test_translations_come_from_another_file_where_there_are_none(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.po"
    other.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Open "\nmsgstr "Mở "\n\nmsgid "Unknown"\nmsgstr "Lạ"\n',
        encoding="utf-8",
    )
    update(project, [other])
    text = _vi(project).read_text(encoding="utf-8")
    assert 'msgstr "Mở "' in text
    assert "Unknown" not in text


def test_a_placeholder_in_the_code_is_a_plain_name(project: Path) -> None:
    (project / "handlers" / "page.py").write_text('tr.t("{person.name} <u>")', encoding="utf-8")
    update(project, [])
    found = "\n".join(faults(project))
    assert "{person.name} is not a plain name" in found
    assert "<u> is not closed" in found
