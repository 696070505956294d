"""The counter on the page: one visit a view, a number in its place, and silence when there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cloud_resume import site
from cloud_resume.resume import Basics, Resume, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Route
    from tests.browser.conftest import Open

COUNTER = "**/api/visits"
# The places of all that stands on the page.
PLACES = """[...document.querySelectorAll('body *')].filter(e => e.id !== 'visitors').map(e => {
  const {x, y, width, height} = e.getBoundingClientRect();
  return [e.tagName, x, y, width, height];
})"""


def answer(visitors: int) -> Callable[[Page], object]:
    return lambda page: page.route(COUNTER, lambda route: route.fulfill(json={"visitors": visitors, "visits": 9}))


def test_the_counter_counts(open_page: Open, served: str) -> None:
    first = open_page(served)
    expect(first.page.get_by_text(re.compile(r"\b1 visitor\b"))).to_be_visible()
    assert first.visits() == 1
    second = open_page(served)  # the same address and browser: the same person
    expect(second.page.get_by_text(re.compile(r"\b1 visitor\b"))).to_be_visible()
    numbers = second.page.request.get(f"{served}/api/visits").json()
    assert numbers == {"visitors": 1, "visits": 2}


def test_the_number_of_visitors_is_shown(open_page: Open, served: str) -> None:
    opened = open_page(served, before=answer(431))
    expect(opened.page.get_by_text(re.compile(r"\b431 visitors\b"))).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "visitors", "shown"),
    [
        ("de", 1, "1 Besucher"),
        ("de-AT", 21, "21 Besucher"),
        ("pl", 1, "1 odwiedzający"),
        ("pl", 21, "21 odwiedzających"),
        ("fr", 1, "1 visiteur"),
        ("es", 12345, "12.345 visitantes"),
        ("ar", 1, "زائر واحد"),
        ("ar", 3, "3 زوار"),
        ("ar", 1234, "1,234 زائرًا"),
        ("he", 2, "שני מבקרים"),
        ("ja", 1234, "訪問者 1,234人"),
        ("ru", 1, "1 visitor"),  # not translated
        ("ru", 21, "21 visitors"),
        ("ru", 1234, "1,234 visitors"),
    ],
)
def test_the_number_is_said_in_the_page_s_language(
    open_page: Open, served: str, lang: str, visitors: int, shown: str
) -> None:
    resume = Resume(basics=Basics(name="Ada"), settings=Settings(lang=lang))
    files = site.build(resume, pdf=False)

    def answer_in_language(page: Page) -> None:
        answer(visitors)(page)
        html = files["index.html"]
        page.route(f"{served}/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))

    page = open_page(f"{served}/", before=answer_in_language).page
    expect(page.locator("#visitors")).to_have_text(shown)
    assert page.evaluate("document.documentElement.lang") == lang


def test_the_number_moves_nothing(open_page: Open, served: str) -> None:
    places = []

    def measure_and_answer(route: Route) -> None:
        places.append(route.request.frame.evaluate(PLACES))
        route.fulfill(json={"visitors": 1234567, "visits": 9})

    opened = open_page(served, width=390, before=lambda page: page.route(COUNTER, measure_and_answer))
    expect(opened.page.get_by_text(re.compile("567 visitors"))).to_be_visible()
    assert places == [opened.page.evaluate(PLACES)]


BROKEN: dict[str, Callable[[Route], None]] = {
    "down": lambda route: route.abort(),
    "refused": lambda route: route.fulfill(status=403, json={"message": "Forbidden"}),
    "throttled": lambda route: route.fulfill(status=429, json={"message": "Too Many Requests"}),
    "failing": lambda route: route.fulfill(status=500, json={"message": "Internal Server Error"}),
    "not JSON": lambda route: route.fulfill(body="<html>", content_type="text/html"),
    "without the number": lambda route: route.fulfill(json={"visits": 9}),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_counter_leaves_the_page_quiet(open_page: Open, served: str, how: str) -> None:
    opened = open_page(served, before=lambda page: page.route(COUNTER, BROKEN[how]))
    opened.page.wait_for_load_state("networkidle")
    assert opened.visits() == 1
    expect(opened.page.locator("#visitors")).to_be_hidden()  # and the rule with it
    # The browser itself notes a request that failed; nothing else may be said.
    assert [message for message in opened.messages if not message.startswith("Failed to load resource")] == []


def test_a_return_by_the_back_button_is_no_visit(open_page: Open, served: str) -> None:
    opened = open_page(served)
    opened.page.evaluate("addEventListener('pageshow', event => { window.cached = event.persisted })")
    opened.page.goto(f"{served}/nonesuch")
    opened.page.evaluate("history.back()")
    opened.page.wait_for_function("window.cached === true")
    assert opened.visits() == 1


def test_a_page_made_ahead_counts_when_it_is_shown(open_page: Open, served: str) -> None:
    def prerender(page: Page) -> None:
        page.add_init_script("Object.defineProperty(document, 'prerendering', { value: true, configurable: true })")

    opened = open_page(served, before=prerender)
    opened.page.wait_for_load_state("load")
    assert opened.visits() == 0
    with opened.page.expect_request(COUNTER):
        opened.page.evaluate("""() => {
          Object.defineProperty(document, 'prerendering', { value: false });
          document.dispatchEvent(new Event('prerenderingchange'));
        }""")
    assert opened.visits() == 1


def test_a_page_from_a_folder_counts_nothing(open_page: Open, sites: dict[str, Path]) -> None:
    opened = open_page(sites["sample"])
    assert opened.visits() == 0
    expect(opened.page.locator("#visitors")).to_be_hidden()
    assert opened.messages == []
