"""The lines that PDF and text set alike: what heads an entry, and what stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.resume import words as read
from cloud_resume.site._contacts import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.resume import Runs
    from cloud_resume.site._outline import Entry
    from cloud_resume.site._words import Words

_BREAKABLE_SPACE = re.compile(r"[^\S\xa0\u2007\u202f]+")


def folded(text: str) -> str:
    """Make each run of white space one space, but leave the spaces that must not break."""
    return _BREAKABLE_SPACE.sub(" ", text)


def shortened(text: str, length: int) -> str:
    """Cut a text to so many characters, after a word if there are several, with an ellipsis for what is gone."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0][: length - 1] + "…"


def head(entry: Entry, words: Words) -> tuple[str, str]:
    """Give the first line of an entry, or the only one of a brief entry: its name, and what follows that."""
    name, *others = _given(entry.title, entry.organization, entry.place) or [""]
    if not entry.brief:
        return name, "".join(words.comma + text for text in others)
    note = f" ({read(entry.note)})" if entry.note else ""
    keywords = words.comma.join(entry.keywords)
    return name, note + (words.colon if keywords and (name or note) else "") + keywords


def dates(entry: Entry, words: Words) -> str:
    """Write the dates, if there are any."""
    return words.dates(entry.dates) if entry.dates else ""


def aside(entry: Entry, words: Words) -> Iterator[tuple[Runs, str | None]]:
    """Give what is set small below the first line, each with its address if it has one."""
    if entry.note and not entry.brief:
        yield entry.note, None
    if entry.url:
        yield (shown(entry.url),), entry.url
    if entry.keywords and not entry.brief:
        yield (words.comma.join(entry.keywords),), None


def _given(*texts: str | None) -> list[str]:
    return [text for text in texts if text]
