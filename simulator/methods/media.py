"""The file in a call: uploaded under the parameter's own name, attached by reference, or named by its id."""

from __future__ import annotations

from simulator.files import MAX_PHOTO, StoredFile, dimensions
from simulator.refusals import bad_request
from simulator.wire import Json, Params, Upload
from simulator.world import World

CAPTIONED = frozenset({"photo", "document", "video", "voice", "audio", "animation"})
KINDS = (*sorted(CAPTIONED), "sticker", "video_note")
_MAX_SIDES = 10_000
_MAX_RATIO = 20


def stored_media(world: World, params: Params, kind: str, named: str, about: Json) -> StoredFile:
    """The file the call means, stored now if it came with it."""
    upload = _uploaded(params, kind, named)
    if upload is None:
        if not named:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        if named.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # offline: there is no web to fetch it from
        return world.files.again(named, kind)
    return world.store(
        kind,
        upload.data,
        name=upload.name,
        mime=upload.mime,
        about=about if kind != "photo" else _photo(upload),
    )


def about_media(params: Params, kind: str) -> Json:
    """What the kind tells besides its file: how long, how wide, by whom."""
    match kind:
        case "video" | "animation":
            return {name: params.whole(name) for name in ("width", "height", "duration")}
        case "voice":
            return {"duration": params.whole("duration")}
        case "audio":
            named = {name: value for name in ("performer", "title") if (value := params.text(name))}
            return {"duration": params.whole("duration"), **named}
        case "video_note":
            return {"length": params.whole("length", 240), "duration": params.whole("duration")}
        case "sticker":
            return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        case _:
            return {}


def _uploaded(params: Params, kind: str, named: str) -> Upload | None:
    if named.startswith("attach://"):
        upload = params.uploads.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
    return None if named else params.uploads.get(kind)


def _photo(upload: Upload) -> Json:
    size = len(upload.data)
    if size > MAX_PHOTO:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    sides = dimensions(upload.data)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = sides
    if width + height > _MAX_SIDES or max(sides) > _MAX_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"width": width, "height": height}
