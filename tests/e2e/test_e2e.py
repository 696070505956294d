"""The smoke tests: all green where a site is well, none where nothing is as it should be, and no visit counted."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest
import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BASE_URL = os.environ.get("BASE_URL")


class Outcome(NamedTuple):
    """What became of a run of Cypress."""

    status: int
    tests: set[str]
    failures: dict[str, str]  # the message of each test that failed


def run(url: str, folder: Path, **config: object) -> Outcome:
    """Run the smoke tests against a site, with Cypress set otherwise where `config` says so."""
    report = folder / "cypress.xml"
    options = ["--reporter", "junit", "--reporter-options", f"mochaFile={report}", "--config", json.dumps(config)]
    done = subprocess.run(
        [ROOT / "e2e/node_modules/.bin/cypress", "run", *options],
        cwd=ROOT / "e2e",
        env={**os.environ, "BASE_URL": url},
        check=False,
    )
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - Cypress wrote it a moment ago
    failures = {case.get("name", ""): failure.get("message", "") for case in cases for failure in case.iter("failure")}
    return Outcome(done.returncode, {case.get("name", "") for case in cases}, failures)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Give $BASE_URL, or else serve the sample with a counter at zero."""
    if BASE_URL:
        yield BASE_URL
        return
    resume, data = ROOT / "examples/resume.yaml", tmp_path / "visits"
    command = [sys.executable, "-m", "cloud_resume", "serve", str(resume), "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline() if process.stdout else "")
            assert url is not None, "serve named no address"
            yield url[0]
        finally:
            process.terminate()


def test_a_site_that_is_well_passes(site: str, tmp_path: Path) -> None:
    outcome = run(site, tmp_path)
    assert outcome.status == 0, "\n".join(f"{name}: {message}" for name, message in outcome.failures.items())
    assert not outcome.failures
    assert outcome.tests
    if not BASE_URL:  # where nobody else can have visited
        with urlopen(f"{site}/api/visits") as response:  # noqa: S310 - an http URL, of the fixture
            assert json.load(response) == {"visitors": 0, "visits": 0}


class _Broken(BaseHTTPRequestHandler):
    """Answers wrongly in every respect: another's name, a dead link, a picture from elsewhere, reading that counts."""

    page = """<!DOCTYPE html>
        <html lang="en">
        <header><h1>It works!</h1> <a href="/gone">Blog</a> <a download href="resume.pdf">PDF</a></header>
        <main><img src="https://elsewhere.localhost/pixel.gif"></main>
        <p id="visitors">…</p>
        <script>
          fetch("/api/visits", { method: "POST" })
            .then((response) => { if (!response.ok) throw Error(response.status); })
            .catch(() => document.querySelector("main").remove());
        </script>"""
    reads = count()

    def do_GET(self) -> None:
        resume = {"basics": {"name": "Mara Lindholm"}}
        answers = {
            "/": ("text/html", self.page),
            "/resume.pdf": ("text/plain", "%PDF-"),
            "/resume.json": ("application/json", json.dumps(resume)),
            "/api/visits": ("application/json", json.dumps({"visitors": None, "visits": next(self.reads)})),
        }
        kind, body = answers.get(self.path, ("text/html", "Internal Server Error"))
        self.send_response(200 if self.path in answers else 500)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind == "text/html" else kind)
        self.end_headers()
        self.wfile.write(body.encode())

    do_HEAD = do_GET  # noqa: N815 - the name that the base class calls

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def broken_site() -> Iterator[str]:
    """Serve what is broken, under a certificate that no authority vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Broken) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_test_finds_what_is_wrong(broken_site: str, tmp_path: Path) -> None:
    outcome = run(broken_site, tmp_path, defaultCommandTimeout=500, screenshotOnRunFailure=False)
    assert outcome.tests - outcome.failures.keys() == set()
    assert outcome.status == len(outcome.failures) > 0
