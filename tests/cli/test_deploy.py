"""`cloud-resume deploy` and `destroy`: what they ask and say, what they hand on, and what they refuse."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import Change, Counts, Deployment, Destruction, Environment, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.cli.conftest import Command

    from cloud_resume.cloud._terragrunt import Terragrunt

URL = "https://d123.cloudfront.localhost:4566/"
PLAN = Plan(
    [
        Change("sns", add=3),
        Change("s3-cloudfront", 1, 1, 1, ("aws_s3_bucket.site must be replaced", "aws_x.y will be updated in-place")),
    ],
    ["dns", "cloudwatch"],
)


class Calls(list[dict[str, Any]]):
    """What `cloud` is asked for, and what comes of it."""

    deployment = Deployment(URL, Path("/ca.pem"), subscription_pending=False, steps={"apply": 75.4}, waits={})
    plan = PLAN
    destruction = Destruction(saved=True, kept=["AWS keeps a backup."])
    begun = True


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Give what `cloud` is asked for; it says a little while it works."""
    calls = Calls()

    def open_environment(project: Path, name: str, **options: Any) -> Environment:  # noqa: ANN401 - of any type
        calls.append({"project": project, "name": name} | {key: options[key] for key in options if key != "report"})
        return Environment(name, project, cast("Terragrunt", None), {}, {})

    def deploy(
        at: Environment,
        build: Callable[[str], Mapping[str, bytes]],
        *,
        agree: Callable[[Plan], object] | None,
        restore: Counts | None,
        **say: Callable[[str], object],
    ) -> Deployment:
        if agree:
            agree(calls.plan)
        calls.append({"deploy": at.name, "files": build(URL), "restore": restore})
        work(**say)
        return calls.deployment

    def destroy(at: Environment, counts: Path, *, state: bool, **say: Callable[[str], object]) -> Destruction:
        calls.append({"destroy": at.name, "counts": counts, "state": state})
        work(**say)
        return calls.destruction

    def work(report: Callable[[str], object], on_line: Callable[[str], object]) -> None:
        report("Applying the infrastructure")
        on_line("sns: aws_sns_topic.alerts: Creating...")
        on_line("sns: aws_sns_topic.alerts: Still creating... [50s elapsed]")
        on_line("sns: aws_sns_topic.alerts: Still creating... [1m0s elapsed]")
        on_line("sns: Apply complete! Resources: 3 added, 0 changed, 0 destroyed.")
        on_line("sns: No changes. Your infrastructure matches the configuration.")
        on_line("sns: Apply complete! Resources: 0 added, 0 changed, 0 destroyed.")

    monkeypatch.setattr(cloud, "open_environment", open_environment)
    monkeypatch.setattr(cloud, "is_begun", lambda *_: calls.begun)
    monkeypatch.setattr(cloud, "deploy", deploy)
    monkeypatch.setattr(cloud, "destroy", destroy)
    return calls


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a person at a terminal give an answer."""

    def give(text: str) -> None:
        stdin = io.StringIO(text)
        monkeypatch.setattr(stdin, "isatty", lambda: True)
        monkeypatch.setattr("sys.stdin", stdin)

    return give


@pytest.mark.usefixtures("resume")
def test_deploy_builds_and_prints_the_url(command: Command, folder: Path, calls: Calls) -> None:
    code, out, err = command("deploy", "local")
    assert (code, out) == (0, f"{URL}\n")
    opened, deployed = calls
    assert opened == {"project": folder, "name": "local", "create": True, "port": None}
    assert {"index.html", "resume.pdf"} < deployed["files"].keys()
    assert f'<link rel="canonical" href="{URL}">'.encode() in deployed["files"]["index.html"]
    assert "Applying the infrastructure\n" in err
    assert "sns: Apply complete! Resources: 3 added" in err
    assert "sns: No changes." in err
    assert "Resources: 0 added" not in err  # said already
    assert "[1m0s elapsed]" in err
    assert "[50s elapsed]" not in err
    assert "Creating..." not in err
    assert "Plan for" not in err
    assert "Deployed in 75 seconds (apply 75):" in err
    assert "/ca.pem" in err


def test_deploy_keeps_the_address_that_the_file_says(command: Command, resume: Path, calls: Calls) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("meta: {cloudResume: {siteUrl: 'https://ada.example.com'}}\n")
    assert command("deploy", "local").code == 0
    assert b'<link rel="canonical" href="https://ada.example.com/">' in calls[-1]["files"]["index.html"]


@pytest.mark.usefixtures("calls")
def test_deploy_warns_once_of_a_pdf_that_ends_badly(command: Command, resume: Path) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("  summary: |\n" + "    Line.\n\n" * 341)
    assert command("deploy", "local").err.count("the last page of the PDF is less than a fifth full") == 1


@pytest.mark.usefixtures("resume")
def test_deploy_says_all_when_asked_to(command: Command, calls: Calls) -> None:
    code, out, err = command("deploy", "local", "--port", "4600", "-v")
    assert (code, out) == (0, f"{URL}\n")
    assert calls[0]["port"] == 4600
    assert "sns: aws_sns_topic.alerts: Creating...\n" in err


@pytest.mark.parametrize("options", [[], ["--quiet"]])
@pytest.mark.usefixtures("resume")
def test_deploy_shows_the_plan_and_asks(
    options: list[str], command: Command, calls: Calls, answer: Callable[[str], None]
) -> None:
    calls.deployment = Deployment(
        URL, None, subscription_pending=True, steps={"plan": 20, "apply": 200}, waits={"x": 192}
    )
    answer("yes\n")
    code, out, err = command("deploy", "prod", *options)
    assert (code, out) == (0, f"{URL}\n")
    assert calls[-1]["deploy"] == "prod"
    plan = """
Plan for prod: 4 to add, 1 to change, 1 to destroy
  sns: 3 to add, 0 to change, 0 to destroy
  s3-cloudfront: 1 to add, 1 to change, 1 to destroy
    aws_s3_bucket.site must be replaced
    aws_x.y will be updated in-place
What rests on that is planned again when it is done: dns, cloudwatch.

Apply this to prod? Only yes is yes: """
    assert plan in err
    if options:
        return
    assert "Deployed in 220 seconds (plan 20, apply 200):" in err
    assert "192 seconds of it were AWS's, or the provider's, for x." in err
    assert "click the link in the e-mail" in err
    assert "authority" not in err


@pytest.mark.parametrize("words", ["", "y\n", "no\n"])
@pytest.mark.usefixtures("resume")
def test_another_answer_applies_nothing(
    words: str, command: Command, calls: Calls, answer: Callable[[str], None]
) -> None:
    answer(words)
    code, _, err = command("deploy", "prod")
    assert code == 2
    assert "nothing was applied" in err
    assert len(calls) == 1


@pytest.mark.usefixtures("resume")
def test_yes_is_an_answer_to_the_plan(command: Command, calls: Calls) -> None:
    calls.plan = PLAN._replace(later=[])
    code, _, err = command("deploy", "prod", "--yes")
    assert code == 0
    assert "Plan for prod: 4 to add" in err
    assert "planned again" not in err
    assert "Apply this" not in err
    assert calls[-1]["deploy"] == "prod"


@pytest.mark.usefixtures("resume")
def test_where_nobody_can_answer_nothing_is_begun(
    command: Command, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    code, _, err = command("deploy", "prod")
    assert code == 2
    assert "nobody is at a terminal to answer; say --yes" in err
    assert calls == []


@pytest.mark.parametrize(
    ("words", "says"),
    [(("local", "--port", "0"), "name one"), (("prod", "--yes", "--port", "4600"), "local's emulator")],
)
@pytest.mark.usefixtures("resume")
def test_a_port_that_can_not_be(words: tuple[str, ...], says: str, command: Command, calls: Calls) -> None:
    code, _, err = command("deploy", *words)
    assert code == 2
    assert says in err
    assert calls == []


def test_deploy_of_a_broken_resume_begins_nothing(command: Command, folder: Path, calls: Calls) -> None:
    (folder / "resume.yaml").write_text("basics: {name: 1, url: 'javascript:x'}")
    assert command("deploy", "local").code == 1
    assert calls == []


def test_an_unknown_environment_is_wrong_usage(command: Command) -> None:
    assert command("deploy", "stage").code == 2


@pytest.mark.usefixtures("resume")
def test_deploy_takes_saved_counts(command: Command, folder: Path, calls: Calls) -> None:
    (folder / "counts.json").write_text('{"visits": 2, "visitors": 1, "days": []}')
    assert command("deploy", "local", "--restore", "counts.json").code == 0
    assert calls[-1]["restore"] == Counts(2, 1, [])
    calls.clear()
    assert command("deploy", "local", "--restore", "resume.yaml").code == 2
    assert command("deploy", "local", "--restore", "nothing.json").code == 3
    assert calls == []


def test_destroy_asks_for_the_name(command: Command, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("local\n"))
    code, _, err = command("destroy", "local")
    assert code == 0
    assert "This takes local away. To go on, type its name: " in err
    assert "AWS keeps a backup.\n" in err
    file = calls[-1].pop("counts")
    assert re.fullmatch(r"counts-local-\d{8}T\d{6}Z\.json", str(file))
    assert f"cloud-resume deploy local --restore {file}\n" in err
    assert "Nothing else is left of local." in err
    assert calls[-1] == {"destroy": "local", "state": False}


@pytest.mark.parametrize("words", ["", "y\n", "prod\n"])
def test_another_answer_destroys_nothing(
    words: str, command: Command, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    code, _, err = command("destroy", "local")
    assert code == 2
    assert "type its name: \nerror: nothing was destroyed" in err  # on a line of its own
    assert calls == []


def test_yes_is_an_answer(command: Command, calls: Calls) -> None:
    calls.destruction = Destruction(saved=False, kept=[])
    code, _, err = command("destroy", "prod", "--yes", "--state", "-o", "mine.json")
    assert code == 0
    assert calls[-1] == {"destroy": "prod", "counts": Path("mine.json"), "state": True}
    assert "--restore" not in err


def test_no_file_is_written_over(command: Command, folder: Path, calls: Calls) -> None:
    (folder / "mine.json").touch()
    code, _, err = command("destroy", "prod", "--yes", "-o", "mine.json")
    assert code == 2
    assert "mine.json is there already" in err
    assert calls == []


def test_where_nothing_was_begun_nothing_is_destroyed(command: Command, calls: Calls) -> None:
    calls.begun = False
    assert command("destroy", "local", "--yes").code == 0
    assert calls == []
