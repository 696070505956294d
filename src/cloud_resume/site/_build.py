"""Assemble the site: every file of it, by name, from one resume."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.resume import published, to_json_resume
from cloud_resume.site import _html, _pdf, _picture, _text

if TYPE_CHECKING:
    from cloud_resume.resume import Resume

ASSETS = Path(__file__).parent / "assets"
"""The folder of what the page loads."""

_ROBOTS = """\
# Whether a page is to be listed is said by the page itself, and only who may fetch it can read that.
User-agent: *
Allow: /
"""


def build(resume: Resume, *, pdf: bool = True) -> dict[str, bytes]:
    """Make every file of the site, by relative POSIX path, without what is private.

    Pure: the same resume gives the same bytes, on any machine and on any day. Raises ResumeError if the
    picture can't be decoded, CloudResumeError if the PDF can't be set.
    """
    resume = published(_with_clean_picture(resume))
    assets = {name: (ASSETS / name).read_bytes() for name in ("page.css", "page.js")}
    picture = None
    if resume.picture:
        picture = "picture.png" if resume.picture.media_type == "image/png" else "picture.jpg"
        assets[picture] = resume.picture.data
    paths = {name: _hashed_path(name, content) for name, content in assets.items()}
    site = resume.settings.site_url
    links = _html.Links(
        style=paths["page.css"],
        script=paths["page.js"],
        picture=paths[picture] if picture else None,
        picture_url=f"{site.rstrip('/')}/{paths[picture]}" if site and picture else None,
        pdf="resume.pdf" if pdf else None,
    )
    if links.picture_url:
        resume = resume._replace(basics=resume.basics._replace(image=links.picture_url))
    texts = {
        "index.html": _html.page(resume, links),
        "404.html": _html.not_found(resume, links),
        "robots.txt": _ROBOTS,
        "resume.txt": _text.text(resume),
        "resume.json": json.dumps(to_json_resume(resume), ensure_ascii=False, indent=2) + "\n",
    }
    files = {name: text.encode() for name, text in texts.items()}
    files |= {paths[name]: content for name, content in assets.items()}
    if pdf:
        files["resume.pdf"] = _pdf.typeset(resume)
    return files


def pdf(resume: Resume) -> bytes:
    """Make the complete PDF, private fields and all, to be sent by hand; pure, and raises, as `build` is and does."""
    return _pdf.typeset(_with_clean_picture(resume))


def _with_clean_picture(resume: Resume) -> Resume:
    if resume.picture is None:
        return resume
    image = resume.basics.image or ""
    name = "basics.image" if image.startswith("data:") else image
    return resume._replace(picture=_picture.cleaned(resume.picture, name))


def _hashed_path(name: str, content: bytes) -> str:
    """Name a file by its content, so that it may be cached for ever."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL

    stem, extension = name.split(".")
    return f"assets/{stem}.{sha256(content).hexdigest()[:8]}.{extension}"
