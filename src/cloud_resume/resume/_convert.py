"""Turn a JSON Resume that exists already into the `resume.yaml` that a person goes on with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._check import check
from cloud_resume.resume._nodes import LITERAL, Mapping, Node, Scalar, Sequence, Unreadable, quoted
from cloud_resume.resume._reading import parse
from cloud_resume.resume._source import Source
from cloud_resume.resume._spec import RESUME, List, Object
from cloud_resume.resume._values import DATE, END_DATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud_resume.errors import Problem
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._spec import Kind

_MODELINE = "# yaml-language-server: $schema=./resume.schema.json\n"
_ANY_MODELINE = r"(?m)^# *yaml-language-server:.*\n"

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


class Conversion(NamedTuple):
    """What came of a conversion: no text exactly when the file can't be parsed."""

    text: str
    problems: tuple[Problem, ...]
    beside: dict[
        str, bytes
    ]  # the picture by its path from the resume's folder, if the resume names one and it is there


def convert(data: bytes, *, name: str, folder: Path | None = None) -> Conversion:
    """Give the text of a `resume.yaml` for a JSON Resume file, with the problems of that file and its picture.

    Former keys get their present name; all else is kept in the file's order, unknown keys too, and what was YAML
    keeps its comments and its layout. `name` and `folder` are what they are for `read`.
    """
    source = Source(name)
    try:
        root = parse(source, data)
    except Unreadable as problem:
        source.report(*problem.finding)
        return Conversion("", source.problems(), {})
    beside = {}
    try:
        resume = check(root, source, folder)
    except Unreadable as problem:
        source.report(*problem.finding)
    else:
        beside = _beside(resume)
    tree = _json_tree(source)
    text = _block_style(tree) if isinstance(tree, Mapping) else _renamed(source.text, root)
    return Conversion(_MODELINE + text, tuple(map(_told, source.problems())), beside)


def _told(problem: Problem) -> Problem:
    """Say of a former key what was done about it, for there is nothing left to do."""
    if problem.code != "legacy-key" or problem.suggestion is None:
        return problem
    return problem._replace(message=f"{problem.message}; renamed", suggestion=None)


def _beside(resume: Resume) -> dict[str, bytes]:
    path = resume.basics.image or ""
    in_the_text = path.lower().startswith("data:")
    return {path: resume.picture.data} if resume.picture and not in_the_text else {}


def _json_tree(source: Source) -> Node | None:
    """Parse what is JSON, whatever the file is called."""
    from cloud_resume.resume._json import parse as parse_json  # noqa: PLC0415 - only where it is needed

    try:
        return parse_json(Source(source.name, source.text))
    except Unreadable:
        return None


def _present_names(node: Node, kind: Kind | None) -> Iterator[tuple[Scalar, str]]:
    """Find the former keys, with what each is called now; one that stands beside its present name is kept."""
    if isinstance(node, Sequence) and isinstance(kind, List):
        for item in node.items:
            yield from _present_names(item, kind.item)
    if isinstance(node, Mapping) and isinstance(kind, Object):
        there = {key.text for key, _ in node.pairs}
        keys = {name: key for key in kind.keys for name in (key.name, *key.former)}
        for key, value in node.pairs:
            if key.text in keys:
                known = keys[key.text]
                if known.name not in there:
                    yield key, known.name
                yield from _present_names(value, known.kind)


def _renamed(text: str, root: Mapping) -> str:
    """Put the present names into a YAML text, which stays as it is otherwise."""
    pieces, end = [], 0
    for key, name in sorted(set(_present_names(root, RESUME)), key=lambda found: found[0].start):
        if text[key.start : key.end].strip("\"'") == key.text:  # an anchor may stand before it
            pieces += [text[end : key.start], name]
            end = key.end
    text = "".join([*pieces, text[end:]]).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(_ANY_MODELINE, "", text, count=1)
    return text if text.endswith("\n") else text + "\n"


def _block_style(root: Mapping) -> str:
    """Write a tree as YAML, with an empty line between the sections."""
    names = dict(_present_names(root, RESUME))
    sections = [_lines(Mapping((pair,), root.start), RESUME, names, 0) for pair in root.pairs]
    return "\n\n".join("\n".join(lines) for lines in sections or [["{}"]]) + "\n"


def _lines(node: Node, kind: Kind | None, names: dict[Scalar, str], indent: int) -> list[str]:
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
