"""The words and forms of the page's language: headings, dates as people write them, the count of visitors.

Its annotations are evaluated, for `typing` compiles each that is a string.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cloud_resume.resume import Date
    from cloud_resume.site._outline import Dates

_CLDR = Path(__file__).parent / "cldr"
_TRADITIONAL = frozenset(("hant", "hk", "mo", "tw"))  # script and regions of traditional Chinese
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))

HEADINGS: Mapping[str, str] = {
    "summary": "Summary",
    "work": "Work Experience",
    "education": "Education",
    "projects": "Projects",
    "skills": "Skills",
    "certificates": "Certificates",
    "publications": "Publications",
    "awards": "Awards",
    "volunteer": "Volunteering",
    "languages": "Languages",
    "interests": "Interests",
    "references": "References",
}
"""JSON Resume's section keys in reading order, in English; the page takes them a column at a time."""


class Words(NamedTuple):
    """What a page says by itself in one language."""

    language: str  # BCP 47
    headings: Mapping[str, str]
    present: str  # how a range ends that is still open
    resume: str  # what the document is called
    download: str
    switch: str  # what the links to the other languages are for
    not_found: str
    nothing_here: str
    home: str
    visitors: Mapping[str, str]  # by CLDR's plural category, # for the number; `other` is for those that are not there
    comma: str = ", "
    colon: str = ": "
    dot: str = " · "
    year: str = "{year}"
    months: tuple[str, ...] = ()  # the form of a month's date, by month
    days: tuple[str, ...] = ()  # the form of a day's date, by month
    foreign: str | None = None  # their language, where it is not the page's

    def date(self, value: "Date") -> str:
        """Write as much of a date as is known: ``2014``, ``Feb 2014`` or ``28 Feb 2014``."""
        if value.month is None:
            return self.year.format(year=value.year)
        forms = self.months if value.day is None else self.days
        return forms[value.month - 1].format(year=value.year, day=value.day)

    def dates(self, value: "Dates") -> str:
        """Write a date or a range, ``Jan 2020 – Present``; a range within one month is one date."""
        written = [self.date(end) for end in (value.start, value.end) if end]
        if value.open:
            written.append(self.present)
        return " – ".join(dict.fromkeys(written))

    def country(self, code: str) -> str:
        """Give the name of a country by its code (ISO 3166-1 alpha-2), or the code if there is no such country."""
        names: dict[str, str] = _cldr(self.language)["countries"]
        return names.get(code.upper(), code)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH = Words(
    language="en",
    headings=HEADINGS,
    present="Present",
    resume="Resume",
    download="Download PDF",
    switch="Language",
    not_found="Page not found",
    nothing_here="There is nothing at this address.",
    home="See the resume",
    visitors={"one": "# visitor", "other": "# visitors"},
    months=tuple(f"{month} {{year}}" for month in _MONTHS),
    days=tuple(f"{{day}} {month} {{year}}" for month in _MONTHS),
)
_AMERICAN_DAYS = tuple(f"{month} {{day}}, {{year}}" for month in _MONTHS)


@cache
def words(lang: str) -> Words:
    """Give the words of a language (BCP 47) whatever its region, or the English ones if it is not translated."""
    language, *subtags = lang.lower().split("-")
    if language == "en":
        return _ENGLISH._replace(days=_AMERICAN_DAYS) if "us" in subtags else _ENGLISH
    from cloud_resume.site._translations import TRANSLATIONS  # noqa: PLC0415 - an English resume does without

    if language == "zh" and "hans" not in subtags and not _TRADITIONAL.isdisjoint(subtags):
        language = "zh-Hant"
    if language not in TRANSLATIONS:
        return _ENGLISH._replace(foreign="en")
    forms = _cldr(language)
    return TRANSLATIONS[language]._replace(year=forms["year"], months=tuple(forms["months"]), days=tuple(forms["days"]))


def is_right_to_left(lang: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return lang.lower().split("-")[0] in _RIGHT_TO_LEFT


def language_name(lang: str) -> str:
    """Give what a language calls itself, or its tag if nobody wrote that down."""
    names: dict[str, str] = _cldr("languages")
    return names.get(lang.lower().split("-")[0], lang)


@cache
def _cldr(name: str) -> dict[str, Any]:
    """Read one of the files that tools/cldr.py writes."""
    content: dict[str, Any] = json.loads((_CLDR / f"{name}.json").read_text(encoding="utf-8"))
    return content
