"""Write a tree as YAML, as a person writes a resume."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.resume._nodes import LITERAL, STRING, Mapping, Node, Scalar, Sequence, quoted
from cloud_resume.resume._spec import List, Object
from cloud_resume.resume._values import DATE, END_DATE

if TYPE_CHECKING:
    from collections import abc

    from cloud_resume.resume._spec import Kind

_WIDTH = 96  # columns after which a text is folded
_ESCAPED = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t"}

_LONGEST_KEY = 1000  # a longer one needs YAML's question mark (YAML 1.2.2, 7.4)

_NOT_ON_A_LINE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_NOT_PLAIN = r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?:: | #|[:\s]$)|(?:=|<<)$"

# what YAML 1.1 or YAML 1.2 takes for something other than text
_AMBIGUOUS = r"""(?x)
      (?i: ~ | null | true | false | yes | no | on | off | y | n )
    | [-+]? (?: 0[xob][0-9a-fA-F_]+ | [0-9][0-9_]*(?:\.[0-9_]*)? | \.[0-9][0-9_]* ) (?:[eE][-+]?[0-9]+)?
    | [-+]? [0-9][0-9_]* (?::[0-5]?[0-9])+ (?:\.[0-9_]*)?
    | [-+]? \. (?i: inf | nan )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?:[Tt]|[ ]+) [0-9]{1,2}:[0-9]{2}:[0-9]{2} .* )?
    """


def to_yaml(document: abc.Mapping[str, object], kind: Kind | None = None) -> str:
    """Write what JSON knows, of dicts, lists, texts and integers, as `block_style` does."""
    return block_style(Mapping(tuple(_pairs(document)), 0), kind)


def block_style(root: Mapping, kind: Kind | None = None, names: abc.Mapping[Scalar, str] | None = None) -> str:
    """Write a tree as YAML, with an empty line between what is on its first level.

    `kind` tells dates from texts, which want quotes where YAML would take them for a date; a key that is in `names`
    gets that name.
    """
    sections = [_lines(Mapping((pair,), root.start), kind, names or {}, 0) for pair in root.pairs]
    return "\n\n".join("\n".join(lines) for lines in sections or [["{}"]]) + "\n"


def _pairs(document: abc.Mapping[str, object]) -> abc.Iterator[tuple[Scalar, Node]]:
    return ((Scalar(key, STRING, 0, 0), _tree(value)) for key, value in document.items())


def _tree(value: object) -> Node:
    if isinstance(value, dict):
        return Mapping(tuple(_pairs(value)), 0)
    if isinstance(value, list):
        return Sequence(tuple(map(_tree, value)), 0)
    return Scalar(str(value), STRING if isinstance(value, str) else LITERAL, 0, 0)


def _lines(node: Node, kind: Kind | None, names: abc.Mapping[Scalar, str], indent: int) -> list[str]:
    """Write a node as lines without their indentation of `indent` columns, which only says where to fold."""
    if isinstance(node, Scalar):
        return _scalar(node, kind, indent)
    lines = []
    if isinstance(node, Sequence):
        for item in node.items:
            first, *rest = _lines(item, kind.item if isinstance(kind, List) else None, names, indent + 2)
            lines += [f"- {first}", *(f"  {line}" for line in rest)]
        return lines or ["[]"]
    kinds = {key.name: key.kind for key in kind.keys} if isinstance(kind, Object) else {}
    for key, value in node.pairs:
        name = names.get(key, key.text)
        inner = _lines(value, kinds.get(name), names, indent + 2)
        head = _one_line(name, may_be_date=False)
        if len(head) > _LONGEST_KEY:
            lines.append(f"? {head}")
            head = ""
        if isinstance(value, Scalar) or inner in (["[]"], ["{}"]):
            lines += [f"{head}: {inner[0]}", *(f"  {line}" for line in inner[1:])]
        else:
            lines += [f"{head}:", *(f"  {line}" for line in inner)]
    return lines or ["{}"]


def _scalar(node: Scalar, kind: Kind | None, indent: int) -> list[str]:
    text = node.text
    if node.kind == LITERAL:
        return [text]
    if re.search(_NOT_ON_A_LINE, text.replace("\n", "")) is None:
        if "\n" in text.rstrip("\n") and text[0] not in " \n" and not text.endswith("\n\n"):
            return ["|" if text.endswith("\n") else "|-", *text.removesuffix("\n").split("\n")]
        folded = _folded(text, _WIDTH - indent)
        if len(folded) > 1 and " ".join(text.split()) == text:
            return [">-", *folded]
    return [_one_line(text, may_be_date=kind in (DATE, END_DATE))]


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _one_line(text: str, *, may_be_date: bool) -> str:
    """Write a text on one line, in quotes only if YAML would take it for something else without."""
    if re.search(_NOT_ON_A_LINE, text):
        return '"' + re.sub(rf'["\\]|{_NOT_ON_A_LINE}', lambda match: _escaped(match[0]), text) + '"'
    plain = text and not re.match(_NOT_PLAIN, text)
    if plain and (may_be_date or not re.fullmatch(_AMBIGUOUS, text)):
        return text
    return quoted(text)


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return _ESCAPED[character]
    if "\ud800" <= character <= "\udfff":  # YAML can't write half a surrogate pair: the replacement character
        return "\ufffd"
    return f"\\u{ord(character):04X}"
