"""YAMLResume: JSON Resume's sections, with one text where that has a summary and highlights.

https://yamlresume.dev/docs
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.resume._formats._part import Part, filled, parted

if TYPE_CHECKING:
    from cloud_resume.resume._nodes import Mapping
    from cloud_resume.resume._source import Source

_NUMBER = r"(?m)^[0-9]{1,3}[.)] "  # of an item of an ordered list

_TEXTS = ("keywords", "courses")
_DATES = ("startDate", "endDate", "date", "releaseDate")

# the keys that each section has there too, in our order
_SECTIONS = {
    "work": ("name", "position", "url", "startDate", "endDate"),
    "volunteer": ("organization", "position", "url", "startDate", "endDate"),
    "education": ("institution", "url", "area", "startDate", "endDate", "score", "courses"),
    "awards": ("title", "date", "awarder", "summary"),
    "certificates": ("name", "date", "url", "issuer"),
    "publications": ("name", "publisher", "releaseDate", "url", "summary"),
    "skills": ("name", "level", "keywords"),
    "languages": ("language", "fluency"),
    "interests": ("name", "keywords"),
    "references": ("name",),
    "projects": ("name", "keywords", "startDate", "endDate", "url"),
}


def from_yamlresume(root: Mapping, source: Source) -> dict[str, object]:
    """Give the JSON Resume of a file; what has no place is reported to `source`."""
    file = Part(root, source, "the file")
    content = file.part("content") or Part(root, source, "the file")
    document = filled(basics=_basics(content))
    for section in _SECTIONS:
        parts = content.parts(section)
        document |= filled(**{section: [entry for part in parts if (entry := _entry(section, part))]})
        for part in parts:
            part.report_rest()
    locale = file.part("locale")
    if locale:
        document |= filled(meta=filled(cloudResume=filled(lang=locale.text("language"))))
        locale.report_rest()
    file.drop("layout", "layouts")
    content.report_rest()
    file.report_rest()
    return document


def _basics(content: Part) -> dict[str, object]:
    basics, location, profiles = content.part("basics"), content.part("location"), content.parts("profiles")
    fields: dict[str, object] = {}
    if basics:
        fields = filled(
            name=basics.text("name"),
            label=basics.text("headline"),
            email=basics.text("email"),
            phone=basics.text("phone"),
            url=basics.text("url"),
            summary=_summary(basics),
        )
        basics.report_rest()
    if location:
        fields["location"] = filled(
            address=location.text("address"),
            postalCode=location.text("postalCode"),
            city=location.text("city"),
            region=", ".join(filter(None, (location.text("region"), location.text("country")))),
        )
        location.report_rest()
    keys = ("network", "username", "url")
    fields["profiles"] = [filled(**{key: profile.text(key) for key in keys}) for profile in profiles]
    for profile in profiles:
        profile.report_rest()
    return filled(**fields)


def _entry(section: str, part: Part) -> dict[str, object]:
    entry: dict[str, object] = {}
    for key in _SECTIONS[section]:
        if key in _DATES:
            entry[key] = part.date(key) or part.text(key)
        elif key == "summary":
            entry[key] = _summary(part)
        else:
            entry[key] = part.texts(key) if key in _TEXTS else part.text(key)
    if section in ("work", "volunteer"):
        entry["summary"], entry["highlights"] = parted(_summary(part))
    elif section == "projects":
        summary, entry["highlights"] = parted(_summary(part))
        entry["description"] = "\n\n".join(filter(None, (part.text("description"), summary)))
    elif section == "education":
        entry["studyType"] = part.text("degree")
    elif section == "references":
        entry["reference"] = _summary(part)
    return filled(**entry)


def _summary(part: Part) -> str:
    """Give a text, with bullets for numbers, for our lists have no order."""
    return re.sub(_NUMBER, "- ", part.text("summary") or "")
