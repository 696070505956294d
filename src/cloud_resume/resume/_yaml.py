"""Parse YAML into nodes with their places: from the parser's events, so nothing is resolved or constructed.

The limits hold while events are read: libyaml's own composer recurses once a level, and aliases of aliases
stand for more nodes than any walk through the tree would end with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from cloud_resume.resume._nodes import MAX_DEPTH, PLAIN, STRING, Mapping, Node, Scalar, Sequence, Unreadable, quoted
from cloud_resume.resume._source import shown
from cloud_resume.resume._spec import key_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.resume._source import Source

_MAX_ALIASED = 10_000  # nodes that all aliases of a file together may stand for


def parse(source: Source) -> Node:
    """Build the tree of the one document in a YAML text; raise Unreadable where it is not YAML."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # PyYAML may have been built without libyaml
    try:
        return _Composer(source, yaml.parse(source.text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, source) from None
    except (OverflowError, ValueError):  # how the parser without libyaml takes an escape beyond Unicode
        offset = max(0, source.text.find("\\U"))
        raise Unreadable(offset, "syntax", "there is no such character") from None


class _Composer:
    """Recursive descent of bounded depth over the events."""

    def __init__(self, source: Source, events: Iterator[Any]) -> None:
        self._source = source
        self._events = events
        self._anchors: dict[str, tuple[Node, int] | None] = {}  # a node and its size; None while it is open
        self._size = 0  # nodes so far, an alias counted as the nodes it stands for
        self._aliased = 0

    def document(self) -> Node:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise Unreadable(0, "empty-document", "the file is empty")
        node = self._node(next(self._events), 1)
        next(self._events)
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            start = following.start_mark.index
            self._source.report(start, "multiple-documents", "a second document starts here; a resume is one")
        return node

    def _node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 - the stubs make every mark optional
        kind = type(event)
        start = event.start_mark.index
        if kind is yaml.AliasEvent:
            return self._alias(event.anchor, start)
        if depth > MAX_DEPTH and kind is not yaml.ScalarEvent:
            raise Unreadable(start, "too-deep", f"more than {MAX_DEPTH} levels of nesting")
        if event.tag is not None:
            self._source.report(start, "yaml-tag", f"a tag such as {shown(event.tag)} has no meaning here")
        size = self._size
        self._size += 1
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        node: Node
        if kind is yaml.ScalarEvent:
            node = Scalar(event.value, STRING if event.style else PLAIN, start, event.end_mark.index)
        elif kind is yaml.SequenceStartEvent:
            node = self._sequence(start, depth)
        else:
            node = self._mapping(start, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._size - size
        return node

    def _alias(self, anchor: str, start: int) -> Node:
        if anchor not in self._anchors:
            message = f"there is no &{shown(anchor)} before this; a text that starts with * wants quotes"
            raise Unreadable(start, "bad-alias", message)
        anchored = self._anchors[anchor]
        if anchored is None:
            raise Unreadable(start, "bad-alias", f"*{shown(anchor)} stands inside of what it repeats")
        node, size = anchored
        self._size += size
        self._aliased += size
        if self._aliased > _MAX_ALIASED:
            raise Unreadable(start, "too-many-aliases", f"the aliases stand for more than {_MAX_ALIASED:,} nodes")
        return node

    def _sequence(self, start: int, depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), start)

    def _mapping(self, start: int, depth: int) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        merged: list[tuple[Scalar, Node]] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar) or (key.kind == PLAIN and not key.text):
                self._source.report(key.start, "bad-key", "a key is a word, not a list, a mapping or nothing")
            elif key.text == "<<" and key.kind == PLAIN and (bases := _bases(value)):
                merged += [pair for base in bases for pair in base.pairs]
            else:
                pairs.append((key, value))
        mapping = self._source.mapping(pairs, start)
        if not merged:
            return mapping
        own = {key.text for key, _ in pairs}
        inherited = {key.text: (key, value) for key, value in reversed(merged) if key.text not in own}
        return Mapping((*mapping.pairs, *inherited.values()), start)


def _bases(value: Node) -> list[Mapping]:
    """Give the mappings that a merge key names (https://yaml.org/type/merge.html), or none if it is no merge."""
    nodes = value.items if isinstance(value, Sequence) else (value,)
    bases = [node for node in nodes if isinstance(node, Mapping)]
    return bases if len(bases) == len(nodes) else []


def _meant(line: str) -> str:
    """Give what was meant as text in a line with two colons: all that follows a key, or a dash if there is none."""
    key, _, text = line.partition(": ")
    before, dash, word = key.rpartition("- ")
    listed = dash and not before.strip() and word not in key_names()
    return (line[len(before + dash) :] if listed else text).strip()


def _syntax(error: yaml.MarkedYAMLError, source: Source) -> Unreadable:
    """Say in a person's words what the parser stumbled over."""
    problem, context = error.problem or "", error.context or ""
    unquoted = re.match("while scanning an (?:alias|anchor)", context)
    mark = (not unquoted and error.problem_mark) or error.context_mark
    offset = mark.index if mark else 0
    _, column, line = source.place(offset)
    before, rest = line[: column - 1].rstrip(), line[column - 1 :].rstrip()
    suggestion = None
    if "mapping values" in problem:
        text = _meant(line)
        if ": " in text and text[0].isalnum():
            message, suggestion = "a text with a colon and a space in it wants quotes", quoted(text)
        else:
            message = "a key can't stand here: look at the indentation of this line"
    elif "cannot start any token" in problem or unquoted:
        if line.startswith("\t", column - 1):
            message = "YAML is indented by spaces, not by tabs"
        else:
            message, suggestion = f"a text that starts with {rest[0]} wants quotes", quoted(rest)
    elif "quoted scalar" in context and "end of stream" in problem and error.context_mark:
        offset, message = error.context_mark.index, "this quote is never closed"
    elif "simple key" in context and error.context_mark:
        offset, message = error.context_mark.index, "this is no key: a colon is missing after it, or quotes around more"
    elif before.endswith(("'", '"')):
        message = "there is more after the closing quote; a quote inside of a text in quotes is written twice"
    elif "flow" in context:
        message = "a comma, a value or the closing bracket is missing before this, or one is too many"
    elif "block mapping" in context or "block collection" in context or "document start" in problem:
        message = "this does not go with the lines above: look at its indentation"
    else:
        message = f"{context} {problem}".strip()
    return Unreadable(offset, "syntax", message, suggestion)
