"""Which keys a resume has, what each holds, and what it was called before: the one table.

The checker, the JSON Schema, the conversion of older files and `resume.json` are all read off it. The keys and
their order are those of the JSON Resume schema 1.x (https://jsonresume.org/schema), the former names those of
its releases up to 0.1.3. A key's field in the typed resume is its name in snake case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cloud_resume.resume._model import (
    PRIVATE_FIELDS,
    THEMES,
    Award,
    Basics,
    Certificate,
    Education,
    Interest,
    Language,
    Location,
    Profile,
    Project,
    Publication,
    Reference,
    Settings,
    Skill,
    Volunteer,
    Work,
)
from cloud_resume.resume._values import (
    COUNTRY,
    DATE,
    EMAIL,
    END_DATE,
    IMAGE,
    LANGUAGE_TAG,
    PHONE,
    RICH,
    SITE_URL,
    TEXT,
    THEME,
    URL,
    Text,
    choice,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Flag(NamedTuple):
    """true or false."""


class List(NamedTuple):
    """A list of one kind of thing."""

    item: Text | Object
    unique: bool = False


class Object(NamedTuple):
    """A mapping with the keys that it may have."""

    name: str  # where it stands, for messages
    make: Callable[..., object]  # takes the fields that are there
    keys: tuple[Key, ...]
    expected: tuple[str, ...] = ()  # the keys that a reader will miss
    told_by: tuple[str, ...] = ()  # one of these keys tells which entry it is
    dates: tuple[str, ...] = ()  # the fields of an entry's start and end, or of its one date; newest comes first
    open: bool = False  # whether other programs keep keys of their own in it


class Key(NamedTuple):
    """A key, what it holds, and what to say about it in an editor."""

    name: str
    kind: Kind
    about: str
    former: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field of the typed resume."""
        return field(self.name)


def field(name: str) -> str:
    """Give the field of the typed resume for a key, or for keys with dots between."""
    return re.sub("[A-Z]", lambda match: "_" + match[0].lower(), name)


class Tagged(NamedTuple):
    """A mapping of tags, each with the beginnings of those items of the same entry that it is on."""


Kind: TypeAlias = "Text | Flag | List | Object | Tagged"


def _url(about: str) -> Key:
    return Key("url", URL, about, former=("website",))


def _labels(**labels: str) -> tuple[tuple[str, str], ...]:
    return tuple(labels.items())


_TEXTS = List(TEXT)
_RICH_TEXTS = List(RICH)
_FLAG = Flag()
_START = Key("startDate", DATE, "When it began: 2014, 2014-02 or 2014-02-28")
_END = Key("endDate", END_DATE, "When it ended: 2014, 2014-02 or 2014-02-28; without it, it lasts")
_RANGE = ("start_date", "end_date")
_TAGS = Key("tags", List(TEXT, unique=True), "Tags of this entry: `--only TAG` leaves out what is tagged otherwise")
_TAGGED = Key("tagged", Tagged(), "Tags of single items of this entry, each by its first words: {backend: [Python]}")

TAG_KEYS = (_TAGS, _TAGGED)
"""The keys of an entry that are ours; JSON Resume allows for them, and what is published is without them."""

_LOCATION = Object(
    "basics.location",
    Location,
    (
        Key(
            "address",
            TEXT,
            "Street and number, lines apart by line breaks; not published unless meta.cloudResume.public says so",
        ),
        Key("postalCode", TEXT, "Postal code; not published unless meta.cloudResume.public says so"),
        Key("city", TEXT, "City"),
        Key("countryCode", COUNTRY, "Country, as two letters (ISO 3166-1 alpha-2): AT, US, IN"),
        Key("region", TEXT, "State, province or region", former=("state",)),
    ),
)

_PROFILE = Object(
    "basics.profiles",
    Profile,
    (
        Key("network", TEXT, "Name of the network: GitHub, LinkedIn, Mastodon"),
        Key("username", TEXT, "Name there"),
        _url("Address of the profile"),
    ),
    told_by=("network", "username", "url"),
)

BASICS = Object(
    "basics",
    Basics,
    (
        Key("name", TEXT, "Full name"),
        Key("label", TEXT, "What you are in a few words: Platform engineer"),
        Key("image", IMAGE, "A picture beside this file: PNG, JPEG or WebP, 5 MB at most", former=("picture",)),
        Key("email", EMAIL, "E-mail address"),
        Key("phone", PHONE, "Phone number; not published unless meta.cloudResume.public says so"),
        _url("Address of your own site"),
        Key("summary", RICH, "Two or three sentences about you"),
        Key("location", _LOCATION, "Where you live"),
        Key("profiles", List(_PROFILE), "Where else you are to be found"),
    ),
    expected=("name", "email"),
)

_WORK = Object(
    "work",
    Work,
    (
        Key("name", TEXT, "Employer; neighbouring entries with the same name are one employer", former=("company",)),
        Key("location", TEXT, "Where it was: Vienna, Austria"),
        Key("description", RICH, "What the employer does"),
        Key("position", TEXT, "Job title"),
        _url("Address of the employer's site"),
        _START,
        _END,
        Key("summary", RICH, "What you were there for"),
        Key("highlights", _RICH_TEXTS, "What you achieved, one sentence each"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("name", "position"),
    dates=_RANGE,
)

_VOLUNTEER = Object(
    "volunteer",
    Volunteer,
    (
        Key("organization", TEXT, "Organization"),
        Key("position", TEXT, "What you were there"),
        _url("Address of the organization's site"),
        _START,
        _END,
        Key("summary", RICH, "What you were there for"),
        Key("highlights", _RICH_TEXTS, "What you achieved, one sentence each"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("organization",),
    dates=_RANGE,
)

_EDUCATION = Object(
    "education",
    Education,
    (
        Key("institution", TEXT, "School or university"),
        _url("Address of the institution's site"),
        Key("area", TEXT, "Field of study"),
        Key("studyType", TEXT, "Degree: Bachelor of Science"),
        _START,
        _END,
        Key("score", TEXT, "Grade: 3.80, 1.3, with honours", former=("gpa",)),
        Key("courses", _TEXTS, "Courses worth naming"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("institution",),
    dates=_RANGE,
)

_AWARD = Object(
    "awards",
    Award,
    (
        Key("title", TEXT, "Name of the award"),
        Key("date", DATE, "When you got it: 2014, 2014-02 or 2014-02-28", former=("awardDate",)),
        Key("awarder", TEXT, "Who gave it"),
        Key("summary", RICH, "What it was for"),
        _TAGS,
    ),
    told_by=("title",),
    dates=("date",),
)

_CERTIFICATE = Object(
    "certificates",
    Certificate,
    (
        Key("name", TEXT, "Name of the certificate"),
        Key("date", DATE, "When you got it: 2014, 2014-02 or 2014-02-28"),
        _url("Where it can be verified"),
        Key("issuer", TEXT, "Who issued it"),
        _TAGS,
    ),
    told_by=("name",),
    dates=("date",),
)

_PUBLICATION = Object(
    "publications",
    Publication,
    (
        Key("name", TEXT, "Title"),
        Key("publisher", TEXT, "Publisher, journal or conference"),
        Key("releaseDate", DATE, "When it came out: 2014, 2014-02 or 2014-02-28"),
        _url("Where to read it"),
        Key("summary", RICH, "What it is about"),
        _TAGS,
    ),
    told_by=("name",),
    dates=("release_date",),
)

_SKILL = Object(
    "skills",
    Skill,
    (
        Key("name", TEXT, "Name of the skill: Web development"),
        Key("level", TEXT, "How well you master it"),
        Key("keywords", _TEXTS, "What belongs to it: HTML, CSS"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("name", "keywords"),
)

_LANGUAGE = Object(
    "languages",
    Language,
    (
        Key("language", TEXT, "Name of the language"),
        Key("fluency", TEXT, "How well you speak it: native speaker, fluent, B2"),
        _TAGS,
    ),
    told_by=("language",),
)

_INTEREST = Object(
    "interests",
    Interest,
    (
        Key("name", TEXT, "Name of the interest"),
        Key("keywords", _TEXTS, "What belongs to it"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("name", "keywords"),
)

_REFERENCE = Object(
    "references",
    Reference,
    (
        Key("name", TEXT, "Who says so"),
        Key("reference", RICH, "What is said about you"),
        _TAGS,
    ),
    told_by=("name", "reference"),
)

_PROJECT = Object(
    "projects",
    Project,
    (
        Key("name", TEXT, "Name of the project"),
        Key("description", RICH, "What it is"),
        Key("highlights", _RICH_TEXTS, "What is worth knowing about it, one sentence each"),
        Key("keywords", _TEXTS, "What it is made with"),
        _START,
        _END,
        _url("Address of the project"),
        Key("roles", _TEXTS, "What you were in it: Team lead"),
        Key("entity", TEXT, "Company or organization that it belongs to"),
        Key("type", TEXT, "What kind of project it is: application, talk"),
        _TAGS,
        _TAGGED,
    ),
    told_by=("name",),
    dates=_RANGE,
)

_SECTIONS = (
    Key("work", List(_WORK), "Jobs, newest first"),
    Key("volunteer", List(_VOLUNTEER), "Volunteer work, newest first"),
    Key("education", List(_EDUCATION), "Education, newest first"),
    Key("awards", List(_AWARD), "Awards, newest first"),
    Key("certificates", List(_CERTIFICATE), "Certificates, newest first"),
    Key("publications", List(_PUBLICATION), "Publications, newest first"),
    Key("skills", List(_SKILL), "Skills"),
    Key("languages", List(_LANGUAGE), "Languages that you speak"),
    Key("interests", List(_INTEREST), "Interests", former=("hobbies",)),
    Key("references", List(_REFERENCE), "References that you were given"),
    Key("projects", List(_PROJECT), "Projects, newest first"),
)
SECTION_KEYS = ("summary", *(key.name for key in _SECTIONS))
"""The keys of what may be shown under a heading: the summary, and the sections in the standard's order."""

_SETTINGS = Object(
    "meta.cloudResume",
    Settings,
    (
        Key("lang", LANGUAGE_TAG, "Language of the page and the PDF, as a tag: en, de-AT"),
        Key("siteUrl", SITE_URL, "Where the page will be, without a path: https://resume.example.com"),
        Key("paper", choice(("a4", "letter")), "Paper of the PDF; without it, what the country uses"),
        Key(
            "sections",
            List(choice(SECTION_KEYS), unique=True),
            "The sections to show, in their order within a column and in the PDF",
        ),
        Key(
            "labels",
            Object(
                "meta.cloudResume.labels", _labels, tuple(Key(key, TEXT, f"Heading of {key}") for key in SECTION_KEYS)
            ),
            "Headings of your own",
        ),
        Key("public", List(choice(PRIVATE_FIELDS), unique=True), "Private fields to publish nonetheless"),
        Key("noindex", _FLAG, "Ask search engines to leave the page out"),
        Key("photoInPdf", _FLAG, "Set the picture in the PDF too"),
        Key("theme", THEME, f"The look of the page: {', '.join(THEMES)}, or a folder with a theme.css: ./theme"),
    ),
)

META = Object(
    "meta",
    dict,
    (
        Key("canonical", URL, "Address of the latest version of this file"),
        Key("version", TEXT, "Version of the schema: v1.0.0"),
        Key("lastModified", TEXT, "When the file was last changed: 2014-02-28T10:00:00"),
        Key("cloudResume", _SETTINGS, "Settings of Cloud Resume"),
    ),
    open=True,
)

RESUME = Object(
    "the resume",
    dict,
    (
        Key("$schema", TEXT, "The JSON Schema that this file follows"),
        Key("basics", BASICS, "Who you are and how to reach you", former=("bio",)),
        *_SECTIONS,
        Key("meta", META, "About this file, and settings"),
    ),
)


def key_names(kind: Kind = RESUME) -> frozenset[str]:
    """Give the names of all keys, at whatever level."""
    if isinstance(kind, List):
        return key_names(kind.item)
    if not isinstance(kind, Object):
        return frozenset()
    return frozenset(name for key in kind.keys for name in (key.name, *key.former, *key_names(key.kind)))
