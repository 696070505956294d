"""The look of the page: one of ours by its name, or a folder of one's own by its path."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError, UsageError
from cloud_resume.resume._model import THEMES
from cloud_resume.resume._problem import printable
from cloud_resume.resume._source import MAX_BYTES

if TYPE_CHECKING:
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._values import Report

THEME_FILE = "theme.css"
"""The style sheet in a theme's folder, which is laid over the page's own."""


def themed(resume: Resume, theme: str) -> Resume:
    """Give the resume in another look than its settings say: one of `THEMES`, or a folder, from the current one.

    Raises OutsideError if it is neither, or a folder's style sheet is unfit; UsageError without a word.
    """
    choice = f"name a folder that has a {THEME_FILE}, or one of our themes: {', '.join(THEMES)}"
    if not theme:
        message = f"the theme has no name: {choice}"
        raise UsageError(message)
    sheet = None
    if theme not in THEMES:
        try:
            sheet = _style_sheet(Path(theme))
        except OSError:
            message = f"there is no {THEME_FILE} in a folder {theme}: {choice}"
            raise OutsideError(message) from None
        if flaw := _flaw(sheet):
            message = f"{Path(theme, THEME_FILE)}: {flaw}"
            raise OutsideError(message)
    return resume._replace(settings=resume.settings._replace(theme=theme), style_sheet=sheet)


def read_style_sheet(theme: str, folder: Path | None, report: Report) -> bytes | None:
    """Read the style sheet of a theme's folder, named from `folder`; without a folder, no file is looked up."""
    if "/" not in theme or folder is None:
        return None
    try:
        sheet = _style_sheet(folder / theme)
    except (OSError, ValueError) as error:
        report("theme-missing", f"a theme is a folder with a {THEME_FILE}: {printable(str(error))}")
        return None
    if flaw := _flaw(sheet):
        report("bad-theme", f"{printable(str(folder / theme / THEME_FILE))}: {flaw}")
        return None
    return sheet


def _style_sheet(folder: Path) -> bytes:
    """Read a theme, without the byte order mark that would be a part of its first selector in the midst of a sheet."""
    with (folder / THEME_FILE).open("rb") as file:
        return file.read(len(BOM_UTF8) + MAX_BYTES + 1).removeprefix(BOM_UTF8)


def _flaw(sheet: bytes) -> str | None:
    """Say why these bytes are no style sheet."""
    if len(sheet) > MAX_BYTES:
        return f"this has more than {MAX_BYTES:,} bytes: too large for a style sheet"
    try:
        sheet.decode()
    except UnicodeDecodeError as error:
        return f"byte 0x{sheet[error.start]:02X} is not UTF-8; save the file as UTF-8"
    return None
