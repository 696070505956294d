"""The resume as Markdown, in the PDF's order: for a profile's README, a forum, a form that takes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.resume import Export, Paragraph
from cloud_resume.resume import words as read
from cloud_resume.site._contacts import contacts
from cloud_resume.site._lines import aside, dates, folded, head
from cloud_resume.site._outline import apart, outline
from cloud_resume.site._words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cloud_resume.resume import Block, Element, Resume, Runs
    from cloud_resume.site._outline import Entry, Section
    from cloud_resume.site._words import Words

_MARKS = {"strong": "**", "em": "*", "code": "`"}
_SPECIAL = r"[\\`*_\[\]<>&~|#!]"
_PLAIN_URL = r"[A-Za-z0-9/:?=@.,;+%-]+"
_SPECIAL_FIRST = r"(?m)^(?:[0-9]{1,9}[.)]|[+=-])"


def markdown(resume: Resume) -> Export:
    """Write a resume as CommonMark, in UTF-8, private fields and all; whatever it says is text there too.

    https://spec.commonmark.org
    """
    own = words(resume.settings.lang)
    parts = [*_header(resume, own), *(part for section in outline(resume) for part in _section(section, own))]
    losses = ("`image` of `basics` is left out",) if resume.basics.image else ()
    return Export(("\n\n".join(parts) + "\n").encode(), losses)


def _header(resume: Resume, words: Words) -> Iterator[str]:
    basics = resume.basics
    yield f"# {_line(basics.name or basics.label or words.resume)}"
    if basics.name and basics.label:
        yield f"**{_line(basics.label)}**"
    reach = [_linked(_escaped(folded(contact.text)), contact.url) for contact in contacts(basics, words)]
    if reach:
        yield _after_line_ends(words.dot.join(reach))


def _section(section: Section, words: Words) -> Iterator[str]:
    yield f"## {_line(section.heading)}"
    if not all(entry.brief for entry in section.entries):
        for entry in apart(section.entries):
            yield from _entry(entry, words)
    elif any(entry.keywords for entry in section.entries):
        yield "\n".join(f"- {_named(entry, words)}" for entry in section.entries)
    else:
        yield words.comma.join(_line("".join(head(entry, words))) for entry in section.entries)


def _entry(entry: Entry, words: Words) -> Iterator[str]:
    title = _line("".join(head(entry, words)))
    if title:
        yield f"### {title}"
    beside = [_linked(_runs(runs), url) for runs, url in aside(entry, words)]
    under = words.dot.join(filter(None, (_line(dates(entry, words)), *beside)))
    if under:
        yield under
    yield from _body(entry.body)


def _named(entry: Entry, words: Words) -> str:
    name, rest = head(entry, words)
    return (f"**{_line(name)}**" if name else "") + _line(rest)


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _runs(block.runs)
        else:
            items = ("\n\n".join(_body(item)).replace("\n", "\n  ") for item in block.items)
            yield "\n".join(f"- {item}" for item in items)


def _runs(runs: Runs) -> str:
    """Write what stands in one paragraph."""
    text = ""
    for run in runs:
        text += _escaped(run) if isinstance(run, str) else _element(run, after=text[-1:])
    return _after_line_ends(text)


def _element(element: Element, after: str) -> str:
    """Write a part that is more than its words, in HTML where CommonMark's marks would not hold."""
    if element.kind == "br":
        return "\\\n"
    if element.kind == "a":
        return _linked(_runs(element.children), element.url)
    is_code = element.kind == "code"
    inner = read(element.children) if is_code else _runs(element.children)
    mark = _MARKS[element.kind]
    if after != mark[0] and (is_code or (inner[0].isalnum() and inner[-1].isalnum())):
        return f"{mark}{inner}{mark}"
    return f"<{element.kind}>{_escaped(inner) if is_code else inner}</{element.kind}>"


def _linked(text: str, url: str | None) -> str:
    if not url:
        return text
    address = url if re.fullmatch(_PLAIN_URL, url) else f"<{_escaped(url)}>"
    return f"[{text}]({address})"


def _line(text: str) -> str:
    """Write a text without markup on one line."""
    return _after_line_ends(_escaped(folded(text)))


def _escaped(text: str) -> str:
    return re.sub(_SPECIAL, r"\\\g<0>", text)


def _after_line_ends(text: str) -> str:
    """Let no line look like the item of a list, a rule or a heading's underline."""
    return re.sub(_SPECIAL_FIRST, lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)
