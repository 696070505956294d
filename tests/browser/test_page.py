"""The page as people meet it: in light and dark, wide and narrow, by keyboard, on paper, from a folder."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from cloud_resume import site
from cloud_resume.resume import THEMES, Basics, Resume, Settings, Skill, load

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Open, Site

ROOT = Path(__file__).parents[2]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HOSTILE_NAME = "</script><script>alert(1)</script>"

# Where the headings of the sections begin, in CSS pixels from the left.
HEADINGS = "[...document.querySelectorAll('main h2')].map(h => Math.round(h.getBoundingClientRect().left))"
# Relative luminance of the page's background and of its text, by WCAG's formula, channels 0 to 1.
LUMINANCES = """() => {
  const luminance = color => {
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data]
      .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const opaque = e => getComputedStyle(e).backgroundColor;
  const clear = 'rgba(0, 0, 0, 0)';
  const ground = [document.body, document.documentElement].map(opaque).find(c => c !== clear) ?? 'white';
  return [luminance(ground), luminance(getComputedStyle(document.querySelector('main')).color)];
}"""


# Where the characters of a word begin in an element, in CSS pixels from the left.
PLACES = """(element, word) => {
  const text = element.firstChild, start = text.data.indexOf(word), range = new Range();
  return [...word].map((_, at) => {
    range.setStart(text, start + at);
    range.setEnd(text, start + at + 1);
    return range.getBoundingClientRect().left;
  });
}"""


def luminances(page: Page) -> tuple[float, float]:
    ground, text = page.evaluate(LUMINANCES)
    return ground, text


@pytest.mark.parametrize("color_scheme", SCHEMES)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["sample", "bare", "hostile", "arabic", "everything"])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(
    open_page: Open, site_of: Site, *, theme: str, name: str, width: int, color_scheme: Literal["light", "dark"]
) -> None:
    assert open_page(site_of(name, theme), width=width, color_scheme=color_scheme).axe() == []


def test_axe_finds_what_is_wrong(open_page: Open, sites: dict[str, Path]) -> None:
    opened = open_page(sites["bare"])
    opened.page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [found.split(":")[0] for found in opened.axe()] == ["html-has-lang"]


def test_the_served_page_asks_for_little_and_for_nothing_elsewhere(open_page: Open, served: str) -> None:
    opened = open_page(served)
    expect(opened.page.get_by_text("1 visitor")).to_be_visible()
    urls = [urlsplit(url) for _, url in opened.requests if not url.startswith("data:")]
    assert {f"{url.scheme}://{url.netloc}" for url in urls} == {served}
    assert sum(not url.path.startswith(("/_live", "/api/")) for url in urls) <= 3
    assert opened.messages == []


def test_the_page_opens_from_a_folder(open_page: Open, sites: dict[str, Path]) -> None:
    opened = open_page(sites["sample"])
    assert opened.messages == []
    assert all(urlsplit(url).scheme in {"file", "data"} for _, url in opened.requests)
    assert opened.page.get_by_role("heading", level=1).inner_text() == "Mara Lindholm"
    assert len(set(opened.page.evaluate(HEADINGS))) == 2  # the style was found
    pdf = opened.page.locator("a[href$='.pdf']").get_attribute("href")
    assert pdf is not None
    assert (sites["sample"].parent / pdf).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (390, 1)])
def test_columns_are_two_on_a_desk_and_one_on_a_phone(
    open_page: Open, sites: dict[str, Path], width: int, columns: int
) -> None:
    assert len(set(open_page(sites["sample"], width=width).page.evaluate(HEADINGS))) == columns


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (1280, {"Summary": (0, 0), "Work Experience": (0, 1), "Skills": (1, 0), "Projects": (1, 1)}),
        (390, {"Skills": (0, 0), "Summary": (0, 1), "Work Experience": (0, 2), "Projects": (0, 3)}),
    ],
)
def test_an_order_of_one_s_own_is_kept_in_each_column_and_on_a_phone(
    open_page: Open, tmp_path: Path, width: int, places: dict[str, tuple[int, int]]
) -> None:
    resume = load(ROOT / "examples/resume.yaml").resume
    assert resume is not None
    settings = resume.settings._replace(sections=("skills", "summary", "work", "projects"))
    site.write(site.build(resume._replace(settings=settings), pdf=False), tmp_path)
    page = open_page(tmp_path / "index.html", width=width).page
    boxes = {name: page.get_by_role("heading", name=name, exact=True).bounding_box() for name in places}
    columns = sorted({box["x"] for box in boxes.values() if box})
    tops = {x: sorted(box["y"] for box in boxes.values() if box and box["x"] == x) for x in columns}
    assert {
        name: (columns.index(box["x"]), tops[box["x"]].index(box["y"])) for name, box in boxes.items() if box
    } == places
    assert len({round(column[0]) for column in tops.values()}) == 1
    assert all(box and box["height"] > 10 for box in boxes.values())


def test_a_language_is_a_click_away_and_so_is_the_way_back(open_page: Open, tmp_path: Path) -> None:
    resume = load(ROOT / "examples/resume.yaml").resume
    assert resume is not None
    arabic = resume._replace(settings=resume.settings._replace(lang="ar"))
    site.write(site.build(resume._replace(translations=(arabic,)), pdf=False), tmp_path / "dist")
    opened = open_page(tmp_path / "dist/index.html")
    opened.page.get_by_role("link", name="العربية").click()
    assert opened.page.url == (tmp_path / "dist/ar/index.html").as_uri()
    assert opened.page.get_by_role("heading", name="الخبرة العملية").is_visible()
    opened.page.get_by_role("link", name="English").click()
    assert opened.page.url == (tmp_path / "dist/index.html").as_uri()
    assert opened.messages == []
    assert opened.axe() == []


@pytest.mark.parametrize("theme", THEMES)
def test_latin_words_keep_their_signs_where_they_are_read_among_words_from_the_right(
    open_page: Open, tmp_path: Path, theme: str
) -> None:
    resume = Resume(
        basics=Basics(name="דניאל", label="מפתח F#", summary="כותב `b++;` כאן"),
        skills=(Skill(keywords=("Go", "C++", ".NET")),),
        settings=Settings(lang="he", theme=theme),
    )
    site.write(site.build(resume, pdf=False), tmp_path / "dist")
    page = open_page(tmp_path / "dist/index.html").page
    for selector, word in ((".p-job-title", "F#"), ("code", "b++;"), ("dd", "C++"), ("dd", ".NET")):
        places = page.locator(selector).evaluate(PLACES, word)
        assert places == sorted(places), word


def test_tab_goes_down_the_page(open_page: Open, sites: dict[str, Path]) -> None:
    page = open_page(sites["sample"], width=390).page
    stops = []
    for _ in range(page.locator("a").count()):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("[document.activeElement.getBoundingClientRect().top + scrollY, 0][0]"))
    assert len(stops) > 5
    assert all(first <= second for first, second in pairwise(stops))


@pytest.mark.parametrize("theme", THEMES)
def test_dark_is_dark_and_paper_is_white(open_page: Open, site_of: Site, theme: str) -> None:
    light, dark = (open_page(site_of("sample", theme), color_scheme=scheme).page for scheme in SCHEMES)
    ground, text = luminances(light)
    assert ground > 0.8
    assert text < 0.2
    ground, text = luminances(dark)
    assert ground < 0.1
    assert text > 0.6
    dark.emulate_media(media="print")
    ground, text = luminances(dark)
    assert ground == pytest.approx(1)
    assert text < 0.2


@pytest.mark.parametrize("theme", THEMES)
def test_paper_holds_the_sample_on_two_pages(open_page: Open, site_of: Site, theme: str) -> None:
    page = open_page(site_of("sample", theme)).page
    for paper in ("A4", "Letter"):
        assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) <= 2, paper


@pytest.mark.parametrize("theme", THEMES)
def test_an_employer_looks_the_same_with_one_role_and_with_several(open_page: Open, site_of: Site, theme: str) -> None:
    page = open_page(site_of("sample", theme)).page
    selectors = (".employer a", "a.p-org", "span.p-org", "h3:not(.employer)")
    *looks, title = [
        page.locator(selector).first.evaluate(
            "e => { const {color, fontWeight} = getComputedStyle(e); return [color, fontWeight]; }"
        )
        for selector in selectors
    ]
    assert looks == looks[:1] * 3
    assert title[0] == looks[0][0], "told apart by weight, not by colour"
    assert title[1] != looks[0][1]


def test_a_resume_of_a_name_stands_in_the_middle(open_page: Open, sites: dict[str, Path]) -> None:
    box = open_page(sites["bare"]).page.get_by_role("heading", level=1).bounding_box()
    assert box is not None
    assert 300 < box["y"] < 500  # of 900


def test_hostile_strings_are_shown_as_text(open_page: Open, sites: dict[str, Path]) -> None:
    opened = open_page(sites["hostile"])
    assert opened.page.get_by_role("heading", level=1).inner_text() == HOSTILE_NAME
    assert (
        opened.page.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name"
        )
        == HOSTILE_NAME
    )
    opened.page.mouse.move(200, 200)
    assert (opened.dialogs, opened.messages) == ([], [])
    assert opened.page.locator("img[src=x], svg[onload], [onmouseover]").count() == 0


@pytest.mark.parametrize("path", ["/nonesuch", "/no/such/page.html"])
def test_a_page_that_is_not_there_leads_home(open_page: Open, served: str, path: str) -> None:
    opened = open_page(served + path)
    assert opened.response is not None
    assert opened.response.status == 404
    assert opened.messages == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert opened.axe() == []
    home = opened.page.get_by_role("link").first.get_attribute("href")
    assert urljoin(served + path, home) == f"{served}/"


def test_without_scripts_the_page_is_whole(open_page: Open, served: str) -> None:
    opened = open_page(served, javascript=False)
    assert opened.page.get_by_role("heading", level=1).inner_text() == "Mara Lindholm"
    assert opened.messages == []
