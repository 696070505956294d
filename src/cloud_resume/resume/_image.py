"""Read the picture that `basics.image` names."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from typing import TYPE_CHECKING

from cloud_resume.resume._model import Picture
from cloud_resume.resume._problem import printable
from cloud_resume.resume._values import URL

if TYPE_CHECKING:
    from pathlib import Path

    from cloud_resume.resume._values import Report

_MAX_BYTES = 5 * 1024 * 1024


def read_picture(image: str, folder: Path | None, report: Report) -> Picture | None:
    """Read a data URI, or a file at or below `folder`; without a folder, no file is looked up."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", image)
    if scheme is None:
        data = _file(image, folder, report)
    elif scheme[1].lower() == "data":
        data = _data_uri(image, report)
    else:
        if URL.check(image, report):
            report("remote-image", "a picture elsewhere is not shown: the page loads nothing from other servers")
        return None
    if data is None:
        return None
    if len(data) > _MAX_BYTES:
        report("image-too-large", f"the picture has more than {_MAX_BYTES // 1024 // 1024} MB")
        return None
    media_type = _media_type(data)
    if media_type is None:
        report("image-format", "the picture is neither PNG nor JPEG nor WebP")
        return None
    return Picture(data, media_type)


def _file(image: str, folder: Path | None, report: Report) -> bytes | None:
    if image.startswith(("/", "\\")) or re.match("[A-Za-z]:", image) or ".." in re.split(r"[/\\]", image):
        report("image-outside", "the picture is to be named by its path from the resume's folder, inside of it")
        return None
    if folder is None:
        return None
    path = folder / image
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            report("image-outside", f"{printable(str(path))} leads out of the resume's folder")
            return None
        if not path.is_file():
            report("image-missing", f"there is no file {printable(str(path))}")
            return None
        with path.open("rb") as file:
            return file.read(_MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # before Python 3.13, links in a circle are a RuntimeError
        report("image-missing", f"the picture can't be read: {printable(str(error))}")
        return None


def _data_uri(image: str, report: Report) -> bytes | None:
    header, _, body = image.partition(",")
    try:
        if not header.lower().endswith(";base64"):
            raise Error  # noqa: TRY301 - one handler for all that is wrong with it
        return a2b_base64("".join(body.split()), strict_mode=True)
    except (Error, ValueError):
        report("image-format", "a data URI of a picture is data:image/png;base64, and its bytes in base64")
        return None


def _media_type(data: bytes) -> str | None:
    """Tell a picture by its signature: PNG (RFC 2083, 12.11), JPEG (ITU T.81, B.1.1.3), WebP (RFC 9649, 2.4)."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None
