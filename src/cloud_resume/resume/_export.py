"""Write a typed resume as strict JSON Resume, without what is private."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._model import Date
from cloud_resume.resume._privacy import published
from cloud_resume.resume._spec import RESUME, TAG_KEYS, List, Object
from cloud_resume.resume._values import URL

if TYPE_CHECKING:
    from cloud_resume.resume._model import Resume
    from cloud_resume.resume._spec import Kind

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

_NOT_IN_URI = r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+"  # RFC 3986, section 2


def to_json_resume(resume: Resume) -> dict[str, object]:
    """Give the resume as the JSON Resume schema 1.x has it, its keys in the schema's order, absent ones left out.

    Of the private fields only those are in it that the resume's settings publish; `basics.image` is if it is a URL,
    for a file's path means nothing elsewhere and a picture's bytes may tell where it was taken. Keys that JSON
    Resume does not have, our settings and the tags among them, are never in it.
    """
    resume = published(resume)
    if not re.match("(?i:https?):", resume.basics.image or ""):
        resume = resume._replace(basics=resume.basics._replace(image=None))
    return {"$schema": _SCHEMA, **_object(resume, RESUME)}


def _object(value: object, kind: Object) -> dict[str, object]:
    document = {}
    for key in kind.keys:
        inner = getattr(value, key.field, None)  # neither $schema nor our settings are a field
        if inner and key not in TAG_KEYS:
            document[key.name] = _value(inner, key.kind)
    return {name: exported for name, exported in document.items() if exported}


def _value(value: Any, kind: Kind) -> object:  # noqa: ANN401 - what `kind` says
    if isinstance(kind, Object):
        return _object(value, kind)
    if isinstance(kind, List):
        return [_value(item, kind.item) for item in value]
    if isinstance(value, Date):
        return str(value)
    if kind is URL:
        return re.sub(_NOT_IN_URI, lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), value)
    return str(value)
