"""How the PDF is set: where its pages end, read by the lines of text on them."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from pypdf import PdfReader

from cloud_resume import site
from cloud_resume.resume import Basics, Date, Project, Publication, Resume, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLIMETER = 72 / 25.4

# what an entry holds below its first line: an aside or none, and the lines of its paragraphs and of its highlights
SHAPES: list[tuple[bool, tuple[int, ...], tuple[int, ...]]] = [
    (aside, paragraphs, highlights)
    for aside in (False, True)
    for paragraphs in ((), (1,), (2,), (3,), (1, 4))
    for highlights in ((), (1,), (1, 3), (1, 1, 1), (2, 4))
]


def _filled(word: str, lines: int) -> str:
    """Write so many lines, each of which tells what it belongs to."""
    return " ".join([word] * (lines * 9 - 4))


def _resume(shapes: list[tuple[bool, tuple[int, ...], tuple[int, ...]]], lines: int) -> Resume:
    """Give a resume whose entries have these shapes, and start after so many lines."""
    return Resume(
        basics=Basics(name="Ada", summary="\n\n".join(["Before."] * lines)),
        work=tuple(
            Work(
                position=f"e{number:02}Head",
                name=f"Works {number}",
                url=f"https://example.com/e{number:02}Aside" if aside else None,
                start_date=Date(1842),
                summary="\n\n".join(_filled(f"e{number:02}Par{at}", size) for at, size in enumerate(paragraphs)),
                highlights=tuple(_filled(f"e{number:02}Item{at}", size) for at, size in enumerate(highlights)),
            )
            for number, (aside, paragraphs, highlights) in enumerate(shapes)
        ),
    )


def _pages(resume: Resume) -> list[list[str]]:
    """Give the lines of each page, without its number."""
    texts = [page.extract_text() for page in PdfReader(BytesIO(site.pdf(resume))).pages]
    pages = [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]
    return [pages[0], *(page[:-1] for page in pages[1:])]


def _parts(lines: list[str]) -> Iterator[str]:
    """Give what each line is part of: an entry with what of it, or the line itself."""
    for line in lines:
        part = re.search(r"e\d\d(Head|Aside|Par\d|Item\d)", line)
        yield part[0] if part else line


def hold_to_a_typographers_ends(pages: list[list[str]]) -> None:
    """Let no heading end a page, what heads an entry keep two lines, and no paragraph leave one line alone."""
    whole = [part for page in pages for part in page]
    for page in pages:
        assert page[-1] != "Work Experience"
        for at, part in enumerate(page):
            if part.endswith("Head"):
                kept = [line for line in page[at + 1 :] if line.startswith(part[:3])]
                rest = [line for line in whole if line.startswith(part[:3]) and line != part]
                assert len(kept) >= min(2, len(rest)), part
        for part, group in groupby(page):
            if re.search("Par|Item", part) and len(list(group)) == 1:
                assert whole.count(part) == 1, part


@pytest.mark.parametrize("lines", range(22, 42, 4))
def test_pages_end_where_a_typographer_would_end_them(lines: int) -> None:
    shapes = SHAPES[lines % 7 :] + SHAPES[: lines % 7]
    pages = [list(_parts(page)) for page in _pages(_resume(shapes, lines))]
    assert len(pages) >= 5
    hold_to_a_typographers_ends(pages)


def _chars(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar) and item.get_text().strip():
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _chars(part)


@pytest.mark.parametrize(("lines", "pages", "size"), [(40, 1, 10.5), (48, 1, 10), (54, 2, 11), (60, 2, 10.5)])
def test_a_last_page_of_few_lines_is_set_tighter_or_looser(lines: int, pages: int, size: float) -> None:
    resume = Resume(basics=Basics(name="Ada", summary="\n\n".join(["Before the end."] * lines)))
    laid_out = list(extract_pages(BytesIO(site.pdf(resume))))
    assert len(laid_out) == pages
    for number, page in enumerate(laid_out, start=1):
        body = [char for char in _chars(page) if char.size == pytest.approx(size) and "Libertinus" in char.fontname]
        assert body
        assert 15 * MILLIMETER <= min(char.x0 for char in body) <= 20 * MILLIMETER
        bottom = min(char.y0 for char in body)
        assert bottom >= 15 * MILLIMETER
        if 1 < number == pages:
            assert bottom < page.height * 0.77


def test_what_neither_helps_is_set_as_ever() -> None:
    resume = Resume(basics=Basics(name="Ada", summary="\n\n".join(["Line."] * 341)))
    warnings: list[str] = []
    *_, last = extract_pages(BytesIO(site.pdf(resume, warn=warnings.append)))
    assert [warning.partition(",")[0] for warning in warnings] == ["the last page of the PDF is less than a fifth full"]
    site.build(resume, warn=warnings.append)
    assert warnings[1] == f"resume.pdf: {warnings[0]}"
    assert 10.5 in {round(char.size, 2) for char in _chars(last)}
    assert min(char.y0 for char in _chars(last) if char.size == pytest.approx(10.5)) > last.height * 0.77


def test_dates_end_at_one_edge_however_long_what_they_belong_to_is() -> None:
    papers = [Publication(name="Pap" + "e" * (length % 9) + "r" + " on" * (length // 3)) for length in range(50, 130)]
    resume = Resume(publications=tuple(paper._replace(release_date=Date(1842)) for paper in papers))
    pages = list(extract_pages(BytesIO(site.pdf(resume))))
    years = [char for page in pages for char in _chars(page) if char.get_text() == "2" and char.size > 10]
    assert len(years) == len(papers)
    assert max(char.x1 for char in years) - min(char.x1 for char in years) < 0.01


def test_a_last_line_has_company() -> None:
    words = "Finds what was changed in the cloud by hand, and opens a pull request that puts it into Terraform."
    (lines,) = _pages(Resume(projects=(Project(name="driftwatch", description=words),)))
    assert lines[-1] == "into Terraform."


def test_text_is_ragged_and_never_hyphenated() -> None:
    words = ["Unterbeamtenschaft", "internationalization", "characteristically", "of", "unexceptional"]
    summary = " ".join(word for at in range(40) for word in words[at % 5 :])
    (page,) = extract_pages(BytesIO(site.pdf(Resume(basics=Basics(name="Ada", summary=summary)))))
    ends: dict[int, float] = {}
    for char in _chars(page):
        ends[round(char.y0)] = max(ends.get(round(char.y0), 0), char.x1)
    assert len({round(end) for end in ends.values()}) > 5
    (text,) = _pages(Resume(basics=Basics(name="Ada", summary=summary)))
    assert " ".join(text).endswith(summary)
