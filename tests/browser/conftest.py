"""A real Chromium, the site as it is built, and the site as it is served."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Response

from cloud_resume import site
from cloud_resume.resume import load, themed

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # tools/ is no package

from tools.chromium import chromium  # noqa: E402 - found by the line above

COMMAND = [sys.executable, "-m", "cloud_resume"]


class Opened:
    """A page in a profile of its own, with all that it did since its first byte."""

    def __init__(self, page: Page) -> None:
        """Listen before anything is loaded."""
        self.page = page
        self.response: Response | None = None
        self.messages: list[str] = []  # warnings and errors of the console, and uncaught exceptions
        self.dialogs: list[str] = []
        self.requests: list[tuple[str, str]] = []  # method and URL
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append((request.method, request.url)))
        page.on("dialog", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.messages.append(message.text)

    def _asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def visits(self) -> int:
        """Return how often the counter was asked to count."""
        return sum(method == "POST" and url.endswith("/api/visits") for method, url in self.requests)

    def axe(self) -> list[str]:
        """Return what axe finds wrong: the rule, what it wants, and where."""
        self.page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
        violations: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{violation['id']}: {violation['help']}: {node['html']}"
            for violation in violations
            for node in violation["nodes"]
        ]


class Open(Protocol):
    """Opens a URL or a file: `width` is in CSS pixels, `before` is called with the page before it loads."""

    def __call__(
        self,
        target: str | Path,
        *,
        width: int = 1280,
        color_scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        before: Callable[[Page], object] = ...,
    ) -> Opened:
        """Return when the page has loaded."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def user_agent(browser: Browser) -> str:
    """Give what this Chromium calls itself when it has a window: without one it is a robot, and not counted."""
    page = browser.new_page()
    name: str = page.evaluate("navigator.userAgent")
    page.close()
    return name.replace("HeadlessChrome", "Chrome")


@pytest.fixture
def open_page(browser: Browser, user_agent: str) -> Iterator[Open]:
    """Give what opens a page; all are closed after the test."""
    contexts = []

    def open_page(
        target: str | Path,
        *,
        width: int = 1280,
        color_scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        before: Callable[[Page], object] = lambda _: None,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            user_agent=user_agent,
        )
        contexts.append(context)
        opened = Opened(context.new_page())
        before(opened.page)
        opened.response = opened.page.goto(target.as_uri() if isinstance(target, Path) else target)
        return opened

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the sites of the sample, of a resume with only a name, and of one full of hostile strings."""
    resumes = {
        "sample": "examples/resume.yaml",
        "bare": "tests/resumes/bare.yaml",
        "hostile": "tests/resumes/hostile.json",
    }
    folder = tmp_path_factory.mktemp("sites")
    for name, resume in resumes.items():
        subprocess.run([*COMMAND, "build", "-q", str(ROOT / resume), "-o", str(folder / name)], check=True)
    return {name: folder / name / "index.html" for name in resumes}


class Site(Protocol):
    """Builds a site; the first one of a resume and a theme is kept for all tests."""

    def __call__(self, resume: str, theme: str = "book") -> Path:
        """Give its page; `resume` is `sample`, or the name of a file in tests/resumes."""


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give what builds a site of a resume in a theme."""
    folder = tmp_path_factory.mktemp("themes")
    files = {path.stem: path for path in (ROOT / "tests/resumes").iterdir()} | {"sample": ROOT / "examples/resume.yaml"}

    def site_of(resume: str, theme: str = "book") -> Path:
        site_folder = folder / theme / resume
        if not site_folder.exists():
            loaded = load(files[resume]).resume
            assert loaded is not None
            site.write(site.build(themed(loaded, theme)), site_folder)
        return site_folder / "index.html"

    return site_of


class Serve(Protocol):
    """Serves the sample, with a counter at zero, until the end of the test."""

    def __call__(self, theme: str = "book") -> str:
        """Give the URL without a slash at its end."""


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Give what serves the sample in a theme."""
    with ExitStack() as running:

        def serve(theme: str = "book") -> str:
            sample = str(ROOT / "examples/resume.yaml")
            options = ["--theme", theme, "--port", "0", "--data", str(tmp_path / "visits")]
            process = running.enter_context(
                subprocess.Popen([*COMMAND, "serve", sample, *options], stdout=subprocess.PIPE, text=True)
            )
            running.callback(process.terminate)
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline() if process.stdout else "")
            assert url is not None, "serve named no address"
            return url[0]

        yield serve


@pytest.fixture
def served(serve: Serve) -> str:
    """Serve the sample in the first theme."""
    return serve()
