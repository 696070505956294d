"""The FILE argument that most commands share."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cloud_resume.cli import _output
from cloud_resume.errors import ResumeError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cloud_resume.resume import Reading, Resume

_NAMES = ("resume.yaml", "resume.yml", "resume.json")


def add_argument(parser: argparse.ArgumentParser, *, stdin: bool = True) -> None:
    """Add FILE."""
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the resume; by default resume.yaml, .yml or .json in this folder"
        + ("; - is standard input" if stdin else ""),
    )


def add_only(parser: argparse.ArgumentParser) -> None:
    """Add `--only`."""
    parser.add_argument(
        "--only",
        metavar="TAG",
        action="append",
        default=[],
        help="leave out what is tagged, but not with TAG; may be given more than once",
    )


def add_theme(parser: argparse.ArgumentParser) -> None:
    """Add `--theme`."""
    parser.add_argument(
        "--theme", metavar="NAME|FOLDER", help="the look of the page: book, manual, swiss, or a folder with a theme.css"
    )


def path(file: str | None) -> Path:
    """Give the file that is meant; UsageError where none or more than one is there."""
    from pathlib import Path

    if file is not None:
        return Path(file)
    found = [name for name in _NAMES if os.path.lexists(name)]
    if len(found) == 1:
        return Path(found[0])
    if found:
        message = f"this folder has {' and '.join(found)}; name the one that is meant"
    else:
        message = (
            "no resume.yaml, resume.yml or resume.json in this folder; "
            "name a file, or make one with `cloud-resume new DIR`"
        )
    raise UsageError(message)


def reading(file: str | None, *, alone: bool = False) -> Reading:
    """Read and check the file that is meant, with its translations unless `alone`, or standard input for ``-``."""
    from cloud_resume.resume import MAX_BYTES, load, read

    if file != "-":
        return load(path(file), unshowable=_unshowable, alone=alone)
    from pathlib import Path

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    return read(data, name="<stdin>", folder=Path.cwd(), unshowable=_unshowable)


def resume(file: str | None, only: Sequence[str] = (), theme: str | None = None, *, alone: bool = False) -> Resume:
    """Give the resume, or its variant, in its theme or another; show its warnings; ResumeError where it has errors."""
    from cloud_resume.resume import themed, variant

    result = reading(file, alone=alone)
    if result.resume is None:
        raise ResumeError(result.problems)
    _output.problems(result.problems)
    chosen = variant(result.resume, only)
    return themed(chosen, theme) if theme is not None else chosen


def at_home(resume: Resume, url: str) -> Resume:
    """Give the resume with the address that its site is found at, unless its settings say another."""
    settings = resume.settings
    return resume._replace(settings=settings._replace(site_url=settings.site_url or url))


def _unshowable(text: str) -> Mapping[str, str | None]:
    from cloud_resume import site  # a resume in ASCII never asks

    return site.unshowable(text)
