"""The page on paper, by the rules of the PDF."""

from __future__ import annotations

import re
from io import BytesIO
from statistics import median
from typing import TYPE_CHECKING

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from pypdf import PdfReader
from tests.site.test_pdf_layout import SHAPES, _parts, hold_to_a_typographers_ends
from tests.site.test_pdf_layout import _resume as shaped

from cloud_resume import site
from cloud_resume.resume import THEMES, Basics, Resume, Work, themed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Open, Site

MILLIMETER = 72 / 25.4
SUMMARY = "\n\n".join(["A line of the summary."] * 30)
HIGHLIGHTS = ("What was done there, in so many words that it takes more than one line of a page of paper. " * 2,) * 3
LONG = Resume(
    basics=Basics(name='Ada\n"Countess" Byron', summary=SUMMARY),
    work=tuple(Work(name=f"Works {number}", position=f"Role {number}", highlights=HIGHLIGHTS) for number in range(14)),
)


def printed(open_page: Open, index: Path, *, javascript: bool = True) -> bytes:
    return open_page(index, color_scheme="dark", javascript=javascript).page.pdf(prefer_css_page_size=True)


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def chars(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar) and item.get_text().strip():
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from chars(part)


@pytest.fixture
def long(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Build a resume of several pages in a theme."""
    site.write(site.build(themed(LONG, request.param), pdf=False), tmp_path / "dist")
    return tmp_path / "dist/index.html"


@pytest.mark.parametrize("theme", THEMES)
def test_margins_and_sizes_are_those_of_the_pdf(open_page: Open, site_of: Site, theme: str) -> None:
    for page in extract_pages(BytesIO(printed(open_page, site_of("sample", theme)))):
        body = [char for char in chars(page) if char.y0 > 15 * MILLIMETER - 1]
        assert 15 * MILLIMETER <= min(char.x0 for char in body) <= 20 * MILLIMETER
        assert max(char.x1 for char in body) <= page.width - 15 * MILLIMETER
        assert max(char.y1 for char in body) <= page.height - 13 * MILLIMETER
        sizes = [round(char.size, 1) for char in chars(page)]
        assert min(sizes) >= 9
        assert 10 <= median(sizes) <= 11


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_there_that_paper_has_no_use_for(open_page: Open, site_of: Site, theme: str) -> None:
    page = open_page(site_of("everything", theme)).page
    page.evaluate("document.getElementById('visitors').textContent = '9 visitors'")
    words = ("9 visitors", "Download PDF", "Deutsch")
    assert all(page.get_by_text(word, exact=True).is_visible() for word in words)
    for text in texts(page.pdf()):
        assert not [word for word in words if word in text]


@pytest.mark.parametrize("long", THEMES, indirect=True)
def test_pages_after_the_first_say_whose_they_are(open_page: Open, long: Path) -> None:
    first, *others = texts(printed(open_page, long))
    assert not re.search(r"\d/\d", first)
    assert len(others) >= 2
    for number, text in enumerate(others, start=2):
        assert f'Ada "Countess" Byron · {number}/{len(others) + 1}' in text
    _, second, *_ = texts(printed(open_page, long, javascript=False))
    assert f"2/{len(others) + 1}" in second


@pytest.mark.parametrize("long", THEMES, indirect=True)
def test_no_heading_and_no_head_of_an_entry_ends_a_page(open_page: Open, long: Path) -> None:
    for text in texts(printed(open_page, long)):
        lines = [line for line in text.splitlines() if line.strip() and "Countess" not in line]
        assert not re.search("Work Experience|Role|Works", lines[-1])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("lines", [22, 30])
@pytest.mark.parametrize("theme", THEMES)
def test_pages_end_where_a_typographer_would_end_them(
    open_page: Open, tmp_path: Path, theme: str, lines: int, paper: str
) -> None:
    resume = shaped(SHAPES[lines % 7 :] + SHAPES[: lines % 7], lines)
    site.write(site.build(themed(resume, theme), pdf=False), tmp_path / "dist")
    pdf = open_page(tmp_path / "dist/index.html").page.pdf(format=paper)
    pages = [
        list(_parts([line.strip() for line in text.splitlines() if line.strip() and not re.search(r"Ada · \d", line)]))
        for text in texts(pdf)
    ]
    assert len(pages) >= 5
    hold_to_a_typographers_ends(pages)
