"""The resumes of other programs, as the dicts of a JSON Resume and back; who reads one reports what has no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._nodes import Mapping

if TYPE_CHECKING:
    from cloud_resume.errors import Problem
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._source import Source

_ZIP = b"PK\x03\x04"


def document(root: Mapping, source: Source) -> dict[str, object] | None:
    """Give the JSON Resume of a file that RenderCV or YAMLResume has written, or None if neither has.

    What has no place is reported to `source`.
    """
    values = {key.text: value for key, value in root.pairs}
    if isinstance(values.get("cv"), Mapping):
        from cloud_resume.resume._formats._rendercv import from_rendercv  # noqa: PLC0415 - only for such a file

        return from_rendercv(root, source)
    if isinstance(values.get("content"), Mapping):
        from cloud_resume.resume._formats._yamlresume import from_yamlresume  # noqa: PLC0415 - only for such a file

        return from_yamlresume(root, source)
    return None


def is_archive(data: bytes) -> bool:
    """Whether a file is a zip, as LinkedIn hands out."""
    return data.startswith(_ZIP)


def of_archive(data: bytes, name: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Give the JSON Resume of LinkedIn's archive, and what has no place in it; raise Unreadable if it is none."""
    from cloud_resume.resume._formats._linkedin import from_linkedin  # noqa: PLC0415 - brings zipfile and csv

    return from_linkedin(data, name)


class Export(NamedTuple):
    """A resume in another program's format, and what that has no place for: a sentence each."""

    content: bytes
    losses: tuple[str, ...]


def to_rendercv(resume: Resume) -> Export:
    """Write a resume as RenderCV's YAML, private fields and all."""
    from cloud_resume.resume._formats import _rendercv_export  # noqa: PLC0415 - only for an export

    return Export(*_rendercv_export.to_rendercv(resume))
