"""Pictures as telephones take them."""

from io import BytesIO

from PIL import Image

MAKER = "Camera of a witness"


def photograph(colour: tuple[int, int, int] = (180, 40, 30)) -> bytes:
    """A small JPEG that says with what it was taken, and where."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()
