"""Deploying: in which order what is done, and what is left after a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import ANY, Mock

import pytest
from tests.cloud.units import Units

from cloud_resume.cloud import (
    Change,
    Counts,
    Plan,
    _deploy,
    _emulator,
    _infrastructure,
    deploy,
    is_begun,
    package,
    releases,
)
from cloud_resume.cloud._release import live
from cloud_resume.errors import OutsideError, SmokeError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Cloud, Program

    from cloud_resume.cloud import Environment

FILES = {"index.html": b"page"}
APPLIED = """sns: aws_sns_topic.alerts: Creation complete after 9s [id=alerts]
s3-cloudfront: aws_cloudfront_distribution.site: Still creating... [10s elapsed]
s3-cloudfront: aws_cloudfront_distribution.site: Creation complete after 3m12s [id=E1]
s3-cloudfront: aws_s3_bucket.site["a b"]: Modifications complete after 1h0m10s [id=site]
"""


@pytest.fixture(autouse=True)
def smoke(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Mock:
    """Stand for the questions that are asked of the live site."""
    assert not cache.exists()
    smoke = Mock()
    monkeypatch.setattr(_deploy, "smoke", smoke)
    monkeypatch.setattr(_infrastructure, "has_state_bucket", lambda _: True)
    return smoke


def _units(project: Path, name: str, cloud: Cloud, program: Program) -> Units:
    units = Units(project, name, {"STATE_S3_BUCKET": cloud.at.state_bucket, "AWS_CA_BUNDLE": "/ca.pem"}, program)
    units.says("dependencies", "[]")
    units.says("plan", "sns: Plan: 3 to add, 0 to change, 0 to destroy.\n")
    units.says("apply", APPLIED)
    for unit in ("s3-cloudfront", "api_gateway-lambda"):
        units.gives(unit, **cloud.units[unit])
        cloud.give(unit, name)
    units.gives("sns", topic_arn=cloud.clients["sns"].create_topic(Name="alerts")["TopicArn"])
    return units


@pytest.fixture
def units(tmp_path: Path, program: Program, cloud: Cloud) -> Units:
    """Give an environment on AWS, on a machine with the tools."""
    return _units(tmp_path, "prod", cloud, program)


@pytest.fixture
def local(emulator_folder: Path, program: Program, port: int, cloud: Cloud) -> Units:
    """Give one on this machine, whose emulator is ended with the test."""
    units = _units(emulator_folder.parent.parent, "local", cloud, program)
    emulator_folder.parent.mkdir()
    _emulator.start(emulator_folder, port=port)
    return units


def test_the_whole_of_it(units: Units, tmp_path: Path, cloud: Cloud, smoke: Mock) -> None:
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
    assert cloud.objects == FILES
    smoke.assert_called_once_with(units.at, report=ANY)
    assert steps == [
        "Planning the infrastructure",
        "Applying the infrastructure",
        "Publishing the site",
        "Uploading index.html (1 of 1)",
        "Invalidating /, /index.html",
        "Asking the live site whether it works",
    ]
    assert list(done.steps) == ["plan", "apply", "publish", "smoke"]
    assert done.waits == {
        "s3-cloudfront: aws_cloudfront_distribution.site": 192,
        's3-cloudfront: aws_s3_bucket.site["a b"]': 3610,
    }
    assert set(APPLIED.splitlines()) < set(lines)
    assert not done.subscription_pending
    assert done.ca is None


def test_a_subscription_that_waits(units: Units, monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> None:
    answer = {"Attributes": {"SubscriptionsPending": "1"}}
    monkeypatch.setattr(cloud.clients["sns"], "get_topic_attributes", lambda **_: answer)
    assert deploy(units.at, lambda _: FILES).subscription_pending


def test_who_does_not_agree_changes_nothing(units: Units, cloud: Cloud) -> None:
    agree = Mock(side_effect=UsageError("no"))
    with pytest.raises(UsageError, match="no"):
        deploy(units.at, lambda _: FILES, agree=agree)
    assert units.calls[-1].endswith(" plan")
    assert not cloud.objects


def test_fewer_shards_than_hold_counts_are_refused(units: Units, cloud: Cloud) -> None:
    cloud.give("api_gateway-lambda", shards=4)
    deploy(units.at, lambda _: FILES)
    cloud.give("api_gateway-lambda", shards=8)
    with pytest.raises(UsageError, match=r"^shards in .*/prod/env.hcl is 4, and 8 hold .*; set it to 8 or more$"):
        deploy(units.at, lambda _: {"index.html": b"new"})
    assert cloud.objects == FILES


def test_where_nothing_would_change_nothing_is_asked_or_applied(units: Units, cloud: Cloud) -> None:
    units.says("plan", "sns: No changes. Your infrastructure matches the configuration.\n")
    agree = Mock()
    steps: list[str] = []
    done = deploy(units.at, lambda _: FILES, agree=agree, report=steps.append)
    agree.assert_not_called()
    assert units.calls[-1].endswith(" plan")
    assert "The infrastructure is as it should be; nothing is applied" in steps
    assert list(done.steps) == ["plan", "publish", "smoke"]
    assert cloud.objects == FILES


def test_where_nobody_is_to_agree_no_plan_is_made_first(local: Units, cloud: Cloud) -> None:
    done = deploy(local.at, lambda _: FILES)
    assert [call.split()[-1] for call in local.calls] == ["init", "apply"]
    assert str(done.ca) == "/ca.pem"
    assert cloud.objects == FILES


@pytest.mark.parametrize(("is_new", "says"), [(True, "are in"), (False, "are in already")])
def test_counts_are_taken_back_in(units: Units, monkeypatch: pytest.MonkeyPatch, says: str, *, is_new: bool) -> None:
    restore = Mock(return_value=is_new)
    monkeypatch.setattr(_deploy, "restore_counts", restore)
    counts = Counts(12_345, 6_789, [])
    steps: list[str] = []
    done = deploy(units.at, lambda _: FILES, restore=counts, report=steps.append)
    restore.assert_called_once_with(units.at, counts)
    assert steps[1:4] == [
        "Taking the counts back in",
        f"6,789 visitors and 12,345 visits {says}",
        "Publishing the site",
    ]
    assert list(done.steps) == ["apply", "restore", "publish", "smoke"]


def _passes(at: Environment, **_: object) -> None:
    with live(at) as site:
        assert site.newest
        site.mark_passed(site.newest)


def _fails(units: Units, files: dict[str, bytes], smoke: Mock) -> str:
    smoke.side_effect = SmokeError("the page is gone", "roll back")
    with pytest.raises(SmokeError) as told:
        deploy(units.at, lambda _: files)
    first, last = str(told.value).splitlines()
    assert first == "the page is gone"
    return last


def test_a_site_that_does_not_work_gives_way_to_the_one_before(units: Units, cloud: Cloud, smoke: Mock) -> None:
    deploy(units.at, lambda _: FILES)
    (good,) = releases(units.at)
    cloud.new_function("one", "none")
    said = _fails(units, {"index.html": b"broken"}, smoke)
    assert said == f"The release before it, {good.id}, was put back and is live again"
    assert cloud.objects == FILES
    assert cloud.alias == good.function == "1"


def test_a_release_that_failed_itself_is_not_gone_back_to(units: Units, cloud: Cloud, smoke: Mock) -> None:
    smoke.side_effect = _passes
    deploy(units.at, lambda _: FILES)
    (good,) = releases(units.at)
    smoke.side_effect = KeyboardInterrupt  # which leaves the release up, untested
    with pytest.raises(KeyboardInterrupt):
        deploy(units.at, lambda _: {"index.html": b"broken"})
    for page in (b"broken", b"broken, too"):
        said = _fails(units, {"index.html": page}, smoke)
        assert said == f"The last release that worked, {good.id}, was put back and is live again"
        assert cloud.objects == FILES


def test_one_that_worked_and_is_as_it_was_stays(units: Units, cloud: Cloud, smoke: Mock) -> None:
    smoke.side_effect = _passes
    deploy(units.at, lambda _: {"index.html": b"old"})
    deploy(units.at, lambda _: FILES)
    said = _fails(units, FILES, smoke)
    assert said == "Nothing new was published; `cloud-resume rollback prod` puts the release before it back"
    assert cloud.objects == FILES


def test_the_first_one_stays(units: Units, cloud: Cloud, smoke: Mock) -> None:
    said = _fails(units, FILES, smoke)
    assert said == "It is the first release, and stays up. When it is mended: cloud-resume deploy prod"
    assert cloud.objects == FILES


def test_one_that_was_live_before_stays(units: Units, cloud: Cloud, smoke: Mock) -> None:
    deploy(units.at, lambda _: FILES)
    said = _fails(units, FILES, smoke)
    assert said == "Nothing new was published; `cloud-resume rollback prod` puts the release before it back"
    assert cloud.objects == FILES


def test_one_that_can_not_be_put_back(units: Units, monkeypatch: pytest.MonkeyPatch, smoke: Mock) -> None:
    deploy(units.at, lambda _: FILES)
    (good,) = releases(units.at)
    monkeypatch.setattr(_deploy, "rollback", Mock(side_effect=OutsideError("no")))
    said = _fails(units, {"index.html": b"broken"}, smoke)
    assert said == f"The release before it, {good.id}, could not be put back: no"


def test_local_is_begun_by_its_first_deployment(local: Units, emulator_folder: Path) -> None:
    project = local.at.project
    assert is_begun(project, "local")
    _emulator.erase(emulator_folder)
    assert not is_begun(project, "local")
    (project / "infra/live/dev").mkdir()
    assert is_begun(project, "dev")
    with pytest.raises(UsageError, match=r"there is no .*/infra/live/prod"):
        is_begun(project, "prod")
