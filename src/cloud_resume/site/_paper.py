"""The paper that a resume is set for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_resume.resume import Resume

_ON_LETTER = frozenset(("CA", "US"))  # as the Unicode CLDR has it for English and French


def paper(resume: Resume) -> str:
    """Give ``a4`` or ``letter``: what the settings say, or else what the country uses."""
    country = (resume.basics.location.country_code or "").upper()
    return resume.settings.paper or ("letter" if country in _ON_LETTER else "a4")
