"""The words and forms of the page's language: dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_resume.resume import Date
    from cloud_resume.site._outline import Dates

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PRESENT = "Present"


def date(value: Date) -> str:
    """Write as much of a date as is known: ``2014``, ``Feb 2014`` or ``28 Feb 2014``."""
    words = [str(value.year)]
    if value.month is not None:
        words.insert(0, _MONTHS[value.month - 1])
    if value.day is not None:
        words.insert(0, str(value.day))
    return " ".join(words)


def dates(value: Dates) -> str:
    """Write a date or a range, ``Jan 2020 – Present``; a range within one month is one date."""
    words = [date(end) for end in (value.start, value.end) if end]
    if value.open:
        words.append(PRESENT)
    return " – ".join(dict.fromkeys(words))
