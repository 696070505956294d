"""What is served, and what the open pages are told."""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.server import _live
from cloud_resume.server._live import Live

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = {"index.html": b"<head></head>Ada", "404.html": b"no head", "resume.txt": b"Ada</head>"}


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it an error to wait where there is something to tell."""
    monkeypatch.setattr(_live, "HEARTBEAT", "no time to wait for")


def state(events: Iterator[bytes]) -> dict[str, Any]:
    event = next(events)
    assert event.endswith(b"\n\n")
    found: dict[str, Any] = json.loads(event.partition(b"data: ")[2])
    return found


def test_every_page_and_only_a_page_gets_the_script() -> None:
    live = Live()
    live.publish(SITE)
    version, files, _ = live.snapshot
    script = f'<script src="/_live.js" data-version="{version}" defer></script>'.encode()
    assert files["index.html"] == b"<head>" + script + b"</head>Ada"
    assert files["404.html"] == b"no head" + script
    assert files["resume.txt"] == b"Ada</head>"


def test_script_and_style_sheet_are_served() -> None:
    live = Live()
    live.publish(SITE)
    assert b"EventSource" in live.snapshot.files["_live.js"]
    assert b".overlay" in live.snapshot.files["_live.css"]


def test_the_version_is_the_content_s() -> None:
    one, same, other = Live(), Live(), Live()
    one.publish(SITE)
    same.publish(dict(reversed(SITE.items())))
    other.publish(SITE | {"resume.txt": b"Grace"})
    assert one.snapshot.version == same.snapshot.version != other.snapshot.version


@pytest.mark.usefixtures("no_wait")
def test_a_page_is_told_at_once_and_at_every_change() -> None:
    live = Live()
    live.publish(SITE)
    events = live.events()
    first = state(events)
    assert first == {"version": live.snapshot.version, "problems": []}
    live.fail(["resume.yaml:3:1: error: wrong"])
    assert state(events) == {"version": first["version"], "problems": ["resume.yaml:3:1: error: wrong"]}
    live.publish(SITE | {"index.html": b"new"})
    assert state(events) == {"version": live.snapshot.version, "problems": []}


def test_a_page_that_waits_is_woken() -> None:
    live = Live()
    live.publish(SITE)
    events = live.events()
    before = state(events)["version"]
    Thread(target=live.publish, args=(SITE | {"index.html": b"new"},)).start()
    assert state(events)["version"] != before


def test_the_last_good_page_outlives_a_failure() -> None:
    live = Live()
    live.publish(SITE)
    good = live.snapshot
    live.fail(["wrong"])
    assert live.snapshot.files == good.files
    live.publish(SITE)
    assert live.snapshot == good


def test_problems_have_a_page_of_their_own_until_there_is_a_good_one() -> None:
    live = Live()
    live.fail(["<script>alert(1)</script>"])
    first = live.snapshot
    page = first.files["404.html"]
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert f'data-version="{first.version}"'.encode() in page
    assert "index.html" not in first.files
    assert first.problems == ()
    live.fail(["something else"])
    assert live.snapshot.version != first.version


def test_a_file_s_name_need_not_be_unicode() -> None:
    live = Live()
    live.fail(["/home/\udcff/resume.yaml:3:1: error: wrong"])
    assert b":3:1: error: wrong" in live.snapshot.files["404.html"]


def test_silence_is_broken_by_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_live, "HEARTBEAT", 0.001)
    live = Live()
    events = live.events()
    state(events)
    assert next(events) == b":\n\n"


def test_closing_ends_every_stream() -> None:
    live = Live()
    waiting = live.events()
    state(waiting)
    Thread(target=live.close).start()
    assert list(waiting) == []


@pytest.mark.usefixtures("no_wait")
def test_a_stream_that_was_not_waiting_ends_too() -> None:
    live = Live()
    told = live.events()
    state(told)
    live.close()
    assert list(told) == []
    assert list(live.events()) == []
