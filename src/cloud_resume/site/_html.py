"""The page: one HTML document set from the outline, and the one for an address that leads nowhere."""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume import Paragraph, plain
from cloud_resume.site._contacts import contacts, shown
from cloud_resume.site._icons import icon, network_icon
from cloud_resume.site._jsonld import person
from cloud_resume.site._lines import shortened
from cloud_resume.site._markup import Html, escape, h, h_if, join
from cloud_resume.site._outline import outline, role
from cloud_resume.site._preview import HEIGHT, WIDTH
from cloud_resume.site._words import is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cloud_resume.resume import Block, Resume, Runs
    from cloud_resume.site._contacts import Contact
    from cloud_resume.site._outline import Dates, Entry, Section
    from cloud_resume.site._words import Words

_RIGHT = frozenset(("projects", "skills", "certificates", "languages", "interests"))
_EITHER = frozenset(("projects", "certificates", "publications", "awards", "volunteer"))
_LINE, _RIGHT_LINE = 65, 48  # characters, about
_LONG = 40  # lines
_TERMS = ("skills", "languages", "interests")  # set as a list of terms, not of entries
_EVENTS = {"work": "p-experience", "volunteer": "p-experience", "education": "p-education"}
_CONTACTS = {  # the icon and the microformat of each kind
    "email": ("mail", "u-email"),
    "phone": ("phone", "p-tel"),
    "url": ("globe", "u-url"),
    "location": ("pin", "p-adr"),
}
_TAG = re.compile("<[^>]*>")
_TITLE_LENGTH, _DESCRIPTION_LENGTH = 60, 155  # characters; search engines cut what is longer


class Links(NamedTuple):
    """What the page names of its own site, as URLs relative to its root."""

    style: str
    script: str
    picture: str | None = None
    pdf: str | None = None
    accent: str = "#8f2d1f"
    root: str | None = None  # the site's own URL, where it is known, with a slash at its end
    preview: str | None = None  # there with `root` alone
    folder: str = ""  # the page's own, with a slash at its end
    editions: tuple[Edition, ...] = ()  # the page in every language, where there are several

    @property
    def up(self) -> str:
        """The way from the page to the root."""
        return "../" if self.folder else ""


class Edition(NamedTuple):
    """The page in one language."""

    lang: str  # BCP 47
    name: str  # what the language calls itself
    folder: str


def page(resume: Resume, links: Links) -> str:
    """Set a resume as an HTML document; every field it is given gets published.

    The microformat is h-resume, https://microformats.org/wiki/h-resume.
    """
    own = words(resume.settings.lang)
    header = _header(resume, links, own)
    return _document(
        resume,
        h(
            "head",
            *_head(resume, links.up + links.style, links.accent),
            *_sharing(resume, links),
            h("script", src=links.up + links.script, defer=""),
            h(
                "script",
                Html(person(resume, links.root, links.picture)),
                type="application/ld+json",
            ),
        ),
        h(
            "body",
            header,
            h("main", *_columns(outline(resume), own, beside=header.count("<li") * 1.4)),
            h("footer", _visitors(own)),
            class_="h-resume",
        ),
    )


def _visitors(words: Words) -> Html:
    """Keep the place of the count, with the forms that its words take."""
    forms = {f"data_{category}": form for category, form in words.visitors.items()}
    return h("p", id="visitors", lang=words.foreign, **forms)


def not_found(resume: Resume, links: Links) -> str:
    """Set the page that is served, at any depth, for an address that leads nowhere."""
    own = words(resume.settings.lang)
    return _document(
        resume,
        h("head", *_head(resume, "/" + links.style, links.accent), h("meta", name="robots", content="noindex")),
        h(
            "body",
            h("header", h("h1", own.not_found)),
            h("main", h("p", own.nothing_here, " ", h("a", own.home, href="/"))),
            lang=own.foreign,
        ),
    )


def _document(resume: Resume, head: Html, body: Html) -> str:
    lang = resume.settings.lang
    direction = "rtl" if is_right_to_left(lang) else None
    return "<!DOCTYPE html>" + h("html", head, body, lang=lang, dir=direction) + "\n"


def _head(resume: Resume, style: str, accent: str) -> Iterator[Html]:
    yield h("meta", charset="utf-8")
    yield h("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield h("title", _title(resume))
    yield h("link", rel="icon", href=_favicon(resume.basics.name or words(resume.settings.lang).resume, accent))
    yield h("link", rel="stylesheet", href=style)


def _sharing(resume: Resume, links: Links) -> Iterator[Html]:
    """Give what a search engine or the preview of a link shows."""
    settings = resume.settings
    description = shortened(plain(resume.basics.summary or "") or resume.basics.label or "", _DESCRIPTION_LENGTH)
    if description:
        yield h("meta", name="description", content=description)
    if settings.noindex:
        yield h("meta", name="robots", content="noindex")
    if links.root and links.preview:
        address = links.root + links.folder
        yield h("link", rel="canonical", href=address)
        for edition in links.editions:
            yield h("link", rel="alternate", hreflang=edition.lang, href=links.root + edition.folder)
        if links.editions:
            yield h("link", rel="alternate", hreflang="x-default", href=links.root)
        shared = {
            "type": "profile",
            "url": address,
            "title": _title(resume),
            "description": description,
            "image": links.root + links.preview,
            "image:width": str(WIDTH),
            "image:height": str(HEIGHT),
            "image:alt": _title(resume),
        }
        yield from (h("meta", property=f"og:{key}", content=text) for key, text in shared.items() if text)
        yield h("meta", name="twitter:card", content="summary_large_image")


def _title(resume: Resume) -> str:
    """Name the person and the role, the person alone where there is no room for both."""
    basics = resume.basics
    title = " – ".join(text for text in (basics.name, basics.label) if text)
    if basics.name and len(title) > _TITLE_LENGTH:
        title = basics.name
    return shortened(title, _TITLE_LENGTH) or words(resume.settings.lang).resume


def _favicon(name: str, accent: str) -> str:
    """Give the initial on a coloured ground as a ``data:`` URI."""
    initial = "".join(f"%{byte:02X}" for byte in escape(name[0].upper()).encode())
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
        f"%3Crect width='32' height='32' rx='4' fill='%23{accent[1:]}'/%3E"
        "%3Ctext x='16' y='24' font-family='Palatino,serif' font-size='24' text-anchor='middle' fill='%23fff'%3E"
        f"{initial}%3C/text%3E%3C/svg%3E"
    )


def _header(resume: Resume, links: Links, words: Words) -> Html:
    basics = resume.basics
    label = role(resume)
    name = basics.name or label or words.resume
    return h(
        "header",
        h(
            "div",
            _photo(links.up + links.picture, name) if links.picture else None,
            h("h1", name, class_="p-name"),
            h_if("p", label if basics.name else None, class_="p-job-title"),
        ),
        h_if("ul", *_links(resume, links, words)),
        class_="p-contact h-card",
    )


def _photo(url: str, name: str) -> Html:
    return h("img", class_="u-photo", src=url, alt=name, width="112", height="112")


def _links(resume: Resume, links: Links, words: Words) -> Iterator[Html]:
    basics, lang = resume.basics, resume.settings.lang
    for contact in contacts(basics, words):
        yield h("li", *_contact(contact))
    if links.pdf:
        file = "-".join([*(basics.name or "").split(), *words.resume.split()]) + ".pdf"
        link = h("a", words.download, href=links.up + links.pdf, download=file, lang=words.foreign)
        yield h("li", icon("download"), link, class_="download")
    others = [edition for edition in links.editions if edition.lang != lang]
    if others:
        names = (_edition(edition, links.up) for edition in others)
        yield h("li", icon("speech"), h("nav", join(*names, by=words.comma), aria_label=words.switch), class_="switch")


def _edition(edition: Edition, up: str) -> Html:
    href, lang = f"{up}{edition.folder}index.html", edition.lang
    return h("a", edition.name, href=href, rel="alternate", lang=lang, hreflang=lang)


def _contact(contact: Contact) -> tuple[Html, Html]:
    """Draw and set one of them, isolated, so that a number keeps its order among right-to-left words.

    A place alone is written in the page's own direction, whatever letters it begins with.
    """
    drawing, microformat = _CONTACTS.get(contact.kind, (None, "u-url"))
    words = contact.text.replace(" ", "\xa0") if contact.kind == "phone" else contact.text
    breaking = Html(escape(words).replace("/", "/<wbr>"))  # as a long URL does
    text = breaking if contact.kind == "location" else h("bdi", breaking)
    me = "me" if microformat == "u-url" else None
    return (
        icon(drawing) if drawing else network_icon(contact.network),
        h("a", text, class_=microformat, href=contact.url, rel=me)
        if contact.url
        else h("span", text, class_=microformat),
    )


def _columns(sections: Sequence[Section], words: Words, beside: float) -> Iterator[Html]:
    """Part the sections into two columns, each in their order; where there is one, it is read as the source has it.

    The second column stands whole where it begins: one that took turns with the first would have gaps. `beside` is the
    height of what stands above it, in lines.
    """
    blocks = {section.key: _section(section, words) for section in sections}
    sides = _sides(blocks, beside)
    keys = list(blocks)
    first = sides[keys[0]] if keys else None
    start = list(takewhile(lambda key: sides[key] == first, keys))
    others = sorted(keys[len(start) :], key=lambda key: (sides[key] == "both", sides[key] == first))
    for side, column in groupby([*start, *others], key=sides.__getitem__):
        yield h("div", *(blocks[key] for key in column), class_=side)


def _sides(blocks: Mapping[str, Html], beside: float) -> dict[str, str]:
    """Give each section its column: one that may stand in either leaves its own for one that has room for it.

    A long list beside which the other column would be empty stands below both, in two columns of its own.
    """
    sides = {key: "right" if key in _RIGHT else "left" for key in blocks}
    left = sum(_height(block, _LINE) for key, block in blocks.items() if sides[key] == "left")
    right = beside + sum(_height(block, _RIGHT_LINE) for key, block in blocks.items() if sides[key] == "right")
    for key in filter(_EITHER.__contains__, blocks):
        wide, narrow = _height(blocks[key], _LINE), _height(blocks[key], _RIGHT_LINE)
        if sides[key] == "right" and left + wide < right:
            sides[key], left, right = "left", left + wide, right - narrow
        elif sides[key] == "left" and right + narrow < left - wide:
            sides[key], left, right = "right", left - wide, right + narrow
        elif sides[key] == "left" and wide > _LONG and left - right > wide / 2 and key != next(iter(blocks)):
            sides[key], left = "both", left - wide
    return sides


def _height(block: Html, line: int) -> float:
    """Guess how many lines of so many characters it takes, with the space around it."""
    texts = filter(None, _TAG.sub("", block).splitlines())
    return 2 + block.count("<article") - block.count('class="dates"') + sum(1 + len(text) // line for text in texts)


def _section(section: Section, words: Words) -> Html:
    is_ours = section.heading == words.headings[section.key]
    unseen = "unseen" if is_ours and section.key == "summary" else None  # where the page begins with it, it is clear
    heading = h("h2", section.heading, class_=unseen, lang=words.foreign if is_ours else None)
    if section.key == "summary":
        body = [_block(block, "p-summary") for entry in section.entries for block in entry.body]
    elif section.key in _TERMS:
        body = [_terms(section, words)]
    else:
        body = [_entry(section.key, entry, words) for entry in section.entries]
    return h("section", heading, *body, id=section.key)


def _terms(section: Section, words: Words) -> Html:
    """Set names with what belongs to them as a list of definitions, bare names as one line of text."""
    microformat = "p-skill" if section.key == "skills" else None
    if not any(entry.note or entry.keywords for entry in section.entries):
        names = (_named(entry.title, None, microformat) for entry in section.entries)
        return h("p", join(*names, by=words.comma))
    return h("dl", *(h("div", *_term(entry, words), class_=microformat) for entry in section.entries))


def _term(entry: Entry, words: Words) -> tuple[Html, Html]:
    """Let the note stand beside the name if there are keywords, and in their place if there are none."""
    keywords = words.comma.join(entry.keywords)
    if keywords:
        return h("dt", join(entry.title, h_if("span", _inline(entry.note)), by=" ")), h("dd", keywords)
    return h("dt", entry.title), h("dd", _inline(entry.note))


def _entry(key: str, entry: Entry, words: Words, level: int = 3, employer: str | None = None) -> Html:
    """Set a job, a degree, a project; a role among several names its `employer` to programs alone."""
    event = None if entry.roles else _EVENTS.get(key)
    roles = (role._replace(organization=None) for role in entry.roles)
    return h(
        "article",
        _entry_header(key, entry, words, level, employer),
        *(_quote(block) if key == "references" else _block(block) for block in entry.body),
        h_if("p", words.comma.join(entry.keywords), class_="keywords"),
        *(_entry(key, role, words, level + 1, entry.organization) for role in roles),
        class_=f"{event} h-event h-card" if event else None,
    )


def _block(block: Block, class_: str | None = None) -> Html:
    if isinstance(block, Paragraph):
        return h("p", _inline(block.runs), class_=class_)
    return h("ul", *(h("li", *_content(item)) for item in block.items), class_=class_)


def _quote(block: Block) -> Html:
    return h("blockquote", *_content((block,)))


def _content(blocks: tuple[Block, ...]) -> Iterator[Html]:
    """Set what stands in an element of its own, which needs no paragraph in it where it holds only one."""
    only = blocks[0] if len(blocks) == 1 else None
    if isinstance(only, Paragraph):
        yield _inline(only.runs)
    else:
        yield from map(_block, blocks)


def _inline(runs: Runs) -> Html:
    return join(*(run if isinstance(run, str) else h(run.kind, _inline(run.children), href=run.url) for run in runs))


def _entry_header(key: str, entry: Entry, words: Words, level: int, employer: str | None) -> Html:
    """Say what it was, where and when; the URL is the organization's where the person was a part of it."""
    event = key in _EVENTS and not entry.roles
    joined = key in _EVENTS and entry.organization
    home, url = (entry.url, None) if joined else (None, entry.url)
    title = _named(entry.title or (url and shown(url)), url, "p-name" if event else None)
    organization = _named(entry.organization, home, "p-org" if event else "organization")
    place = _named(entry.place, None, "p-location" if event else None)
    where = join(organization if title else None, place, by=words.comma)
    return h(
        "header",
        h_if(f"h{level}", title or organization, class_="employer" if entry.roles else None),
        _dates(entry.dates, words, event=event) if entry.dates else None,
        h_if("p", join(where, _inline(entry.note), by=words.dot)),
        h("data", value=employer, class_="p-org") if employer else None,
    )


def _named(text: str | None, url: str | None, microformat: str | None) -> Html | None:
    if not text:
        return None
    return h("a" if url else "span", text, class_=microformat, href=url) if url or microformat else escape(text)


def _dates(dates: Dates, words: Words, *, event: bool) -> Html:
    ends: dict[str, Html] = {}
    for date, microformat in ((dates.start, "dt-start"), (dates.end, "dt-end")):
        if date:
            ends.setdefault(
                words.date(date),  # a range within one month is one date
                h("time", words.date(date), class_=microformat if event else None, datetime=str(date)),
            )
    return h(
        "p",
        join(*ends.values(), words.present if dates.open else None, by=" – "),
        class_="dates",
        lang=words.foreign,
    )
