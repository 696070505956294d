"""A resume file's text, and the problems found in it by offset."""

from __future__ import annotations

import re
from bisect import bisect_right

from cloud_resume.errors import Problem
from cloud_resume.resume._nodes import Mapping, Node, Scalar, Unreadable
from cloud_resume.resume._problem import ERRORS, printable

MAX_BYTES = 1024 * 1024
"""The size that a file may have."""

_MAX_PROBLEMS = 1000  # beyond that it is no resume, and each guess at what was meant takes time

_SHOWN = 60  # characters of the file's text that a message repeats
_LONGEST_SUGGESTION = 200  # characters; nobody copies more than that from a terminal

_BAD_CHARACTER = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_LINE_BREAK = r"\r\n?|\n"

_BYTE_ORDER_MARK = "\ufeff"
_ENCODINGS = (  # by what the mark comes to
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Source:
    """A file's text with the problems found in it so far."""

    def __init__(self, name: str, text: str = "") -> None:
        """Take the name that problems print."""
        self.name = name
        self.text = text
        self.errors = 0
        self._problems: dict[Problem, None] = {}
        self._starts: list[int] = []
        self._lines: dict[int, str] = {}

    def decode(self, data: bytes) -> None:
        """Set the text from UTF-8, or from UTF-16 or UTF-32 with a byte order mark; raise Unreadable."""
        if len(data) > MAX_BYTES:
            raise Unreadable(0, "too-large", f"the file has more than {MAX_BYTES:,} bytes: too large for a resume")
        encoding = next((encoding for mark, encoding in _ENCODINGS if data.startswith(mark)), "utf-8")
        try:
            self.text = data.decode(encoding).lstrip(_BYTE_ORDER_MARK)  # some programs write it twice
        except UnicodeDecodeError as error:
            self.text = data.decode(encoding, "replace").lstrip(_BYTE_ORDER_MARK)
            offset = len(data[: error.start].decode(encoding).lstrip(_BYTE_ORDER_MARK))
            message = f"byte 0x{data[error.start]:02X} is not {encoding.upper()}; save the file as UTF-8"
            raise Unreadable(offset, "bad-encoding", message) from None
        if bad := bad_character(self.text):
            raise Unreadable(bad.start(), "bad-character", f"U+{ord(bad[0]):04X} has no place in a text file")

    def place(self, offset: int) -> tuple[int, int, str]:
        """Give an offset's line and column, both from 1, and the text of that line."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer(_LINE_BREAK, self.text))]
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        if line not in self._lines:  # one string for all its problems: a line may be the whole file
            end = self._starts[line] if line < len(self._starts) else None
            self._lines[line] = self.text[start:end].rstrip("\r\n")
        return line, offset - start + 1, self._lines[line]

    def report(self, offset: int, code: str, message: str, suggestion: str | None = None) -> None:
        """Keep a problem, once, without a suggestion that is too long; raise Unreadable when there are too many."""
        if len(suggestion or "") > _LONGEST_SUGGESTION:
            suggestion = None
        line, column, text = self.place(offset)
        severity = "error" if code in ERRORS else "warning"
        self.errors += severity == "error"
        self._problems[Problem(self.name, line, column, severity, code, message, suggestion, text)] = None
        if len(self._problems) == _MAX_PROBLEMS:
            raise Unreadable(
                offset, "too-many-problems", f"that is problem {_MAX_PROBLEMS:,}; the rest of the file was not checked"
            )

    def mapping(self, pairs: list[tuple[Scalar, Node]], start: int) -> Mapping:
        """Build a mapping, and report each key that is in it twice."""
        first: dict[str, int] = {}
        for key, _ in pairs:
            if key.text in first:
                line = self.place(first[key.text])[0]
                self.report(key.start, "duplicate-key", f"`{shown(key.text)}` is here twice, first in line {line}")
            else:
                first[key.text] = key.start
        return Mapping(tuple(pairs), start)

    def problems(self) -> tuple[Problem, ...]:
        """Give what was found, in the order of lines and columns."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))


def bad_character(text: str) -> re.Match[str] | None:
    """Find a control character, half of a surrogate pair or a noncharacter."""
    return re.search(_BAD_CHARACTER, text)


def shown(text: str) -> str:
    """Shorten a text of the file for a message."""
    short = printable(" ".join(text.split()))
    return short if len(short) <= _SHOWN else short[: _SHOWN - 1] + "…"
