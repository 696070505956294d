"""The person in schema.org's words, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cloud_resume.resume import plain

if TYPE_CHECKING:
    from cloud_resume.resume import Location, Resume

# None of these can end the script element or, in an old engine, a JavaScript string.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def person(resume: Resume, root: str | None = None, picture: str | None = None) -> str:
    """Give a `Person` as JSON-LD, safe inside of a script element; `picture` is its path from the site's `root`.

    https://schema.org/Person
    """
    import json  # noqa: PLC0415 - only a build writes JSON

    basics = resume.basics
    data = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": basics.name,
        "jobTitle": basics.label,
        "description": plain(basics.summary or ""),
        "email": basics.email,
        "telephone": basics.phone,
        "url": root or basics.url,
        "image": root and picture and root + picture,
        "address": _address(basics.location),
        "sameAs": _others(root, root and basics.url, *(profile.url for profile in basics.profiles)),
        "worksFor": list(
            {
                job.name: _organization("Organization", job.name, job.url)
                for job in resume.work
                if job.name and job.start_date and not job.end_date
            }.values()
        ),
        "alumniOf": [
            _organization("EducationalOrganization", study.institution, study.url)
            for study in resume.education
            if study.institution
        ],
        "award": [award.title for award in resume.awards if award.title],
        "knowsAbout": [word for skill in resume.skills for word in (skill.name, *skill.keywords) if word],
        "knowsLanguage": [spoken.language for spoken in resume.languages if spoken.language],
    }
    return json.dumps(_stated(data), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _others(root: str | None, *urls: str | None) -> list[str]:
    return [url for url in urls if url and url != root]


def _organization(kind: str, name: str | None, url: str | None) -> dict[str, Any]:
    return _stated({"@type": kind, "name": name, "url": url})


def _address(location: Location) -> dict[str, Any] | None:
    parts = _stated(
        {
            "streetAddress": location.address,
            "postalCode": location.postal_code,
            "addressLocality": location.city,
            "addressRegion": location.region,
            "addressCountry": location.country_code,
        }
    )
    return {"@type": "PostalAddress", **parts} if parts else None


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
