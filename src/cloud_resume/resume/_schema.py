"""Write the table of keys as a JSON Schema, for editors that complete and check `resume.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.resume._spec import RESUME, Flag, List, Object, Tagged
from cloud_resume.resume._values import TEXT

if TYPE_CHECKING:
    from cloud_resume.resume._spec import Kind

# Keys that no table knows are warnings here as they are for the checker: editors show a deprecation (an extension
# that they share) as one, and validators, to whom it is no keyword, accept the file.
_UNKNOWN = {"deprecationMessage": "This key is unknown, and ignored."}


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft-07) of what is read without an error, as far as a schema can say it."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "JSON Resume 1.x, with the settings of Cloud Resume",
        **_kind(RESUME),
    }


def _kind(kind: Kind) -> dict[str, object]:
    if isinstance(kind, Object):
        return _object(kind)
    if isinstance(kind, List):
        return {"type": ["array", "null"], "items": _kind(kind.item)}
    if isinstance(kind, Flag):
        return {"type": ["boolean", "null"]}
    if isinstance(kind, Tagged):
        return {"type": ["object", "null"], "additionalProperties": _kind(List(TEXT))}
    return kind.schema


def _object(kind: Object) -> dict[str, object]:
    properties: dict[str, object] = {}
    for key in kind.keys:
        properties[key.name] = {"description": key.about, **_kind(key.kind)}
        for former in key.former:
            properties[former] = {"deprecationMessage": f"This key is called {key.name} now.", **_kind(key.kind)}
    document: dict[str, object] = {"type": ["object", "null"], "properties": properties}
    if not kind.open:
        document["additionalProperties"] = _UNKNOWN
    return document
