"""Writes RenderCV's YAML; what that has no key for stands under a key of ours, and is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._formats._part import filled
from cloud_resume.resume._formats._rendercv import LINK, LOCATION, TITLES, address, in_line, listed
from cloud_resume.resume._yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from cloud_resume.resume._model import (
        Award,
        Certificate,
        Date,
        Education,
        Interest,
        Language,
        Location,
        Profile,
        Project,
        Publication,
        Reference,
        Resume,
        Skill,
        Volunteer,
        Work,
    )

    class _Kept(Protocol):
        """Keep fields under their own names, and tell of those that say something."""

        def __call__(self, **fields: object) -> dict[str, object]: ...


_NO_WEB = "is left out where it is not https:// or http://, as RenderCV wants it"


def to_rendercv(resume: Resume) -> tuple[bytes, tuple[str, ...]]:
    """Write a resume as RenderCV's YAML, private fields and all, with what its themes will not show."""
    basics = resume.basics
    losses = _Losses()
    sections: dict[str, object] = {}
    titles = _titles(resume, losses)
    for section in resume.settings.sections if resume.settings.sections is not None else TITLES:
        sections |= filled(**{titles[section]: _written(resume, section, losses)})
    if basics.image:
        losses.add("basics", "image", "is left out: RenderCV wants the path of a file beside its own, as `photo`")
    phone = basics.phone if (basics.phone or "").startswith("+") else None
    if basics.phone and not phone:
        losses.add("basics", "phone", "is left out: RenderCV takes one that begins with + and the country's code")
    if basics.url != _web(basics.url):
        losses.add("basics", "url", _NO_WEB)
    networks, others = _profiles(basics.profiles, losses)
    cv = filled(
        name=basics.name,
        headline=basics.label,
        **_place(basics.location),
        email=basics.email,
        phone=phone,
        website=_web(basics.url),
        social_networks=networks,
        custom_connections=others,
        sections=sections,
    )
    return to_yaml({"cv": cv}).encode(), losses.told()


class _Losses:
    """What RenderCV has no place for, told once for each field of each section."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}

    def add(self, section: str, field: str, what: str) -> None:
        self._told[f"`{field}` of `{section}` {what}"] = None

    def of(self, section: str) -> _Kept:
        """Give what keeps fields under their own names, and tells of those that say something."""

        def kept(**fields: object) -> dict[str, object]:
            for field in (said := filled(**fields)):
                self.add(section, field, "is written under that name, which RenderCV's themes do not show")
            return said

        return kept

    def told(self) -> tuple[str, ...]:
        return tuple(self._told)


def _titles(resume: Resume, losses: _Losses) -> dict[str, str]:
    """Give each section a title that no other has, for there it is a key."""
    standing = {section: titles[0] for section, titles in TITLES.items()}
    labels = dict(resume.settings.labels)
    repeated = [section for section, label in labels.items() if [*standing.values(), *labels.values()].count(label) > 1]
    for section in repeated:
        if labels.pop(section) != standing[section]:
            losses.add("labels", section, "is left out: another section has this title")
    return standing | labels


def _place(location: Location) -> dict[str, object]:
    """Give the line that RenderCV shows, and what it is made of where that could not be told from it."""
    own = (location.address, location.postal_code, location.city, location.region, location.country_code)
    place = filled(**dict(zip(LOCATION, own, strict=True)))
    line = in_line(place)
    is_plain = line == location.city and not re.search("[0-9]", line)
    return filled(location=line) | ({} if is_plain else {LOCATION[name]: text for name, text in place.items()})


def _profiles(profiles: Sequence[Profile], losses: _Losses) -> tuple[list[object], list[object]]:
    """Give those that RenderCV makes the same address of by itself, and the others as links."""
    networks: list[object] = []
    others: list[object] = []
    for profile in profiles:
        network, username, url = profile.network or "", profile.username or "", profile.url
        own = address(network, username)
        if own and (not url or _bare(url) == _bare(own)):
            networks.append({"network": network, "username": username})
        elif _web(url):
            words = ": ".join(filter(None, (network, username))) or _bare(str(url))
            others.append({"placeholder": words, "url": url, "fontawesome_icon": "link"})
        else:
            losses.add("profiles", "username", f"is left out where it has no address: {network} {username}".rstrip())
    return networks, others


def _web(url: str | None) -> str | None:
    """Give an address if it is one of the web."""
    return url if re.match("(?i:https?):", url or "") else None


def _bare(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|/$", "", url).lower()


def _written(resume: Resume, section: str, losses: _Losses) -> list[Any]:
    if section == "summary":
        return [resume.basics.summary] if resume.basics.summary else []
    kept = losses.of(section)
    entries = getattr(resume, section)
    if any(entry.tags or getattr(entry, "tagged", ()) for entry in entries):
        losses.add(section, "tags", "are left out; --only takes one variant")
    written = [_WRITERS[section](entry, kept) for entry in entries]
    if section == "publications" and written:
        losses.add(section, "authors", "are not in JSON Resume: it is you alone")
        if any(entry.url != _web(entry.url) for entry in entries):
            losses.add(section, "url", _NO_WEB)
        return [{**entry, "authors": list(filter(None, (resume.basics.name,)))} for entry in written]
    if section == "awards" and any("company" in entry for entry in written):  # all of a section are of one type
        return [{"company": "", "position": entry.pop("name", ""), **entry} for entry in written]
    return written


def _job_written(job: Work, kept: _Kept) -> dict[str, Any]:
    company, rest = _linked(job.name, job.url, kept)
    return {
        "company": company,
        "position": job.position or "",
        **_span(job.start_date, job.end_date),
        **filled(location=job.location, summary=job.summary, highlights=list(job.highlights)),
        **rest,
        **kept(description=job.description),
    }


def _service_written(service: Volunteer, kept: _Kept) -> dict[str, Any]:
    company, rest = _linked(service.organization, service.url, kept)
    return {
        "company": company,
        "position": service.position or "",
        **_span(service.start_date, service.end_date),
        **filled(summary=service.summary, highlights=list(service.highlights)),
        **rest,
    }


def _study_written(study: Education, kept: _Kept) -> dict[str, Any]:
    institution, rest = _linked(study.institution, study.url, kept)
    score = " ".join((study.score or "").split())
    courses = list(study.courses)
    if courses and listed(", ".join(courses)) == courses:
        courses = [f"Courses: {', '.join(courses)}"]
    return {
        "institution": institution,
        "area": study.area or "",
        **filled(degree=study.study_type),
        **_span(study.start_date, study.end_date),
        **filled(highlights=[*([f"Grade: {score}"] if score else []), *courses]),
        **rest,
    }


def _project_written(project: Project, kept: _Kept) -> dict[str, Any]:
    name, rest = _linked(project.name, project.url, kept)
    return {
        "name": name,
        **_span(project.start_date, project.end_date),
        **filled(summary=project.description, highlights=list(project.highlights)),
        **rest,
        **kept(keywords=list(project.keywords), roles=list(project.roles), entity=project.entity, type=project.type),
    }


def _skill_written(skill: Skill, _: _Kept) -> dict[str, Any]:
    label = " ".join(filter(None, (skill.name, skill.level and f"({skill.level})")))
    return {"label": label, "details": ", ".join(skill.keywords)}


def _certificate_written(proof: Certificate, kept: _Kept) -> dict[str, Any]:
    name, rest = _linked(proof.name, proof.url, kept)
    return {"name": name, **filled(date=_when(proof.date), summary=proof.issuer), **rest}


def _publication_written(text: Publication, _: _Kept) -> dict[str, Any]:
    return {
        "title": text.name or "",
        **filled(journal=text.publisher, date=_when(text.release_date), summary=text.summary, url=_web(text.url)),
    }


def _award_written(award: Award, _: _Kept) -> dict[str, Any]:
    title = award.title or ""
    head = {"company": award.awarder, "position": title} if award.awarder else {"name": title}
    return {**head, **filled(date=_when(award.date), summary=award.summary)}


def _language_written(spoken: Language, _: _Kept) -> dict[str, Any]:
    return {"label": spoken.language or "", "details": spoken.fluency or ""}


def _interest_written(interest: Interest, _: _Kept) -> dict[str, Any]:
    return {"label": interest.name or "", "details": ", ".join(interest.keywords)}


def _reference_written(word: Reference, _: _Kept) -> dict[str, Any]:
    return {"name": word.name or "", **filled(summary=word.reference)}


_WRITERS: dict[str, Callable[[Any, _Kept], dict[str, Any]]] = {
    "work": _job_written,
    "education": _study_written,
    "projects": _project_written,
    "skills": _skill_written,
    "certificates": _certificate_written,
    "publications": _publication_written,
    "awards": _award_written,
    "volunteer": _service_written,
    "languages": _language_written,
    "interests": _interest_written,
    "references": _reference_written,
}


def _linked(name: str | None, url: str | None, kept: _Kept) -> tuple[str, dict[str, object]]:
    """Make a Markdown link of a name, which RenderCV shows, or keep the address by itself."""
    link = f"[{name or ''}]({url or ''})"
    return (link, {}) if re.fullmatch(LINK, link) else (name or "", kept(url=url))


def _span(start: Date | None, end: Date | None) -> dict[str, object]:
    if start is None:
        return filled(date=_when(end))
    return filled(start_date=_when(start), end_date=_when(end) or "present")


def _when(date: Date | None) -> str | int | None:
    """Write a date; RenderCV wants a year as a number."""
    return date.year if date and date.month is None else date and str(date)
