"""What of a resume is private, and the resume without it."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._model import PRIVATE_FIELDS
from cloud_resume.resume._spec import field

if TYPE_CHECKING:
    from cloud_resume.resume._model import Resume

_SUBSCRIBER = 7  # digits at the end of a phone number that country and area code may stand before, or may not
_LEAST = 5  # letters and digits; of fewer many a text is made by chance


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


def patterns(resume: Resume) -> dict[str, re.Pattern[str]]:
    """Give what finds a private value in another text, however it is spaced there, by the path of its field."""
    place = resume.basics.location
    values = {
        "basics.phone": (_subscriber(resume.basics.phone or ""), r"[\s()/._-]"),
        "basics.location.address": (_lines(place.address or ""), r"[\W_]"),
        "basics.location.postalCode": (_code(place.postal_code or "", place.city or ""), r"[\s+_-]"),
    }
    found = {}
    for path in privacy(resume)[1]:
        texts, gap = values[path]
        spaced = [f"(?:{gap}|%20)*".join(map(re.escape, parts)) for parts in texts if len("".join(parts)) >= _LEAST]
        if spaced:
            found[path] = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(spaced)})(?![^\W_])", re.IGNORECASE)
    return found


def _subscriber(phone: str) -> list[list[str]]:
    """Give the last digits of a phone number, but not those of an extension."""
    number = max(re.split(r"[^\W\d_]+", phone), key=len)
    return [re.findall("[0-9]", number)[-_SUBSCRIBER:]]


def _lines(address: str) -> list[list[str]]:
    """Give the words of each line of an address, and of each part, that has a number; of all of it if none has.

    A line without may be the person's name or the city's.
    """
    texts = [*address.split("\n"), *re.split("[\n,]", address)]
    numbered = [text for text in dict.fromkeys(texts) if re.search("[0-9]", text)]
    return [re.findall(r"[^\W_]+", text) for text in numbered or [address]]


def _code(code: str, city: str) -> list[list[str]]:
    """Give the characters of a postal code; those of a short one, which may be a year, with the city."""
    characters = re.findall(r"[^\W_]", code)
    return [characters if len(characters) >= _LEAST else characters + re.findall(r"[^\W_]+", city)]


def _without(value: Any, fields: list[str]) -> Any:  # noqa: ANN401 - a resume, or any part of it
    name, *inner = fields
    return value._replace(**{name: _without(getattr(value, name), inner) if inner else None})
