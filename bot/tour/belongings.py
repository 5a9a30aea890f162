"""What the citizen of the tour has at hand: photos as a telephone takes them, a paper, a voice message.

They are made here, real enough to be told by their content and to be cleaned of where they were taken.
"""

import struct
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

PHONE: Final = "Telephone of a citizen"
"""What the photos' metadata says took them; nobody who looks at the evidence may find it there."""
_SIZE: Final = (640, 480)
_WALLS: Final = ("#dfe7ee", "#e8e1d6", "#dbe6dc")


def photo(number: int, size: tuple[int, int] = _SIZE) -> bytes:
    """A photo of window ``number`` of a one-stop division, with the place in its metadata."""
    picture = Image.new("RGB", size, _WALLS[number % len(_WALLS)])
    draw = ImageDraw.Draw(picture)
    width, height = size
    draw.rectangle((0, height * 0.72, width, height), fill="#9a7b57")
    draw.rectangle(
        (width * 0.14, height * 0.16, width * 0.86, height * 0.72), fill="#b9d4e6", outline="#51606d", width=6
    )
    draw.rectangle((width * 0.36, height * 0.04, width * 0.64, height * 0.14), fill="#1f6fb2")
    draw.text((width * 0.47, height * 0.045), f"{number}", fill="white", font_size=height * 0.09)
    draw.ellipse((width * 0.43, height * 0.3, width * 0.57, height * 0.49), fill="#e6bd98")
    draw.rectangle((width * 0.37, height * 0.5, width * 0.63, height * 0.72), fill="#2f4a66")
    draw.polygon(
        [
            (width * 0.2, height * 0.78),
            (width * 0.42, height * 0.78),
            (width * 0.38, height * 0.95),
            (width * 0.14, height * 0.95),
        ],
        fill="white",
    )
    for line in range(4):
        y = height * (0.81 + 0.035 * line)
        draw.line((width * 0.2, y, width * 0.37, y), fill="#9aa5ae", width=3)
    exif = Image.Exif()
    exif[0x010F] = PHONE
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 40.0, 46.6), 3: "E", 4: (105.0, 40.0, 52.7)})
    out = BytesIO()
    picture.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def paper() -> bytes:
    """An appointment slip as a PDF of one page."""
    text = b"BT /F1 14 Tf 60 760 Td (GIAY TIEP NHAN HO SO VA HEN TRA KET QUA) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


def voice() -> bytes:
    """The head of a voice message: an Ogg page that says it is Opus, and one that is silence."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    return _page(head, 0, 2) + _page(
        b"OpusTags" + struct.pack("<I", 4) + b"tour" + struct.pack("<I", 0), 1, 0
    )


def _page(packet: bytes, number: int, kind: int) -> bytes:
    header = struct.pack("<4sBBQIII", b"OggS", 0, kind, 0, 1, number, 0) + bytes([1, len(packet)])
    page = header + packet
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """The CRC-32 of Ogg: polynomial 0x04C11DB7, neither reflected nor inverted."""
    rest = 0
    for byte in page:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1
            rest &= 0xFFFFFFFF
    return rest
