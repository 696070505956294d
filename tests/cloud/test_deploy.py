"""Deploying and destroying: in which order what is done, and what is left after a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import ANY, Mock

import pytest
from tests.cloud.units import Units

from cloud_resume.cloud import (
    Change,
    Plan,
    _deploy,
    _destroy,
    _emulator,
    _infrastructure,
    deploy,
    destroy,
    is_begun,
    package,
)
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

FILES = {"index.html": b"page"}
APPLIED = """sns: aws_sns_topic.alerts: Creation complete after 9s [id=alerts]
s3-cloudfront: aws_cloudfront_distribution.site: Still creating... [10s elapsed]
s3-cloudfront: aws_cloudfront_distribution.site: Creation complete after 3m12s [id=E1]
s3-cloudfront: aws_s3_bucket.site["a b"]: Modifications complete after 1h0m10s [id=site]
"""


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Mock:
    publish = Mock()
    monkeypatch.setattr(_deploy, "publish", publish)
    for module in (_infrastructure, _destroy):
        monkeypatch.setattr(module, "has_state_bucket", lambda _: True)
    return publish


def _units(project: Path, name: str, cache: Path, program: Program) -> Units:
    assert not cache.exists()
    units = Units(project, name, {"STATE_S3_BUCKET": "state", "AWS_CA_BUNDLE": "/ca.pem"}, program)
    units.says("dependencies", "[]")
    units.says("plan", "sns: Plan: 3 to add, 0 to change, 0 to destroy.\n")
    units.says("apply", APPLIED)
    units.gives("s3-cloudfront", bucket="the-bucket", url="https://resume.example.com")
    units.gives("sns", subscription_pending=True)
    return units


@pytest.fixture
def units(tmp_path: Path, cache: Path, program: Program) -> Units:
    """Give an environment on AWS, on a machine with the tools."""
    return _units(tmp_path, "prod", cache, program)


@pytest.fixture
def local(emulator_folder: Path, cache: Path, program: Program, port: int) -> Units:
    """Give one on this machine, whose emulator is ended with the test."""
    units = _units(emulator_folder.parent.parent, "local", cache, program)
    emulator_folder.parent.mkdir()
    _emulator.start(emulator_folder, port=port)
    return units


def test_the_whole_of_it(units: Units, tmp_path: Path, publish: Mock) -> None:
    asked: list[Plan] = []
    urls: list[str] = []
    steps: list[str] = []
    lines: list[str] = []

    def build(url: str) -> dict[str, bytes]:
        urls.append(url)
        return FILES

    done = deploy(units.at, build, agree=asked.append, report=steps.append, on_line=lines.append)
    assert asked == [Plan([Change("sns", add=3)], [])]
    assert [call.split()[-1] for call in units.calls] == ["init", "plan", "apply"]
    assert (tmp_path / "build/counter.zip").read_bytes() == package()
    assert urls == ["https://resume.example.com/"] == [done.url]
    publish.assert_called_once_with(units.at, FILES, report=ANY)
    assert steps == ["Planning the infrastructure", "Applying the infrastructure", "Publishing the site"]
    assert list(done.steps) == ["plan", "apply", "publish"]
    assert done.waits == {
        "s3-cloudfront: aws_cloudfront_distribution.site": 192,
        's3-cloudfront: aws_s3_bucket.site["a b"]': 3610,
    }
    assert set(APPLIED.splitlines()) < set(lines)
    assert done.subscription_pending
    assert done.ca is None


def test_who_does_not_agree_changes_nothing(units: Units, publish: Mock) -> None:
    agree = Mock(side_effect=UsageError("no"))
    with pytest.raises(UsageError, match="no"):
        deploy(units.at, lambda _: FILES, agree=agree)
    assert units.calls[-1].endswith(" plan")
    publish.assert_not_called()


def test_where_nothing_would_change_nothing_is_asked_or_applied(units: Units, publish: Mock) -> None:
    units.says("plan", "sns: No changes. Your infrastructure matches the configuration.\n")
    agree = Mock()
    steps: list[str] = []
    done = deploy(units.at, lambda _: FILES, agree=agree, report=steps.append)
    agree.assert_not_called()
    assert units.calls[-1].endswith(" plan")
    assert "The infrastructure is as it should be; nothing is applied" in steps
    assert list(done.steps) == ["plan", "publish"]
    publish.assert_called_once()


def test_where_nobody_is_to_agree_no_plan_is_made_first(local: Units, publish: Mock) -> None:
    done = deploy(local.at, lambda _: FILES)
    assert [call.split()[-1] for call in local.calls] == ["init", "apply"]
    assert str(done.ca) == "/ca.pem"
    publish.assert_called_once()


@pytest.mark.usefixtures("publish")
def test_destroying_leaves_nothing(local: Units, emulator_folder: Path) -> None:
    steps: list[str] = []
    destroy(local.at, report=steps.append)
    assert steps == ["Destroying the infrastructure"]
    assert local.calls[-1] == "run --all destroy"
    assert not emulator_folder.exists()
    assert _emulator.status(emulator_folder) is None


@pytest.mark.usefixtures("publish")
def test_destroying_can_be_taken_up_again(local: Units, emulator_folder: Path) -> None:
    local.says("failure", "cut")
    with pytest.raises(OutsideError, match="this failed"):
        destroy(local.at)
    assert _emulator.status(emulator_folder)


@pytest.mark.usefixtures("publish")
def test_without_a_state_nothing_is_destroyed(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_destroy, "has_state_bucket", lambda _: False)
    destroy(units.at)
    assert units.calls == []


def test_local_is_begun_by_its_first_deployment(local: Units, emulator_folder: Path) -> None:
    project = local.at.project
    assert is_begun(project, "local")
    _emulator.erase(emulator_folder)
    assert not is_begun(project, "local")
    (project / "infra/live/dev").mkdir()
    assert is_begun(project, "dev")
    with pytest.raises(UsageError, match=r"there is no .*/infra/live/prod"):
        is_begun(project, "prod")
