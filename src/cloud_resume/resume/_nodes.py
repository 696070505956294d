"""The tree that both parsers build: text with its place, before it is known what the text should mean."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

STRING = "string"  # in quotes, or a YAML block: text and nothing else
PLAIN = "plain"  # YAML without quotes: whatever is wanted where it stands
LITERAL = "literal"  # JSON's numbers, true, false and null

MAX_DEPTH = 64
"""Levels of nesting that a file may have."""


class Scalar(NamedTuple):
    """A leaf; `start` and `end` are offsets into the file's text, in code points."""

    text: str
    kind: str
    start: int
    end: int


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    start: int


class Mapping(NamedTuple):
    """A mapping in the file's order; a key that is there twice is here twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    start: int


Node: TypeAlias = "Scalar | Sequence | Mapping"


def absent(node: Node) -> bool:
    """Whether the file says that there is nothing here; ``Null`` without quotes may be a name."""
    if not isinstance(node, Scalar):
        return False
    return not node.text.strip() or (node.kind != STRING and node.text in ("null", "~"))


class Unreadable(Exception):  # noqa: N818 - it never leaves the package
    """The one problem that ends the reading of a file."""

    def __init__(self, offset: int, code: str, message: str, suggestion: str | None = None) -> None:
        """Take what `Source.report` takes."""
        super().__init__(message)
        self.finding = (offset, code, message, suggestion)


def quoted(text: str) -> str:
    """Write a text of one line in quotes, so that YAML takes it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
