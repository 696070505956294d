"""Finds a Chromium for the tests and the pictures, and starts it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium, closed at the end; RuntimeError where there is none."""
    with sync_playwright() as playwright:
        path = _find(playwright)
        if path is None:
            message = "no Chromium found: `make test` brings one, or name yours in $CHROMIUM"
            raise RuntimeError(message)
        browser = playwright.chromium.launch(
            executable_path=path,
            ignore_default_args=["--disable-back-forward-cache"],  # people's browsers have it
        )
        yield browser
        browser.close()


def _find(playwright: Playwright) -> str | None:
    """Return the first Chromium that runs: $CHROMIUM, Playwright's own, or one on PATH."""
    candidates = (
        os.environ.get("CHROMIUM"),
        playwright.chromium.executable_path,
        *map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")),
    )
    return next((path for path in candidates if path and _runs(path)), None)


def _runs(path: str) -> bool:
    """Say whether the program starts: one that was downloaded may lack its system libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    with sync_playwright() as started:
        found = _find(started)
    print(found or "no Chromium found")
    sys.exit(found is None)
