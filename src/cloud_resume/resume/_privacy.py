"""What of a resume is private, and the resume without it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._model import PRIVATE_FIELDS
from cloud_resume.resume._spec import field

if TYPE_CHECKING:
    from cloud_resume.resume._model import Resume


def published(resume: Resume) -> Resume:
    """Give the resume without those of `PRIVATE_FIELDS` that `Settings.public` does not list."""
    for path in PRIVATE_FIELDS:
        if path not in resume.settings.public:
            resume = _without(resume, field(path).split("."))
    return resume


def privacy(resume: Resume) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give those of `PRIVATE_FIELDS` that are there: the ones that go public, then the ones that stay private."""
    there = [path for path in PRIVATE_FIELDS if attrgetter(field(path))(resume)]
    public = resume.settings.public
    return tuple(path for path in there if path in public), tuple(path for path in there if path not in public)


def _without(value: Any, fields: list[str]) -> Any:  # noqa: ANN401 - a resume, or any part of it
    name, *inner = fields
    return value._replace(**{name: _without(getattr(value, name), inner) if inner else None})
