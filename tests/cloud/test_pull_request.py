"""The comment on a pull request: one, found again, and what is said where there can be none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.pipeline.github import GitHub

from cloud_resume.cloud import COMMENT_LIMIT, comment
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "plan prod"
MARKER = "<!-- cloud-resume plan prod -->"


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Give a GitHub, and be a step of a run of it for pull request 7."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}))
    with GitHub("mara/resume") as github:
        monkeypatch.setenv("GITHUB_API_URL", github.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "mara/resume")
        monkeypatch.setenv("GITHUB_TOKEN", "ghs_token")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        yield github


def test_a_comment_is_posted_once_and_then_replaced(github: GitHub) -> None:
    github.post(7, "octocat", "What a resume!")
    url = comment("first", KEY)
    assert github.bodies(7) == ["What a resume!", f"{MARKER}\nfirst"]
    assert comment("another", "plan dev") != url
    assert comment("second", KEY) == url
    assert github.bodies(7) == ["What a resume!", f"{MARKER}\nsecond", "<!-- cloud-resume plan dev -->\nanother"]
    assert {request.headers["Authorization"] for request in github.requests} == {"Bearer ghs_token"}
    assert [request.method for request in github.requests] == ["GET", "POST", "GET", "POST", "GET", "PATCH"]


def test_it_is_found_on_a_later_page(github: GitHub) -> None:
    for number in range(100):
        github.post(7, "octocat", f"{number}")
    comment("first", KEY)
    comment("second", KEY)
    assert github.bodies(7)[100:] == [f"{MARKER}\nsecond"]


def test_what_another_has_written_is_left_alone(github: GitHub) -> None:
    github.post(7, "mallory", f"{MARKER}\nNothing changes, trust me.")
    comment("the plan", KEY)
    assert github.bodies(7) == [f"{MARKER}\nNothing changes, trust me.", f"{MARKER}\nthe plan"]


def test_the_longest_is_taken(github: GitHub) -> None:
    comment("x" * COMMENT_LIMIT, KEY)
    assert len(github.bodies(7)[0]) > COMMENT_LIMIT
    with pytest.raises(OutsideError, match=r"GitHub answered 422 .* to POST /repos/mara/resume/issues/7/comments$"):
        comment("x" * 66_000, "other")


def test_a_refusal_is_told_with_what_is_missing(github: GitHub) -> None:
    github.refuse = True
    with pytest.raises(OutsideError, match=r"GitHub answered 403 .*`permissions: pull-requests: write`"):
        comment("the plan", KEY)
    assert github.bodies(7) == []


@pytest.mark.parametrize("name", ["GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH"])
@pytest.mark.usefixtures("github")
def test_outside_of_a_run_it_is_wrong_usage(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(UsageError, match=f"{name} is not set"):
        comment("the plan", KEY)


def test_a_run_for_something_else_is_wrong_usage(github: GitHub, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps({"ref": "refs/heads/main"}))
    with pytest.raises(UsageError, match="for no pull request"):
        comment("the plan", KEY)
    assert github.requests == []


@pytest.mark.usefixtures("github")
def test_no_answer_is_told(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(OutsideError, match=f"there is no answer from GitHub at http://127.0.0.1:{port}/repos/mara"):
        comment("the plan", KEY)
