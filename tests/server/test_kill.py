"""A server that is killed in the middle of visits, and one that is interrupted."""

from __future__ import annotations

import http.client
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.server.conftest import Client

CLIENTS = 8
VISITS = 60  # that are answered before the kill


@contextmanager
def serving(file: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command line's server; give the process and the URL that it prints."""
    command = [sys.executable, "-m", "cloud_resume", "serve", str(file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert found, process.stderr
            yield process, found[0]
        finally:
            process.kill()


def test_every_answered_visit_is_there_after_kill_9(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text("basics:\n  name: Ada Lovelace\n", encoding="utf-8")
    sent: list[str] = []
    answered: list[str] = []
    enough = Event()

    def visit(client: Client, name: int) -> None:
        while True:
            browser = f"Mozilla/5.0 (X11; Linux x86_64) {name}-{len(sent)}"
            sent.append(browser)
            try:
                answer = client.request("POST", "/api/visits", {"User-Agent": browser})
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 200
            answered.append(browser)
            if len(answered) >= VISITS:
                enough.set()

    with serving(file) as (process, url):
        clients = [Thread(target=visit, args=(connect(url), name)) for name in range(CLIENTS)]
        for client in clients:
            client.start()
        assert enough.wait(30)
        process.kill()
        for client in clients:
            client.join()
    with serving(file) as (_, url):
        counts = connect(url).get("/api/visits").json()
    assert VISITS <= len(answered) <= counts["visits"] <= len(sent)
    assert counts["visitors"] == counts["visits"]  # each came with a browser of its own
    with closing(sqlite3.connect(tmp_path / ".cloud-resume" / "visits.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_interrupt_ends_it_with_pages_open(tmp_path: Path, connect: Callable[[str], Client]) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text("basics:\n  name: Ada Lovelace\n", encoding="utf-8")
    with serving(file) as (process, url):
        events = connect(url).events()
        next(events)
        process.send_signal(signal.SIGINT)
        assert list(events) == []
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in errors
