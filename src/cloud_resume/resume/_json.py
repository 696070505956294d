"""Parse JSON (RFC 8259) into nodes with their places, and say plainly what is not JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._nodes import LITERAL, MAX_DEPTH, STRING, Mapping, Node, Scalar, Sequence, Unreadable
from cloud_resume.resume._problem import printable

if TYPE_CHECKING:
    from cloud_resume.resume._source import Source

_TOKEN = re.compile(
    r"""
    [ \t\n\r]*
    (?:
      (?P<mark>[{}\[\],:])
    | (?P<string>"[^"\\\x00-\x1f]*(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*)*")
    | (?P<literal>(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-]))
    | (?P<end>\Z)
    )
    """,
    re.VERBOSE,
)
_OPEN_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*)*')
_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

_NOT_JSON = (
    (r"//|/\*|#", "JSON has no comments; YAML has them"),
    (r"['‘’“”]", 'JSON has straight double quotes only: "'),  # noqa: RUF001 - what word processors make of quotes
    (r'"', "this text has no closing quote on its line"),
    (r"[-+]?(?:NaN|Infinity)\b", "JSON has neither NaN nor Infinity"),
    (r"(?:True|TRUE|False|FALSE|None|Null|NULL)\b", "JSON writes true, false and null, in lower case"),
    (r"[-+.\d]", "this is not a number as JSON writes it"),
    (r"", "keys and text stand in double quotes in JSON"),
)


class _Token(NamedTuple):
    kind: str | None
    text: str
    start: int
    end: int


def parse(source: Source) -> Node:
    """Build the tree of a JSON text; raise Unreadable where it is not JSON."""
    return _Parser(source).document()


class _Parser:
    """Recursive descent of bounded depth; each method is handed the token that it starts with."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._end = 0  # of the token taken last

    def document(self) -> Node:
        token = self._next()
        if token.kind == "end":
            raise Unreadable(0, "empty-document", "the file is empty")
        node = self._value(token, 1)
        token = self._next()
        if token.kind != "end":
            raise Unreadable(token.start, "syntax", "the JSON text has ended before this")
        return node

    def _next(self) -> _Token:
        match = _TOKEN.match(self._text, self._end)
        if match is None:
            raise self._not_json()
        kind = match.lastgroup
        start, self._end = match.span(match.lastindex or 0)
        return _Token(kind, self._text[start : self._end], start, self._end)

    def _value(self, token: _Token, depth: int) -> Node:
        if token.kind == "string":
            return self._string(token)
        if token.kind == "literal":
            return Scalar(token.text, LITERAL, token.start, token.end)
        if token.text not in ("{", "["):
            raise Unreadable(token.start, "syntax", "a value is missing here")
        if depth > MAX_DEPTH:
            raise Unreadable(token.start, "too-deep", f"more than {MAX_DEPTH} levels of nesting")
        return self._mapping(token, depth) if token.text == "{" else self._sequence(token, depth)

    def _mapping(self, opening: _Token, depth: int) -> Mapping:
        pairs = []
        token = self._next()
        while token.text != "}":
            if token.kind != "string":
                raise Unreadable(token.start, "syntax", "a key in double quotes is missing here")
            key = self._string(token)
            colon = self._next()
            if colon.text != ":":
                raise Unreadable(token.end, "syntax", "a colon is missing after this key")
            pairs.append((key, self._value(self._next(), depth + 1)))
            token = self._after_item(opening, "}")
        return self._source.mapping(pairs, opening.start)

    def _sequence(self, opening: _Token, depth: int) -> Sequence:
        items = []
        token = self._next()
        while token.text != "]":
            items.append(self._value(token, depth + 1))
            token = self._after_item(opening, "]")
        return Sequence(tuple(items), opening.start)

    def _after_item(self, opening: _Token, closing: str) -> _Token:
        """Take the closing bracket, or the comma and the first token of the next item."""
        item_end = self._end
        token = self._next()
        if token.text == closing:
            return token
        if token.text == ",":
            following = self._next()
            if following.text == closing:
                raise Unreadable(token.start, "syntax", f"JSON has no comma before {closing}")
            return following
        if token.kind == "end":
            line = self._source.place(opening.start)[0]
            raise Unreadable(item_end, "syntax", f"the {opening.text} of line {line} is never closed")
        raise Unreadable(item_end, "syntax", f"a comma or {closing} is missing here")

    def _string(self, token: _Token) -> Scalar:
        text = token.text[1:-1]
        if "\\" in text:
            text = _ESCAPE.sub(lambda match: self._unescaped(match, token.start + 1), text)
            # two escapes may make one character beyond U+FFFF (RFC 8259, section 7)
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return Scalar(text, STRING, token.start, token.end)

    def _unescaped(self, match: re.Match[str], offset: int) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        if match[2] not in _ESCAPED:
            raise Unreadable(
                offset + match.start(), "syntax", f"\\{printable(match[2])} is no escape in JSON", f"\\\\{match[2]}"
            )
        return _ESCAPED[match[2]]

    def _not_json(self) -> Unreadable:
        """Say what stands where no token does."""
        space = _SPACE.match(self._text, self._end)
        start = space.end() if space else self._end
        string = _OPEN_STRING.match(self._text, start)
        if string and self._text.startswith("\t", string.end()):
            return Unreadable(string.end(), "syntax", "a tab inside of a JSON text is written as an escape", "\\t")
        message = next(message for pattern, message in _NOT_JSON if re.compile(pattern).match(self._text, start))
        return Unreadable(start, "syntax", message)
