"""Read a resume: from bytes or a file to the typed resume, or to everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.errors import OutsideError
from cloud_resume.resume._check import check
from cloud_resume.resume._nodes import Mapping, Node, Unreadable, absent
from cloud_resume.resume._source import MAX_BYTES, Source

if TYPE_CHECKING:
    from pathlib import Path

    from cloud_resume.errors import Problem
    from cloud_resume.resume._check import Unshowable
    from cloud_resume.resume._model import Resume


class Reading(NamedTuple):
    """What came of reading: no resume exactly when one of the problems is an error."""

    resume: Resume | None
    problems: tuple[Problem, ...]  # in the order of lines and columns


def read(data: bytes, *, name: str, folder: Path | None = None, unshowable: Unshowable | None = None) -> Reading:
    """Read a resume from a file's bytes.

    `name` stands in the problems; if it ends in ``.json`` the file is JSON, if in ``.yaml`` or ``.yml`` YAML, and
    otherwise, as ``<stdin>``, JSON when it starts with a brace. A picture is looked up in `folder`, or not at all
    without one. What `unshowable` finds in all the texts together is a problem of each text that it is in.
    """
    source = Source(name)
    resume = None
    try:
        resume = check(parse(source, data), source, folder, unshowable)
    except Unreadable as problem:
        source.report(*problem.finding)
    return Reading(None if source.errors else resume, source.problems())


def load(path: Path, *, unshowable: Unshowable | None = None) -> Reading:
    """Read a resume's file, as `read` does, with the picture beside it; raise OutsideError if it can't be read."""
    return read(contents(path), name=str(path), folder=path.parent, unshowable=unshowable)


def contents(path: Path, limit: int = MAX_BYTES + 1) -> bytes:
    """Give a file's bytes, of one that is too large `limit`; raise OutsideError if it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except FileNotFoundError:
        message = f"there is no file {path}; `cloud-resume new DIR` makes one to start from"
        raise OutsideError(message) from None
    except IsADirectoryError:
        message = f"{path} is a folder; name the resume's file in it"
        raise OutsideError(message) from None
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise OutsideError(message) from None


def parse(source: Source, data: bytes) -> Mapping:
    """Decode and parse a file into `source`; raise Unreadable for what ends the reading."""
    source.decode(data)
    root = _tree(source)
    if absent(root):
        raise Unreadable(root.start, "empty-document", "the file is empty")
    if not isinstance(root, Mapping):
        raise Unreadable(root.start, "wrong-type", "a resume is a mapping with keys such as basics and work")
    return root


def _tree(source: Source) -> Node:
    name = source.name.lower()
    is_json = name.endswith(".json") or (not name.endswith((".yaml", ".yml")) and source.text.lstrip().startswith("{"))
    # each parser is imported when it is needed: PyYAML alone takes longer than all the rest
    if is_json:
        from cloud_resume.resume._json import parse  # noqa: PLC0415 - as said above
    else:
        from cloud_resume.resume._yaml import parse  # noqa: PLC0415 - as said above
    return parse(source)
