"""`cloud-resume plan`: what it prints, posts and answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import UnitPlan
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command

EMPTY = UnitPlan("sns", 0, 0, 0, 0, "No changes.")
CHANGE = UnitPlan("api", 1, 0, 0, 0, "x\n" * 50_000)


class Calls:
    """What `cloud` is asked for, and what it answers."""

    plans: tuple[UnitPlan, ...] = (EMPTY,)
    affected: bool | None = None
    comments: list[tuple[str, str]]


@pytest.fixture
def calls(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Let `cloud` answer what a test says."""
    calls = Calls()
    calls.comments = []

    def open_environment(project: Path, name: str, **_: Any) -> SimpleNamespace:  # noqa: ANN401 - whatever
        assert project == folder
        return SimpleNamespace(name=name)

    def plan(at: SimpleNamespace, *, affected: bool, on_line: Callable[[str], object]) -> list[UnitPlan]:
        assert at.name == "prod"
        calls.affected = affected
        on_line("sns: Refreshing")
        return list(calls.plans)

    def comment(text: str, key: str) -> str:
        calls.comments.append((text, key))
        return "https://github.com/mara/resume/pull/7#issuecomment-1"

    monkeypatch.setattr(cloud, "open_environment", open_environment)
    monkeypatch.setattr(cloud, "plan", plan)
    monkeypatch.setattr(cloud, "comment", comment)
    return calls


def test_a_plan_is_printed_and_goes_nowhere(command: Command, calls: Calls) -> None:
    code, out, err = command("plan", "prod")
    assert code == 0
    assert out.startswith("### Plan of prod: 0 to add, 0 to change, 0 to destroy\n")
    assert err == "Planning prod\n"
    assert calls.affected is False
    assert calls.comments == []


def test_the_comment_is_cut_and_the_print_is_not(command: Command, calls: Calls) -> None:
    calls.plans = (CHANGE, EMPTY)
    code, out, err = command("plan", "prod", "--affected", "--comment")
    assert code == 0
    assert calls.affected is True
    ((text, key),) = calls.comments
    assert key == "plan prod"
    assert text.startswith("### Plan of prod: 1 to add, 0 to change, 0 to destroy\n")
    assert len(text) < 65_536 < len(out)
    assert "Posted: https://github.com/mara/resume/pull/7#issuecomment-1\n" in err


def test_a_check_fails_if_anything_would_change(command: Command, calls: Calls) -> None:
    assert command("plan", "prod", "--check").code == 0
    calls.plans = (EMPTY, CHANGE)
    code, out, _ = command("plan", "prod", "--check")
    assert code == 1
    assert "| api | 1 |" in out


@pytest.mark.usefixtures("calls")
def test_a_plan_that_fails_posts_nothing(command: Command, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OutsideError("no credentials")  # noqa: EM101, TRY003 - a test's

    monkeypatch.setattr(cloud, "plan", fail)
    code, out, err = command("plan", "prod", "--comment")
    assert (code, out) == (3, "")
    assert "error: no credentials" in err
    assert calls.comments == []


TERRAGRUNT = """#!/bin/sh
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  render*) echo '{"inputs": {"region": "us-east-1", "account_id": "111122223333"}}' ;;
  *init) ;;
  *) trap 'echo told >told; exit 1' INT
     for plans in "$TMPDIR"/*; do echo secret >"$plans/sns.tfplan"; done
     echo "sns: Planning"
     while :; do sleep 0.1; done ;;
esac
"""


def test_a_plan_that_is_told_to_end_leaves_no_secret(folder: Path) -> None:
    (folder / "infra/live/prod/dynamodb").mkdir(parents=True)
    for name, text in (("terragrunt", TERRAGRUNT), ("terraform", "#!/bin/sh\necho Terraform v1.11.4\n")):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / "tmp").mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TG_"))}
    environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "PATH": f"{folder}:/usr/bin:/bin",
        "TMPDIR": str(folder / "tmp"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    words = [sys.executable, "-m", "cloud_resume", "plan", "prod", "-v"]
    with subprocess.Popen(words, cwd=folder, env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = [next(process.stderr), next(process.stderr)]
        assert said[-1] == "sns: Planning\n"
        assert list((folder / "tmp").glob("*/sns.tfplan"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 143
        assert process.stderr.read() == ""
    assert (folder / "infra/live/prod/told").exists()
    assert not list((folder / "tmp").iterdir())
