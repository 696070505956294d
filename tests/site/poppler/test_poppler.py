"""The PDF as poppler reads it, whose programs many of those run that take applications in."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from tests.site.test_pdf import MILLIMETER, _folded, _said
from tests.site.test_pdf_layout import SHAPES, _parts
from tests.site.test_pdf_layout import _resume as shaped

from cloud_resume import site
from cloud_resume.resume import Basics, Resume, Settings, Work
from cloud_resume.site._lines import head
from cloud_resume.site._outline import apart, outline
from cloud_resume.site._words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_XHTML = "{http://www.w3.org/1999/xhtml}"
_FOOTER = r".* · \d+/\d+"

MODES: tuple[list[str], ...] = ([], ["-layout"], ["-raw"])


class Line(NamedTuple):
    """A line of a page, in points from the page's left upper corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page's size and its lines, from top to bottom, without the footer."""

    width: float
    height: float
    lines: tuple[Line, ...]
    footer: Line | None


def poppler(program: str, *options: str, pdf: bytes) -> str:
    done = subprocess.run([program, *options], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def text(pdf: bytes, *options: str) -> str:
    """Give what is read, without the footers."""
    found = poppler("pdftotext", *options, "-", "-", pdf=pdf)
    return _folded("\n".join(line for line in re.split(r"[\n\f]", found) if not re.fullmatch(_FOOTER, line.strip())))


def pages(resume: Resume) -> list[Page]:
    root = ET.fromstring(poppler("pdftotext", "-bbox-layout", "-", "-", pdf=site.pdf(resume)))  # noqa: S314 - poppler's
    return [_page(page) for page in root.iter(f"{_XHTML}page")]


def _page(page: ET.Element) -> Page:
    lines = []
    for line in page.iter(f"{_XHTML}line"):
        said = " ".join(word.text or "" for word in line)
        lines.append(Line(said, *(float(line.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax"))))
    lines.sort(key=lambda line: line.bottom)
    footer = lines.pop() if lines and re.fullmatch(_FOOTER, lines[-1].text) else None
    return Page(float(page.attrib["width"]), float(page.attrib["height"]), tuple(lines), footer)


def landmarks(resume: Resume) -> list[str]:
    """Give the name, and every heading and every entry's first words, in their order."""
    own = words(resume.settings.lang)
    found = [resume.basics.name or ""]
    for section in outline(resume):
        found.append(section.heading)
        found += (head(entry, own)[0] for entry in apart(section.entries))
    return [_folded(word) for word in found if word]


def places(landmarks: list[str], text: str) -> Iterator[int]:
    """Find each after the one before it; ValueError if that is not its order."""
    at = 0
    for landmark in landmarks:
        at = text.index(landmark, at)
        yield at
        at += len(landmark)


@pytest.mark.parametrize("options", MODES, ids=str)
def test_every_string_of_the_samples_is_found(sample: Resume, options: list[str]) -> None:
    found = text(site.pdf(sample), *options)
    broken_by_dates = options == ["-layout"]  # there a date stands in the line of the first words, as on paper
    missing = [said for said in _said(sample) if said not in found]
    assert not missing or (broken_by_dates and all(word in found for said in missing for word in said.split()))


def test_headings_and_entries_are_in_one_order_for_all(sample: Resume) -> None:
    pdf = site.pdf(sample)
    marks = landmarks(sample)
    read = [text(pdf, *options) for options in MODES]
    read.append(_folded("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)))
    assert len(marks) > 3
    for found in read:
        assert list(places(marks, found))


def test_nothing_is_read_that_is_not_seen(sample: Resume) -> None:
    assert not re.search("[\xad\ufb00-\ufb06\ufffd\ue000-\uf8ff]", text(site.pdf(sample)))


def test_every_font_is_embedded_in_part_with_a_unicode_map(sample: Resume) -> None:
    _, _, *fonts = poppler("pdffonts", "-", pdf=site.pdf(sample)).splitlines()
    assert fonts
    for font in fonts:  # embedded, subset, Unicode map
        assert re.search(r" yes +yes +yes +\d+ +\d+$", font), font


def test_margins_are_15_to_20_millimeters(sample: Resume) -> None:
    for page in pages(sample):
        assert 15 * MILLIMETER <= min(line.left for line in page.lines) <= 20.5 * MILLIMETER
        assert max(line.right for line in page.lines) <= page.width - 15 * MILLIMETER
        assert min(line.top for line in page.lines) >= 13 * MILLIMETER  # the height of a letter reaches above the line
        assert max(line.bottom for line in page.lines) <= page.height - 15 * MILLIMETER


def test_pages_after_the_first_say_whose_they_are() -> None:
    resume = Resume(basics=Basics(name="Ada Byron", summary="\n\n".join(["A line."] * 150)))
    first, *others = pages(resume)
    assert first.footer is None
    assert len(others) >= 2
    for number, page in enumerate(others, start=2):
        assert page.footer
        assert page.footer.text == f"Ada Byron · {number}/{len(others) + 1}"
        assert page.footer.right <= page.width - 15 * MILLIMETER


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("lines", range(20, 44, 6))
def test_pages_end_where_a_typographer_would_end_them(paper: str, lines: int) -> None:
    shapes = SHAPES[lines % 5 :] + SHAPES[: lines % 5]
    resume = shaped(shapes, lines)._replace(settings=Settings(paper=paper))
    ends = [list(_parts([line.text for line in page.lines])) for page in pages(resume)]
    assert len(ends) >= 5
    whole = [part for page in ends for part in page]
    for page, following in zip(ends, [*ends[1:], []], strict=True):
        assert page[-1] not in ("Summary", "Work Experience")
        entry = page[-1][:3]
        kept = [part for part in page if part.startswith(entry)]
        if page[-1].endswith("Head"):
            assert [part for part in whole if part.startswith(entry)] == kept
        elif following and following[0].startswith(entry) and kept[0].endswith("Head"):
            assert len(kept) >= 3  # an entry's head keeps two lines
        for lonely in (page[-1], following[0] if following else page[0]):
            if re.search("Par|Item", lonely) and whole.count(lonely) > 1:
                assert page.count(lonely) != 1
                assert following.count(lonely) != 1


def test_a_last_page_is_a_fifth_full_or_more() -> None:
    filled = []
    for lines in range(30, 66, 5):
        found = pages(Resume(basics=Basics(name="Ada", summary="\n\n".join(["Line."] * lines))))
        if len(found) > 1:
            filled.append(found[-1].lines[-1].bottom / found[-1].height)
    assert len(filled) >= 2
    assert min(filled) >= 0.2


def test_each_role_at_one_employer_names_it() -> None:
    works = tuple(Work(name="Difference Works", position=f"Role {number}") for number in range(4))
    found = text(site.pdf(Resume(basics=Basics(name="Ada"), work=works)), "-raw")
    assert [f"Role {number}, Difference Works" in found for number in range(4)] == [True] * 4


def test_addresses_are_read_as_people_write_them(full: Resume) -> None:
    found = text(site.pdf(full))
    assert "github.com/adabyron" in found
    assert "https://" not in found
