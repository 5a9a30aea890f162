"""Looks at a file that was sent: what it is, whether staff may open it, and what they see instead of a picture."""

from __future__ import annotations

from typing import Final

from adapters.files import ContentKind, RefusedFile, sniff
from adapters.images import UnreadableImage, cleaned_copy
from services.evidence import Content

_UNTOLD: Final = "application/octet-stream"


def examine(data: bytes, name: str) -> Content:
    """The end of `services.evidence.Examine`. Slow for large pictures: run it off the event loop.

    A file that is refused is forbidden, so kept and never shown. A picture that cannot be drawn anew (HEIC, broken,
    too many pixels) is allowed and has no copy, so that it is not shown either.
    """
    try:
        sniffed = sniff(data, name)
    except RefusedFile as refused:
        return Content(refused.data.get("mime") or _UNTOLD, is_forbidden=True)
    if sniffed.kind is not ContentKind.IMAGE:
        return Content(sniffed.mime, is_forbidden=False)
    try:
        return Content(sniffed.mime, is_forbidden=False, clean_copy=cleaned_copy(data))
    except UnreadableImage:
        # The answer is the missing copy itself: the service shows no picture without one.
        return Content(sniffed.mime, is_forbidden=False)
