"""The resume as a PDF, set by Typst; what the resume says reaches the typesetter as data, never as markup."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cloud_resume.errors import CloudResumeError
from cloud_resume.resume import Paragraph
from cloud_resume.site import _fonts
from cloud_resume.site._contacts import contacts
from cloud_resume.site._lines import aside, dates, folded, head
from cloud_resume.site._outline import apart, outline, role
from cloud_resume.site._paper import paper
from cloud_resume.site._words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import typst

    from cloud_resume.resume import Block, Resume, Runs, Settings
    from cloud_resume.site._contacts import Contact
    from cloud_resume.site._outline import Entry, Section
    from cloud_resume.site._words import Words

_TEMPLATE = Path(__file__).with_name("resume.typ")

# vowel marks, at which programs read the letter below twice, and which words in both scripts do without
_MARKS = (*range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, *range(0x064B, 0x0653), 0x0670)

# besides them a hyphen that is not seen, and letters that share one character
_READABLE = str.maketrans(
    {
        **dict.fromkeys(map(chr, _MARKS), ""),
        "\xad": "",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)

# letters in parts, as text from file names of a Mac has them; of all else a composition may be another character, as
# of a Japanese name that is written with an older form
_IN_PARTS = r"[^\W\d_][\u0300-\u036f\u3099\u309a]+|[\u1100-\u11ff]{2,}"

_SPACINGS = ("normal", "tight", "loose")
_LEAST_FILL = 0.2  # of the last page's height
_ENDS_BADLY = (
    "the last page of the PDF is less than a fifth full, however closely it is set; a few lines less, or more, would "
    "make it end well"
)


def typeset(resume: Resume, warn: Callable[[str], object]) -> bytes:
    """Set a resume as PDF/A-2a and PDF/UA-1; every field that it is given gets shown.

    Neither standard has room for a character that no font can show, or for one of private use. A resume with
    such a character is set and tagged just the same, but its PDF does not claim the standards. `warn`
    hears of a last page that is nearly empty. Raises CloudResumeError for what can't be set at all.
    """
    import typst  # noqa: PLC0415 - a compiler of 80 MB

    sheet = json.dumps(_sheet(resume), ensure_ascii=False)
    families, fonts = _fonts.faces(sheet)

    def compiler(spacing: str) -> typst.Compiler:
        inputs = {"resume": sheet, "families": json.dumps(families), "spacing": spacing}
        return typst.Compiler(_TEMPLATE, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)

    def document(compiler: typst.Compiler) -> bytes:
        try:
            return cast("bytes", compiler.compile(pdf_standards=["a-2a", "ua-1"], timestamp=0))
        except typst.TypstError as error:
            if not str(error).startswith("PDF/"):  # the names of the standards that complain
                raise
            return cast("bytes", compiler.compile(timestamp=0))

    try:
        best = next(filter(_ends_well, map(compiler, _SPACINGS)), None)
        if best is None:
            warn(_ENDS_BADLY)
        return document(best or compiler("normal"))
    except RuntimeError as error:  # of a query; a TypstError is one
        message = f"the PDF can't be set: {error}; `cloud-resume build --no-pdf` makes the rest of the site"
        raise CloudResumeError(message) from error


def _ends_well(compiler: typst.Compiler) -> bool:
    """Whether the last page is full enough to look meant."""
    end = json.loads(compiler.query("<end>", field="value", one=True))
    return bool(end["page"] == 1 or end["fill"] >= _LEAST_FILL)


def _sheet(resume: Resume) -> dict[str, object]:
    """Give what `resume.typ` reads."""
    basics, settings = resume.basics, resume.settings
    own = words(settings.lang)
    label = role(resume)
    name = basics.name or label or own.resume
    return {
        "name": _text(name),
        "label": _text((basics.name and label) or ""),
        "author": _text(basics.name or ""),
        "contacts": [_contact(contact) for contact in contacts(basics, own)],
        "picture": list(resume.picture.data) if resume.picture and settings.photo_in_pdf else None,
        "sections": [_section(section, own) for section in outline(resume)],
        "comma": own.comma,
        "dot": own.dot,
        **tongue(settings),
        "paper": "us-letter" if paper(resume) == "letter" else "a4",
    }


def _contact(contact: Contact) -> dict[str, object]:
    return {"text": [_text(contact.text)], "url": contact.url, "latin": contact.kind != "location"}


def tongue(settings: Settings) -> dict[str, str | None]:
    """Give what Typst wants to know of the language."""
    language, *subtags = settings.lang.split("-")
    return {"language": language, "region": _region(subtags)}


def _region(subtags: Iterable[str]) -> str | None:
    """Find the country among the subtags of a language; one letter starts those that mean something else (BCP 47)."""
    own = list(takewhile(lambda subtag: len(subtag) > 1, subtags))
    of_script = "TW" if "Hant" in own else None  # Typst takes no script, and sets Chinese as China does
    return next((subtag for subtag in own if len(subtag) == 2), of_script)  # noqa: PLR2004 - ISO 3166-1


def _section(section: Section, words: Words) -> dict[str, object]:
    return {
        "heading": _text(section.heading),
        "entries": [_entry(entry, words) for entry in apart(section.entries)],
        # names without keywords stand side by side
        "inline": all(entry.brief and not entry.keywords for entry in section.entries),
    }


def _entry(entry: Entry, words: Words) -> dict[str, object]:
    name, rest = head(entry, words)
    return {
        "name": _text(name),
        "rest": _text(rest),
        "dates": dates(entry, words),
        "aside": [{"text": _runs(runs), "url": url} for runs, url in aside(entry, words)],
        "body": list(map(_block, entry.body)),
    }


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"text": _runs(block.runs)}
    return {"items": [list(map(_block, item)) for item in block.items]}


def _runs(runs: Runs) -> list[object]:
    return [
        _text(run) if isinstance(run, str) else {"kind": run.kind, "text": _runs(run.children), "url": run.url}
        for run in runs
    ]


def _text(text: str) -> str:
    """Give a text as what reads a PDF is to find it."""
    text = folded(text).translate(_READABLE)
    if unicodedata.is_normalized("NFC", text):
        return text
    return re.sub(_IN_PARTS, lambda letters: unicodedata.normalize("NFC", letters[0]), text)
