"""A mapping of another program's file, of which each key is taken once: what is left at the end has no place here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.resume._nodes import Mapping, Node, Scalar, Sequence, absent
from cloud_resume.resume._source import shown

if TYPE_CHECKING:
    from cloud_resume.resume._source import Source

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BULLETS = ("- ", "* ", "• ")
_ISO_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}"
_WRITTEN_DATE = rf"({'|'.join(_MONTHS)})[a-z]*\.? (?:([0-9]{{1,2}}), )?([0-9]{{4}})"


class Part:
    """A mapping and what is left of it; `name` is what a message calls it."""

    def __init__(self, node: Mapping, source: Source, name: str) -> None:
        """Take a mapping; what is absent in it counts as taken."""
        self._left = {
            key.text: (key, value)
            for key, value in node.pairs
            if not absent(value) and not (isinstance(value, Sequence) and not value.items)
        }
        self._source = source
        self.name = name
        self.start = node.start

    def has(self, *keys: str) -> bool:
        """Whether one of the keys is left."""
        return not self._left.keys().isdisjoint(keys)

    def place(self, key: str) -> int:
        """Where a key stands, or all of them if that one is not left."""
        return self._left[key][0].start if key in self._left else self.start

    def text(self, *keys: str) -> str | None:
        """Take the first of the keys that holds a text."""
        for key in keys:
            value = self._value(key)
            if isinstance(value, Scalar):
                del self._left[key]
                return value.text.strip()
        return None

    def date(self, *keys: str) -> str | None:
        """Take the first of the keys that holds a date, and give it in ISO 8601.

        "Present" is taken and is none, "Fall 2023" is neither.
        """
        for key in keys:
            value = self._value(key)
            if not isinstance(value, Scalar):
                continue
            if value.text.strip().lower() == "present":
                del self._left[key]
            elif date := iso_date(value.text):
                del self._left[key]
                return date
        return None

    def texts(self, *keys: str) -> list[str]:
        """Take the first of the keys that holds texts, or one."""
        for key in keys:
            value = self._value(key)
            nodes = value.items if isinstance(value, Sequence) else (value,)
            texts = [node.text.strip() for node in nodes if isinstance(node, Scalar)]
            if texts and len(texts) == len(nodes):
                del self._left[key]
                return texts
        return []

    def first(self, key: str) -> str | None:
        """Take a text, or the first of a list of them, and leave the others."""
        value = self._value(key)
        if not isinstance(value, Sequence) or not isinstance(value.items[0], Scalar):
            return self.text(key)
        name, others = self._left.pop(key)[0], value.items[1:]
        if others:
            self._left[key] = name, Sequence(others, value.start)
        return value.items[0].text.strip()

    def part(self, key: str) -> Part | None:
        """Take a key that holds a mapping."""
        value = self._value(key)
        if not isinstance(value, Mapping):
            return None
        del self._left[key]
        return Part(value, self._source, f"`{key}`")

    def parts(self, key: str) -> list[Part]:
        """Take the mappings of a key that holds a list, and leave the others."""
        value = self._value(key)
        if not isinstance(value, Sequence):
            return []
        name = self._left.pop(key)[0]
        others = tuple(item for item in value.items if not isinstance(item, Mapping) and not absent(item))
        if others:
            self._left[key] = name, Sequence(others, value.start)
        return [Part(item, self._source, f"`{key}`") for item in value.items if isinstance(item, Mapping)]

    def lists(self) -> list[tuple[Scalar, tuple[Node, ...]]]:
        """Take every key that holds a list."""
        found = [(key, value.items) for key, value in self._left.values() if isinstance(value, Sequence)]
        for key, _ in found:
            del self._left[key.text]
        return found

    def drop(self, *keys: str) -> None:
        """Take what says nothing about the person."""
        for key in keys:
            self._left.pop(key, None)

    def report_rest(self) -> None:
        """Report each key that was not taken."""
        for key, value in self._left.values():
            nodes = value.items if isinstance(value, Sequence) else (value,)
            texts = ", ".join(node.text for node in nodes if isinstance(node, Scalar))
            said = f": {shown(texts)}" if texts else ""
            message = f"`{shown(key.text)}` of {self.name} has no place in JSON Resume and is left out{said}"
            self._source.report(key.start, "no-place", message)

    def _value(self, key: str) -> Node | None:
        return self._left[key][1] if key in self._left else None


def filled(**fields: object) -> dict[str, object]:
    """Give the fields that say something."""
    return {name: value for name, value in fields.items() if value}


def prose(*paragraphs: str | None, items: list[str]) -> str | None:
    """Make one text of paragraphs and of items, which become a list."""
    lines = "\n".join(f"- {' '.join(item.split())}" for item in items)
    return "\n\n".join(filter(None, (*paragraphs, lines))) or None


def parted(text: str | None) -> tuple[str, list[str]]:
    """Part a text into what comes before the list at its end, and the items of that list."""
    lines = (text or "").splitlines()
    start = len(lines)
    for at in reversed(range(len(lines))):
        if lines[at].startswith(_BULLETS):
            start = at
        elif lines[at].strip() and not lines[at].startswith("  "):  # neither between two items nor part of one
            break
    items: list[str] = []
    for line in lines[start:]:
        if line.startswith(_BULLETS):
            items.append(line[2:].strip())
        elif line.strip():
            items[-1] += f" {line.strip()}"
    return "\n".join(lines[:start]).strip(), items


def iso_date(text: str) -> str | None:
    """Read ``2020``, ``2020-01``, ``Jan 2020`` or ``Jan 2, 2020``."""
    if re.fullmatch(_ISO_DATE, text.strip()):
        return text.strip()
    match = re.fullmatch(_WRITTEN_DATE, text.strip().lower())
    if match is None:
        return None
    month, day, year = match.groups()
    date = f"{year}-{_MONTHS.index(month) + 1:02}"
    return f"{date}-{int(day):02}" if day else date
