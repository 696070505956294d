"""Assemble the site: every file of it, by name, from one resume."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cloud_resume.errors import ResumeError
from cloud_resume.resume import THEMES, published, to_json_resume
from cloud_resume.site import _html, _pdf, _picture, _preview, _text
from cloud_resume.site._words import HEADINGS, language_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud_resume.resume import Problem, Resume

ASSETS = Path(__file__).parent / "assets"
"""The folder of what the page loads."""

_ROBOTS = """\
# Whether a page is to be listed is said by the page itself, and only who may fetch it can read that.
User-agent: *
Allow: /
"""
_NOT_PAGES = ("json", "pdf", "txt")  # can't say by themselves that they are not to be listed

_ACCENT = re.compile(rb"--accent: *(#[0-9A-Fa-f]{6})\b")


def _unheard(_: str) -> None:
    """Hear a warning, and leave it at that."""


def build(resume: Resume, *, pdf: bool = True, warn: Callable[[str], object] = _unheard) -> dict[str, bytes]:
    """Make every file of the site, by relative POSIX path, without what is private.

    Each translation has page, PDF, text and JSON of its own in a folder that its language names. Pure: the same
    resume gives the same bytes, on any machine and on any day. `warn` hears of a PDF that ends badly. Raises
    ResumeError if the picture can't be decoded, CloudResumeError if the PDF can't be set.
    """
    editions = _editions(resume)
    site = resume.settings.site_url
    style_sheet, accent = _style(resume)
    files = dict((_asset("page.css", style_sheet), _asset("page.js", (ASSETS / "page.js").read_bytes())))
    style, script = files
    links = _html.Links(
        style=style,
        script=script,
        accent=accent,
        root=f"{site.rstrip('/')}/" if site else None,
        editions=_links(editions),
    )
    for folder, edition in editions.items():
        own = links._replace(folder=folder, pdf=f"{folder}resume.pdf" if pdf else None)
        files |= _edition(edition, own, warn)
    texts = {"404.html": _html.not_found(editions[""], links), "robots.txt": _robots(editions)}
    return files | {name: text.encode() for name, text in texts.items()}


def pdf(resume: Resume, *, warn: Callable[[str], object] = _unheard) -> bytes:
    """Make the complete PDF, private fields and all, to be sent by hand; pure, warns and raises, as `build` does."""
    return _pdf.typeset(_with_clean_picture(resume), warn)


def picture_problems(resume: Resume) -> tuple[Problem, ...]:
    """Give what is wrong with the pictures of a resume and its translations, as only decoding them tells."""
    problems: dict[Problem, None] = {}
    for edition in (resume, *resume.translations):
        try:
            _with_clean_picture(edition)
        except ResumeError as error:
            problems |= dict.fromkeys(error.problems)  # a picture may be that of all
    return tuple(problems)


def _style(resume: Resume) -> tuple[bytes, str]:
    """Give the style sheet, with the theme's laid over the page's own, and the accent that it states first."""
    page = (ASSETS / "page.css").read_bytes()
    name, theme = resume.settings.theme, resume.style_sheet
    if theme is None:
        theme = (ASSETS / "themes" / f"{name}.css").read_bytes() if name in THEMES[1:] else b""
    stated = _ACCENT.search(theme) or _ACCENT.search(page)
    return b"\n".join(filter(None, (page, theme))), stated[1].decode() if stated else ""


def _edition(resume: Resume, links: _html.Links, warn: Callable[[str], object]) -> dict[str, bytes]:
    """Make what a language has of its own."""
    files = {}
    if resume.picture:
        name = "picture.png" if resume.picture.media_type == "image/png" else "picture.jpg"
        path, files[path] = _asset(name, resume.picture.data)
        links = links._replace(picture=path)
    if links.root and links.picture:
        resume = resume._replace(basics=resume.basics._replace(image=links.root + links.picture))
    if links.root:
        path, files[path] = _asset("preview.png", _preview.preview(resume, links.accent))
        links = links._replace(preview=path)
    texts = {
        "index.html": _html.page(resume, links),
        "resume.txt": _text.text(resume),
        "resume.json": json.dumps(to_json_resume(resume), ensure_ascii=False, indent=2) + "\n",
    }
    files |= {links.folder + name: text.encode() for name, text in texts.items()}
    if links.pdf:
        files[links.pdf] = _pdf.typeset(resume, lambda text: warn(f"{links.pdf}: {text}"))
    return files


def _robots(editions: Mapping[str, Resume]) -> str:
    hidden = [folder for folder, edition in editions.items() if edition.settings.noindex]
    return _ROBOTS + "".join(f"Disallow: /{folder}resume.{name}\n" for folder in hidden for name in _NOT_PAGES)


def _with_clean_picture(resume: Resume) -> Resume:
    if resume.picture is None:
        return resume
    image = resume.basics.image or ""
    name = "basics.image" if image.startswith("data:") else image
    return resume._replace(picture=_picture.cleaned(resume.picture, name))


def _editions(resume: Resume) -> dict[str, Resume]:
    """Give the resume and its translations by folder, as they are published; all are of one site."""
    site = resume.settings
    editions = {"": resume}
    for translation in resume.translations:
        own = translation.settings
        settings = own._replace(site_url=site.site_url, noindex=site.noindex or own.noindex)
        editions[f"{own.lang}/"] = translation._replace(settings=settings)
    return {folder: published(_shown(_with_clean_picture(edition))) for folder, edition in editions.items()}


def _shown(resume: Resume) -> Resume:
    """Give the resume without the sections that its settings leave out: what is not shown is in no file."""
    sections = resume.settings.sections
    if sections is None:
        return resume
    left_out: dict[str, Any] = {key: () for key in HEADINGS if key not in sections}
    if "summary" in left_out:
        del left_out["summary"]
        resume = resume._replace(basics=resume.basics._replace(summary=None))
    return resume._replace(**left_out)


def _links(editions: Mapping[str, Resume]) -> tuple[_html.Edition, ...]:
    """Give the page of each language, if there are several; those that share a name have their tags beside it."""
    if len(editions) == 1:
        return ()
    langs = [edition.settings.lang for edition in editions.values()]
    names = [language_name(lang) for lang in langs]
    return tuple(
        _html.Edition(lang, name if names.count(name) == 1 else f"{name} ({lang})", folder)
        for lang, name, folder in zip(langs, names, editions, strict=True)
    )


def _asset(name: str, content: bytes) -> tuple[str, bytes]:
    """Give a file a path by its content, so that it may be cached for ever."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL

    stem, extension = name.split(".")
    return f"assets/{stem}.{sha256(content).hexdigest()[:8]}.{extension}", content
