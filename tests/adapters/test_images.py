"""Copies of pictures say what is seen and nothing else."""

import io
from typing import Any

import pytest
from PIL import Image

from adapters.images import LONGEST_SIDE, MAX_PIXELS, ImageFault, UnreadableImage, cleaned_copy

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
TURNED_RIGHT = 6
RED, BLUE = (255, 0, 0), (0, 0, 255)


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes into a picture."""
    told = Image.Exif()
    told[ORIENTATION] = orientation
    told[MAKER] = "Somebody's telephone"
    told.get_ifd(GPS)[1] = "N"
    return told


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(pixel, colour, strict=False))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_told_of_where_and_with_what_it_was_taken(kind: str) -> None:
    sent = encoded(picture(), kind, exif=exif())
    assert b"telephone" in sent
    copy = cleaned_copy(sent)
    assert b"telephone" not in copy
    shown = opened(copy)
    assert not shown.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(shown.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_stands_upright_without_being_told_so(kind: str) -> None:
    shown = opened(cleaned_copy(encoded(picture(), kind, exif=exif(TURNED_RIGHT))))
    assert shown.size == (20, 40)
    assert near(shown.convert("RGB").getpixel((10, 5)), RED)
    assert near(shown.convert("RGB").getpixel((10, 35)), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_one_is_made_as_large_as_is_looked_at(kind: str) -> None:
    shown = opened(cleaned_copy(encoded(picture(size=(3000, 6000)), kind, exif=exif(TURNED_RIGHT))))
    assert shown.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_drawn(mode: str) -> None:
    image = Image.new("I;16", (40, 20), 40_000) if mode == "I;16" else picture(mode)
    shown = opened(cleaned_copy(encoded(image, "JPEG" if mode == "CMYK" else "PNG")))
    assert shown.size == (40, 20)
    if mode == "I;16":
        assert near(shown.convert("RGB").getpixel((20, 10)), (156, 156, 156))


def test_what_is_seen_through_stays_so() -> None:
    image = picture("RGBA")
    image.putalpha(0)
    assert opened(cleaned_copy(encoded(image, "WEBP"))).mode == "RGBA"


def test_more_pixels_than_can_be_held_are_refused_before_they_are_read() -> None:
    side = int(MAX_PIXELS**0.5) + 1
    with pytest.raises(UnreadableImage) as refused:
        cleaned_copy(encoded(Image.new("1", (side, side)), "PNG"))
    assert refused.value.code is ImageFault.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (encoded(picture("P"), "GIF"), ImageFault.UNSUPPORTED),
        (b"no picture", ImageFault.UNSUPPORTED),
        (encoded(picture(), "PNG")[:60], ImageFault.BROKEN),
        (encoded(picture(size=(400, 400)), "JPEG")[:700], ImageFault.BROKEN),
    ],
    ids=["gif", "text", "half a png", "half a jpeg"],
)
def test_what_cannot_be_drawn_is_said_to_be_so(data: bytes, fault: ImageFault) -> None:
    with pytest.raises(UnreadableImage) as refused:
        cleaned_copy(data)
    assert refused.value.code is fault
