"""Planning, applying and destroying: what is read of a plan, what is applied of it, what is said of a failure."""

from __future__ import annotations

import json
import subprocess
from contextlib import closing
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError
from tests.cloud.units import Units

from cloud_resume.cloud import _state
from cloud_resume.cloud._infrastructure import Change, Plan, apply, apply_all, destroy, plan
from cloud_resume.cloud._state import locks
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

INIT = "run --working-dir dynamodb -- init"
DEPENDENCIES = [
    {"path": "dynamodb"},
    {"path": "api_gateway-lambda", "dependencies": ["dynamodb"]},
    {"path": "s3-cloudfront", "dependencies": ["api_gateway-lambda"]},
    {"path": "dns", "dependencies": ["s3-cloudfront"]},
    {"path": "sns"},
    {"path": "cloudwatch", "dependencies": ["sns", "dynamodb"]},
]
PLANNED = """The following units will be run, starting with dependencies and then their dependents:
dynamodb: aws_dynamodb_table.counts: Refreshing state... [id=counts]
dynamodb: No changes. Your infrastructure matches the configuration.
sns: Terraform will perform the following actions:
sns:   # aws_sns_topic.alerts will be updated in-place
sns:   ~ resource "aws_sns_topic" "alerts" {
sns:   # aws_sns_topic_policy.alerts is tainted, so it must be replaced
sns:   # aws_sns_topic_subscription.email["a b"] will be destroyed
sns:   # (because aws_sns_topic_subscription.email is not in configuration)
sns:   # aws_sns_topic.other will be created
sns: Plan: 2 to add, 1 to change, 2 to destroy.
api_gateway-lambda: Changes to Outputs:
api_gateway-lambda:   ~ function_version = "1" -> (known after apply)
s3-cloudfront: No changes. Your infrastructure matches the configuration.
cloudwatch: Plan: 1 to import, 0 to add, 7 to change, 0 to destroy.
"""
CHANGES = [
    Change("api_gateway-lambda", outputs=True),
    Change("cloudwatch", change=7),
    Change(
        "sns",
        2,
        1,
        2,
        (
            "aws_sns_topic.alerts will be updated in-place",
            "aws_sns_topic_policy.alerts is tainted, so it must be replaced",
            'aws_sns_topic_subscription.email["a b"] will be destroyed',
        ),
    ),
]
UNVERIFIED = """s3-cloudfront: Error: creating CloudFront Distribution: operation error CloudFront:
s3-cloudfront: CreateDistributionWithTags, https response error StatusCode: 403, RequestID: 1,
s3-cloudfront: AccessDenied: Your account must be verified before you can add new
s3-cloudfront: CloudFront resources. To verify your account, please contact AWS Support
"""


@pytest.fixture
def units(tmp_path: Path, cache: Path, program: Program, at_moto: dict[str, Any]) -> Units:
    """Give an environment whose state's bucket is there."""
    assert not cache.exists()
    environ = {
        "AWS_ENDPOINT_URL": at_moto["s3"].meta.endpoint_url,
        "AWS_CA_BUNDLE": "/ca.pem",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "hidden",
        "STATE_S3_BUCKET": f"state-{token_hex(4)}",
    }
    units = Units(tmp_path, "prod", environ, program)
    units.says("dependencies", json.dumps(DEPENDENCIES))
    with closing(units.at.client("s3")) as s3:
        s3.create_bucket(Bucket=units.at.state_bucket)
    return units


def _lock(units: Units, unit: str, environment: str = "prod") -> None:
    content = {"ID": f"of-{unit}", "Who": "ada@engine", "Operation": "OperationTypeApply"}
    content["Created"] = "2026-11-03T17:44:55.123456789Z"
    with closing(units.at.client("s3")) as s3:
        key = f"live/{environment}/{unit}/terraform.tfstate"
        s3.put_object(Bucket=units.at.state_bucket, Key=key, Body=b"{}")
        s3.put_object(Bucket=units.at.state_bucket, Key=f"{key}.tflock", Body=json.dumps(content).encode())


def test_a_plan_is_read(units: Units, tmp_path: Path) -> None:
    units.says("plan", PLANNED)
    lines: list[str] = []
    planned = plan(units.at, tmp_path / "plans", lines.append)
    assert planned == Plan(CHANGES, ["s3-cloudfront"])
    assert lines == PLANNED.splitlines()
    assert units.calls == [INIT, f"run --all --out-dir {tmp_path}/plans plan"]


def test_a_plan_with_nothing_to_do(units: Units, tmp_path: Path) -> None:
    units.says("plan", "sns: No changes. Your infrastructure matches the configuration.\n")
    assert plan(units.at, tmp_path, str) == Plan([], [])


def test_the_states_bucket_is_made_where_it_is_missing(units: Units, tmp_path: Path) -> None:
    with closing(units.at.client("s3")) as s3:
        s3.delete_bucket(Bucket=units.at.state_bucket)
    steps: list[str] = []
    plan(units.at, tmp_path, str, report=steps.append)
    apply_all(units.at, str, report=steps.append)
    assert steps == [f"Making the bucket {units.at.state_bucket} for the state"] * 2
    assert [call.partition(" --backend-bootstrap")[1] for call in units.calls] == [" --backend-bootstrap"] * 3


def test_plans_are_applied_as_they_are_and_what_rests_on_them_is_planned_again(units: Units, tmp_path: Path) -> None:
    apply(units.at, Plan(CHANGES, ["s3-cloudfront", "cloudwatch"]), tmp_path, str)
    assert units.calls == [
        INIT,
        f"run --all --filter ./api_gateway-lambda --filter ./sns --out-dir {tmp_path} apply",
        "run --all --filter ./s3-cloudfront --filter ./cloudwatch apply",
    ]


@pytest.mark.parametrize(("later", "options"), [([], "--out-dir {} "), (["sns"], "")])
def test_no_more_is_run_than_has_to_be(later: list[str], options: str, units: Units, tmp_path: Path) -> None:
    apply(units.at, Plan(CHANGES[2:], later), tmp_path, str)
    assert units.calls == [INIT, f"run --all --filter ./sns {options.format(tmp_path)}apply"]


def test_all_units_are_destroyed(units: Units) -> None:
    destroy(units.at, str)
    assert units.calls == [INIT, "run --all destroy"]


def test_an_unknown_failure_is_told_as_it_is(units: Units) -> None:
    units.says("failure", "sns: Error: no such thing\n")
    with pytest.raises(OutsideError, match=r"this failed: .*\n.*no such thing"):
        apply_all(units.at, str)


def test_a_lock_is_told_with_what_lifts_it(units: Units) -> None:
    _lock(units, "dynamodb")
    _lock(units, "sns", "dev")
    units.says("failure", "dynamodb: Error: Error acquiring the state lock\n")
    with pytest.raises(OutsideError) as told:
        apply_all(units.at, str)
    message = str(told.value)
    assert "the state of prod is locked" in message
    assert "dynamodb: by ada@engine since 2026-11-03 17:44:55 UTC" in message
    assert "of-sns" not in message
    assert "hidden" not in message
    (lock,) = locks(units.at)
    assert message.endswith(f"\n  {lock.lift}")
    assert f" STATE_S3_BUCKET={units.at.state_bucket} STATE_S3_REGION=us-east-1 TG_TF_PATH=/" in lock.lift
    (units.folder / "failure").unlink()
    subprocess.run(["/bin/sh", "-c", lock.lift], check=True)
    assert units.calls[-1] == "run --working-dir dynamodb -- force-unlock -force of-dynamodb"


def test_the_command_knows_the_region_of_the_bucket(units: Units) -> None:
    units.at.environ["STATE_S3_REGION"] = "eu-west-2"
    _lock(units, "sns")
    (lock,) = locks(units.at)
    assert f"env STATE_S3_BUCKET={units.at.state_bucket} STATE_S3_REGION=eu-west-2 TG_TF_PATH=/" in lock.lift


def test_the_command_for_the_emulator_leads_there(units: Units) -> None:
    local = units.at._replace(name="local")
    _lock(units, "sns", "local")
    (lock,) = locks(local)
    environ = local.environ
    assert f" AWS_ENDPOINT_URL={environ['AWS_ENDPOINT_URL']} AWS_CA_BUNDLE=/ca.pem " in lock.lift


def test_a_lock_that_is_gone_by_now(units: Units) -> None:
    units.says("failure", "sns: Error: Error acquiring the state lock\n")
    with pytest.raises(OutsideError, match="has ended since; run this again"):
        apply_all(units.at, str)


def test_a_lock_that_is_lifted_while_it_is_looked_at(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    _lock(units, "sns")
    listed = [{"Key": f"live/prod/{unit}/terraform.tfstate.tflock"} for unit in ("dns", "sns")]
    monkeypatch.setattr(_state, "_objects", lambda *_: listed)
    assert [lock.unit for lock in locks(units.at)] == ["sns"]


def test_who_may_not_lock_is_not_told_of_another_run(units: Units) -> None:
    units.says(
        "failure",
        "sns: Error: Error acquiring the state lock\nsns: Error message: operation error S3: PutObject, https\n"
        "sns: response error StatusCode: 403, api error AccessDenied: User: me is not authorized\n",
    )
    with pytest.raises(OutsideError, match="AccessDenied: User: me is not authorized"):
        apply_all(units.at, str)


def test_an_account_that_is_not_verified(units: Units) -> None:
    units.says("failure", UNVERIFIED)
    with pytest.raises(OutsideError, match=r"support case.*https://console\.aws\.amazon\.com/support/.*deploy prod"):
        apply_all(units.at, str)


def test_a_bucket_that_is_not_ours_is_not_made(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    forbidden = ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, "HeadBucket")
    s3 = Mock(**{"head_bucket.side_effect": forbidden})
    monkeypatch.setattr(_state, "state_client", lambda _: s3)
    refused = r"state-.* can't be reached, as one of the account 111122223333: .*Forbidden"
    with pytest.raises(OutsideError, match=refused):
        apply_all(units.at, str)
    assert units.calls == []
    s3.head_bucket.assert_called_once_with(Bucket=units.at.state_bucket, ExpectedBucketOwner="111122223333")
