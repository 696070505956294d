"""The Word document, read back by python-docx."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from cloud_resume import site
from cloud_resume.errors import OutsideError
from cloud_resume.resume import Basics, Location, Resume, Settings, Skill, Work

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

CONTACTS = (
    "ada@example.com · +44 117 496 0142 · example.com/ada · github.com/adabyron · Mastodon: countess · "
    "14 Example Row, Bristol, Avon BS0 0AA, United Kingdom"
)


def read(resume: Resume) -> DocumentType:
    return Document(BytesIO(site.export(resume, "docx").content))


def lines(resume: Resume) -> list[tuple[str, str]]:
    """Give each paragraph's style and text."""
    return [(str(line.style and line.style.name), line.text) for line in read(resume).paragraphs]


def test_name_contacts_and_sections_stand_in_order_under_real_headings(full: Resume) -> None:
    found = lines(full)
    assert found[:4] == [
        ("Title", "Ada Byron"),
        ("Subtitle", "Analyst of Engines"),
        ("Normal", CONTACTS),
        ("Heading 1", "Summary"),
    ]
    assert [text for style, text in found if style == "Heading 1"] == [
        "Summary",
        "Work Experience",
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
    ]
    at = found.index(("Heading 2", "Chief Analyst, Difference Works, London"))
    assert found[at + 1 : at + 5] == [
        ("Normal", "Oct 1842 – Present · Makers of engines · example.com/difference"),
        ("Normal", "All that concerns the cards."),
        ("List Bullet", "Wrote the first program."),
        ("List Bullet", "Found the first error in one."),
    ]
    assert ("Heading 2", "Translator, Difference Works, London") in found
    assert ("Normal", "Analysis (Expert): Bernoulli numbers, Loops") in found
    assert ("Normal", "English (Native), French (Fluent)") in found


def test_it_is_one_column_without_tables(full: Resume) -> None:
    document = read(full)
    assert not document.tables
    assert not document.element.xpath("//w:cols[@w:num > 1] | //w:txbxContent | //w:drawing")


def test_running_text_keeps_its_markup_and_links_lead_where_they_say() -> None:
    summary = "**Bold *both*** *em* `code` [link](https://example.com/a)\\\nnext\n\nTwo.\n\n- One\n- Two"
    document = read(Resume(basics=Basics(name="Ada", summary=summary)))
    _, _, _, first, second, *items = document.paragraphs
    assert first.text == "Bold both em code link\nnext"
    runs = {run.text: run for run in first.runs}
    assert (runs["Bold "].bold, runs["Bold "].italic) == (True, None)
    assert (runs["both"].bold, runs["both"].italic) == (True, True)
    assert (runs["em"].bold, runs["em"].italic) == (None, True)
    assert runs["code"].font.name == "Consolas"
    assert [(link.text, link.address) for link in first.hyperlinks] == [("link", "https://example.com/a")]
    assert second.text == "Two."
    assert [(item.style and item.style.name, item.text) for item in items] == [
        ("List Bullet", "One"),
        ("List Bullet", "Two"),
    ]


def test_an_item_of_two_paragraphs_has_one_bullet() -> None:
    work = (Work(name="W", highlights=("One.\n\nMore.\n- Inner\n\nLast.", "Two.")),)
    assert lines(Resume(work=work))[-5:] == [
        ("List Bullet", "One."),
        ("List Continue", "More."),
        ("List Bullet 2", "Inner"),
        ("List Continue", "Last."),
        ("List Bullet", "Two."),
    ]


def test_contacts_are_links(full: Resume) -> None:
    assert [link.address for link in read(full).paragraphs[2].hyperlinks] == [
        "mailto:ada@example.com",
        "tel:+441174960142",
        "https://www.example.com/ada/",
        "https://github.com/adabyron",
    ]


@pytest.mark.parametrize(
    ("country", "paper", "size"),
    [("DE", None, (210, 297)), ("US", None, (215.9, 279.4)), ("US", "a4", (210, 297))],
)
def test_paper_and_margins_are_those_of_the_pdf(country: str, paper: str | None, size: tuple[float, float]) -> None:
    basics = Basics(name="Ada", location=Location(country_code=country))
    page = read(Resume(basics=basics, settings=Settings(paper=paper))).sections[0]
    assert (page.page_width and page.page_width.mm, page.page_height and page.page_height.mm) == pytest.approx(
        size, abs=0.1
    )
    assert {page.left_margin, page.right_margin, page.top_margin, page.bottom_margin} == {page.left_margin}
    assert page.left_margin
    assert page.left_margin.mm == pytest.approx(20, abs=0.1)


def test_what_the_file_says_of_itself(full: Resume) -> None:
    own = read(full).core_properties
    assert (own.title, own.author, own.language) == ("Ada Byron – Analyst of Engines", "Ada Byron", "en")
    assert (own.comments, own.last_modified_by, own.created, own.modified) == ("", "", None, None)


def test_the_file_says_of_itself_no_more_than_word_takes() -> None:
    resume = Resume(basics=Basics(name="Ada " * 99), settings=Settings(lang="en" + "-x" + "-aaaaaaaa" * 99))
    own = read(resume).core_properties
    assert [len(text) <= 255 for text in (own.title, own.author, own.language)] == [True] * 3
    assert own.author.endswith("Ada…")


def test_the_same_resume_gives_the_same_bytes(full: Resume, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.export(full, "docx").content
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    assert site.export(full, "docx").content == first


def test_right_to_left_is_set_so() -> None:
    resume = Resume(basics=Basics(name="ليلى"), skills=(Skill(name="SQL"),), settings=Settings(lang="he"))
    document = read(resume)
    styles: Any = document.styles
    assert styles["Normal"].element.xpath("w:pPr/w:bidi")
    assert styles.element.xpath("w:docDefaults//w:lang/@w:bidi") == ["he"]
    skill = document.paragraphs[-1].runs[0]
    assert skill.text == "SQL"
    assert skill.font.rtl is None
    named = read(resume._replace(work=(Work(position="مهندسة", name="Works"),)))
    (title,) = [line for line in named.paragraphs if line.style and line.style.name == "Heading 2"]
    assert [run.font.rtl for run in title.runs] == [True, None]
    assert title.runs[0].font.cs_bold  # Arabic and Hebrew letters have a weight of their own


@pytest.mark.parametrize(("lang", "mark"), [("ar", "\u200e"), ("en", "")])
def test_a_phone_number_keeps_its_order_among_words_from_the_right(lang: str, mark: str) -> None:
    city = "عمان"
    basics = Basics(name="ليلى", phone="+44 117 496 0142", location=Location(city=city))
    contact_line = read(Resume(basics=basics, settings=Settings(lang=lang))).paragraphs[1].text
    assert contact_line.startswith(f"{mark}+44 117 496 0142 ·")
    assert contact_line.endswith(city)
    assert f"\u200e{city}" not in contact_line


def test_an_entry_with_dates_alone_and_a_label_alone_are_written() -> None:
    found = lines(Resume(basics=Basics(label="Analyst"), work=(Work(summary="Cards."),), skills=(Skill(name="Cards"),)))
    assert found == [
        ("Title", "Analyst"),
        ("Normal", ""),
        ("Heading 1", "Work Experience"),
        ("Normal", "Cards."),
        ("Heading 1", "Skills"),
        ("Normal", "Cards"),
    ]


def test_a_picture_is_left_out_and_told(full: Resume) -> None:
    assert site.export(full, "docx").losses == ("`image` of `basics` is left out",)
    assert site.export(Resume(), "docx").losses == ()


def test_without_python_docx_it_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(OutsideError, match=r"pip install 'cloud-resume\[docx\]'"):
        site.export(Resume(), "docx")
