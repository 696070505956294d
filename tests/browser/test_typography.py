"""How the page is set, in figures: the rules that a typographer would hold it to, in every theme."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tools.typography import Typography, measure

from cloud_resume.resume import THEMES

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from tests.browser.conftest import Open, Site

    Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SCRIPTS = ("sample", "arabic", "japanese")
DATES = ".dates"
DESK, TABLET, PHONE, NARROW = 1280, 820, 390, 320  # CSS pixels

# What is drawn around what has the focus, and whether in the accent, which axe finds no fault with as a text.
FOCUS = """() => {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--accent)";
  const accent = getComputedStyle(probe).color;
  probe.remove();
  return [outlineStyle, parseFloat(outlineWidth), outlineColor === accent];
}"""
# Layout shift as the browser itself counts it, https://web.dev/articles/cls.
SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver(list => { for (const { value } of list.getEntries()) window.shifts += value; })
    .observe({ type: "layout-shift", buffered: true });
"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What is seen of the ink and the icons once the person's own colours are forced on all.
FORCED = """() => [...document.querySelectorAll("h1, h2:not(.unseen), a, p, svg")].map(
  e => getComputedStyle(e).color).filter((color, i, all) => all.indexOf(color) === i)"""


@pytest.fixture(
    params=[
        *product(THEMES, ["sample"], SCHEMES, [DESK]),
        *product(THEMES, ["everything"], SCHEMES[:1], [DESK, TABLET, PHONE]),
    ],
    ids=lambda params: "-".join(map(str, params)),
)
def typography(request: pytest.FixtureRequest, open_page: Open, site_of: Site) -> Typography:
    """Measure the sample, and whatever else a resume may have, in each theme, colour scheme and breadth."""
    theme, resume, scheme, width = request.param
    return measure(open_page(site_of(resume, theme), color_scheme=scheme, width=width).page, DATES)


def test_lines_are_as_long_as_reads_well(typography: Typography, request: pytest.FixtureRequest) -> None:
    *_, width = request.node.callspec.params["typography"]
    least = 30 if width == PHONE else 45  # a phone has no room for more
    assert len(typography.blocks) > 8
    assert [block for block in typography.blocks if not least <= block.characters <= 75] == []


def test_text_is_as_large_and_as_open_as_reads_well(typography: Typography) -> None:
    assert 16 <= typography.body <= 18
    assert [block for block in typography.blocks if not 1.4 <= block.leading <= 1.6] == []


def test_sizes_families_and_colours_are_few(typography: Typography) -> None:
    assert len(typography.sizes) <= 5
    assert len(typography.families) <= 2
    assert len(typography.hues) == 1


def test_a_heading_belongs_to_what_follows(typography: Typography) -> None:
    assert len(typography.headings) > 8
    assert [heading for heading in typography.headings if heading.above < 2 * heading.below] == []


def test_dates_stand_in_a_column_on_the_line_of_their_title(typography: Typography) -> None:
    assert len(typography.dates) > 8
    for date in typography.dates:
        assert date.tabular
        assert date.lines == 1
        assert date.baseline is not None
        assert date.baseline <= 1
        assert re.fullmatch(r"[\w ]+( – [\w ]+)?", date.text)
    columns = {round(date.right) for date in typography.dates}
    assert len(columns) <= 2
    assert any(date.text == "Jun 2019 – Present" for date in typography.dates)


def test_every_text_stands_out(typography: Typography) -> None:
    assert typography.contrast >= 4.5


def test_nothing_stands_on_a_plate_of_its_own(typography: Typography) -> None:
    assert typography.plates == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("resume", ["sample", "everything"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_link_is_as_large_as_a_finger_needs(
    open_page: Open, site_of: Site, theme: str, resume: str, width: int
) -> None:
    targets = measure(open_page(site_of(resume, theme), width=width).page, DATES).targets
    assert len(targets) > 10
    assert [target for target in targets if min(target.width, target.height) < 24] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_is_seen(open_page: Open, site_of: Site, theme: str, scheme: Scheme) -> None:
    page = open_page(site_of("sample", theme), color_scheme=scheme).page
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == ["solid", 2, True]


@pytest.mark.parametrize("width", [NARROW, PHONE, 700, 900, 1000, DESK])
@pytest.mark.parametrize("resume", ["long", "hostile", "everything", *SCRIPTS])
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_scrolls_sideways(open_page: Open, site_of: Site, theme: str, resume: str, width: int) -> None:
    page = open_page(site_of(resume, theme), width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [NARROW, PHONE, DESK])
@pytest.mark.parametrize("resume", ["long", *SCRIPTS])
@pytest.mark.parametrize("theme", THEMES)
def test_a_date_is_never_wrapped_nor_off_its_line(
    open_page: Open, site_of: Site, theme: str, resume: str, width: int
) -> None:
    dates = measure(open_page(site_of(resume, theme), width=width).page, DATES).dates
    assert len(dates) >= 3
    assert {date.lines for date in dates} == {1}
    if width > NARROW or resume not in {"long", "arabic"}:  # there no line has room for both
        assert [date for date in dates if date.baseline is None or date.baseline > 1] == []


@pytest.mark.parametrize("resume", [*SCRIPTS, "everything"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_phone_shows_at_once_who_it_is(open_page: Open, site_of: Site, theme: str, resume: str) -> None:
    page = open_page(site_of(resume, theme), width=PHONE).page
    page.set_viewport_size({"width": PHONE, "height": 664})  # what a browser's own bars leave of 844
    for selector in ("h1", ".p-job-title", ".u-email"):
        expect(page.locator(selector)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("theme", THEMES)
def test_arabic_stands_at_the_right_and_its_dates_at_the_left(
    open_page: Open, site_of: Site, theme: str, width: int
) -> None:
    page = open_page(site_of("arabic", theme), width=width).page
    name = page.locator("h1").bounding_box()
    body = page.locator("body").bounding_box()
    dates = measure(page, DATES).dates
    titles = [page.locator(f"article header:has({DATES}) > :first-child").nth(i).bounding_box() for i in range(3)]
    assert name
    assert body
    assert name["x"] + name["width"] > body["x"] + body["width"] / 2
    for date, title in zip(dates, titles, strict=False):
        assert title
        assert date.right < title["x"] + title["width"] / 2
    assert len({round(date.left) for date in dates}) <= 2


def shifts(page: Page) -> float:
    page.evaluate(TWO_FRAMES)
    value: float = page.evaluate("window.shifts")
    return value


@pytest.mark.parametrize("theme", THEMES)
def test_dates_ask_for_figures_of_one_width_of_any_font(open_page: Open, site_of: Site, theme: str) -> None:
    dates = open_page(site_of("sample", theme)).page.locator(DATES)
    assert set(dates.evaluate_all("all => all.map(e => getComputedStyle(e).fontVariantNumeric)")) == {"tabular-nums"}


@pytest.mark.parametrize(("resume", "width"), [("sample", PHONE), ("sample", DESK), ("bare", DESK)])
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_shifts_when_the_count_arrives(
    open_page: Open, site_of: Site, theme: str, resume: str, width: int
) -> None:
    origin, site = "http://resume.example", site_of(resume, theme).parent

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/api/visits":
            route.request.frame.evaluate(TWO_FRAMES)  # the page is there before the count is
            route.fulfill(json={"visitors": 1234567, "visits": 9})
        else:
            route.fulfill(path=site / (path.lstrip("/") or "index.html"))

    def prepare(page: Page) -> None:
        page.add_init_script(SHIFTS)
        page.route(f"{origin}/**", answer)

    page = open_page(f"{origin}/", width=width, before=prepare).page
    page.locator("#visitors").scroll_into_view_if_needed()
    expect(page.locator("#visitors")).to_contain_text("1,234,567")
    assert shifts(page) == 0
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(TWO_FRAMES)
    page.evaluate("document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'pushed' }))")
    assert shifts(page) > 0  # it would have been seen


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_moves_by_itself(open_page: Open, site_of: Site, theme: str) -> None:
    page = open_page(site_of("sample", theme)).page
    page.locator("a").first.hover()
    assert page.evaluate("document.getAnimations().length") == 0
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration)).length"
    )
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("theme", THEMES)
def test_colours_of_one_s_own_reach_everything(open_page: Open, site_of: Site, theme: str) -> None:
    page = open_page(site_of("sample", theme)).page
    page.emulate_media(forced_colors="active")
    assert len(page.evaluate(FORCED)) == 2  # text, and links
