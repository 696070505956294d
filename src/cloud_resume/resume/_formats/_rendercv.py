"""Reads RenderCV: a person, and sections of whatever title, each with entries of one of nine types.

https://docs.rendercv.com/user_guide/yaml_input_structure/ - an entry may have keys of one's own: what RenderCV has no
key for is written under JSON Resume's in snake case, which it accepts, and is read from there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._formats._part import Part, filled, prose
from cloud_resume.resume._nodes import STRING, Mapping, Scalar, absent
from cloud_resume.resume._rich import plain
from cloud_resume.resume._source import shown
from cloud_resume.resume._spec import RESUME, List, Object
from cloud_resume.resume._values import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cloud_resume.resume._nodes import Node
    from cloud_resume.resume._source import Source
    from cloud_resume.resume._spec import Kind


# the networks there are; RenderCV makes an address of a username by putting this before it
_NETWORKS = {
    "LinkedIn": "https://linkedin.com/in/",
    "GitHub": "https://github.com/",
    "GitLab": "https://gitlab.com/",
    "IMDB": "https://imdb.com/name/",
    "Instagram": "https://instagram.com/",
    "ORCID": "https://orcid.org/",
    "StackOverflow": "https://stackoverflow.com/users/",
    "ResearchGate": "https://researchgate.net/profile/",
    "YouTube": "https://youtube.com/@",
    "Google Scholar": "https://scholar.google.com/citations?user=",
    "Telegram": "https://t.me/",
    "Leetcode": "https://leetcode.com/u/",
    "X": "https://x.com/",
}

# what RenderCV refuses otherwise
_USERNAMES = {
    "IMDB": r"nm[0-9]{7}",
    "ORCID": r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]",
    "StackOverflow": r"[0-9]+/[^/]+",
    "YouTube": r"[^@].*",
}

# our keys, beside its `location`, for what that has on one line
LOCATION = {
    "address": "address",
    "postalCode": "postal_code",
    "city": "city",
    "region": "region",
    "countryCode": "country_code",
}

# the titles of each section there, in the order of a resume; the first is the one that is written
TITLES = {
    "summary": ("summary", "about", "about me", "objective", "profile", "professional summary"),
    "work": ("experience", "employment", "professional experience", "work", "work experience"),
    "education": ("education",),
    "projects": ("projects", "open source", "personal projects", "selected projects"),
    "skills": ("skills", "technical skills", "technologies"),
    "certificates": ("certificates", "certifications"),
    "publications": ("publications", "papers", "selected publications"),
    "awards": ("awards", "achievements", "awards and honors", "honors", "honors and awards", "selected honors"),
    "volunteer": ("volunteering", "volunteer", "volunteer experience"),
    "languages": ("languages",),
    "interests": ("interests", "hobbies"),
    "references": ("references",),
}
_SECTIONS = {title: section for section, titles in TITLES.items() for title in titles}

# the section of an entry under another title, by a key of its type
_BY_KEY = {
    "company": "work",
    "position": "work",
    "institution": "education",
    "authors": "publications",
    "label": "skills",
    "name": "projects",
}

_KINDS = {key.name: key.kind for key in RESUME.keys}
_MARKS = frozenset("*`[")

_TEXT = ("bullet", "number", "reversed_number")  # the types that are one text
LINK = r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)"
_NOTE = r"([^()]+) \(([^()]+)\)"
_GRADE = r"\**(?:GPA|Grade|Score)\**: *+\**+ *+(.+)"
_COURSES = r"\**(?:Courses|(?:Relevant )?[Cc]oursework)\**: *+\**+ *+(.+)"


def from_rendercv(root: Mapping, source: Source) -> dict[str, object]:
    """Give the JSON Resume of a file; what has no place is reported to `source`."""
    file = Part(root, source, "the file")
    cv = file.part("cv") or Part(root, source, "the file")
    basics = _basics(cv, source)
    sections = cv.part("sections")
    document: dict[str, list[Any]] = {}
    for title, entries in sections.lists() if sections else ():
        _take(title, entries, document, str(basics.get("name", "")), source)
    if sections and list(document) != [section for section in TITLES if section in document]:
        message = "the sections stand in another order here; under meta.cloudResume this one is"
        source.report(sections.start, "no-place", f"{message} `sections: [{', '.join(document)}]`")
    basics |= filled(summary="\n\n".join(document.pop("summary", ())))
    cv.drop("sort_entries")
    for part in filter(None, (sections, cv, file)):
        part.report_rest()
    return {key: _unmarked(value, _KINDS[key]) for key, value in filled(basics=basics, **document).items()}


def _basics(cv: Part, source: Source) -> dict[str, object]:
    return filled(
        name=cv.text("name"),
        label=cv.text("headline", "label"),
        image=cv.text("photo"),
        email=cv.first("email"),
        phone=(cv.first("phone") or "").removeprefix("tel:"),
        url=cv.first("website"),
        location=_location(cv, source),
        profiles=[*map(_profile, cv.parts("social_networks")), *map(_connection, cv.parts("custom_connections"))],
    )


def _location(cv: Part, source: Source) -> dict[str, object]:
    """Take the keys of ours that say it, or else the one line; what may be a street in it must not become public."""
    at, line = cv.place("location"), cv.text("location") or ""
    place = filled(**{name: cv.text(key) for name, key in LOCATION.items()})
    if not place and not re.search("[0-9]", line):
        return filled(city=line)
    if not place:
        message = "`location` of `cv` may say a street or a postal code, and has become `address`, which stays private"
        source.report(at, "no-place", f"{message}; write a `city` for the page")
        return {"address": line}
    if line and line != in_line(place):
        message = f"`location` of `cv` is left out, for `city` and the keys beside it say something else: {shown(line)}"
        source.report(at, "no-place", message)
    return place


def in_line(place: dict[str, object]) -> str:
    """Write a `basics.location` on one line."""
    city = " ".join(str(place[name]) for name in ("postalCode", "city") if name in place)
    parts = (place.get("address"), city, place.get("region"), place.get("countryCode"))
    return ", ".join(" ".join(str(part).split("\n")) for part in parts if part)


def _profile(part: Part) -> dict[str, object]:
    network, username = part.text("network") or "", part.text("username") or ""
    part.report_rest()
    return filled(network=network, username=username, url=address(network, username))


def address(network: str, username: str) -> str | None:
    """Give what RenderCV links to, or None for what it refuses."""
    if network == "Mastodon" and (match := re.fullmatch("@([^@/]+)@([^@/]+)", username)):
        return f"https://{match[2]}/@{match[1]}"
    fits = re.fullmatch(_USERNAMES.get(network, ".+"), username)
    return _NETWORKS[network] + username if network in _NETWORKS and fits else None


def _connection(part: Part) -> dict[str, object]:
    part.drop("fontawesome_icon")
    network, _, username = (part.text("placeholder") or "").rpartition(": ")
    profile = filled(network=network, username=username, url=part.text("url"))
    part.report_rest()
    return profile


def _take(title: Scalar, entries: Iterable[Node], document: dict[str, list[Any]], person: str, source: Source) -> None:
    """Take the entries of a section into the sections of `document`."""
    known = _SECTIONS.get(title.text.replace("_", " ").strip().lower())
    texts: list[str] = []
    found = dict.fromkeys([known] if known else [])
    for node in filter(lambda node: not absent(node), entries):
        part = Part(_mapping(node), source, f"`{shown(title.text)}`")
        section = known or next((section for key, section in _BY_KEY.items() if part.has(key)), None)
        if section is None:
            texts += filter(None, (part.text(*_TEXT),))
        elif entry := _READERS[section](part, person):
            document.setdefault(section, []).append(entry)
            found[section] = None
        part.report_rest()
    if texts:
        name = title.text if " " in title.text else title.text.replace("_", " ").title()
        document.setdefault("projects", []).append({"name": name, "highlights": texts})
    if not known and (texts or found):
        places = " and ".join([*map("`{}`".format, found), *(["a project of that name"] if texts else [])])
        message = f"JSON Resume has no section `{shown(title.text)}`; it has become {places}"
        source.report(title.start, "no-place", message)


def _mapping(node: Node) -> Mapping:
    """Give an entry as a mapping, one that is a text as that of its type."""
    if isinstance(node, Mapping):
        return node
    return Mapping(((Scalar("bullet", STRING, node.start, node.start), node),), node.start)


def _summary(part: Part, _: str) -> str | None:
    return part.text(*_TEXT, "summary", "details")


def _job(part: Part, _: str) -> dict[str, object]:
    name, url = _unlinked(part.text("company", "name"))
    return filled(
        name=name,
        position=part.text("position", "label", *_TEXT),
        url=part.text("url") or url,
        **_dates(part),
        location=part.text("location"),
        description=part.text("description"),
        summary=part.text("summary", "details"),
        highlights=part.texts("highlights"),
    )


def _service(part: Part, person: str) -> dict[str, object]:
    job = _job(part, person)
    return filled(organization=job.pop("name", None), **job)


def _study(part: Part, _: str) -> dict[str, object]:
    institution, url = _unlinked(part.text("institution", "name", "label", *_TEXT))
    score, courses = part.text("grade", "score"), []
    for highlight in part.texts("highlights"):
        if not score and (match := re.fullmatch(_GRADE, highlight)):
            score = match[1]
        elif match := re.fullmatch(_COURSES, highlight):
            courses += listed(match[1])
        else:
            courses.append(highlight)
    return filled(
        institution=institution,
        url=part.text("url") or url,
        area=part.text("area", "details"),
        studyType=part.text("degree"),
        **_dates(part),
        score=score,
        courses=courses,
    )


def _project(part: Part, _: str) -> dict[str, object]:
    name, url = _unlinked(part.text("name", "position", "label", "title", *_TEXT))
    return filled(
        name=name,
        description=part.text("summary", "details"),
        highlights=part.texts("highlights"),
        keywords=part.texts("keywords"),
        **_dates(part),
        url=part.text("url") or url,
        roles=part.texts("roles"),
        entity=part.text("company", "entity"),
        type=part.text("type"),
    )


def _skill(part: Part, _: str) -> dict[str, object]:
    name, level = _noted(part.text("label", "name", *_TEXT))
    keywords = listed(_words(part.text("details", "summary") or ""))
    return filled(name=name, level=level, keywords=keywords + part.texts("highlights"))


def _certificate(part: Part, _: str) -> dict[str, object]:
    name, url = _unlinked(part.text("name", "position", "label", "title", *_TEXT))
    return filled(
        name=name,
        date=part.date("date", "end_date", "start_date"),
        url=part.text("url") or url,
        issuer=part.text("company", "summary", "details"),
    )


def _publication(part: Part, person: str) -> dict[str, object]:
    name, url = _unlinked(part.text("title", "name", "position", "label", *_TEXT))
    doi = part.text("doi")
    authors = [author.strip("*") for author in part.texts("authors")]
    return filled(
        name=name,
        publisher=part.text("journal", "company"),
        releaseDate=part.date("date", "end_date"),
        url=(f"https://doi.org/{doi}" if doi else None) or part.text("url") or url,
        summary=prose(
            ", ".join(authors) if authors != [person] else None,
            part.text("summary", "details"),
            items=part.texts("highlights"),
        ),
    )


def _award(part: Part, _: str) -> dict[str, object]:
    return filled(
        title=part.text("position", "name", "label", "title", *_TEXT),
        date=part.date("date", "end_date"),
        awarder=part.text("company"),
        summary=prose(part.text("summary", "details"), items=part.texts("highlights")),
    )


def _language(part: Part, _: str) -> dict[str, object]:
    if part.has("label"):
        return filled(language=part.text("label"), fluency=part.text("details"))
    language, fluency = _noted(part.text("name", *_TEXT))
    return filled(language=language, fluency=part.text("summary") or fluency)


def _interest(part: Part, _: str) -> dict[str, object]:
    return filled(
        name=part.text("label", "name", *_TEXT), keywords=listed(_words(part.text("details", "summary") or ""))
    )


def _reference(part: Part, _: str) -> dict[str, object]:
    name = part.text("name", "label", "company")
    return filled(name=name, reference=prose(part.text("summary", "details", *_TEXT), items=part.texts("highlights")))


_READERS: dict[str, Callable[[Part, str], dict[str, object] | str | None]] = {
    "summary": _summary,
    "work": _job,
    "volunteer": _service,
    "education": _study,
    "projects": _project,
    "skills": _skill,
    "certificates": _certificate,
    "publications": _publication,
    "awards": _award,
    "languages": _language,
    "interests": _interest,
    "references": _reference,
}


def _unlinked(text: str | None) -> tuple[str | None, str | None]:
    """Part what is a Markdown link as a whole into its words and its address."""
    match = re.fullmatch(LINK, text or "")
    return (match[1], match[2]) if match else (text, None)


def _noted(text: str | None) -> tuple[str | None, str | None]:
    """Part a text from what stands in brackets at its end."""
    match = re.fullmatch(_NOTE, text or "")
    return (match[1], match[2]) if match else (text, None)


def listed(text: str) -> list[str]:
    """Part a text at its commas, but not at those in brackets."""
    parts = re.findall(r"[^()]*[()]?", text)  # in time that grows with the text and no faster
    marked = "".join(part if part.endswith(")") else part.replace(",", "\0") for part in parts)
    return [word.strip() for word in marked.split("\0") if word.strip()]


def _unmarked(value: object, kind: Kind) -> object:
    """Take the Markdown out of what is shown as it is written."""
    if isinstance(value, dict) and isinstance(kind, Object):
        kinds = {key.name: key.kind for key in kind.keys}
        return {name: _unmarked(field, kinds[name]) for name, field in value.items()}
    if isinstance(value, list) and isinstance(kind, List):
        return [_unmarked(item, kind.item) for item in value]
    return _words(value) if isinstance(value, str) and kind is TEXT else value


def _words(text: str) -> str:
    return text if _MARKS.isdisjoint(text) else plain(re.sub(LINK, r"\1 (\2)", text))


def _dates(part: Part) -> dict[str, object]:
    start, end = part.date("start_date"), part.date("end_date")
    return {"startDate": start, "endDate": end or (None if start else part.date("date"))}
