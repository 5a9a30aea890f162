"""From an empty folder to a running bot whose people hold their roles."""

import re
from typing import Final

from bot.samples import FOLDER as SAMPLES
from bot.tour.place import Act, Place
from bot.tour.story import StoryBroke
from bot.ui.translation import N_

CITIZEN: Final = N_("Citizen")
HEAD: Final = N_("Head of STTTT")
ACCUSED: Final = N_("Head of STNMT")
INSPECTOR: Final = N_("Inspector")
LEAD: Final = N_("Lead inspector, also screens")
COORDINATOR: Final = N_("Coordinator at Home Affairs")
ADMINISTRATOR: Final = N_("Administrator")

_LINK: Final = re.compile(r"https://t\.me/\S+")


async def founds(place: Place) -> None:
    """Keys, tables, units and the plan; a faulty file is named row by row, and importing twice changes nothing."""
    types = place.administrator.types
    await types("keys new")
    await types("db upgrade")

    faulty = place.folder / "don-vi-loi.csv"
    rows = (SAMPLES / "units.csv").read_text("utf-8").splitlines()
    at = next(number for number, row in enumerate(rows) if ",department," in row)
    wrong = [*rows, "SXX,Sở không có thật,No such department,department,KHONGCO,maybe"]
    wrong[at] = wrong[at].replace(",department,", ",palace,")
    faulty.write_text("\n".join(wrong) + "\n", "utf-8")
    await types(
        f"units import {faulty}",
        f"dòng {at + 1}, cột kind: “palace” không phải là loại đơn vị",
        f"dòng {len(wrong)}, cột parent: “KHONGCO” không phải là đơn vị đã có",
        f"dòng {len(wrong)}, cột selected_for_direction: “maybe” không phải là true hoặc false",
        fails=True,
    )
    units, plan = SAMPLES / "units.csv", SAMPLES / "par_plan_2023.csv"
    await types(f"units import {units} --dry-run", "50")
    await types(f"units import {units}", "+ STTTT", "Đã thêm: 50")
    await types(f"units import {units}", "Đã thêm: 0", "giữ nguyên: 50")
    await types(f"plan import {plan} --sample", "+ CCHC23-40", "Đã thêm: 41")
    await types(f"plan import {plan} --sample", "Đã thêm: 0", "giữ nguyên: 41")


async def invites(place: Place) -> None:
    """Everybody opens a link of their own and is bound; a link is good for one person, once."""
    await place.starts()
    citizen = await place.comes("Trần Thị Hoa", CITIZEN)
    head_link = await bound(
        place, "Lê Văn Minh", HEAD, ("head --unit STTTT", "Thủ trưởng đơn vị: Sở Thông tin và Truyền thông")
    )
    head = place.players[HEAD]
    await head.is_offered("tasks", "report", but_not=("queue", "plan"))

    await citizen.opens(head_link)
    await citizen.sees("đã được sử dụng", but_not=("Nhiệm vụ của đơn vị",))
    await citizen.is_offered("report", "reports", but_not=("tasks", "queue"))

    await bound(place, "Nguyễn Thị Lan", INSPECTOR, ("inspector", "Thanh tra viên"))
    await bound(
        place,
        "Phạm Quốc Dũng",
        LEAD,
        ("lead", "Thanh tra viên phụ trách"),
        ("intake", "Công chức tiếp nhận"),
    )
    await place.players[LEAD].is_offered("queue", but_not=("tasks",))
    await bound(
        place, "Hoàng Thị Thu", COORDINATOR, ("coordinator --unit SNV", "Cán bộ điều phối (Sở Nội vụ)")
    )
    await place.players[COORDINATOR].is_offered("plan", "approvals", but_not=("queue",))
    await bound(
        place,
        "Võ Thanh Bình",
        ACCUSED,
        ("head --unit STNMT", "Thủ trưởng đơn vị: Sở Tài nguyên và Môi trường"),
    )
    await bound(place, "Đặng Hữu Quang", ADMINISTRATOR, ("admin", "Quản trị viên"))
    await place.administrator.types("people list", "STTTT", "Lê Văn Minh", "Nguyễn Thị Lan", "SNV")


async def bound(place: Place, name: str, title: str, *roles: tuple[str, str]) -> str:
    """Somebody comes and opens an invitation to each role, by its command and its words; the last link."""
    player = await place.comes(name, title)
    link = ""
    for words, role in roles:
        printed = await place.administrator.types(f"invite {words}", "dùng được một lần")
        found = _LINK.search(printed)
        if found is None:
            raise StoryBroke("a link", printed)
        link = found[0]
        await player.opens(link)
        await player.sees("Đã nhận lời mời", role)
    return link


FOUNDING: Final = (Act(N_("The administrator founds the office"), founds),)
INVITATIONS: Final = (Act(N_("Everybody opens their invitation"), invites),)
