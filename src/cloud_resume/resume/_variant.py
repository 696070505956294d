"""Leave out of a resume what is tagged for another reader than the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cloud_resume.errors import UsageError
from cloud_resume.resume._model import TAGGABLE
from cloud_resume.resume._spec import SECTION_KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cloud_resume.resume._model import Resume

_SECTIONS = [key for key in SECTION_KEYS if key != "summary"]


def variant(resume: Resume, only: Collection[str]) -> Resume:
    """Give what is untagged or has one of the tags of `only`, without its tags, or everything if that is empty.

    Raises UsageError for a tag that nothing has, or nothing in one of the languages, unless that has no tags at all.
    """
    if not only:
        return resume
    there = [(each.settings.lang, sorted(set(_tags(each)))) for each in (resume, *resume.translations)]
    every = sorted({tag for _, tags in there for tag in tags})
    for tag in only:
        if tag not in every:
            found = f"the tags there are: {', '.join(every)}" if every else "this resume has no tags"
            message = f"nothing is tagged {tag}; {found}"
            raise UsageError(message)
        for lang, tags in there:
            if tags and tag not in tags:
                message = f"nothing is tagged {tag} in the resume's file in {lang}; its tags are: {', '.join(tags)}"
                raise UsageError(message)
    return _with_tags(resume, only)


def _with_tags(resume: Resume, only: Collection[str]) -> Resume:
    sections: dict[str, Any] = {
        section: tuple(
            _with_items(entry, only)
            for entry in getattr(resume, section)
            if not entry.tags or not set(entry.tags).isdisjoint(only)
        )
        for section in _SECTIONS
    }
    translations = tuple(_with_tags(translation, only) for translation in resume.translations)
    return resume._replace(**sections, translations=translations)


def _tags(resume: Resume) -> Iterator[str]:
    for section in _SECTIONS:
        for entry in getattr(resume, section):
            yield from entry.tags
            yield from (tag for tag, _ in getattr(entry, "tagged", ()))


def _with_items(entry: Any, only: Collection[str]) -> Any:  # noqa: ANN401 - an entry of any section
    tagged = getattr(entry, "tagged", ())
    kept = {item for tag, items in tagged if tag in only for item in items}
    left_out = {item for _, items in tagged for item in items} - kept
    lists = {field: getattr(entry, field) for field in TAGGABLE if hasattr(entry, field)}
    return entry._replace(
        **{field: tuple(item for item in items if item not in left_out) for field, items in lists.items()},
        **{field: () for field in ("tags", "tagged") if hasattr(entry, field)},
    )
