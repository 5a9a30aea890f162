"""What a citizen of the benchmark does, step by step. Every contestant is walked through by the same people."""

from dataclasses import dataclass
from typing import Final

from bot.ui.translation import Translator
from domain.report import Conduct, Contactability, YesNo
from handlers.words import label_of

UNIT: Final = "Sở Tài nguyên và Môi trường"


@dataclass(frozen=True, slots=True)
class Says:
    """Types a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Presses:
    """Presses the button with this label on the latest message that has one."""

    label: str


Step = Says | Presses
Walk = tuple[Step, ...]

ECHO: Final[Walk] = tuple(
    Says(f"Hồ sơ của tôi nộp ngày {day:02}/09 đến nay chưa có kết quả") for day in range(1, 19)
)
"""As many messages as the report's walk has steps."""


def report() -> Walk:
    """The whole form of a report: six messages and twelve presses, from /report to the receipt."""
    tr = Translator("vi")
    yes = label_of(tr, YesNo.YES)
    return (
        Says("/report"),
        Presses("Tiếng Việt"),
        Presses(tr.plain("I have read this and agree")),
        Presses(label_of(tr, Conduct.HARASSMENT)),
        Says("so tai nguyem moi truong"),
        Presses(UNIT),
        Says("Ông Nguyễn Văn A, cán bộ tiếp nhận hồ sơ"),
        Says("Sáng thứ Hai ngày 25/09, khoảng 9 giờ"),
        Says("Bộ phận một cửa, cửa số 3"),
        Says("Cán bộ yêu cầu nộp thêm giấy tờ ngoài quy định, hẹn bốn lần rồi gợi ý bồi dưỡng 2 triệu đồng"),
        Presses(tr.plain("Done, go on ›")),
        Presses(tr.plain("Skip ›")),
        Presses(yes),
        Presses(yes),
        Presses(yes),
        Presses(label_of(tr, Contactability.BOT_ONLY)),
        Presses(yes),
        Presses(tr.plain("Send the report")),
    )
