"""The resume as plain text of 80 columns, in the PDF's order: for a form, a mail or a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cloud_resume._columns import width
from cloud_resume.resume import Paragraph
from cloud_resume.resume import words as read
from cloud_resume.site._contacts import contacts
from cloud_resume.site._lines import aside, dates, folded, head
from cloud_resume.site._outline import apart, outline
from cloud_resume.site._words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cloud_resume.resume import Basics, Block, Resume
    from cloud_resume.site._outline import Entry, Section
    from cloud_resume.site._words import Words

_COLUMNS = 80
_MARKER = "- "
_NEVER_FIRST = frozenset(("Cf", "Lm", "Mc", "Me", "Mn", "Pe", "Pf", "Po", "Sk"))  # Unicode's general categories
_NEVER_LAST = frozenset(("Cf", "Pi", "Ps"))


def text(resume: Resume) -> str:
    """Write a resume as lines of at most 80 columns, each ended by a line feed; only a long word stands out."""
    own = words(resume.settings.lang)
    sections = (block for section in outline(resume) for block in _section(section, own))
    blocks = [*_header(resume.basics, own), *sections]
    return "\n\n".join("\n".join(block) for block in blocks if block).lstrip("\n") + "\n"


def _header(basics: Basics, words: Words) -> Iterator[list[str]]:
    yield [*_underlined(basics.name or "", "="), *_wrapped(basics.label or "")]
    yield _lines(contact.text for contact in contacts(basics, words))


def _section(section: Section, words: Words) -> Iterator[list[str]]:
    yield ["", *_underlined(section.heading, "-")]  # one more blank line sets a section off
    if all(entry.brief for entry in section.entries):
        lines = ["".join(head(entry, words)) for entry in section.entries]
        yield _lines(lines if any(entry.keywords for entry in section.entries) else [words.comma.join(lines)])
    else:
        yield from (_entry(entry, words) for entry in apart(section.entries))


def _entry(entry: Entry, words: Words) -> list[str]:
    beside = words.dot.join(read(runs) for runs, _ in aside(entry, words))
    return [*_lines(("".join(head(entry, words)), dates(entry, words), beside)), *_body(entry.body, _COLUMNS)]


def _body(blocks: Iterable[Block], room: int) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if number:
                yield ""
            for line in read(block.runs).split("\n"):
                yield from _wrapped(line, room)
        else:
            for item in block.items:
                yield from _item(item, room - len(_MARKER))


def _item(blocks: tuple[Block, ...], room: int) -> Iterator[str]:
    """Let the lines after the first stand under the text, not under the marker."""
    for number, line in enumerate(_body(blocks, room)):
        yield (" " * len(_MARKER) if number else _MARKER) + line if line else ""


def _underlined(text: str, stroke: str) -> list[str]:
    lines = _wrapped(text)
    return [*lines, stroke * max(map(width, lines))] if lines else []


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _wrapped(text)]


def _wrapped(text: str, room: int = _COLUMNS) -> list[str]:
    """Break a text into lines."""
    lines: list[str] = []
    line, column = "", 0
    for space, piece in _pieces(folded(text)):
        columns = width(piece)
        if line and column + len(space) + columns > room:
            lines.append(line)
            line, column = "", 0
        glue = space if line else ""
        line += glue + piece
        column += len(glue) + columns
    return [*lines, line] if line else lines


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Give what a line must not divide, each with the space that parts it from the piece before."""
    for word in filter(None, text.split(" ")):
        space, start = " ", 0
        if not word.isascii():
            for place in range(1, len(word)):
                if _divides(word[place - 1], word[place]):
                    yield space, word[start:place]
                    space, start = "", place
        yield space, word[start:]


def _divides(before: str, after: str) -> bool:
    """Whether a line may end between two characters: Chinese and Japanese have no spaces to end it at."""
    return (
        (_is_wide(before) or _is_wide(after))
        and unicodedata.category(before) not in _NEVER_LAST
        and unicodedata.category(after) not in _NEVER_FIRST
    )


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
