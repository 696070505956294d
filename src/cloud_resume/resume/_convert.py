"""Turn a resume that exists already into the `resume.yaml` that a person goes on with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._check import check
from cloud_resume.resume._formats import document, is_archive, of_archive
from cloud_resume.resume._nodes import Mapping, Node, Scalar, Sequence, Unreadable
from cloud_resume.resume._reading import parse
from cloud_resume.resume._source import Source
from cloud_resume.resume._spec import RESUME, List, Object
from cloud_resume.resume._yaml_text import block_style, to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud_resume.errors import Problem
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._spec import Kind

_MODELINE = "# yaml-language-server: $schema=./resume.schema.json\n"
_ANY_MODELINE = r"(?m)^# *yaml-language-server:.*\n"


_A_PDF = (
    "a PDF does not say what in it is a name, a date or a job; start from JSON Resume, RenderCV, YAMLResume or "
    "LinkedIn's archive"
)


class Conversion(NamedTuple):
    """What came of a conversion: no text exactly when the file can't be parsed."""

    text: str
    problems: tuple[Problem, ...]
    beside: dict[str, bytes]  # the picture, if one is named and there, by its path from the resume's folder


def convert(data: bytes, *, name: str, folder: Path | None = None) -> Conversion:
    """Give the text of a `resume.yaml` for the file of another resume, told by what is in it.

    Of a JSON Resume former keys get their present name; all else is kept in the file's order, unknown keys too, and
    what was YAML keeps its comments and its layout; the problems are those of the file. RenderCV's and YAMLResume's
    files and LinkedIn's archive are taken over as docs/formats.md says; the problems are what has no place, in the
    file, and then those of the text, whose file is called `resume.yaml`. `name` and `folder` are what they are for
    `read`.
    """
    source = Source(name)
    try:
        if is_archive(data):
            found, problems = of_archive(data, name)
            return _taken_over(found, problems, folder)
        root = _parsed(data, source)
        foreign = document(root, source)
        if foreign is not None:
            return _taken_over(foreign, source.problems(), folder)
    except Unreadable as problem:
        source.report(*problem.finding)
        return Conversion("", source.problems(), {})
    beside = _checked(root, source, folder)
    json = _json_tree(source)
    if isinstance(json, Mapping):
        text = block_style(json, RESUME, dict(_present_names(json, RESUME)))
    else:
        text = _renamed(source.text, root)
    return Conversion(_MODELINE + text, tuple(map(_told, source.problems())), beside)


def _parsed(data: bytes, source: Source) -> Mapping:
    if data.startswith(b"%PDF"):
        raise Unreadable(0, "wrong-type", _A_PDF)
    return parse(source, data)


def _taken_over(found: dict[str, object], problems: tuple[Problem, ...], folder: Path | None) -> Conversion:
    """Write what was found in another program's file, and check it; raise Unreadable if that made it too large."""
    made = Source("resume.yaml")
    text = _MODELINE + to_yaml(found, RESUME)
    beside = _checked(parse(made, text.encode()), made, folder)
    return Conversion(text, (*problems, *made.problems()), beside)


def _checked(root: Mapping, source: Source, folder: Path | None) -> dict[str, bytes]:
    """Report what is wrong with a resume, and give the picture that goes beside it."""
    try:
        return _beside(check(root, source, folder))
    except Unreadable as problem:
        source.report(*problem.finding)
        return {}


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
