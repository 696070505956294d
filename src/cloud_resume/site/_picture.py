"""The picture as it may be published: upright, small, and with nothing in it that a camera wrote beside it."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from cloud_resume.errors import Problem, ResumeError
from cloud_resume.resume import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_EDGE = 512  # pixels: four for each of the page's, on the densest of screens
_MOST_PIXELS = 50_000_000  # as many as a telephone takes; 200 MB once decoded


def cleaned(picture: Picture, name: str) -> Picture:
    """Give a picture of at most 512 pixels a side, turned upright, in sRGB, without EXIF, XMP, ICC and comments.

    It is a JPEG, or a PNG if parts of it are transparent; of an animation it is the first frame. Raises
    ResumeError, which names the file as `name`, if the picture is damaged or has more than 50 million pixels.
    """
    import warnings  # noqa: PLC0415 - for a resume with a picture only

    from PIL import Image  # noqa: PLC0415 - for a resume with a picture only

    try:
        with warnings.catch_warnings(action="ignore"):  # of metadata that is broken, and goes anyway
            image = Image.open(BytesIO(picture.data), formats=("JPEG", "PNG", "WEBP"))
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError  # noqa: TRY301 - Pillow's own limit, lowered
            return _published(image)
    except Image.DecompressionBombError as error:
        raise _problem(name, "image-too-large", "the picture has more than 50 million pixels") from error
    except Exception as error:  # a damaged file makes a decoder raise almost anything
        raise _problem(name, "image-format", "the picture is damaged: save it anew") from error


def _problem(name: str, code: str, message: str) -> ResumeError:
    return ResumeError([Problem(name, 1, 1, "error", code, message)])


def _published(image: Image) -> Picture:
    from PIL import ImageOps  # noqa: PLC0415 - for a resume with a picture only

    image.draft(None, (2 * _EDGE, 2 * _EDGE))  # decodes no more of a JPEG than is needed
    ImageOps.exif_transpose(image, in_place=True)
    pixels = _srgb(image)
    pixels.thumbnail((_EDGE, _EDGE))
    pixels.info = {}  # of which the encoders would write some
    data = BytesIO()
    if pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() != (255, 255):
        pixels.save(data, "PNG", optimize=True)
        return Picture(data.getvalue(), "image/png")
    pixels.convert("RGB").save(data, "JPEG", quality=85, optimize=True)
    return Picture(data.getvalue(), "image/jpeg")


def _srgb(image: Image) -> Image:
    """Give a picture the colors that a browser takes a picture without a profile to have."""
    from PIL import ImageCms  # noqa: PLC0415 - for a resume with a picture only

    mode = "RGBA" if image.has_transparency_data else "RGB"
    with suppress(KeyError, ImageCms.PyCMSError):  # no profile, a broken one, or one of other colors
        profile = BytesIO(image.info["icc_profile"])
        return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), image.mode, mode).apply(image)
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256).convert("L")  # or convert would clip it
    return image.convert(mode)
