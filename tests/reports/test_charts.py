"""Charts: what they say, and that they are drawn whatever the figures and words."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from domain.plan import plan_figure
from domain.rates import Rate
from domain.unit import Unit, UnitKind
from reports import charts
from reports.charts import MOST_BARS, About
from reports.figures import BurnPoint, MonthFigure, OnlineFigure, UnitFigure, burn_down
from reports.picture import BarChart, Chart, LineChart, Tone
from reports.typeset import draw_chart
from tests.reports.figures_at_hand import (
    ABOUT,
    AREAS,
    EN,
    HOSTILE,
    LONG,
    MONTHS,
    ONLINE,
    OVERDUE,
    TASKS,
    TODAY,
    UNIT_FIGURES,
    VI,
    voice,
)

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
BURN = burn_down(TASKS, *YEAR, TODAY)
TARGET = Decimal(60)
BLUE, VERMILION = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)


def every_chart(language: str) -> dict[str, Chart]:
    speaking = voice(language)
    return {
        "areas": charts.completion_by_area(speaking, AREAS, ABOUT),
        "units": charts.completion_by_unit(speaking, UNIT_FIGURES, ABOUT),
        "ages": charts.overdue_by_age(speaking, OVERDUE, ABOUT),
        "online": charts.online_by_unit(speaking, ONLINE, ABOUT),
        "trend": charts.online_trend(speaking, MONTHS, TARGET, ABOUT),
        "burn": charts.plan_burn_down(speaking, BURN, ABOUT),
    }


def title(chart: Chart) -> str:
    return chart.frame.title


def drawn(chart: Chart) -> Image.Image:
    return Image.open(io.BytesIO(draw_chart(chart)))


def unit(n: int) -> Unit:
    return Unit(f"U{n}", f"Đơn vị {n}", f"Unit {n}", UnitKind.DEPARTMENT)


class TestWhatTheySay:
    def test_areas_worst_first_under_the_dispatch_s_figure(self) -> None:
        chart = charts.completion_by_area(VI, AREAS, ABOUT)
        assert (
            title(chart)
            == "33/41 (80,4%), còn 8. Thấp nhất: Xây dựng, phát triển chính quyền điện tử, chính quyền số"
        )
        assert [bar.text for bar in chart.bars][:2] == ["4/6 (66,6%), quá hạn 1", "6/8 (75,0%)"]
        assert chart.bars[0].tone is Tone.BAD
        assert chart.bars[-1].share == 1.0
        assert (
            chart.frame.subtitle == "Kế hoạch cải cách hành chính tỉnh Nghệ An năm 2023, tính đến 02/10/2023"
        )

    def test_units_with_tasks_left_and_the_rest_together(self) -> None:
        chart = charts.completion_by_unit(EN, UNIT_FIGURES, ABOUT)
        assert title(chart) == (
            "4 of 12 units have tasks left. Furthest behind: Office of the Provincial People's Committee"
        )
        assert [bar.label for bar in chart.bars][-1] == "8 units that have completed theirs"
        assert chart.bars[-1].text == "12/12 (100.0%)"
        assert len(chart.bars) == 5

    def test_beyond_twelve_units_the_others_are_counted_together(self) -> None:
        one = plan_figure(TASKS, TODAY)
        many = [UnitFigure(unit(n), replace(one, rate=Rate(n, 40), overdue=n % 2)) for n in range(30)]
        chart = charts.completion_by_unit(EN, many, ABOUT)
        assert len(chart.bars) == MOST_BARS
        assert chart.bars[0].label == "Unit 0"
        assert chart.bars[-1].label == "19 other units together"
        assert chart.bars[-1].text == "380/760 (50.0%), 10 overdue"

    def test_overdue_by_age(self) -> None:
        late = [replace(OVERDUE[0], days=days) for days in (0, 3, 4, 7, 8, 22, 23, 64)]
        chart = charts.overdue_by_age(EN, late, ABOUT)
        assert title(chart) == "Overdue: 8. The longest, CCHC23-40, by 64 working days"
        assert [bar.text for bar in chart.bars] == ["2", "2", "2", "2"]

    def test_online_against_the_target_and_who_is_silent(self) -> None:
        chart = charts.online_by_unit(EN, ONLINE, ABOUT)
        assert (
            title(chart)
            == "8 of 19 units are below their online target. Lowest: Vinh City People's Committee"
        )
        assert [bar.tone for bar in chart.bars].count(Tone.BAD) == 8
        assert {bar.mark for bar in chart.bars} == {0.6}
        assert chart.frame.notes[0].startswith("Not reported (2): Hưng Nguyên District")

    def test_a_unit_exactly_at_its_target_is_not_below_it(self) -> None:
        at, under = (OnlineFigure(unit(n), Rate(done, 1000), TARGET) for n, done in enumerate((600, 599)))
        assert (at.is_below, under.is_below) == (False, True)
        assert not OnlineFigure(unit(1), Rate(0, 0), TARGET).is_below

    def test_the_trend_leaves_a_gap_where_nobody_reported(self) -> None:
        chart = charts.online_trend(VI, MONTHS, TARGET, ABOUT)
        assert title(chart) == "Hồ sơ trực tuyến tháng 9/2023: 70,7%, tăng 26,4 điểm % so với tháng 1/2023"
        target, line = chart.lines
        assert [len(run) for run in line.runs] == [3, 5]
        assert target.dashed
        assert line.runs[-1][-1].strong

    @pytest.mark.parametrize(
        ("rates", "words"),
        [
            ((Rate(7, 10), Rate(6, 10)), "down 10.0 points since 1/2023"),
            ((Rate(6, 10), Rate(6, 10)), "as in 1/2023"),
            ((Rate(6, 10),), "Filed online in 1/2023: 60.0%"),
            ((), "No month has figures yet"),
            ((None, Rate(0, 0)), "No month has figures yet"),
        ],
    )
    def test_the_trend_s_title_is_its_message(self, rates: tuple[Rate | None, ...], words: str) -> None:
        months = [MonthFigure(2023, month, rate) for month, rate in enumerate(rates, 1)]
        assert words in title(charts.online_trend(EN, months, None, ABOUT))

    def test_the_burn_down_counts_from_the_whole_plan_to_what_is_left(self) -> None:
        assert (BURN[0].planned, BURN[0].left) == (41, 41)
        today = next(point for point in BURN if point.day == TODAY)
        assert (today.planned, today.left) == (6, 8)
        assert BURN[-1] == BurnPoint(YEAR[1], 0, None)
        assert title(charts.plan_burn_down(VI, BURN, ABOUT)) == "Còn 8 nhiệm vụ, chậm 2 so với kế hoạch"

    @pytest.mark.parametrize(
        ("left", "words"),
        [(0, "No task is left"), (3, "3 ahead"), (6, "as planned"), (None, "has not begun")],
    )
    def test_the_burn_down_s_title_is_its_message(self, left: int | None, words: str) -> None:
        assert words in title(charts.plan_burn_down(EN, [BurnPoint(TODAY, 6, left)], ABOUT))

    def test_dates_out_of_order_and_no_days_at_all_are_mistakes(self) -> None:
        with pytest.raises(ValueError, match="begins"):
            burn_down(TASKS, YEAR[1], YEAR[0], TODAY)
        with pytest.raises(ValueError, match="days"):
            charts.plan_burn_down(EN, (), ABOUT)

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_sample_says_so_and_nothing_else_does(self, language: str) -> None:
        for name, chart in every_chart(language).items():
            assert any("mẫu" in note or "Sample" in note for note in chart.frame.notes), name
        assert charts.overdue_by_age(EN, OVERDUE, About("Plan", TODAY)).frame.notes == ()

    def test_titles_are_in_the_reader_s_language(self) -> None:
        vietnamese, english = every_chart("vi"), every_chart("en")
        for name, chart in vietnamese.items():
            assert title(chart) != title(english[name])
            assert chart.frame.language == "vi"


class TestHowTheyAreDrawn:
    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_a_telephone_s_width_and_no_taller_than_two(self, language: str) -> None:
        for name, chart in every_chart(language).items():
            picture = drawn(chart)
            assert picture.format == "PNG"
            assert picture.width == 1080, name
            assert 400 < picture.height < 2160, name

    def test_the_two_colours_are_those_that_stay_apart_for_everybody(self) -> None:
        picture = drawn(charts.completion_by_area(VI, AREAS, ABOUT)).convert("RGB")
        colours = {colour for _, colour in picture.getcolors(picture.width * picture.height) or ()}
        assert {BLUE, VERMILION} <= colours

    def test_a_bar_is_as_long_as_its_share(self) -> None:
        chart = charts.completion_by_area(VI, AREAS, ABOUT)
        picture = drawn(chart).convert("RGB")
        longest = max(
            sum(picture.getpixel((x, y)) == VERMILION for x in range(picture.width))
            for y in range(0, picture.height, 5)
        )
        assert longest == pytest.approx(976 * 4 / 6, abs=2)

    def test_the_same_figures_make_the_same_picture(self) -> None:
        first, second = (draw_chart(every_chart("vi")["trend"]) for _ in range(2))
        assert first == second

    def test_nothing_to_show_is_still_a_picture_that_says_so(self) -> None:
        empty: list[Chart] = [
            charts.completion_by_area(VI, {}, ABOUT),
            charts.completion_by_unit(VI, (), ABOUT),
            charts.overdue_by_age(VI, (), ABOUT),
            charts.online_by_unit(VI, (), ABOUT),
            charts.online_by_unit(VI, [OnlineFigure(unit(1), None)], ABOUT),
            charts.online_trend(VI, (), None, ABOUT),
            charts.plan_burn_down(VI, [BurnPoint(TODAY, 0, 0)], ABOUT),
            charts.plan_burn_down(VI, [BurnPoint(TODAY, 0, None)], ABOUT),
        ]
        for chart in empty:
            assert title(chart)
            assert drawn(chart).width == 1080

    def test_units_without_a_target_or_with_different_ones(self) -> None:
        figures = [OnlineFigure(unit(n), Rate(n, 30), Decimal(n)) for n in range(20)]
        chart = charts.online_by_unit(EN, [*figures, OnlineFigure(unit(99), Rate(1, 2))], ABOUT)
        assert chart.bars[-1].mark is None
        assert chart.bars[-1].tone is Tone.QUIET
        assert drawn(chart).width == 1080

    @pytest.mark.parametrize("words", [HOSTILE, LONG, "#panic()", "\\", '"', "$x$", "שלום " * 400, "🏛" * 900])
    def test_hostile_words_are_shown_and_never_run(self, words: str) -> None:
        strange = Unit("X", words, words, UnitKind.DEPARTMENT)
        figures = [UnitFigure(strange, plan_figure(TASKS, TODAY))]
        for chart in (
            charts.completion_by_unit(VI, figures, About(words, TODAY)),
            charts.online_by_unit(
                VI, [OnlineFigure(strange, None), OnlineFigure(strange, Rate(1, 2))], ABOUT
            ),
        ):
            picture = drawn(chart)
            assert picture.width == 1080
            assert picture.height < 2160

    def test_charts_are_bars_or_lines(self) -> None:
        assert {type(chart) for chart in every_chart("vi").values()} == {BarChart, LineChart}
