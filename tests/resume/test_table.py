"""The table of keys and the typed resume name the same fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.resume import Meta, Resume
from cloud_resume.resume._spec import META, RESUME, List, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.resume._spec import Kind


def objects(kind: Kind) -> Iterator[Object]:
    if isinstance(kind, List):
        yield from objects(kind.item)
    if isinstance(kind, Object):
        yield kind
        for key in kind.keys:
            yield from objects(key.kind)


@pytest.mark.parametrize(
    "kind", [kind for kind in objects(RESUME) if hasattr(kind.make, "_fields")], ids=lambda kind: kind.name
)
def test_each_key_is_a_field_in_the_same_order(kind: Object) -> None:
    assert tuple(key.field for key in kind.keys) == kind.make._fields  # type: ignore[attr-defined] # only those that have them


def test_the_resume_and_its_meta_hold_their_keys_and_what_is_split_off() -> None:
    split_off = ("settings", "picture", "style_sheet", "translations")
    assert ("$schema", *Resume._fields) == (*(key.field for key in RESUME.keys), *split_off)
    assert (*Meta._fields, "cloud_resume") == tuple(key.field for key in META.keys)


def test_no_former_key_is_a_present_one() -> None:
    for kind in objects(RESUME):
        names = [name for key in kind.keys for name in (key.name, *key.former)]
        assert len(names) == len(set(names)), kind.name
