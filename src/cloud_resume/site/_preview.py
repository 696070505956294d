"""The picture that a shared link shows: name and role, set by Typst in the faces of the PDF."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.site import _fonts
from cloud_resume.site._contacts import shown
from cloud_resume.site._lines import shortened
from cloud_resume.site._pdf import tongue
from cloud_resume.site._words import words

if TYPE_CHECKING:
    from cloud_resume.resume import Resume

WIDTH, HEIGHT = 1200, 630
"""Pixels: what the networks ask for, https://developers.facebook.com/docs/sharing/webmasters/images/."""

_TEMPLATE = Path(__file__).with_name("preview.typ")
_RESOLUTION = 144  # pixels an inch
_NAME_LENGTH, _LABEL_LENGTH = 60, 90  # characters that two legible lines have room for
_MOST_BYTES, _COLORS = 100_000, 32


def preview(resume: Resume, accent: str) -> bytes:
    """Draw the preview as a PNG; `accent` is a colour as ``#rrggbb``, and the resume's site URL is known."""
    import typst  # noqa: PLC0415 - a compiler of 80 MB

    basics, settings = resume.basics, resume.settings
    said = {
        "name": shortened(basics.name or basics.label or words(settings.lang).resume, _NAME_LENGTH),
        "label": shortened((basics.label if basics.name else None) or "", _LABEL_LENGTH),
        "host": shown(settings.site_url or ""),
        "accent": accent,
        **tongue(settings),
    }
    text = json.dumps(said, ensure_ascii=False)
    families, fonts = _fonts.faces(text)
    inputs = {"said": text, "families": json.dumps(families)}
    png = typst.compile(
        _TEMPLATE, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, format="png", ppi=_RESOLUTION
    )
    return png if len(png) <= _MOST_BYTES else _smaller(png)


def _smaller(png: bytes) -> bytes:
    """Give a picture of many letters on a palette, where it has a third of the bytes and no eye sees the difference."""
    from PIL import Image  # noqa: PLC0415 - for the longest of names only

    data = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(_COLORS, dither=Image.Dither.NONE).save(data, "PNG")
    return data.getvalue()
