"""The look of the page: one of ours by its name, or a folder of one's own by its path."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError
from cloud_resume.resume._model import THEMES
from cloud_resume.resume._problem import printable

if TYPE_CHECKING:
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._values import Report

THEME_FILE = "theme.css"
"""The style sheet in a theme's folder, which is laid over the page's own."""


def themed(resume: Resume, theme: str) -> Resume:
    """Give the resume in another look than its settings say: one of `THEMES`, or a folder, from the current one.

    Raises OutsideError if it is neither.
    """
    sheet = None
    if theme not in THEMES:
        try:
            sheet = _style_sheet(Path(theme))
        except OSError:
            message = (
                f"there is no {THEME_FILE} in a folder {theme}: "
                f"name a folder that has one, or one of our themes: {', '.join(THEMES)}"
            )
            raise OutsideError(message) from None
    return resume._replace(settings=resume.settings._replace(theme=theme), style_sheet=sheet)


def read_style_sheet(theme: str, folder: Path | None, report: Report) -> bytes | None:
    """Read the style sheet of a theme's folder, named from `folder`; without a folder, no file is looked up."""
    if "/" not in theme or folder is None:
        return None
    try:
        return _style_sheet(folder / theme)
    except (OSError, ValueError) as error:
        report("theme-missing", f"a theme is a folder with a {THEME_FILE}: {printable(str(error))}")
        return None


def _style_sheet(folder: Path) -> bytes:
    """Read a theme, without the byte order mark that would be a part of its first selector in the midst of a sheet."""
    return (folder / THEME_FILE).read_bytes().removeprefix(BOM_UTF8)
