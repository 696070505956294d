"""The typed resume: JSON Resume 1.x, one class an object, in Python's spelling.

Named tuples, for they import in a third of the time that data classes take, and annotations that are
evaluated, for `typing` compiles each that is a string. Every text is stripped and never empty: what is absent,
``""`` or ``null`` in the file is ``None`` here, and a list is a tuple without absent members. Field names are
JSON Resume's own in snake case (``startDate`` is ``start_date``).
"""

from typing import NamedTuple, TypeAlias

Tagged: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Tags, each with the items of the entry that it is on, from whatever list of the entry's."""

TAGGABLE = ("highlights", "keywords", "courses", "roles")
"""The fields whose items may be tagged."""


class Date(NamedTuple):
    """A year, a month or a day: as much as the file says (ISO 8601, proleptic Gregorian)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Give the ISO 8601 form: ``2014``, ``2014-02`` or ``2014-02-28``."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text


class Location(NamedTuple):
    """`basics.location`; `address` and `postal_code` are private unless `Settings.public` lists them."""

    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country_code: str | None = None
    region: str | None = None


class Profile(NamedTuple):
    """One of `basics.profiles`."""

    network: str | None = None
    username: str | None = None
    url: str | None = None


class Picture(NamedTuple):
    """The picture that `basics.image` names, as it was read."""

    data: bytes
    media_type: str  # image/png, image/jpeg or image/webp, told by content


class Basics(NamedTuple):
    """`basics`; `phone` is private unless `Settings.public` lists it."""

    name: str | None = None
    label: str | None = None
    image: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Location = Location()
    profiles: tuple[Profile, ...] = ()


class Work(NamedTuple):
    """One of `work`; an entry with a start and no end is "Present"."""

    name: str | None = None
    location: str | None = None
    description: str | None = None
    position: str | None = None
    url: str | None = None
    start_date: Date | None = None
    end_date: Date | None = None
    summary: str | None = None
    highlights: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Volunteer(NamedTuple):
    """One of `volunteer`."""

    organization: str | None = None
    position: str | None = None
    url: str | None = None
    start_date: Date | None = None
    end_date: Date | None = None
    summary: str | None = None
    highlights: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Education(NamedTuple):
    """One of `education`."""

    institution: str | None = None
    url: str | None = None
    area: str | None = None
    study_type: str | None = None
    start_date: Date | None = None
    end_date: Date | None = None
    score: str | None = None
    courses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Award(NamedTuple):
    """One of `awards`."""

    title: str | None = None
    date: Date | None = None
    awarder: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class Certificate(NamedTuple):
    """One of `certificates`."""

    name: str | None = None
    date: Date | None = None
    url: str | None = None
    issuer: str | None = None
    tags: tuple[str, ...] = ()


class Publication(NamedTuple):
    """One of `publications`."""

    name: str | None = None
    publisher: str | None = None
    release_date: Date | None = None
    url: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class Skill(NamedTuple):
    """One of `skills`."""

    name: str | None = None
    level: str | None = None
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Language(NamedTuple):
    """One of `languages`."""

    language: str | None = None
    fluency: str | None = None
    tags: tuple[str, ...] = ()


class Interest(NamedTuple):
    """One of `interests`."""

    name: str | None = None
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Reference(NamedTuple):
    """One of `references`."""

    name: str | None = None
    reference: str | None = None
    tags: tuple[str, ...] = ()


class Project(NamedTuple):
    """One of `projects`."""

    name: str | None = None
    description: str | None = None
    highlights: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    start_date: Date | None = None
    end_date: Date | None = None
    url: str | None = None
    roles: tuple[str, ...] = ()
    entity: str | None = None
    type: str | None = None
    tags: tuple[str, ...] = ()
    tagged: Tagged = ()


class Meta(NamedTuple):
    """`meta`, without our own settings."""

    canonical: str | None = None
    version: str | None = None
    last_modified: str | None = None


class Settings(NamedTuple):
    """`meta.cloudResume`, our own settings, checked."""

    lang: str = "en"  # BCP 47
    site_url: str | None = None
    paper: str | None = None  # "a4" or "letter"; None: by the country
    sections: tuple[str, ...] | None = (
        None  # `summary` and JSON Resume's section keys; None: all, in the standing order
    )
    labels: tuple[tuple[str, str], ...] = ()  # one of these keys, and the heading that replaces ours
    public: tuple[str, ...] = ()  # of PRIVATE_FIELDS, those to publish
    noindex: bool = False
    photo_in_pdf: bool = False
    theme: str = "book"  # one of THEMES, or the path of a folder


PRIVATE_FIELDS = ("basics.phone", "basics.location.address", "basics.location.postalCode")
"""What is published only when `Settings.public` lists it."""

THEMES = ("book", "manual", "swiss")
"""The looks that the page comes with."""


class Resume(NamedTuple):
    """A whole resume, every field checked."""

    basics: Basics = Basics()
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    meta: Meta = Meta()
    settings: Settings = Settings()
    picture: Picture | None = None
    style_sheet: bytes | None = None  # of a theme of one's own
    translations: tuple["Resume", ...] = ()  # the same in other languages, none of which is here twice
