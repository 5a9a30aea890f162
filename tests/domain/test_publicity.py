from datetime import date

import pytest

from domain.errors import Code, Refused
from domain.people import Role
from domain.publicity import check_log
from tests.domain.world import COORDINATOR, person

TODAY = date(2023, 10, 2)
HEAD = person("head", (Role.UNIT_HEAD, "STTTT"))


def test_a_unit_logs_what_it_did_up_to_today() -> None:
    check_log(HEAD, "STTTT", TODAY, "Chợ Vinh", TODAY)
    for code, actor, unit, day, audience in (
        (Code.NOT_YOURS, HEAD, "SYT", TODAY, "Chợ Vinh"),
        (Code.NOT_YOURS, COORDINATOR, "STTTT", TODAY, "Chợ Vinh"),
        (Code.ACT_AHEAD, HEAD, "STTTT", date(2023, 10, 3), "Chợ Vinh"),
        (Code.TEXT_BLANK, HEAD, "STTTT", TODAY, "\u200b"),
    ):
        with pytest.raises(Refused) as refused:
            check_log(actor, unit, day, audience, TODAY)
        assert refused.value.code is code
