"""What a resume says, in the order it is read: the one outline that page, PDF and text are all set from."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cloud_resume.resume import BulletList, Paragraph, blocks
from cloud_resume.site._words import HEADINGS, is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cloud_resume.resume import Block, Date, Element, Resume, Runs

_Value = TypeVar("_Value")

_LRM = "\N{LEFT-TO-RIGHT MARK}"
_SIGNS = re.compile(r"(?<=[A-Za-z])[0-9]*+[+#]++(?![A-Za-z0-9])|(?<![A-Za-z0-9.])\.(?=[A-Za-z])")
_OUTER_SIGNS = re.compile(rf"^(?=[^\w\s{_LRM}])|(?<=[^\w\s{_LRM}])\Z")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Dates(NamedTuple):
    """A single date (`start` alone with `open` false), a range, or a range still open ("Present")."""

    start: Date | None
    end: Date | None
    open: bool = False


class Entry(NamedTuple):
    """One thing in a section: a job, a degree, a skill.

    `title` is what the person did or has (position, degree, project, skill), `organization` with whom.
    An employer with several roles is an entry without a title whose `roles` are entries of their own.
    """

    title: str | None = None
    organization: str | None = None
    url: str | None = None
    place: str | None = None
    dates: Dates | None = None
    note: Runs = ()  # one short line: a score, a level, what the company does
    body: tuple[Block, ...] = ()  # highlights are its last list
    keywords: tuple[str, ...] = ()
    roles: tuple[Entry, ...] = ()

    @property
    def brief(self) -> bool:
        """Whether one line says it all, as for a skill or a language: a title, a note, keywords."""
        return self == Entry(title=self.title, note=self.note, keywords=self.keywords)


class Section(NamedTuple):
    """A heading and what stands under it; the key is JSON Resume's."""

    key: str
    heading: str
    entries: tuple[Entry, ...]


def outline(resume: Resume) -> tuple[Section, ...]:
    """Give the sections that have something to show, in reading order or in that of `Settings.sections`."""
    settings = resume.settings
    labels = dict(settings.labels)
    keys = HEADINGS if settings.sections is None else settings.sections
    headings = words(settings.lang).headings
    sections = (Section(key, labels.get(key, headings[key]), tuple(_ENTRIES[key](resume))) for key in keys)
    shown = (section for section in sections if section.entries)
    if not is_right_to_left(settings.lang):
        return tuple(shown)
    return tuple(section._replace(entries=tuple(map(_sided_entry, section.entries))) for section in shown)


def role(resume: Resume) -> str | None:
    """Give `basics.label` as it is shown."""
    label = resume.basics.label
    return _sided_whole(label) if is_right_to_left(resume.settings.lang) else label


def _sided(text: str) -> str:
    """Keep the signs of a Latin word on their side of it among words from the right: C++, C#, .NET."""
    return _SIGNS.sub(lambda signs: _LRM + signs[0] if signs[0] == "." else signs[0] + _LRM, text)


def _sided_whole(text: str | None) -> str | None:
    """Keep the signs around a text that no word from the right is in, too: Example Ltd."""
    if not text:
        return None
    text = _sided(text)
    is_whole = re.search(r"[^\W\d_]", text) and not _FROM_THE_RIGHT.search(text)
    return _OUTER_SIGNS.sub(_LRM, text) if is_whole else text


def _sided_entry(entry: Entry) -> Entry:
    return entry._replace(
        title=_sided_whole(entry.title),
        organization=_sided_whole(entry.organization),
        place=_sided_whole(entry.place),
        note=_sided_runs(entry.note),
        body=tuple(map(_sided_block, entry.body)),
        keywords=tuple(_sided_whole(keyword) or "" for keyword in entry.keywords),
        roles=tuple(map(_sided_entry, entry.roles)),
    )


def _sided_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(_sided_runs(block.runs))
    return BulletList(tuple(tuple(map(_sided_block, item)) for item in block.items))


def _sided_runs(runs: Runs) -> Runs:
    if len(runs) == 1 and isinstance(runs[0], str):
        return (_sided_whole(runs[0]) or "",)
    return tuple(_sided_run(run) for run in runs)


def _sided_run(run: str | Element) -> str | Element:
    if isinstance(run, str):
        return _sided(run)
    return run if run.kind == "code" else run._replace(children=_sided_runs(run.children))


def apart(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Give every role as an entry of its own that names the employer; what they share goes with the first."""
    for entry in entries:
        if not entry.roles:
            yield entry
            continue
        first, *others = entry.roles
        yield first._replace(
            url=first.url or entry.url, place=first.place or entry.place, note=first.note or entry.note
        )
        yield from (role._replace(place=role.place or entry.place) for role in others)


def _summary(resume: Resume) -> Iterable[Entry]:
    if resume.basics.summary:
        yield Entry(body=blocks(resume.basics.summary))


def _work(resume: Resume) -> Iterable[Entry]:
    for name, group in groupby(resume.work, key=lambda work: work.name):
        roles = tuple(
            Entry(
                title=job.position,
                organization=job.name,
                url=job.url,
                place=job.location,
                dates=_range(job.start_date, job.end_date),
                note=note,
                body=(*about, *_body(job.summary, job.highlights)),
            )
            for job in group
            for note, about in [_described(job.description)]
        )
        if name is None or len(roles) == 1:
            yield from roles
        else:
            yield _employer(name, roles)


def _employer(name: str, roles: tuple[Entry, ...]) -> Entry:
    """Put above the roles what they all share."""
    url = _shared(role.url for role in roles)
    place = _shared(role.place for role in roles)
    note = _shared(role.note for role in roles) or ()
    return Entry(
        organization=name,
        url=url,
        place=place,
        note=note,
        dates=_span([role.dates for role in roles if role.dates]),
        roles=tuple(
            role._replace(
                url=None if url else role.url,
                place=None if place else role.place,
                note=() if note else role.note,
            )
            for role in roles
        ),
    )


def _education(resume: Resume) -> Iterable[Entry]:
    comma = words(resume.settings.lang).comma
    for study in resume.education:
        yield Entry(
            title=_joined(comma, study.study_type, study.area),
            organization=study.institution,
            url=study.url,
            dates=_range(study.start_date, study.end_date),
            note=_texts(study.score),
            keywords=study.courses,
        )


def _projects(resume: Resume) -> Iterable[Entry]:
    comma = words(resume.settings.lang).comma
    for project in resume.projects:
        yield Entry(
            title=project.name,
            organization=project.entity,
            url=project.url,
            dates=_range(project.start_date, project.end_date),
            note=_texts(_joined(comma, *project.roles, project.type)),
            body=_body(project.description, project.highlights),
            keywords=project.keywords,
        )


def _skills(resume: Resume) -> Iterable[Entry]:
    return (Entry(title=skill.name, note=_texts(skill.level), keywords=skill.keywords) for skill in resume.skills)


def _certificates(resume: Resume) -> Iterable[Entry]:
    return (
        Entry(title=proof.name, organization=proof.issuer, url=proof.url, dates=_day(proof.date))
        for proof in resume.certificates
    )


def _publications(resume: Resume) -> Iterable[Entry]:
    for text in resume.publications:
        yield Entry(
            title=text.name,
            organization=text.publisher,
            url=text.url,
            dates=_day(text.release_date),
            body=_body(text.summary),
        )


def _awards(resume: Resume) -> Iterable[Entry]:
    for award in resume.awards:
        yield Entry(
            title=award.title,
            organization=award.awarder,
            dates=_day(award.date),
            body=_body(award.summary),
        )


def _volunteer(resume: Resume) -> Iterable[Entry]:
    for service in resume.volunteer:
        yield Entry(
            title=service.position,
            organization=service.organization,
            url=service.url,
            dates=_range(service.start_date, service.end_date),
            body=_body(service.summary, service.highlights),
        )


def _languages(resume: Resume) -> Iterable[Entry]:
    return (Entry(title=spoken.language, note=_texts(spoken.fluency)) for spoken in resume.languages)


def _interests(resume: Resume) -> Iterable[Entry]:
    return (Entry(title=interest.name, keywords=interest.keywords) for interest in resume.interests)


def _references(resume: Resume) -> Iterable[Entry]:
    return (Entry(title=word.name, body=_body(word.reference)) for word in resume.references)


_ENTRIES: Mapping[str, Callable[[Resume], Iterable[Entry]]] = {
    "summary": _summary,
    "work": _work,
    "education": _education,
    "projects": _projects,
    "skills": _skills,
    "certificates": _certificates,
    "publications": _publications,
    "awards": _awards,
    "volunteer": _volunteer,
    "languages": _languages,
    "interests": _interests,
    "references": _references,
}


def _described(text: str | None) -> tuple[Runs, tuple[Block, ...]]:
    """Give a description as a note where it is one paragraph, and as what the body begins with where it is more."""
    about = blocks(text or "")
    if len(about) == 1 and isinstance(about[0], Paragraph):
        return about[0].runs, ()
    return (), about


def _body(text: str | None, highlights: Iterable[str] = ()) -> tuple[Block, ...]:
    """Set the highlights below the text as a list; of one that is a list itself they are the items."""
    items: list[tuple[Block, ...]] = []
    for highlight in map(blocks, highlights):
        if len(highlight) == 1 and isinstance(highlight[0], BulletList):
            items += highlight[0].items
        elif highlight:
            items.append(highlight)
    return (*blocks(text or ""), *([BulletList(tuple(items))] if items else []))


def _texts(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _joined(by: str, *parts: str | None) -> str | None:
    return by.join(_texts(*parts)) or None


def _shared(values: Iterable[_Value]) -> _Value | None:
    """Give the one value that all who state one agree on."""
    stated = {value for value in values if value}
    return stated.pop() if len(stated) == 1 else None


def _day(date: Date | None) -> Dates | None:
    return Dates(date, None) if date else None


def _range(start: Date | None, end: Date | None) -> Dates | None:
    return Dates(start, end, open=start is not None and end is None) if start or end else None


def _span(dates: list[Dates]) -> Dates | None:
    """Give the range from the first start to the last end."""
    starts = [span.start for span in dates if span.start]
    ends = [span.end for span in dates if span.end]
    still = any(span.open for span in dates)
    return _range(
        min(starts, key=_sortable, default=None),
        None if still else max(ends, key=_sortable, default=None),
    )


def _sortable(date: Date) -> tuple[int, int, int]:
    return (date.year, date.month or 0, date.day or 0)
