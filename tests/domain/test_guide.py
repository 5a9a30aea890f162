import pytest

from domain.errors import Code, Refused
from domain.guide import ROOM, check_edit, check_text, may_edit
from domain.people import Role
from tests.domain.world import COORDINATOR, LEADER, person


def test_the_coordinator_alone_puts_the_guide_in_other_words() -> None:
    assert may_edit(COORDINATOR)
    check_edit(COORDINATOR)
    for other in (
        LEADER,
        person("head", (Role.UNIT_HEAD, "SNV")),
        person("admin", (Role.ADMINISTRATOR, None)),
    ):
        assert not may_edit(other)
        with pytest.raises(Refused) as refused:
            check_edit(other)
        assert refused.value.code is Code.NOT_YOURS


def test_a_text_says_something_and_fits_on_a_screen() -> None:
    assert check_text("  a\n") == "a"
    assert check_text("a" * ROOM) == "a" * ROOM
    for text, code in (
        ("\u200b \n", Code.TEXT_BLANK),
        ("a" * (ROOM + 1), Code.TEXT_TOO_LONG),
        ("\U0001f600" * (ROOM // 2 + 1), Code.TEXT_TOO_LONG),
    ):
        with pytest.raises(Refused) as refused:
            check_text(text)
        assert refused.value.code is code
