"""`cloud-resume status`: what a person reads, and what a program does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import Release, Status
from cloud_resume.cloud._state import Lock
from cloud_resume.cloud._status import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command, Outcome

RELEASE = Release("20261104T080910Z", {}, "6", restored="20261103T174455Z", passed=True)
WHOLE: dict[str, Any] = {
    "url": "https://resume.example.com/",
    "release": RELEASE,
    "function": "7",
    "visits": 12345,
    "visitors": 67,
    "alarms": {"quiet": "OK", "loud": "ALARM"},
    "budget": Budget(1.5, 5, "USD"),
    "unconfirmed": ("ada@example.org",),
}


@pytest.fixture
def shown(command: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Give what shows a status."""

    def show(*words: str, **found: object) -> Outcome:
        parts: dict[str, Any] = {"not_deployed": (), "locks": (), "unknown": ()} | found
        at = SimpleNamespace(name="prod")
        monkeypatch.setattr(cloud, "open_environment", lambda *_, **__: at)
        monkeypatch.setattr(cloud, "status", lambda asked: Status("prod", **parts) if asked is at else None)
        return command("status", "prod", *words)

    return show


def test_for_people(shown: Callable[..., Outcome]) -> None:
    assert shown(**WHOLE) == (
        0,
        """\
site          https://resume.example.com/
release       20261104T080910Z, published 2026-11-04 08:09 UTC, 20261103T174455Z again
smoke test    passed
function      version 7
counted       67 visitors, 12,345 visits
this month    1.50 of 5.00 USD, by the whole account
alarms        loud, of 2
unconfirmed   ada@example.org gets no alarm before the link in AWS's e-mail is clicked
""",
        "",
    )


def test_what_is_not_there(shown: Callable[..., Outcome]) -> None:
    out = shown(not_deployed=("sns",), function="1", alarms={"quiet": "OK"}).out
    assert out == (
        "release       none yet; `cloud-resume publish prod` publishes one\n"
        "function      version 1\n"
        "alarms        none, of 1\n"
        "not deployed  sns; `cloud-resume deploy prod` goes on\n"
    )
    out = shown(release=RELEASE._replace(restored=None, passed=False)).out
    assert out == (
        "release       20261104T080910Z, published 2026-11-04 08:09 UTC\n"
        "smoke test    not passed yet; `cloud-resume smoke prod` runs it\n"
    )


@pytest.mark.parametrize(
    ("age", "said"),
    [(timedelta(minutes=7), "7 minutes"), (timedelta(hours=3), "3 hours"), (timedelta(days=9), "9 days")],
)
def test_a_lock(shown: Callable[..., Outcome], age: timedelta, said: str) -> None:
    lock = Lock("sns", "4f", "ada@engine", "OperationTypeApply", datetime.now(UTC) - age, "lift it")
    assert shown(locks=(lock,)).out == f"locked        sns, by ada@engine for {said}; if that run is gone: lift it\n"


def test_what_was_not_to_be_read(shown: Callable[..., Outcome]) -> None:
    code, out, err = shown(unknown=("the budget can't be read: no", "the alarms can't be read: no"), url="https://x/")
    assert (code, out) == (3, "site          https://x/\n")
    assert err == "error: the budget can't be read: no\nerror: the alarms can't be read: no\n"


def test_counts_that_the_role_may_not_read(shown: Callable[..., Outcome]) -> None:
    assert shown(counts_denied=True) == (0, "counted       not readable by this role\n", "")
    data = json.loads(shown("--format", "json", counts_denied=True).out)
    assert (data["visits"], data["visitors"], data["counts_denied"]) == (None, None, True)


def test_for_programs(shown: Callable[..., Outcome]) -> None:
    lock = Lock("sns", "4f", "ada@engine", "OperationTypeApply", datetime(2026, 11, 3, 17, 44, 55, tzinfo=UTC), "lift")
    data = json.loads(shown("--format", "json", locks=(lock,), **WHOLE).out)
    assert data["release"] == {"id": RELEASE.id, "restored": "20261103T174455Z", "function": "6", "passed": True}
    assert data["budget"] == {"spent": 1.5, "limit": 5, "currency": "USD"}
    assert data["locks"][0]["since"] == "2026-11-03T17:44:55+00:00"
    assert data["alarms"] == {"quiet": "OK", "loud": "ALARM"}
    assert (data["environment"], data["visits"], data["unknown"]) == ("prod", 12345, [])

    data = json.loads(shown("--format", "json").out)
    assert (data["release"], data["budget"], data["locks"]) == (None, None, [])
