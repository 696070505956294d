r"""The little markup that a running text may have: paragraphs, line breaks, lists, bold, emphasis, code and links.

The marks are CommonMark's (https://spec.commonmark.org): a blank line, a backslash or two spaces at a line's end,
``- item``, ``**bold**``, ``*emphasis*``, `` `code` ``, ``[text](URL)``, and a backslash before a mark that is none.
All else is text, HTML and the rest of CommonMark included. The time it takes grows with the text and no faster.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cloud_resume.resume._values import URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK = (
    r"\\(?P<escaped>[\\`*\[\]-])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])++)\]\((?P<url>(?:[^()\s]|\([^()\s]*+\)){1,2048}+)\)"
    r"|(?P<stars>\*+)"
    r"|(?P<line>\n)"
)
_FIRST_OF_MARK = frozenset("\\`[*\n")
_KINDS = {"*": "em", "**": "strong"}
_ITEM = "- "
_BULLETS = ("• ", "● ", "▪ ", "◦ ", "‣ ")
_OTHER_ITEMS = (*_BULLETS, "* ", "+ ")  # of which sentences have some
_LONGEST_NUMBER = len("99.")
_WITHOUT_SPACES = "\u2e80"  # where the scripts begin in which a word may start beside any letter


class Element(NamedTuple):
    """A part of a text that is more than its words; `kind` is that of HTML: strong, em, code, a, br."""

    kind: str
    children: Runs = ()
    url: str | None = None  # a link's, safe to follow


class Paragraph(NamedTuple):
    """Some sentences."""

    runs: Runs


class BulletList(NamedTuple):
    """A list, each item of one block or more."""

    items: tuple[tuple[Block, ...], ...]


Runs: TypeAlias = "tuple[str | Element, ...]"
Block: TypeAlias = "Paragraph | BulletList"


def blocks(text: str) -> tuple[Block, ...]:
    """Parse a text; a link that is not safe to follow stays the text that it is."""
    found: list[Block] = []
    for is_item, parts in groupby(_parts(text), key=itemgetter(0)):
        paragraphs = [Paragraph(_runs(words)) for _, words in parts]
        found += [BulletList(tuple((item,) for item in paragraphs))] if is_item else paragraphs
    return tuple(found)


def words(runs: Runs) -> str:
    """Give what is read of them, with a line feed for each line break."""
    return "".join(run if isinstance(run, str) else "\n" if run.kind == "br" else words(run.children) for run in runs)


def plain(text: str) -> str:
    """Give what is read of a text, on one line."""
    return " ".join(" ".join(words(_runs(part)) for _, part in _parts(text)).split())


def links(text: str) -> Iterator[str]:
    """Give the URL of whatever is written as a link, safe or not."""
    for _, part in _parts(text) if "](" in text else ():
        yield from filter(None, (match["url"] for match in re.finditer(_MARK, part)))


def unlisted(text: str) -> str | None:
    """Give the first line that is written as an item of a list and is none here: ``• item``, ``1. item``."""
    lines = [line for line in map(str.strip, text.splitlines()) if line.startswith(_OTHER_ITEMS) or _is_numbered(line)]
    is_list = len(lines) > 1 or any(line.startswith(_BULLETS) for line in lines)
    return lines[0] if is_list else None


def _is_numbered(line: str) -> bool:
    number, space, _ = line.partition(" ")
    return bool(space) and len(number) <= _LONGEST_NUMBER and number.endswith((".", ")")) and number[:-1].isdecimal()


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Give each item of a list, marked as such, and each paragraph, its lines folded into one but at breaks."""
    part: list[str] = []
    for line in text.splitlines():
        content = line.strip()
        if part and (not content or content.startswith(_ITEM)):
            yield _part(part)
            part = []
        if content:
            part.append(line)
    if part:
        yield _part(part)


def _part(lines: list[str]) -> tuple[bool, str]:
    *others, last = lines
    text = "".join([*map(_unended, others), last.strip()])
    return text.startswith(_ITEM), text.removeprefix(_ITEM)


def _unended(line: str) -> str:
    content = line.strip()
    if line.endswith("  "):
        return content + "\n"
    return content[:-1] + "\n" if content.endswith("\\") else content + " "


def _runs(text: str) -> Runs:
    """Parse what stands in a paragraph; a mark without its fellow is text."""
    if _FIRST_OF_MARK.isdisjoint(text):  # most have none, and do without the pattern
        return (text,)
    marks: list[str] = []  # those that are open, and what follows each
    levels: list[list[str | Element]] = [[]]

    def close() -> tuple[str, list[str | Element]]:
        return marks.pop(), levels.pop()

    at = 0
    for match in re.finditer(_MARK, text):
        levels[-1].append(text[at : match.start()])
        at = match.end()
        if not match["stars"]:
            levels[-1].append(_run(match))
            continue
        width = len(match["stars"])
        closing, opening = _flanks(text, match)
        for mark in [mark for mark in reversed(marks) if closing and width in (len(mark), len("***"))]:
            while marks[-1] != mark:
                unmatched, inner = close()
                levels[-1] += [unmatched, *inner]
            _, inner = close()
            levels[-1].append(Element(_KINDS[mark], _merged(inner)))
            width -= len(mark)
        new = [mark for mark in ("**", "*") if width in (len(mark), len("***"))]
        if opening and not set(new) & set(marks):
            marks += new
            levels += [[] for _ in new]
            width -= sum(map(len, new))
        levels[-1].append("*" * width)
    levels[-1].append(text[at:])
    while marks:
        unmatched, inner = close()
        levels[-1] += [unmatched, *inner]
    return _merged(levels[0])


def _flanks(text: str, stars: re.Match[str]) -> tuple[bool, bool]:
    """Tell whether stars may close and open something: they cling to it, and none opens within a word as in 2*3."""
    before, after = text[stars.start() - 1 : stars.start()], text[stars.end() : stars.end() + 1]
    within = before.isalnum() and before < _WITHOUT_SPACES
    return bool(before.strip()), bool(after.strip()) and not within


def _run(mark: re.Match[str]) -> str | Element:
    if mark["line"]:
        return Element("br")
    if mark["code"]:
        return Element("code", (mark["code"],))
    if mark["url"] and mark["label"].strip() and URL.check(mark["url"], _unheard):
        return Element("a", _runs(mark["label"]), mark["url"])
    return mark["escaped"] or mark[0]


def _unheard(code: str, message: str, suggestion: str | None = None) -> None:
    """Take no report: the checker makes its own."""


def _merged(runs: Iterable[str | Element]) -> Runs:
    """Make one text of those that stand side by side."""
    merged: list[str | Element] = []
    for run in runs:
        if isinstance(run, str) and merged and isinstance(merged[-1], str):
            merged[-1] += run
        elif run:
            merged.append(run)
    return tuple(merged)
