"""Live reload, as the person who writes the resume sees it."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from tests.browser.conftest import Open

GOOD = "basics:\n  name: Ada Lovelace\n"
BETTER = "basics:\n  name: Grace Hopper\n"
BROKEN = "basics:\n  name: Grace Hopper\n  url: javascript:alert('<img src=x onerror=alert(1)>')\n"
# As a background tab has it, and back; headless pages are all in front.
TURN = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@contextmanager
def serving(file: Path, port: int = 0) -> Iterator[str]:
    command = [sys.executable, "-m", "cloud_resume", "serve", str(file), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "resume.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def url(file: Path) -> Iterator[str]:
    with serving(file) as url:
        yield url


def test_the_page_follows_the_file(open_page: Open, file: Path, url: str) -> None:
    opened = open_page(url)
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    file.write_text(BETTER, encoding="utf-8")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Grace Hopper")
    assert opened.messages == []


def test_a_reload_is_no_visit(browser: Browser, file: Path, url: str) -> None:
    page = browser.new_context(user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0").new_page()
    try:
        page.goto(url)
        expect(page.get_by_text(re.compile(r"\b1 visitor\b"))).to_be_visible()
        file.write_text(BETTER, encoding="utf-8")
        with page.expect_response("**/api/visits") as reloaded:
            pass
        assert reloaded.value.json() == {"visitors": 1, "visits": 1}
    finally:
        page.context.close()


def test_a_broken_edit_shows_its_problems_over_the_last_page(open_page: Open, file: Path, url: str) -> None:
    opened = open_page(url)
    opened.page.evaluate("window.kept = true")
    file.write_text(BROKEN, encoding="utf-8")
    alert = opened.page.get_by_role("alert")
    expect(alert).to_contain_text("resume.yaml:3:")
    expect(alert).to_contain_text("<img src=x onerror=alert(1)>")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    file.write_text(GOOD, encoding="utf-8")
    expect(alert).to_have_count(0)
    assert opened.page.evaluate("window.kept")
    assert opened.messages == opened.dialogs == []


def test_problems_are_legible_to_all(open_page: Open, file: Path, url: str) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    opened = open_page(url)
    expect(opened.page.get_by_role("alert")).to_contain_text("resume.yaml:3:")
    assert opened.axe() == []


def test_a_page_of_problems_becomes_the_resume(open_page: Open, file: Path) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    with serving(file) as url:
        opened = open_page(url)
        expect(opened.page.get_by_text("resume.yaml:3:")).to_be_visible()
        assert opened.axe() == []
        assert [message for message in opened.messages if "503" not in message] == []
        file.write_text(GOOD, encoding="utf-8")
        expect(opened.page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")


def test_a_tab_in_the_background_waits_until_it_is_seen(open_page: Open, file: Path, url: str) -> None:
    hidden, seen = open_page(url), open_page(url)
    hidden.page.evaluate(TURN, arg=True)
    file.write_text(BETTER, encoding="utf-8")
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Grace Hopper")
    expect(hidden.page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    hidden.page.evaluate(TURN, arg=False)
    expect(hidden.page.get_by_role("heading", level=1)).to_have_text("Grace Hopper")


def test_a_page_outlives_its_server_and_finds_the_next(open_page: Open, file: Path) -> None:
    with serving(file) as url:
        opened = open_page(url)
    file.write_text(BETTER, encoding="utf-8")
    with serving(file, port=int(url.rpartition(":")[2])):
        expect(opened.page.get_by_role("heading", level=1)).to_have_text("Grace Hopper")
