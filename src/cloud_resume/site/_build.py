"""Assemble the site: every file of it, by name, from one resume."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.resume import THEMES, published, to_json_resume
from cloud_resume.site import _html, _pdf, _picture, _preview, _text

if TYPE_CHECKING:
    from cloud_resume.resume import Resume

ASSETS = Path(__file__).parent / "assets"
"""The folder of what the page loads."""

_ROBOTS = """\
# Whether a page is to be listed is said by the page itself, and only who may fetch it can read that.
User-agent: *
Allow: /
"""
_NOT_PAGES = "".join(f"Disallow: /resume.{extension}\n" for extension in ("json", "pdf", "txt"))

_ACCENT = re.compile(rb"--accent: *(#[0-9A-Fa-f]{6})\b")


def build(resume: Resume, *, pdf: bool = True) -> dict[str, bytes]:
    """Make every file of the site, by relative POSIX path, without what is private.

    Pure: the same resume gives the same bytes, on any machine and on any day. Raises ResumeError if the
    picture can't be decoded, CloudResumeError if the PDF can't be set.
    """
    resume = published(_with_clean_picture(resume))
    root = resume.settings.site_url and resume.settings.site_url.rstrip("/") + "/"
    style_sheet, accent = _style(resume)
    assets = {"page.css": style_sheet, "page.js": (ASSETS / "page.js").read_bytes()}
    picture = None
    if resume.picture:
        picture = "picture.png" if resume.picture.media_type == "image/png" else "picture.jpg"
        assets[picture] = resume.picture.data
    if root:
        assets["preview.png"] = _preview.preview(resume, accent)
    paths = {name: _hashed_path(name, content) for name, content in assets.items()}
    links = _html.Links(
        style=paths["page.css"],
        script=paths["page.js"],
        picture=paths[picture] if picture else None,
        pdf="resume.pdf" if pdf else None,
        accent=accent,
        root=root,
        preview=paths.get("preview.png"),
    )
    if root and picture:
        resume = resume._replace(basics=resume.basics._replace(image=root + paths[picture]))
    texts = {
        "index.html": _html.page(resume, links),
        "404.html": _html.not_found(resume, links),
        "robots.txt": _ROBOTS + (_NOT_PAGES if resume.settings.noindex else ""),
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


def _style(resume: Resume) -> tuple[bytes, str]:
    """Give the style sheet, with the theme's laid over the page's own, and the accent that it states first."""
    page = (ASSETS / "page.css").read_bytes()
    name, theme = resume.settings.theme, resume.style_sheet
    if theme is None:
        theme = (ASSETS / "themes" / f"{name}.css").read_bytes() if name in THEMES[1:] else b""
    stated = _ACCENT.search(theme) or _ACCENT.search(page)
    return b"\n".join(filter(None, (page, theme))), stated[1].decode() if stated else ""


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
