"""`cloud-resume deploy` and `destroy`: what they hand on, what they say, and what they refuse."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import Deployment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command

URL = "https://d123.cloudfront.localhost:4566/"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Give what `cloud` is asked for; it says a little while it works."""
    calls: list[dict[str, Any]] = []

    def deploy(
        project: Path, files: dict[str, bytes], *, port: int | None, **say: Callable[[str], object]
    ) -> Deployment:
        calls.append({"project": project, "files": files, "port": port})
        work(**say)
        return Deployment(URL, Path("/ca.pem"))

    def destroy(project: Path, **say: Callable[[str], object]) -> None:
        calls.append({"project": project})
        work(**say)

    def work(report: Callable[[str], object], on_line: Callable[[str], object]) -> None:
        report("Applying the infrastructure")
        on_line("sns: aws_sns_topic.alerts: Creating...")
        on_line("sns: Apply complete! Resources: 3 added, 0 changed, 0 destroyed.")

    monkeypatch.setattr(cloud, "deploy_local", deploy)
    monkeypatch.setattr(cloud, "destroy_local", destroy)
    return calls


@pytest.mark.usefixtures("resume")
def test_deploy_builds_and_prints_the_url(command: Command, folder: Path, calls: list[dict[str, Any]]) -> None:
    code, out, err = command("deploy", "local")
    assert (code, out) == (0, f"{URL}\n")
    (call,) = calls
    assert call["project"] == folder
    assert call["port"] is None
    assert {"index.html", "resume.pdf"} < call["files"].keys()
    assert "Applying the infrastructure\n" in err
    assert "sns: Apply complete! Resources: 3 added" in err
    assert "Creating..." not in err
    assert "Deployed in 0 seconds:" in err
    assert "/ca.pem" in err


@pytest.mark.usefixtures("resume")
def test_deploy_says_all_when_asked_to(command: Command, calls: list[dict[str, Any]]) -> None:
    code, out, err = command("deploy", "local", "--port", "4600", "-v")
    assert (code, out) == (0, f"{URL}\n")
    assert calls[0]["port"] == 4600
    assert "sns: aws_sns_topic.alerts: Creating...\n" in err


@pytest.mark.usefixtures("resume")
def test_deploy_takes_no_port_at_random(command: Command, calls: list[dict[str, Any]]) -> None:
    code, _, err = command("deploy", "local", "--port", "0")
    assert code == 2
    assert "name one" in err
    assert calls == []


def test_deploy_of_a_broken_resume_begins_nothing(command: Command, folder: Path, calls: list[dict[str, Any]]) -> None:
    (folder / "resume.yaml").write_text("basics: {name: 1, url: 'javascript:x'}")
    assert command("deploy", "local").code == 1
    assert calls == []


@pytest.mark.parametrize("name", ["deploy", "destroy"])
@pytest.mark.parametrize("environment", ["dev", "prod"])
@pytest.mark.usefixtures("resume")
def test_what_is_meant_for_aws_reaches_no_emulator(
    name: str, environment: str, command: Command, calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")
    code, _, err = command(name, environment)
    assert code == 3
    assert "AWS_ENDPOINT_URL is http://localhost:4566" in err
    assert calls == []


@pytest.mark.parametrize("name", ["deploy", "destroy"])
@pytest.mark.usefixtures("resume")
def test_aws_is_not_reached_yet(
    name: str, command: Command, folder: Path, calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    code, _, err = command(name, "prod")
    assert code == 3
    assert "does not reach AWS yet; `terragrunt run --all` in infra/live/prod" in err
    assert calls == []


def test_an_unknown_environment_is_wrong_usage(command: Command) -> None:
    assert command("deploy", "stage").code == 2


def test_destroy_asks_for_the_name(
    command: Command, folder: Path, calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("local\n"))
    code, _, err = command("destroy", "local")
    assert code == 0
    assert "its counts too. To go on, type its name: " in err
    assert "Nothing is left of local." in err
    assert calls == [{"project": folder}]


@pytest.mark.parametrize("answer", ["", "y\n", "prod\n"])
def test_another_answer_destroys_nothing(
    answer: str, command: Command, calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    code, _, err = command("destroy", "local")
    assert code == 2
    assert "nothing was destroyed" in err
    assert calls == []


def test_yes_is_an_answer(command: Command, calls: list[dict[str, Any]]) -> None:
    assert command("destroy", "local", "--yes").code == 0
    assert len(calls) == 1
