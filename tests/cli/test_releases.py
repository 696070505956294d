"""`cloud-resume publish`, `smoke` and `rollback`: what they hand on, and what they say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import Published, Release
from cloud_resume.errors import SmokeError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

OLD = Release("20261103T174455Z", {}, "7")
NEW = Release("20261104T080910Z", {}, "7", restored=OLD.id)
AT = SimpleNamespace(
    name="prod", outputs=lambda unit: {"url": f"https://{unit}.example.com"}, url=lambda outputs: f"{outputs['url']}/"
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Give what `cloud` is asked for."""
    asked = Mock()
    asked.open_environment.return_value = AT
    for name in ("open_environment", "publish", "releases", "rollback", "smoke"):
        monkeypatch.setattr(cloud, name, getattr(asked, name))
    return asked


@pytest.mark.usefixtures("resume")
def test_publish_builds_and_prints_the_release(command: Command, folder: Path, asked: Mock) -> None:
    def publish(at: object, files: dict[str, bytes], *, report: Mock) -> Published:
        assert at is AT
        assert {"index.html", "resume.pdf"} < files.keys()
        assert b'<link rel="canonical" href="https://s3-cloudfront.example.com/">' in files["index.html"]
        report("Uploading index.html (1 of 1)")
        return Published(OLD._replace(files=dict.fromkeys(files)), is_new=True, uploaded=("index.html",), removed=())  # type: ignore[arg-type]

    asked.publish.side_effect = publish
    code, out, err = command("publish", "prod")
    assert (code, out) == (0, f"{OLD.id}\n")
    assert err.startswith("Uploading index.html (1 of 1)\nPublished, with 1 of ")
    assert asked.open_environment.call_args.args == (folder, "prod")


@pytest.mark.usefixtures("resume")
def test_publish_of_what_is_live(command: Command, asked: Mock) -> None:
    asked.publish.return_value = Published(OLD, is_new=False, uploaded=(), removed=())
    assert command("publish", "prod") == (0, f"{OLD.id}\n", "Nothing has changed since release:\n")


def test_publish_warns_of_a_pdf_that_ends_badly(command: Command, resume: Path, asked: Mock) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("  summary: |\n" + "    Line.\n\n" * 341)
    asked.publish.return_value = Published(OLD, is_new=False, uploaded=(), removed=())
    assert "the last page of the PDF is less than a fifth full" in command("publish", "prod").err


def test_publish_of_a_broken_resume_begins_nothing(command: Command, folder: Path, asked: Mock) -> None:
    (folder / "resume.yaml").write_text("basics: {url: 'javascript:x'}")
    assert command("publish", "prod").code == 1
    asked.open_environment.assert_not_called()


def test_smoke(command: Command, asked: Mock) -> None:
    assert command("smoke", "prod") == (0, "", "prod works.\n")
    assert asked.smoke.call_args.args == (AT,)
    asked.smoke.side_effect = SmokeError("the page is gone", "roll back")
    assert command("smoke", "prod") == (3, "", "error: the page is gone\nroll back\n")


def test_rollback(command: Command, asked: Mock) -> None:
    asked.rollback.return_value = NEW
    assert command("rollback", "prod") == (0, f"{NEW.id}\n", f"The release {OLD.id} is live again, as release:\n")
    assert asked.rollback.call_args.args == (AT, None)
    asked.rollback.return_value = OLD
    assert command("rollback", "prod", OLD.id) == (0, f"{OLD.id}\n", "Nothing had to be changed; live is release:\n")
    assert asked.rollback.call_args.args == (AT, OLD.id)


def test_rollback_lists_what_there_is(command: Command, asked: Mock) -> None:
    asked.releases.return_value = [NEW, OLD._replace(passed=True)]
    code, out, err = command("rollback", "prod", "--list")
    assert (code, err) == (0, "")
    assert out == (
        "release           published (UTC)      files  function  smoke test\n"
        "20261104T080910Z  2026-11-04 08:09:10      0         7  -           20261103T174455Z again\n"
        "20261103T174455Z  2026-11-03 17:44:55      0         7  passed\n"
    )
    asked.rollback.assert_not_called()
    asked.releases.return_value = []
    assert command("rollback", "prod", "--list") == (0, "", "Nothing was published yet.\n")


def test_a_list_and_a_release_are_too_much(command: Command) -> None:
    assert command("rollback", "prod", OLD.id, "--list").code == 2
