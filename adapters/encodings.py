"""Which old Vietnamese encoding a text is in.

Offices still hold files from before Unicode: TCVN3 (the .VnTime fonts), VNI, Windows-1258. None of them can be told
with certainty, and each of them decodes without an error into other letters; so the guess serves the error message
and nothing is ever converted by it.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# The marked syllables that every plan, list of units or dispatch holds.
_WITNESSES: Final = (
    "và", "của", "sở", "tỉnh", "huyện", "thị", "thành", "phố", "ủy", "uỷ", "nhân", "dân", "công", "cải", "cách",
    "hành", "chính", "kế", "hoạch", "báo", "cáo", "quyết", "định", "năm", "tài", "nội", "vụ", "giáo", "dục", "đào",
    "tạo", "phòng", "xã", "phường", "thủ", "tục", "hồ", "sơ", "đơn", "vị", "số", "người", "không", "được", "văn",
    "hóa", "hoá", "nghệ", "tổ", "chức", "bộ", "cơ", "quan", "nhà", "nước",
)  # fmt: skip

# TCVN 5712:1993, third set: one byte for each lower-case letter; capitals with a tone come from another font.
_TCVN3: Final = {
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ",
    0xA8: "ă", 0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ",
    0xA9: "â", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ",
    0xAE: "đ", 0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ",
    0xAA: "ê", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ",
    0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ",
    0xAB: "ô", 0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xAC: "ơ", 0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ",
    0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xAD: "ư", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự",
    0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ",
}  # fmt: skip

# VNI-Windows writes the mark as a second letter; these are the two-letter forms of the commonest vowels.
_VNI: Final = (
    ("aø", "à"), ("aù", "á"), ("aû", "ả"), ("aõ", "ã"), ("aï", "ạ"), ("aâ", "â"), ("aê", "ă"), ("aà", "ầ"),
    ("aá", "ấ"), ("aå", "ẩ"), ("aä", "ậ"), ("eâ", "ê"), ("eä", "ệ"), ("eá", "ế"), ("eà", "ề"), ("oâ", "ô"),
    ("oá", "ố"), ("oà", "ồ"), ("oä", "ộ"), ("oå", "ổ"), ("où", "ó"), ("oø", "ò"), ("oû", "ỏ"), ("ôû", "ở"),
    ("ôù", "ớ"), ("ôø", "ờ"), ("ôï", "ợ"), ("öôù", "ướ"), ("öô", "ươ"), ("uû", "ủ"), ("uï", "ụ"), ("uù", "ú"),
    ("uõ", "ũ"), ("ö", "ư"), ("ñ", "đ"), ("æ", "ỉ"), ("ò", "ị"), ("ô", "ơ"),
)  # fmt: skip

_SAMPLE_BYTES: Final = 200_000


def guess_encoding(data: bytes) -> str:
    """A name for the encoding of text that is not UTF-8: windows-1258, tcvn3, vni, utf-16, windows-1252 or unknown."""
    sample = data[:_SAMPLE_BYTES]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in sample:
        return "utf-16"
    latin = sample.decode("latin-1")
    readings = {
        "windows-1258": sample.decode("cp1258", errors="replace"),
        "tcvn3": latin.translate(_TCVN3),
        "vni": _from_vni(latin),
        "windows-1252": sample.decode("cp1252", errors="replace"),
    }
    best, sense = max(((name, _sense(text)) for name, text in readings.items()), key=lambda pair: pair[1])
    return best if sense else "unknown"


def is_mojibake(text: str) -> bool:
    """Whether UTF-8 was once read as Windows-1252 and saved so ("Sá»Ÿ Ná»™i vá»¥"): valid, and unreadable."""
    return text.count("á»") + text.count("áº") + text.count("Ä‘") >= 2


def _from_vni(latin: str) -> str:
    for pair, letter in _VNI:
        latin = latin.replace(pair, letter)
    return latin


def _sense(text: str) -> int:
    words = unicodedata.normalize("NFC", text).casefold().replace(",", " ").replace(";", " ").split()
    return sum(word in _WITNESSES for word in words)
