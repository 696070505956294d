"""Every format that a resume leaves by, besides those of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_resume.resume import Export, Resume

EXPORTS = ("docx", "markdown", "rendercv")
"""The names of the formats."""


def export(resume: Resume, form: str) -> Export:
    """Write a resume in one of `EXPORTS`, private fields and all; pure.

    Raises OutsideError where the format wants a library that is not here.
    """
    if form == "docx":
        from cloud_resume.site._docx import docx  # noqa: PLC0415 - a build does without any of them

        return docx(resume)
    if form == "markdown":
        from cloud_resume.site._markdown import markdown  # noqa: PLC0415 - as said above

        return markdown(resume)
    from cloud_resume.resume import to_rendercv  # noqa: PLC0415 - as said above

    return to_rendercv(resume)
