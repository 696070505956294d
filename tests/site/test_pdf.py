"""The PDF, read back by libraries that read what people apply with."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, NoReturn

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTCurve, LTPage, LTTextContainer, LTTextLine
from pypdf import PdfReader

from cloud_resume import site
from cloud_resume.errors import CloudResumeError
from cloud_resume.resume import Basics, Date, Location, Picture, Project, Resume, Settings, Skill, Work
from cloud_resume.site import _words

MILLIMETER = 72 / 25.4

HOSTILE = (
    '#eval("1 + 1") #read("/etc/passwd") #panic()',
    "$x^2$ * bold * _emphasis_ ` raw = heading",
    r"\ \n \u{41} @reference <label> [content]",
    "// comment /* comment */ 'single' \"double\"",
    "one - two -- three --- four ... five",
    "a ~ b ~c~ -? --> 1/2 + - / item",
    "office fluff afflict fjord Th 1st",
)


def _reader(resume: Resume) -> PdfReader:
    return PdfReader(BytesIO(site.pdf(resume)))


def _pages(resume: Resume) -> list[str]:
    return [page.extract_text() for page in _reader(resume).pages]


def _texts(resume: Resume) -> list[str]:
    """Give the text as pypdf and as pdfminer have it, white space folded, without the numbers of the pages."""
    read = ("\n".join(_pages(resume)), extract_text(BytesIO(site.pdf(resume))))
    return [_folded(re.sub(r".* · \d+/\d+\n?", "", text)) for text in read]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Date):
        for item in value:
            yield from _strings(item)


def _said(resume: Resume) -> set[str]:
    """Give every string of a resume as a reader is to find it: URLs without a scheme, profiles and country by name."""
    basics = resume.basics
    place = basics.location._replace(country_code=_words.words("en").country(basics.location.country_code or ""))
    names = tuple(profile.username for profile in basics.profiles)
    strings = _strings(
        resume._replace(
            basics=basics._replace(image=None, location=place, profiles=()),
            meta=resume.meta._replace(canonical=None, version=None, last_modified=None),
            settings=Settings(lang="", theme=""),
            picture=None,
        )
    )
    words = {_folded(text) for text in (*strings, *_strings(names))}
    return {re.sub(r"^https?://(www\.)?|/$", "", word) if "://" in word else word for word in words}


def _lines(resume: Resume) -> Iterator[tuple[LTPage, LTTextLine]]:
    for page in extract_pages(BytesIO(site.pdf(resume))):
        for box in page:
            if isinstance(box, LTTextContainer):
                for line in box:
                    if isinstance(line, LTTextLine):
                        yield page, line


def _xmp(resume: Resume) -> str:
    root: Any = _reader(resume).trailer["/Root"]
    return str(root["/Metadata"].get_object().get_data(), "utf-8")


def test_every_string_is_found(full: Resume) -> None:
    for text in _texts(full):
        assert [word for word in _said(full) if word not in text] == []


def test_every_string_of_the_samples_is_found_and_nothing_that_is_not_seen(sample: Resume) -> None:
    for text in _texts(sample):
        assert [word for word in _said(sample) if word not in text] == []
        assert not re.search("[\xad\ufb00-\ufb06\ufffd\ue000-\uf8ff]", text)


def test_keywords_without_a_name_are_found() -> None:
    resume = Resume(basics=Basics(name="Ada"), skills=(Skill(keywords=("Loops", "Cards")), Skill(level="Expert")))
    for text in _texts(resume):
        assert "Loops, Cards" in text
        assert "(Expert)" in text


def test_reading_order_is_name_contact_summary_sections(full: Resume) -> None:
    words = (
        "Ada Byron",
        "Analyst of Engines",
        "ada@example.com",
        "github.com/adabyron",
        "Summary",
        "I write programs",
        "Work Experience",
        "Chief Analyst, Difference Works, London",
        "Oct 1842 – Present",
        "Makers of engines",
        "All that concerns the cards.",
        "Wrote the first program.",
        "Translator, Difference Works, London",
        "1840 – Oct 1842",
        "Card Puncher, Silk Mill",
        "Education",
        "Projects",
        "Skills",
        "Certificates",
        "Publications",
        "Awards",
        "Volunteering",
        "Languages",
        "Interests",
        "References",
    )
    for text in _texts(full):
        places = [text.index(word) for word in words]
        assert places == sorted(places)


def test_markup_is_text_and_stays_as_it_was_typed() -> None:
    text, *others = HOSTILE
    resume = Resume(
        basics=Basics(name=text, label=others[0], summary="\n\n".join(HOSTILE), location=Location(city=others[1])),
        work=tuple(Work(name=text, position=text, description=text, summary=text) for text in HOSTILE),
        projects=(Project(name=others[2], highlights=HOSTILE, keywords=HOSTILE),),
        skills=tuple(Skill(name=text, level=text, keywords=(text,)) for text in HOSTILE),
        settings=Settings(labels=(("work", others[3]),)),
    )
    for read in _texts(resume):
        for hostile in HOSTILE:
            assert read.count(hostile) >= 7


def test_marks_are_set_and_not_seen() -> None:
    text = (
        "Some **bold**, *emphasized*, **_*both*_** and `code` with [a **link**](https://example.com/link).\\\nA line."
    )
    about = f"{text}\n\nAnother.\n- An item.\n- Two."
    project = Project(name="P", description=about, highlights=(text, about))
    resume = Resume(
        basics=Basics(name="Ada", summary=about), work=(Work(name="W", description=text),), projects=(project,)
    )
    for read in _texts(resume):
        assert read.count("Some bold, emphasized, _both_ and code with a link. A line.") == 5
        assert read.count("• An item.") == 3
        assert not set(read) & set("*`[]\\")
    fonts = {(word, char.fontname[7:]) for word, char in _first_letters(resume)}
    assert {
        ("bold", "LibertinusSerif-Bold"),
        ("emphasized", "LibertinusSerif-Italic"),
        ("_both_", "LibertinusSerif-Bold"),
        ("code", "DejaVuSansMono"),
        ("link", "LibertinusSerif-Bold"),
    } <= fonts
    assert min(char.size for _, char in _first_letters(resume)) >= 9
    annotations: Any = _reader(resume).pages[0]["/Annots"]
    links = [annotation.get_object()["/A"]["/URI"] for annotation in annotations]
    assert set(links) == {"https://example.com/link"}
    assert len(links) >= 5
    assert "pdfuaid:part>1<" in _xmp(resume)


def test_a_link_in_a_text_is_seen_to_be_one() -> None:
    resume = Resume(basics=Basics(name="Ada", summary="Some words, [linked](https://example.com), and more."))
    [page] = extract_pages(BytesIO(site.pdf(resume)))
    [linked] = [
        letters
        for _, line in _lines(resume)
        for letters in [_chars(line)[len("Some words, ") :][: len("linked")]]
        if "linked" in line.get_text()
    ]
    strokes = [item for item in page if isinstance(item, LTCurve) and item.x0 == pytest.approx(linked[0].x0, abs=0.5)]
    assert [stroke.x1 for stroke in strokes] == [pytest.approx(linked[-1].x1, abs=0.5)]
    assert linked[0].y0 - 1 < strokes[0].y0 < linked[0].y1


def _first_letters(resume: Resume) -> Iterator[tuple[str, LTChar]]:
    """Give each word with its first letter."""
    for _, line in _lines(resume):
        word: list[LTChar] = []
        for item in (*line, None):
            if isinstance(item, LTChar) and (item.get_text().isalnum() or item.get_text() == "_"):
                word.append(item)
            elif word:
                yield "".join(char.get_text() for char in word), word[0]
                word = []


@pytest.mark.parametrize(("lang", "italic"), [("en", True), ("he", False)])
def test_what_has_no_italics_is_emphasized_by_weight(lang: str, italic: bool) -> None:
    resume = Resume(basics=Basics(name="Ada", summary="an *emphasis*"), settings=Settings(lang=lang))
    fonts = {char.fontname[7:] for word, char in _first_letters(resume) if word == "emphasis"}
    assert fonts == {"LibertinusSerif-Italic" if italic else "LibertinusSerif-Bold"}


@pytest.mark.parametrize("label", ["Analyst", "ก"], ids=["of the standards", "of none"])
def test_no_day_is_that_of_the_pdf(label: str) -> None:
    metadata = _reader(Resume(basics=Basics(name="Ada", label=label))).metadata
    assert metadata
    assert {metadata.creation_date, metadata.modification_date} <= {datetime.fromtimestamp(0, UTC), None}


def test_the_samples_conform_to_pdf_a_and_pdf_ua(sample: Resume) -> None:
    metadata = _xmp(sample)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata)
    assert "pdfuaid:part>1<" in metadata


def test_a_character_without_a_glyph_is_no_end_but_no_standard_is_claimed() -> None:
    resume = Resume(basics=Basics(name="Ada", label="ก"))
    assert "pdfuaid" not in _xmp(resume)
    assert "Ada" in _pages(resume)[0]
    root: Any = _reader(resume).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]


def test_what_can_not_be_set_is_one_clear_error() -> None:
    resume = Resume(basics=Basics(name="Ada", url="https://example.com/" + "a" * 9000))
    with pytest.raises(CloudResumeError, match=r"^the PDF can't be set: .*URL is too long; .*--no-pdf"):
        site.pdf(resume)


class _Failing:
    """A compiler that fails, and not for the sake of a standard."""

    def __init__(self, *_: object, **__: object) -> None:
        self.compiled = 0

    def query(self, *_: object, **__: object) -> str:
        return '{"page": 1}'

    def compile(self, **_: object) -> NoReturn:
        self.compiled += 1
        message = f"failed {self.compiled} time"
        raise typst.TypstError(message, "")


def test_only_for_what_a_standard_forbids_it_is_set_again_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "Compiler", _Failing)
    with pytest.raises(CloudResumeError, match="failed 1 time"):
        site.pdf(Resume())


def test_structure_is_tagged(full: Resume) -> None:
    kinds = set(re.findall(rb"/S\s*/(\w+)", b"".join(_objects(_reader(full)))))
    assert kinds >= {b"H1", b"H2", b"P", b"L", b"LI", b"Link"}


def _objects(reader: PdfReader) -> Iterator[bytes]:
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values()))):
        stream = BytesIO()
        if (found := reader.get_object(number)) is not None:
            found.write_to_stream(stream)
        yield stream.getvalue()


@pytest.mark.parametrize(
    ("paper", "country", "width"),
    [
        (None, None, 210),
        (None, "DE", 210),
        (None, "US", 215.9),
        (None, "ca", 215.9),
        ("a4", "US", 210),
        ("letter", "DE", 215.9),
    ],
)
def test_paper_goes_by_the_setting_then_by_the_country(paper: str | None, country: str | None, width: float) -> None:
    resume = Resume(basics=Basics(location=Location(country_code=country)), settings=Settings(paper=paper))
    box = _reader(resume).pages[0].mediabox
    assert float(box.width) == pytest.approx(width * MILLIMETER, abs=0.01)


@pytest.mark.parametrize(
    ("lang", "tag"),
    [
        ("en", "en"),
        ("pt-BR", "pt-BR"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hans", "zh"),
        ("gsw", "gsw"),
        ("en-x-ab", "en"),
        ("de-AT-x-us", "de-AT"),
    ],
)
def test_the_language_is_told(lang: str, tag: str) -> None:
    root: Any = _reader(Resume(settings=Settings(lang=lang))).trailer["/Root"]
    assert root["/Lang"] == tag


@pytest.mark.parametrize(
    ("basics", "title", "author"),
    [
        (Basics(name="Ada Byron", label="Analyst"), "Ada Byron – Analyst", "Ada Byron"),
        (Basics(name="Ada\n Byron"), "Ada Byron", "Ada Byron"),
        (Basics(label="Analyst"), "Analyst", None),
        (Basics(), "Resume", None),
    ],
)
def test_title_and_author_are_told(basics: Basics, title: str, author: str | None) -> None:
    metadata = _reader(Resume(basics=basics)).metadata
    assert metadata
    assert (metadata.title, metadata.author) == (title, author)


def test_links_lead_where_the_resume_says(full: Resume) -> None:
    links = {
        annotation.get_object()["/A"]["/URI"] for page in _reader(full).pages for annotation in page.get("/Annots", ())
    }
    assert links == {
        "mailto:ada@example.com",
        "tel:+441174960142",
        "https://www.example.com/ada/",
        "https://github.com/adabyron",
        "https://example.com/difference",
        "https://example.org/circle",
        "https://example.com/flyology",
        "https://example.org/cert",
        "https://example.org/notes",
        "https://example.org/school",
    }


def test_fonts_are_embedded_and_mapped_to_unicode(full: Resume) -> None:
    fonts: dict[str, Any] = {}
    for page in _reader(full).pages:
        resources: Any = page["/Resources"]
        fonts |= {name: font.get_object() for name, font in resources["/Font"].items()}
    assert fonts
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
        assert "/ToUnicode" in font


def test_nothing_is_set_smaller_than_9_points(full: Resume) -> None:
    sizes: set[float] = set()

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            sizes.add(size)

    for page in _reader(full).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= 9
    assert 10 <= sorted(sizes)[2] <= 11


def test_what_is_not_seen_or_is_two_letters_is_read_as_it_looks() -> None:
    summary = "An o\xadver\xadview of the o\ufb03ce\ufb02oor, \ufb01ne stu\ufb00, a ru\ufb04e and the la\ufb05 \ufb06ep"
    for text in _texts(Resume(basics=Basics(name="Ada", summary=summary))):
        assert "An overview of the officefloor, fine stuff, a ruffle and the last step" in text
        assert not re.search("[\xad\ufb00-\ufb06\ufffd\ue000-\uf8ff]", text)


def test_letters_in_parts_are_read_as_whole_ones_and_old_forms_stay() -> None:
    summary = "José Łącki, Žluťoučký, Ελένη, Андрей, Nguyễn, 김민준, がぎ"
    old = "\ufa19 \u2126"  # which would become others
    parts = unicodedata.normalize("NFD", summary)
    assert parts != summary
    for text in _texts(Resume(basics=Basics(name="Ada", summary=f"{parts}; {old}"))):
        assert f"{summary}; {old}" in text


def test_letters_stand_at_their_own_distance(full: Resume) -> None:
    gaps = []
    for _, line in _lines(full):
        chars = _chars(line)
        for char, following in pairwise(chars):
            if char.get_text().isalpha() and following.get_text().isalpha():
                gaps.append((following.x0 - char.x1) / char.size)
    assert len(gaps) > 800
    assert max(gaps) <= 0.05


def test_no_two_letters_are_one_character() -> None:
    reader = _reader(Resume(basics=Basics(name="office fluff", summary="affine Fjord waffle This")))
    resources: Any = reader.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        mapped = re.findall(r"<[0-9A-F]+> <([0-9A-F]+)>", font.get_object()["/ToUnicode"].get_data().decode())
        assert mapped
        assert {len(code) for code in mapped} == {4}


LONG = (
    "W" * 200,
    "https://example.com/" + "long/path-and/" * 20,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
)


def test_margins_are_kept_by_words_of_any_length(full: Resume) -> None:
    resumes = [full._replace(basics=full.basics._replace(name=word[:60], label=word, summary=word)) for word in LONG]
    resumes += [Resume(work=(Work(position=word, name=word, start_date=Date(1842)),)) for word in LONG]
    for resume in (full, *resumes):
        for page, line in _lines(resume):
            assert line.x0 >= 15 * MILLIMETER
            assert line.x1 <= page.width - 15 * MILLIMETER
            assert 5 * MILLIMETER <= line.y0 <= line.y1 <= page.height - 15 * MILLIMETER


def _chars(line: LTTextLine) -> list[LTChar]:
    return [char for char in line if isinstance(char, LTChar)]


def test_dates_end_on_one_edge_in_figures_of_one_width(full: Resume) -> None:
    dated = [line for _, line in _lines(full) if re.search(r" {9}.*(18\d\d|Present)\s*$", line.get_text())]
    assert len(dated) >= 9
    edges = [line.x1 for line in dated]
    assert max(edges) - min(edges) < 0.5
    digits = {round(char.width, 2) for line in dated for char in _chars(line) if char.get_text().isdigit()}
    assert len(digits) == 1


def test_no_line_ends_inside_a_word() -> None:
    words = "state-of-the-art and/or twenty-two 2019–2024 " * 40
    for text in _pages(Resume(basics=Basics(name="Ada", summary=words))):
        assert not [line for line in text.splitlines() if line.rstrip().endswith(("-", "/", "–"))]


def test_a_long_url_ends_its_lines_at_its_slashes_and_hyphens() -> None:
    (text,) = _pages(Resume(basics=Basics(name="Ada", summary=LONG[1])))
    *lines, _ = [line for line in text.splitlines() if "path-and" in line]
    assert len(lines) >= 2
    assert all(line.endswith(("/", "-")) for line in lines)


def test_pages_after_the_first_say_whose_they_are(full: Resume) -> None:
    pages = _pages(full._replace(work=full.work * 8))
    assert len(pages) >= 3
    assert "1/" not in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert page.splitlines()[-1] == f"Ada Byron · {number}/{len(pages)}"


def test_no_heading_and_no_head_of_an_entry_ends_a_page() -> None:
    heads = {"Work Experience", "Analyst, Works", "Engines"}
    ends = set()
    for lines in range(38, 48):
        summary = "\n\n".join(["A line."] * lines)
        works = (Work(name="Works", position="Analyst", description="Engines", summary="Cards. " * 40),) * 2
        first, *_ = _pages(Resume(basics=Basics(name="Ada", summary=summary), work=works))
        ends.add(first.splitlines()[-1].strip())
    assert "A line." in ends  # the section came to stand at the very end of the page
    assert not ends & heads


def test_the_picture_is_set_only_on_request(full: Resume, portrait: Picture) -> None:
    resume = full._replace(picture=portrait)
    assert not _reader(resume).pages[0].images
    resume = resume._replace(settings=Settings(photo_in_pdf=True))
    assert "pdfuaid:part>1<" in _xmp(resume)  # it has words for who does not see it
    (image,) = _reader(resume).pages[0].images
    assert image.image
    assert image.image.size == (384, 512)


def test_a_resume_with_nothing_in_it_is_one_page() -> None:
    assert [text.strip() for text in _pages(Resume())] == ["Resume"]
    assert [text.strip() for text in _pages(Resume(basics=Basics(name="Ada")))] == ["Ada"]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=25)
def test_any_text_can_be_set(text: str) -> None:
    resume = Resume(
        basics=Basics(name=text or None, summary=text or None),
        work=(Work(name=text or None, highlights=(text,)),),
        skills=(Skill(name=text or None),),
    )
    assert site.pdf(resume).startswith(b"%PDF-1.7")
