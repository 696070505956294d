"""The resume as a Word document, for an agency or a form that wants one: one column, real styles, no tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cloud_resume.errors import OutsideError
from cloud_resume.resume import Export, Paragraph
from cloud_resume.site._contacts import contacts
from cloud_resume.site._lines import aside, dates, folded, head, shortened
from cloud_resume.site._outline import apart, outline
from cloud_resume.site._paper import paper
from cloud_resume.site._words import is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.text.paragraph import Paragraph as Line

    from cloud_resume.resume import Block, Resume, Runs
    from cloud_resume.site._outline import Entry, Section
    from cloud_resume.site._words import Words

_SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}  # mm
_MARGIN = 20  # mm
_LONGEST_PROPERTY = 255  # characters of a text that a file says of itself (ECMA-376, as python-docx has it)

_FONT = "Calibri"  # of Word itself; where it is missing, another of its widths stands in
_CODE = "Consolas"
_LRM = "\N{LEFT-TO-RIGHT MARK}"
_INK, _ACCENT, _QUIET = "22201C", "8F2D1F", "595959"  # the PDF's

_MARKS = {"strong": {"bold": True}, "em": {"italic": True}, "code": {"code": True}, "a": {}}
_RIGHT_TO_LEFT = (0x0590, 0x08FF)  # the first and the last of Hebrew, Arabic and their like
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class _Style(NamedTuple):
    """How a style of Word's template is set: sizes and distances in points."""

    name: str
    size: float
    color: str
    before: float
    after: float
    bold: bool = False


_STYLES = (
    _Style("Normal", 10.5, _INK, 0, 4),
    _Style("Title", 24, _INK, 0, 2),
    _Style("Subtitle", 13, _QUIET, 0, 4),
    _Style("Heading 1", 13, _ACCENT, 14, 4, bold=True),
    _Style("Heading 2", 10.5, _INK, 8, 0, bold=True),
    _Style("List Bullet", 10.5, _INK, 0, 2),
    _Style("List Bullet 2", 10.5, _INK, 0, 2),
    _Style("List Continue", 10.5, _INK, 0, 2),
)


def docx(resume: Resume) -> Export:
    """Write a resume as DOCX, private fields and all; the same resume gives the same bytes.

    Raises OutsideError where python-docx is missing.
    """
    try:
        from docx import Document as new  # noqa: PLC0415, N813 - an extra, and slow to import
    except ImportError:
        message = "a DOCX is written by python-docx, which is not here: `pip install 'cloud-resume[docx]'` brings it"
        raise OutsideError(message) from None
    document = new()
    _set_up(document, resume)
    own = words(resume.settings.lang)
    _add_header(document, resume, own)
    for section in outline(resume):
        _add_section(document, section, own)
    written = BytesIO()
    document.save(written)
    losses = ("`image` of `basics` is left out",) if resume.basics.image else ()
    return Export(_undated(written.getvalue()), losses)


def _set_up(document: Document, resume: Resume) -> None:
    """Set paper, styles, language and what the file says of itself."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    page = document.sections[0]
    width, height = _SIZES[paper(resume)]
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN)
    for name, size, color, before, after, bold in _STYLES:
        style: Any = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # the template's themes come before any name
        style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
        fonts.set(qn("w:cs"), _FONT)  # of Arabic and Hebrew, which have a size and a weight of their own
        style.font.cs_bold, style.font.cs_italic = bold, False
        style.font.color.rgb = RGBColor.from_string(color)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for ornament in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern | w:rPr/w:szCs"):
            ornament.getparent().remove(ornament)
        size_of_others = OxmlElement("w:szCs")
        size_of_others.set(qn("w:val"), str(round(size * 2)))  # in half points
        style.element.rPr.find(qn("w:sz")).addnext(size_of_others)
    if is_right_to_left(resume.settings.lang):
        document.styles["Normal"].element.get_or_add_pPr().insert(0, OxmlElement("w:bidi"))
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        for attribute in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(attribute), resume.settings.lang)
    own = document.core_properties
    own.title = shortened(" – ".join(filter(None, (resume.basics.name, resume.basics.label))), _LONGEST_PROPERTY)
    own.author = shortened(resume.basics.name or "", _LONGEST_PROPERTY)
    own.language, own.comments = resume.settings.lang[:_LONGEST_PROPERTY], ""
    for date in own._element.xpath("dcterms:created | dcterms:modified"):  # noqa: SLF001 - no day is this one's
        own._element.remove(date)  # noqa: SLF001


def _add_header(document: Document, resume: Resume, words: Words) -> None:
    basics = resume.basics
    document.add_paragraph(folded(basics.name or basics.label or words.resume), "Title")
    if basics.name and basics.label:
        document.add_paragraph(folded(basics.label), "Subtitle")
    # a number or an address keeps its order among right-to-left words
    mark = _LRM if is_right_to_left(resume.settings.lang) else ""
    reach = [(mark * (contact.kind != "location") + contact.text, contact.url) for contact in contacts(basics, words)]
    _add_parts(document.add_paragraph(), (((text,), url) for text, url in reach), words)


def _add_section(document: Document, section: Section, words: Words) -> None:
    document.add_paragraph(folded(section.heading), "Heading 1")
    if not all(entry.brief for entry in section.entries):
        for entry in apart(section.entries):
            _add_entry(document, entry, words)
    elif any(entry.keywords for entry in section.entries):
        for entry in section.entries:
            _add_head(document.add_paragraph(), entry, words)
    else:
        document.add_paragraph(words.comma.join(folded("".join(head(entry, words))) for entry in section.entries))


def _add_entry(document: Document, entry: Entry, words: Words) -> None:
    if any(head(entry, words)):
        _add_head(document.add_paragraph(style="Heading 2"), entry, words)
    when = dates(entry, words)
    parts = [*([((when,), None)] if when else []), *aside(entry, words)]
    if parts:
        line = document.add_paragraph()
        line.paragraph_format.keep_with_next = bool(entry.body)
        _add_parts(line, parts, words)
    _add_body(document, entry.body)


def _add_head(line: Line, entry: Entry, words: Words) -> None:
    name, rest = head(entry, words)
    _add_text(line, name, bold=True)
    _add_text(line, rest, bold=False)


def _add_parts(line: Line, parts: Iterable[tuple[Runs, str | None]], words: Words) -> None:
    for number, (runs, url) in enumerate(parts):
        if number:
            _add_text(line, words.dot)
        _add_runs(line, runs, url=url)


def _add_body(document: Document, blocks: Iterable[Block], style: str = "Normal") -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            _add_runs(document.add_paragraph(style=style), block.runs)
            style = "Normal" if style == "Normal" else "List Continue"  # an item has one bullet
        else:
            for item in block.items:
                _add_body(document, item, "List Bullet" if style == "Normal" else "List Bullet 2")


def _add_runs(line: Line, runs: Runs, *, url: str | None = None, **marks: bool) -> None:
    for run in runs:
        if isinstance(run, str):
            _add_text(line, run, url=url, **marks)
        elif run.kind == "br":
            line.add_run().add_break()
        else:
            _add_runs(line, run.children, url=run.url or url, **{**marks, **_MARKS[run.kind]})


def _add_text(
    line: Line,
    text: str,
    *,
    url: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    code: bool = False,
) -> None:
    """Add some words in one hand, as a link if there is an address."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    run = line.add_run(folded(text))
    run.bold, run.italic, run.underline = bold, italic, bool(url) or None
    run.font.cs_bold, run.font.cs_italic = bold, italic
    if code:
        run.font.name = _CODE
    if any(_RIGHT_TO_LEFT[0] <= ord(character) <= _RIGHT_TO_LEFT[1] for character in text):
        run.font.rtl = True
    if url:
        hyperlink = OxmlElement("w:hyperlink")
        hyperlink.set(qn("r:id"), line.part.relate_to(url, _LINK, is_external=True))
        run._r.addprevious(hyperlink)  # noqa: SLF001 - python-docx reads links and has no way to add one
        hyperlink.append(run._r)  # noqa: SLF001


def _undated(archive: bytes) -> bytes:
    """Give a zip's files without the time at which they were written."""
    anew = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(anew, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return anew.getvalue()
