"""The two papers in the README: the overdue report as LibreOffice prints it, and a chart, from the sample data.

    python tools/papers.py        writes docs/paper.png and docs/chart.png

To be made anew when the papers have changed. It needs LibreOffice and a metric twin of Times New Roman.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.clock import MovableClock  # noqa: E402
from bot.office import Office  # noqa: E402
from bot.samples import import_samples  # noqa: E402
from bot.settings import Settings, load  # noqa: E402
from bot.stage import BEGINNING  # noqa: E402
from bot.ui.translation import LANGUAGES, Translator  # noqa: E402
from handlers.paper_making import Desk, compose  # noqa: E402
from reports.press import Press  # noqa: E402
from services.papers import PaperName  # noqa: E402
from storage.migrate import upgrade  # noqa: E402
from storage.sealing import KeyRing  # noqa: E402

DOCS = ROOT / "docs"
WIDTH = 800
COLOURS = 64


def settings_in(folder: Path) -> Settings:
    """A deployment of nothing but the samples."""
    return load(
        _env_file=None,
        bot_token="0:none",
        data_dir=folder,
        database_url="",
        keys_file=folder / "keys.json",
    )


async def made(folder: Path) -> tuple[bytes, bytes]:
    """The report and the chart, as on the morning of Monday 2 October 2023."""
    settings = settings_in(folder)
    KeyRing.new().save(settings.keys_file)
    await asyncio.to_thread(upgrade, settings.database)
    clock = MovableClock()
    clock.move_to(BEGINNING)
    office = Office.of(settings, KeyRing.load(settings.keys_file), clock)
    await import_samples(office)
    translators = {language: Translator(language, zone=settings.zone) for language in LANGUAGES}
    async with office.reading() as (_, scope):
        desk = Desk(scope, translators["vi"], translators, "bot", "")
        wanted = [await compose(desk, paper) for paper in (PaperName.OVERDUE, PaperName.AREAS)]
    await office.database.close()
    report, chart = await Press().printed(*(one.document for one in wanted))
    return report, chart


def printed(report: bytes, folder: Path) -> Image.Image:
    """The first page of a Word file, as LibreOffice prints it."""
    word = folder / "report.docx"
    word.write_bytes(report)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    document = pypdfium2.PdfDocument(folder / "report.pdf")
    page: Image.Image = document[0].render(scale=2).to_pil()
    return page


def save(picture: Image.Image, name: str) -> None:
    """The picture as wide as the README shows it, in few colours."""
    picture = picture.convert("RGB").resize((WIDTH, round(picture.height * WIDTH / picture.width)))
    picture.quantize(COLOURS).save(DOCS / name, optimize=True)


def main() -> None:
    """Both pictures, from a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="papers-") as name:
        folder = Path(name)
        report, chart = asyncio.run(made(folder))
        save(printed(report, folder), "paper.png")
        drawn = folder / "chart.png"
        drawn.write_bytes(chart)
        save(Image.open(drawn), "chart.png")


if __name__ == "__main__":
    main()
