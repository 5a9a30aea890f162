"""The province's periodic report on administrative reform (dispatch of October 2023, item 7).

Its text is Vietnamese and stands here as it is printed: an official paper has no other language.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from domain.rates import Rate
from domain.unit import Unit
from reports.figures import OnlineFigure, PeriodicFigures
from reports.letterhead import Letterhead, letterhead_parts, letterhead_words
from reports.overdue import overdue_table
from reports.paper import Align, Column, Content, Paper, PaperKind, Row, Table
from reports.text import one_line
from reports.voice import Voice

NONE: Final = "Không có."


def periodic_report(
    voice: Voice, head: Letterhead, figures: PeriodicFigures, template: bytes | None = None
) -> Paper:
    """The report of a period. Raises ValueError for a voice that is not Vietnamese."""
    voice.official()
    date = voice.tr.date
    abstract = f"Kết quả công tác cải cách hành chính {figures.name}"
    words = {
        **letterhead_words(voice, head, abstract, figures.as_of.year),
        "ky_bao_cao": figures.name,
        "tu_ngay": date(figures.first),
        "den_ngay": date(figures.last),
        "tinh_den_ngay": date(figures.as_of),
        "ket_qua_ke_hoach": voice.figure(figures.plan.rate),
    }
    parts: dict[str, tuple[Content, ...]] = {
        **letterhead_parts(head, is_sample=figures.is_sample),
        "chi_dao_dieu_hanh": _listed(figures.direction),
        "ket_qua_linh_vuc": (_areas(voice, figures),),
        "tien_do": _progress(voice, figures),
        "ho_so_truc_tuyen": _online(voice, figures.online),
        "tu_kiem_tra": _self_inspections(voice, figures),
        "kiem_tra_cua_tinh": _inspections(voice, figures),
        "ke_hoach_chuyen_doi_so": _digital_plans(voice, figures),
        "tuyen_truyen": _listed(figures.publicity),
        "chua_bao_cao": _not_reported(voice, figures.not_reported),
        "kho_khan": _listed(figures.difficulties),
        "kien_nghi": _listed(figures.proposals),
    }
    return Paper(PaperKind.PERIODIC, abstract, head.name, words, parts, template)


def _listed(texts: Sequence[str]) -> tuple[str, ...]:
    """A text as it is; several as a list."""
    said = tuple(text for text in texts if text.strip())
    if not said:
        return (NONE,)
    return said if len(said) == 1 else tuple(f"- {text}" for text in said)


def _names(voice: Voice, units: Iterable[Unit]) -> str:
    return "; ".join(one_line(voice.unit(unit)) for unit in units)


def _areas(voice: Voice, figures: PeriodicFigures) -> Table:
    number = voice.tr.number

    def cells(nth: str, name: str, rate: Rate, overdue: int) -> tuple[str, ...]:
        counts = (
            number(rate.total),
            number(rate.done),
            _share(voice, rate),
            number(rate.left),
            number(overdue),
        )
        return (nth, name, *counts)

    rows = [
        Row(cells(number(nth), voice.label(area), figure.rate, figure.overdue))
        for nth, (area, figure) in enumerate(figures.areas.items(), 1)
    ]
    return Table(
        (
            Column("STT", 7, Align.CENTER),
            Column("Lĩnh vực", 30),
            Column("Tổng số nhiệm vụ", 11, Align.CENTER),
            Column("Hoàn thành", 11, Align.CENTER),
            Column("Tỷ lệ", 11, Align.CENTER),
            Column("Còn lại", 9, Align.CENTER),
            Column("Quá hạn", 9, Align.CENTER),
        ),
        (*rows, Row(cells("", "Tổng cộng", figures.plan.rate, figures.plan.overdue), is_sum=True)),
    )


def _share(voice: Voice, rate: Rate) -> str:
    share = voice.share(rate)
    return "-" if share is None else voice.tr.percent(share)


def _progress(voice: Voice, figures: PeriodicFigures) -> tuple[Content, ...]:
    number, counts = voice.tr.number, figures.timeliness
    said: list[Content] = [
        f"a) Tổng số nhiệm vụ được giao: {number(counts.assigned)}.",
        f"b) Hoàn thành đúng hạn: {number(counts.in_time)}; hoàn thành quá hạn: {number(counts.late)}.",
        f"c) Quá hạn, chưa hoàn thành: {number(counts.overdue)}, trong đó đã có giải trình: "
        f"{number(counts.explained)}.",
        f"d) Được gia hạn: {number(counts.extended)}.",
    ]
    if figures.overdue:
        said += ["Danh sách nhiệm vụ quá hạn:", overdue_table(voice, figures.overdue)]
    return tuple(said)


def _online(voice: Voice, units: Sequence[OnlineFigure]) -> tuple[Content, ...]:
    rates = [one.rate for one in units if one.rate is not None]
    if not rates:
        return ("Chưa có đơn vị nào báo cáo số liệu.",)
    number = voice.tr.number
    whole = Rate(sum(rate.done for rate in rates), sum(rate.total for rate in rates))
    below = sum(one.is_below for one in units)
    silent = [one.unit for one in units if one.rate is None]
    said: list[Content] = [
        f"Toàn tỉnh tiếp nhận {number(whole.total)} hồ sơ, trong đó nộp trực tuyến {number(whole.done)} hồ sơ, đạt "
        f"{_share(voice, whole)}. Số đơn vị chưa đạt chỉ tiêu: {number(below)}/{number(len(rates))} đơn vị đã báo cáo.",
        Table(
            (
                Column("STT", 7, Align.CENTER),
                Column("Đơn vị", 38),
                Column("Tiếp nhận", 11, Align.RIGHT),
                Column("Trực tuyến", 11, Align.RIGHT),
                Column("Tỷ lệ", 10, Align.RIGHT),
                Column("Chỉ tiêu", 10, Align.RIGHT),
                Column("Đánh giá", 13, Align.CENTER),
            ),
            tuple(_online_row(voice, nth, one) for nth, one in enumerate(units, 1)),
        ),
    ]
    if silent:
        said.append(f"Đơn vị chưa báo cáo số liệu ({number(len(silent))}): {_names(voice, silent)}.")
    return tuple(said)


def _online_row(voice: Voice, nth: int, one: OnlineFigure) -> Row:
    number = voice.tr.number
    target = "-" if one.target is None else voice.tr.percent(one.target)
    name = voice.unit(one.unit)
    if one.rate is None:
        return Row((number(nth), name, "-", "-", "-", target, "Chưa báo cáo"))
    verdict = "-" if one.target is None else "Chưa đạt" if one.is_below else "Đạt"
    figures = (number(one.rate.total), number(one.rate.done), _share(voice, one.rate))
    return Row((number(nth), name, *figures, target, verdict))


def _self_inspections(voice: Voice, figures: PeriodicFigures) -> tuple[Content, ...]:
    found, number = figures.self_inspections, voice.tr.number
    said = [
        f"Số cơ quan, đơn vị đã ban hành kế hoạch tự kiểm tra: {number(found.planned)}; đã tổ chức tự kiểm tra: "
        f"{voice.figure(found.held)}; số tồn tại, sai phạm được phát hiện: {number(found.findings)}."
    ]
    if found.repeated:
        said.append(f"- Có tồn tại, sai phạm lặp lại: {_names(voice, found.repeated)}.")
    if found.none_held:
        said.append(f"- Chưa tổ chức tự kiểm tra: {_names(voice, found.none_held)}.")
    return tuple(said)


def _inspections(voice: Voice, figures: PeriodicFigures) -> tuple[Content, ...]:
    if not figures.inspections:
        return ("Trong kỳ chưa tổ chức cuộc kiểm tra nào.",)
    return (
        f"Đã tổ chức {voice.tr.number(len(figures.inspections))} cuộc kiểm tra:",
        Table(
            (
                Column("STT", 7, Align.CENTER),
                Column("Đơn vị được kiểm tra", 30),
                Column("Ngày kiểm tra", 14, Align.CENTER),
                Column("Kết quả, kiến nghị", 42),
            ),
            tuple(
                Row((voice.tr.number(nth), voice.unit(one.unit), voice.tr.date(one.held_on), one.findings))
                for nth, one in enumerate(figures.inspections, 1)
            ),
        ),
    )


def _digital_plans(voice: Voice, figures: PeriodicFigures) -> tuple[Content, ...]:
    plans, number = figures.digital_plans, voice.tr.number
    said = [
        f"Số cơ quan, đơn vị đã ban hành Kế hoạch chuyển đổi số năm {plans.year}: {voice.figure(plans.issued)}."
    ]
    silent = [unit for unit in plans.missing if unit not in plans.explained]
    if plans.explained:
        said.append(
            f"- Chưa ban hành, đã có văn bản giải trình ({number(len(plans.explained))}): "
            f"{_names(voice, plans.explained)}."
        )
    if silent:
        said.append(f"- Chưa ban hành, chưa giải trình ({number(len(silent))}): {_names(voice, silent)}.")
    return tuple(said)


def _not_reported(voice: Voice, units: Sequence[Unit]) -> tuple[Content, ...]:
    if not units:
        return ("Các cơ quan, đơn vị đã gửi báo cáo đầy đủ.",)
    return (f"Cơ quan, đơn vị chưa gửi báo cáo ({voice.tr.number(len(units))}): {_names(voice, units)}.",)
