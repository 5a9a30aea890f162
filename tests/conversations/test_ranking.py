"""The ranking of units by the people who live with it: a unit scores itself, a coordinator appraises."""

import pytest

from domain.people import Role
from domain.task import TaskStatus
from handlers.ranking_links import (
    AcceptScore,
    GiveScore,
    OpenCard,
    OpenCriterion,
    OpenRanking,
    OpenSheet,
    ScoreOwn,
    SetOpen,
    SubmitScores,
    TakeScoresBack,
)
from simulator.client import Person
from tests.support.plans import count, done, give_tasks, give_units, news, presses, says, task
from tests.support.rankings import YEAR, criterion_of, forged, give_ranking, give_scores
from tests.support.town import Town

NOT_OPEN = "Chức năng này không dành cho tài khoản của ông/bà"
FASTER = "Đã có người thao tác trước nên chưa có gì thay đổi"
CLOSED = "Kỳ xếp hạng năm 2023 đã đóng nên điểm không thay đổi"


@pytest.fixture
async def son(town: Town) -> Person:
    """The head of Tourism, in a ranking that is open."""
    await give_ranking(town)
    return await town.staff("Sơn", Role.UNIT_HEAD, "SDL")


async def thu_of(town: Town) -> Person:
    return await town.staff("Thu", Role.COORDINATOR, "SNV")


async def submitted(town: Town, *, appraised: bool = False) -> None:
    """Tourism has submitted; of two criteria the appraisal is there too."""
    await give_scores(
        town,
        "SDL",
        ("1.1", "2.5", "2.5" if appraised else None),
        ("1.2", "2", "1.5" if appraised else None),
        ("7.1", "4", None),
    )


# ── the unit ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_head_scores_each_criterion_with_what_shows_it_and_submits(town: Town, son: Person) -> None:
    page = await says(town, son, "/ranking")
    assert "Sở Du lịch, xếp hạng năm 2023" in page.text
    assert "Đơn vị: chưa tự chấm" in page.text
    assert "1. Công tác chỉ đạo, điều hành: 0/5 · 2 tiêu chí chưa chấm" in page.text
    # What applies to districts only is not asked of a department.
    assert "7.1" not in page.labels
    assert page.labels == ["1", "2", "Chấm 1.1 ›", "Phiếu người đứng đầu", "‹ Trang đầu"]
    await presses(town, son, "Chấm 1.1 ›", "Chấm điểm")
    await says(town, son, "2,5")
    page = await says(town, son, "Kế hoạch số 12/KH-SDL")
    assert "Đã ghi nhận: 1.1, 2,5/3." in page.text
    assert "1.2 · Sở Du lịch" in page.text
    await presses(town, son, "Chấm điểm", "2")
    await son.uploads_document("bao-cao.pdf", b"%PDF-1.7\n%%EOF\n", mime="application/pdf")
    await town.settle()
    # Nothing has to be shown for nothing.
    page = await presses(town, son, "Chấm điểm", "0")
    assert "Đã chấm đủ các tiêu chí" in page.text
    assert "Điểm tự chấm: 4,5/10" in page.text
    page = await presses(town, son, "Gửi bảng điểm")
    assert "Đơn vị: chờ thẩm định" in page.text
    assert "Rút lại để sửa" in page.labels
    criterion = await presses(town, son, "1", "1.2")
    assert "Điểm tự chấm: 2/2\nbao-cao.pdf" in criterion.text
    assert "Tự chấm: 2 (thủ trưởng đơn vị)" in criterion.text
    assert "Chấm lại" not in criterion.labels
    await presses(town, son, "Mở tệp")
    assert (await son.last()).media == "document"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3,5", "Tiêu chí này có điểm tối đa là 3."),
        ("-1", "Điểm là số từ 0 đến 3, nhiều nhất hai chữ số thập phân"),
        ("ba điểm", "Điểm là số từ 0 đến 3"),
        ("1,255", "Điểm là số từ 0 đến 3"),
    ],
)
async def test_what_is_no_score_is_refused_and_the_question_stands(
    town: Town, son: Person, typed: str, why: str
) -> None:
    await says(town, son, "/ranking")
    await presses(town, son, "Chấm 1.1 ›", "Chấm điểm")
    page = await says(town, son, typed)
    assert why in page.text
    assert "Chấm bao nhiêu điểm, từ 0 đến 3?" in page.text
    assert "Tài liệu nào kiểm chứng?" in (await says(town, son, "2.75")).text


async def test_a_score_takes_no_voice_and_no_book_as_what_shows_it(town: Town, son: Person) -> None:
    await says(town, son, "/ranking")
    await presses(town, son, "Chấm 1.1 ›", "Chấm điểm", "3")
    await son.sends_voice(b"OggS", duration=3)
    await town.settle()
    assert "Ở đây cần số văn bản, đường dẫn" in (await son.last()).text
    assert "dài quá 600 ký tự" in (await says(town, son, "a" * 601)).text
    page = await says(town, son, "https://sdl.nghean.gov.vn/kh.pdf")
    assert "Đã ghi nhận: 1.1, 3/3." in page.text


async def test_a_forged_figure_is_held_to_the_criterion_as_a_written_one(town: Town, son: Person) -> None:
    await says(town, son, "/ranking")
    page = await presses(town, son, "Chấm 1.1 ›", "Chấm điểm")
    button = next(
        one["callback_data"]
        for row in page.wire["reply_markup"]["inline_keyboard"]
        for one in row
        if one["text"] == "3"
    )
    kind, form, turn, _ = button.split(":")
    await forged(town, son, f"{kind}:{form}:{turn}:rrr")
    shown = await says(town, son, "12/KH")
    assert "Tiêu chí này có điểm tối đa là 3." in shown.text
    async with town.product.office.reading() as (uow, _):
        assert await uow.rankings.records(YEAR) == []


async def test_what_was_submitted_can_be_taken_back_until_appraisal_begins(town: Town, son: Person) -> None:
    await submitted(town)
    await says(town, son, "/ranking")
    page = await presses(town, son, "Rút lại để sửa")
    assert "Đã rút lại. Sửa xong, xin gửi lại bảng điểm." in page.text
    page = await presses(town, son, "1", "1.1", "Chấm lại", "3")
    await says(town, son, "12/KH-SDL")
    await presses(town, son, "Gửi bảng điểm")
    thu = await thu_of(town)
    one = await criterion_of(town, "1.1")
    await says(town, thu, "/ranking")
    await forged(town, thu, OpenCriterion("SDL", one.id).pack())
    await presses(town, thu, "Chấp nhận 3")
    page = await presses(town, son, "Rút lại để sửa")
    assert "Đơn vị: đang thẩm định, 1/3 tiêu chí" in page.text
    assert "Rút lại để sửa" not in page.labels


async def test_two_scores_begun_at_once_are_not_mixed_up(town: Town, son: Person) -> None:
    await says(town, son, "/ranking")
    await presses(town, son, "1", "1.1", "Chấm điểm", "3")
    one, other = await criterion_of(town, "1.1"), await criterion_of(town, "1.2")
    assert "1.1, SDL" in await forged(town, son, ScoreOwn("SDL", other.id).pack())
    page = await presses(town, son, "Nhập tiếp nội dung dở ›")
    assert "1.1 Kế hoạch" in page.text
    await forged(town, son, ScoreOwn("SDL", other.id).pack())
    page = await presses(town, son, "Bỏ nội dung dở, nhập mới")
    assert "1.2 Báo cáo" in page.text
    assert "từ 0 đến 2" in page.text
    assert "Kế hoạch" in await forged(town, son, OpenCriterion("SDL", one.id).pack())


async def test_a_unit_that_is_not_ranked_and_a_year_without_a_ranking_say_so(town: Town) -> None:
    await give_units(town)
    binh = await town.staff("Bình", Role.UNIT_HEAD, "CAT")
    assert "Chưa có kỳ xếp hạng nào." in (await says(town, binh, "/ranking")).text
    await give_ranking(town)
    assert "không thuộc diện xếp hạng" in (await says(town, binh, "/ranking")).text
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    await says(town, son, "/ranking")
    unknown = "Không có kỳ xếp hạng này trong phạm vi của ông/bà. Bấm /ranking để xem."
    for press in (OpenSheet(2019, "SDL"), OpenSheet(YEAR, "CAT"), OpenCriterion("SDL", "nothing")):
        assert unknown in await forged(town, son, press.pack())


async def test_a_head_sees_nothing_of_other_units_and_a_citizen_nothing_at_all(
    town: Town, son: Person
) -> None:
    await submitted(town)
    thao = await town.staff("Thảo", Role.UNIT_HEAD, "STC")
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    one = await criterion_of(town, "1.1")
    await says(town, thao, "/ranking")
    looks = (OpenSheet(YEAR, "SDL"), OpenCriterion("SDL", one.id), ScoreOwn("SDL", one.id))
    for person in (thao, hoa):
        for press in (*looks, SubmitScores(YEAR, "SDL", 1), TakeScoresBack(YEAR, "SDL", 1)):
            assert "Không có kỳ xếp hạng này" in await forged(town, person, press.pack())
    assert NOT_OPEN in await forged(town, thao, OpenRanking(YEAR).pack())
    assert NOT_OPEN in (await says(town, hoa, "/ranking")).text


async def test_a_criterion_of_the_other_group_is_not_the_unit_s(town: Town, son: Person) -> None:
    await says(town, son, "/ranking")
    other = await criterion_of(town, "5.6")
    assert "Tiêu chí này không áp dụng cho đơn vị." in await forged(
        town, son, ScoreOwn("SDL", other.id).pack()
    )


# ── the coordinator ───────────────────────────────────────────────────────────────────────────────


async def test_a_coordinator_sees_who_lags_and_appraises_criterion_by_criterion(
    town: Town, son: Person
) -> None:
    await submitted(town)
    thu = await thu_of(town)
    page = await says(town, thu, "/ranking")
    assert "Xếp hạng năm 2023: đang mở chấm điểm" in page.text
    assert "Sở, thanh tra, ban cấp tỉnh\nĐã gửi bảng điểm: 1/21\nThẩm định xong: 0/21" in page.text
    assert len(page.rows) <= 4
    page = await presses(town, thu, "Sở, thanh tra, ban cấp tỉnh", "Chưa gửi")
    assert "Chưa gửi bảng điểm: 20/21" in page.text
    assert "SDL" not in page.labels
    assert len(page.rows) <= 4
    page = await presses(town, thu, "Chờ thẩm định")
    assert "SDL · Sở Du lịch\nchờ thẩm định" in page.text
    await presses(town, thu, "SDL", "Thẩm định 1.1 ›")
    page = await presses(town, thu, "Chấp nhận 2,5")
    assert "1.1: đã thẩm định 2,5." in page.text
    assert "1.2 · Sở Du lịch" in page.text
    await presses(town, thu, "Cho điểm khác")
    assert "Lý do?" in (await says(town, thu, "1,5")).text
    await says(town, thu, "Báo cáo quý II gửi chậm 3 ngày")
    before = await count(son)
    page = await presses(town, thu, "Chấp nhận 4")
    assert "Đã thẩm định xong mọi tiêu chí của đơn vị" in page.text
    assert "Điểm thẩm định: 8/10" in page.text
    assert "Thứ hạng: 1/21 trong khối sở, thanh tra, ban cấp tỉnh" in page.text
    assert "Tạm tính: mới thẩm định xong 1/21 đơn vị." in page.text
    # The unit hears of it, with its rank, and reads the reason.
    (told,) = await news(son, before)
    assert "Xếp hạng năm 2023: đã thẩm định xong" in told
    assert "Số tiêu chí có điểm khác điểm tự chấm: 1" in told
    page = await presses(town, son, "Xem bảng điểm")
    assert "Thứ hạng: 1/21" in page.text
    page = await presses(town, son, "1", "1.2")
    assert "Điểm thẩm định: 1,5/2\nBáo cáo quý II gửi chậm 3 ngày" in page.text
    assert "Thẩm định: 1,5 (cán bộ điều phối" in page.text


async def test_ranks_are_shared_by_equal_totals(town: Town, son: Person) -> None:
    for code, last in (("STC", "5"), ("SYT", "4"), ("SCT", "4"), ("SXD", "1")):
        await give_scores(town, code, ("1.1", "3", "3"), ("1.2", "2", "2"), ("7.1", "5", last))
    thu = await thu_of(town)
    await says(town, thu, "/ranking")
    page = await presses(town, thu, "Sở, thanh tra, ban cấp tỉnh")
    ranks = [line.split(" · ")[0] for line in page.text.splitlines() if line.startswith("hạng")]
    assert ranks == ["hạng 1", "hạng 2", "hạng 2", "hạng 4"]
    assert page.labels[:4] == ["STC", "SCT", "SYT", "SXD"]
    assert "Thứ hạng là tạm tính" in page.text
    second = await presses(town, thu, "Tiếp ›")
    assert not any(line.startswith("hạng") for line in second.text.splitlines())
    # From a unit one comes back to its page of the list.
    unit = await presses(town, thu, second.labels[0], "‹ Danh sách")
    assert unit.text == second.text


async def test_a_second_press_and_a_stale_page_change_nothing(town: Town, son: Person) -> None:
    await submitted(town)
    thu = await thu_of(town)
    lan = await town.staff("Lan", Role.COORDINATOR, "SNV")
    one = await criterion_of(town, "1.1")
    for person in (thu, lan):
        await says(town, person, "/ranking")
        await forged(town, person, OpenCriterion("SDL", one.id).pack())
    async with town.product.office.reading() as (uow, _):
        mark = (await uow.rankings.records(YEAR))[0].scores[one.id].mark
    await presses(town, lan, "Cho điểm khác")
    await says(town, lan, "1")
    await presses(town, thu, "Chấp nhận 2,5")
    shown = await forged(town, thu, AcceptScore("SDL", one.id, mark).pack())
    assert FASTER in shown
    assert "Điểm thẩm định: 2,5/3" in shown
    shown = (await says(town, lan, "Thiếu tài liệu")).text
    assert FASTER in shown
    assert "Điểm thẩm định: 2,5/3" in shown
    async with town.product.office.reading() as (uow, _):
        assert len(await uow.rankings.events("SDL", one.id, 9)) == 1


async def test_nobody_appraises_their_own_and_home_affairs_is_appraised_by_another(town: Town) -> None:
    await give_ranking(town)
    thu = await thu_of(town)
    await town.staff("Thu", Role.FOCAL_OFFICER, "SNV", until=town.clock.now().replace(year=2024))
    await says(town, thu, "/ranking")
    await presses(town, thu, "Đơn vị SNV")
    await presses(town, thu, "Chấm 1.1 ›", *["Chấm điểm", "0"] * 3)
    await presses(town, thu, "Gửi bảng điểm")
    page = await presses(town, thu, "1", "1.1")
    assert not {"Cho điểm khác", "Chấp nhận 0"} & set(page.labels)
    one = await criterion_of(town, "1.1")
    async with town.product.office.reading() as (uow, _):
        mark = (await uow.rankings.records(YEAR))[0].scores[one.id].mark
    for press in (AcceptScore("SNV", one.id, mark), GiveScore("SNV", one.id, mark)):
        assert "Không ai được tự quyết định" in await forged(town, thu, press.pack())
    lan = await town.staff("Lan", Role.COORDINATOR, "SNV")
    await says(town, lan, "/ranking")
    await forged(town, lan, OpenCriterion("SNV", one.id).pack())
    assert "1.1: đã thẩm định 0." in (await presses(town, lan, "Chấp nhận 0")).text


async def test_heads_and_leaders_who_forge_an_appraisal_are_refused(town: Town, son: Person) -> None:
    await submitted(town)
    dao = await town.staff("Đạo", Role.LEADER)
    one = await criterion_of(town, "1.1")
    async with town.product.office.reading() as (uow, _):
        mark = (await uow.rankings.records(YEAR))[0].scores[one.id].mark
    forgeries = (
        AcceptScore("SDL", one.id, mark),
        GiveScore("SDL", one.id, mark),
        SetOpen(YEAR, False, 1, True),
    )
    for person in (son, dao):
        await says(town, person, "/ranking")
        for press in forgeries:
            assert NOT_OPEN in await forged(town, person, press.pack())
    # The leader looks at everything and is offered nothing to change.
    page = await says(town, dao, "/ranking")
    assert "Đóng kỳ xếp hạng" not in page.labels
    page = await presses(town, dao, "Sở, thanh tra, ban cấp tỉnh", "SDL")
    assert page.labels == ["1", "2", "Phiếu người đứng đầu", "‹ Danh sách"]
    assert NOT_OPEN in await forged(town, dao, ScoreOwn("SDL", one.id).pack())


async def test_nothing_is_scored_before_the_ranking_is_open(town: Town) -> None:
    await give_ranking(town, is_open=False)
    son, thu = await town.staff("Sơn", Role.UNIT_HEAD, "SDL"), await thu_of(town)
    page = await says(town, son, "/ranking")
    assert "Kỳ xếp hạng: chưa mở" in page.text
    assert page.labels == ["1", "2", "Phiếu người đứng đầu", "‹ Trang đầu"]
    one = await criterion_of(town, "1.1")
    assert "chưa mở chấm điểm" in await forged(town, son, ScoreOwn("SDL", one.id).pack())
    await says(town, thu, "/ranking")
    page = await presses(town, thu, "Mở chấm điểm")
    assert "Đã mở. Các đơn vị có thể tự chấm điểm." in page.text
    assert "Chấm 1.1 ›" in (await says(town, son, "/ranking")).labels


async def test_after_the_close_no_score_changes_and_the_way_on_is_told(town: Town, son: Person) -> None:
    await submitted(town, appraised=False)
    minh, thu = await town.staff("Minh", Role.UNIT_HEAD, "STTTT"), await thu_of(town)
    one = await criterion_of(town, "1.1")
    await says(town, minh, "/ranking")
    await presses(town, minh, "Chấm 1.1 ›", "Chấm điểm", "3")
    await says(town, thu, "/ranking")
    page = await presses(town, thu, "Đóng kỳ xếp hạng")
    assert "Chưa gửi bảng điểm: 41\nChưa thẩm định xong: 1\nCác đơn vị này không được xếp hạng." in page.text
    await presses(town, thu, "‹ Chưa đóng", "Đóng kỳ xếp hạng")
    page = await presses(town, thu, "Đồng ý đóng")
    assert "Đã đóng. Điểm không thay đổi nữa." in page.text
    # What was being written is kept, and goes nowhere.
    shown = (await says(town, minh, "12/KH-STTTT")).text
    assert CLOSED in shown
    assert "để mở lại" in shown
    await says(town, son, "/ranking")
    for press in (SubmitScores(YEAR, "SDL", 1), TakeScoresBack(YEAR, "SDL", 1), ScoreOwn("SDL", one.id)):
        assert CLOSED in await forged(town, son, press.pack())
    assert CLOSED in await forged(town, thu, AcceptScore("SDL", one.id, 0).pack())
    # A second press on the old page shows how it stands; then it is opened again.
    assert "Xếp hạng năm 2023" in await forged(town, thu, SetOpen(YEAR, False, 1, True).pack())
    await says(town, thu, "/ranking")
    await presses(town, thu, "Mở lại")
    await says(town, minh, "/ranking")
    page = await presses(town, minh, "Chấm 1.1 ›", "Chấm điểm")
    assert "1.1 Kế hoạch" in page.text


# ── the scorecard ─────────────────────────────────────────────────────────────────────────────────


async def test_the_scorecard_counts_the_tasks_of_the_year_s_plans(town: Town, son: Person) -> None:
    await give_tasks(
        town,
        done("A-1", "SDL"),
        done("A-2", "SDL", "2023-10-01"),
        task("A-3", "SDL", "2023-09-15"),
        task("A-4", "SDL", "2023-12-15", status=TaskStatus.NOT_STARTED),
        done("A-5", "STC"),
    )
    await says(town, son, "/ranking")
    page = await presses(town, son, "Phiếu người đứng đầu")
    assert "Sở Du lịch\nTính đến ngày 02/10/2023" in page.text
    assert (
        "Nhiệm vụ chủ trì: 4\n• đúng hạn: 1\n• trễ hạn: 1\n• đang quá hạn: 1\n• chưa đến hạn: 1" in page.text
    )
    assert page.labels == ["‹ Các lĩnh vực", "‹ Trang đầu"]
    thu = await thu_of(town)
    await says(town, thu, "/ranking")
    assert "Nhiệm vụ chủ trì: 4" in await forged(town, thu, OpenCard(YEAR, "SDL").pack())
