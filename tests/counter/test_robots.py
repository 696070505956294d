"""Robots are told by their user agent, and people are not taken for any."""

from __future__ import annotations

import runpy
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_resume.counter._visit import is_robot

ROOT = Path(__file__).parents[2]

package = import_module("crawleruseragents")

BROWSERS = {
    "Chrome on Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Safari/537.36",
    "Chrome on Android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Mobile Safari/537.36",
    "Chrome on iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1",
    "Edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
    " Safari/537.36 Edg/141.0.0.0",
    "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Firefox on Android": "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
    "Safari on macOS": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Safari/605.1.15",
    "Safari on iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1",
    "Safari on iPadOS": "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1",
    "Opera": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0",
    "Samsung Internet": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Vivaldi": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    " Vivaldi/7.6",
    "ChromeOS": "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
    " Safari/537.36",
    "a web view of LinkedIn": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.31.1",
    "text": "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.5.4",
}


def test_the_module_is_what_the_installed_package_says() -> None:
    module = runpy.run_path(str(ROOT / "tools/robots.py"))["module"]()
    assert (ROOT / "src/cloud_resume/counter/_robots.py").read_text("utf-8") == module


def test_every_example_of_the_package_is_a_robot() -> None:
    examples = [example for robot in package.CRAWLER_USER_AGENTS_DATA for example in robot["instances"]]
    assert len(examples) > 2000
    assert [example for example in examples if not is_robot(example)] == []


@pytest.mark.parametrize("browser", BROWSERS.values(), ids=BROWSERS.keys())
def test_a_browser_is_no_robot(browser: str) -> None:
    assert not is_robot(browser)


@pytest.mark.parametrize(
    "robot",
    [
        "curl/8.14.1",
        "Wget/1.25.0",
        "python-requests/2.32.5",
        BROWSERS["Chrome on Windows"].replace("Chrome/", "HeadlessChrome/"),
        f"{BROWSERS['Chrome on Android']} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    ],
)
def test_a_robot_is_one(robot: str) -> None:
    assert is_robot(robot)


FRAGMENTS = st.sampled_from(
    [
        "curl", "PTST/", " PTST/", "xPTST/", "sentry/", "SSL Labs", "wget", "Wget", "WGET", "BW/", "AdsBot-Google", "-",
        "Current", "RSS Reader", "Spider", "spider.com", "spiderXcom", "BlogTraffic/1.23 Feed-Fetcher", "LCC ", "LCC",
        "Pulsepoint", "Pulsepoint ", "sistrix", " ", "Crawler", "GoogleAssociationService", "Mozilla/5.0", "é",
        "Ahrefs", "Bot", "SiteAudit", "Semrush", "SEmRush", "bot", "dbot)", "Optimizer)", "Chirp", "gotosocial",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=4).map("".join))
def test_it_judges_as_the_package_does(user_agent: str) -> None:
    assert is_robot(user_agent) == package.is_crawler(user_agent)
