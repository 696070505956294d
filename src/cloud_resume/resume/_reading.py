"""Read a resume: from bytes or a file to the typed resume, or to everything that is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.errors import OutsideError, Problem
from cloud_resume.resume._check import check
from cloud_resume.resume._model import Settings
from cloud_resume.resume._nodes import Mapping, Node, Unreadable, absent
from cloud_resume.resume._source import MAX_BYTES, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud_resume.resume._check import Unshowable
    from cloud_resume.resume._model import Resume


_ENDINGS = ("yaml", "yml", "json")
_LANGUAGE = "[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"  # no more, or resume.old.yaml would be one
_TRANSLATION = rf"(?P<stem>.+)\.(?P<lang>{_LANGUAGE})\.(?:{'|'.join(_ENDINGS)})"


class Reading(NamedTuple):
    """What came of reading: no resume exactly when one of the problems is an error."""

    resume: Resume | None
    problems: tuple[Problem, ...]  # in the order of lines and columns


def read(
    data: bytes,
    *,
    name: str,
    folder: Path | None = None,
    unshowable: Unshowable | None = None,
    lang: str | None = None,
) -> Reading:
    """Read a resume from a file's bytes.

    `name` stands in the problems; if it ends in ``.json`` the file is JSON, if in ``.yaml`` or ``.yml`` YAML, and
    otherwise, as ``<stdin>``, JSON when it starts with a brace. A picture is looked up in `folder`, or not at all
    without one. What `unshowable` finds in all the texts together is a problem of each text that it is in. `lang` is
    the language of a file that does not say it.
    """
    source = Source(name)
    resume = None
    try:
        resume = check(parse(source, data), source, folder, unshowable, lang)
    except Unreadable as problem:
        source.report(*problem.finding)
    return Reading(None if source.errors else resume, source.problems())


def load(path: Path, *, unshowable: Unshowable | None = None, alone: bool = False) -> Reading:
    """Read a resume's file, as `read` does, with the picture and, unless `alone`, the `translations` beside it.

    Their problems come after its own. Raises OutsideError if a file can't be read.
    """
    files = [path] if alone else [path, *translations(path)]
    readings = [_load(file, unshowable) for file in files]
    resumes = [reading.resume for reading in readings if reading.resume]
    problems = [problem for reading in readings for problem in reading.problems]
    if len(resumes) < len(files):
        return Reading(None, tuple(problems))
    first, *others = resumes
    if repeats := list(_repeats(files, [resume.settings.lang for resume in resumes])):
        return Reading(None, (*problems, *repeats))
    problems += _ignored(files, [resume.settings for resume in resumes])
    return Reading(first._replace(translations=tuple(others)), tuple(problems))


def translations(path: Path) -> list[Path]:
    """Find the same resume in other languages: ``resume.de.yaml`` and ``resume.pt-BR.json`` beside ``resume.yaml``."""
    try:
        files = sorted(path.parent.iterdir())
    except OSError:  # reading the resume itself says why
        return []
    return [file for file in files if _translation(file.name)[0] == path.stem]


def _load(path: Path, unshowable: Unshowable | None) -> Reading:
    stem, lang = _translation(path.name)
    if not any(path.with_name(f"{stem}.{ending}").exists() for ending in _ENDINGS):
        lang = None  # of nothing
    return read(contents(path), name=str(path), folder=path.parent, unshowable=unshowable, lang=lang)


def _translation(name: str) -> tuple[str, str] | tuple[None, None]:
    """Read off a file's name what it is a translation of, without the ending, and the language."""
    match = re.fullmatch(_TRANSLATION, name) if name.count(".") > 1 else None  # most need no pattern
    return (match["stem"], match["lang"]) if match else (None, None)


def _repeats(files: list[Path], langs: list[str]) -> Iterator[Problem]:
    """Report each file whose language an earlier one has."""
    first: dict[str, Path] = {}
    for file, lang in zip(files, langs, strict=True):
        other = first.setdefault(lang.lower(), file)
        if other is not file:
            message = f"this is in {lang}, as {other.name} is; say by meta.cloudResume.lang what language each is in"
            yield Problem(str(file), 1, 1, "error", "duplicate-language", message)


def _ignored(files: list[Path], settings: list[Settings]) -> Iterator[Problem]:
    """Report what a translation says of the site otherwise than the resume, whose word counts."""
    first, default = settings[0], Settings()
    for file, own in zip(files[1:], settings[1:], strict=True):
        for key, field in (("siteUrl", "site_url"), ("theme", "theme")):
            if getattr(own, field) not in (getattr(default, field), getattr(first, field)):
                message = f"meta.cloudResume.{key} is ignored in a translation; what {files[0].name} says counts"
                yield Problem(str(file), 1, 1, "warning", "ignored-setting", message)


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
