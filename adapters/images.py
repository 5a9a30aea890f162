"""Makes copies of pictures that say no more than what is seen.

A photo from a phone carries where and when it was taken, and with what; the citizen who took it did not mean to say
so. What staff see is a copy drawn anew from the pixels. The original stays sealed, as evidence.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS: Final = 40_000_000
"""Decoded at four bytes each this is 160 MB, which is there twice for a moment. A phone's usual 12 megapixels are far
below."""
LONGEST_SIDE: Final = 2_560
"""What Telegram shows at most; the copy is for looking at, detail is in the original."""
JPEG_QUALITY: Final = 88
MAX_COPY_BYTES: Final = 10_000_000
"""Telegram's limit for a photo."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP")


class ImageFault(StrEnum):
    """Why there is no cleaned copy of a picture."""

    UNSUPPORTED = "unsupported"
    """Not a JPEG, PNG or WebP; HEIC is kept, and has no copy."""
    TOO_MANY_PIXELS = "too_many_pixels"
    """`limit`."""
    BROKEN = "broken"


class UnreadableImage(Exception):
    """A picture could not be drawn. `code` chooses the words, `data` fills their placeholders."""

    def __init__(self, code: ImageFault, **data: int) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: Mapping[str, int] = MappingProxyType(data)


def cleaned_copy(data: bytes) -> bytes:
    """A JPEG (or a PNG of what was PNG or is see-through) of the first frame, upright, without any metadata.

    At most LONGEST_SIDE pixels a side. The largest picture takes seconds of a core and hundreds of megabytes: call it
    off the event loop, one at a time. Raises UnreadableImage.
    """
    _check_webp_canvas(data)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImage(ImageFault.TOO_MANY_PIXELS, limit=MAX_PIXELS)
            was_png = image.format == "PNG"
            # Decodes a large JPEG at a half or a quarter at once, before its pixels take their full room.
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            bare = _bare(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableImage(ImageFault.TOO_MANY_PIXELS, limit=MAX_PIXELS) from error
    except UnidentifiedImageError as error:
        raise UnreadableImage(ImageFault.UNSUPPORTED) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, TypeError) as error:
        # What Pillow's decoders let out on damaged input is not one family; all of it means the same here.
        raise UnreadableImage(ImageFault.BROKEN) from error
    return _encoded(bare, was_png)


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, upright, in a mode both encoders know: whatever else a file said is not in the new object.

    What is done to the pixels is done once they are few, for each step has them twice.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):
        # Sixteen bits a pixel, from scanners: taken to eight by their upper half, where a plain conversion clips.
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode not in ("RGB", "RGBA", "L"):
        # A palette has no colours in between, and a stencil no greys.
        image = image.convert(mode)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    bare = Image.new(mode, upright.size)
    bare.paste(upright.convert(mode))
    return bare


def _encoded(image: Image.Image, was_png: bool) -> bytes:
    buffer = io.BytesIO()
    if was_png or image.mode == "RGBA":
        image.save(buffer, "PNG", optimize=False)
        if buffer.tell() <= MAX_COPY_BYTES:
            return buffer.getvalue()
        buffer = io.BytesIO()
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image if image.mode == "RGBA" else None)
        image = white
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _check_webp_canvas(data: bytes) -> None:
    """Pillow lets the WebP decoder reserve the canvas before it looks at the size; so it is looked at here."""
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X" or len(data) < 30:
        return
    width = 1 + int.from_bytes(data[24:27], "little")
    height = 1 + int.from_bytes(data[27:30], "little")
    if width * height > MAX_PIXELS:
        raise UnreadableImage(ImageFault.TOO_MANY_PIXELS, limit=MAX_PIXELS)
