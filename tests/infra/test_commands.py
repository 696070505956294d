"""What a person and the pipeline run, from an empty account to an empty account, with the faults that come up.

``prod`` is on the emulator here, with everything protected as on AWS. The tests are steps of one story, told in this
order; each of the later ones needs what `deployed` made.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud._terragrunt import TERRAFORM, find

if TYPE_CHECKING:
    from pathlib import Path

    from tests.infra.conftest import Account

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
DENIED = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "sns:*", "Resource": "*"},
    ],
}


@pytest.fixture(scope="module", autouse=True)
def _settings(account: Account) -> None:
    live = account.project / "infra" / "live"
    settings = (live / "local" / "env.hcl").read_text()
    protected = re.sub(r"(deletion_protection +=) false", r"\1 true", settings)
    assert protected != settings
    (live / "prod" / "env.hcl").write_text(protected)


def _environ(account: Account) -> dict[str, str]:
    return account.environ | {"TG_TF_PATH": find(TERRAFORM)}


def _run(account: Account, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cloud_resume", *words],
        cwd=account.project,
        env=_environ(account) | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def _done(run: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert run.returncode == 0, run.stderr
    return run


@pytest.fixture(scope="module")
def deployed(account: Account) -> subprocess.CompletedProcess[str]:
    """Deploy into the empty account."""
    return _done(_run(account, "deploy", "prod", "examples/resume.yaml", "--yes"))


def _visits(account: Account, url: str) -> dict[str, int]:
    numbers: dict[str, int] = json.loads(account.request("GET", f"{url}api/visits").body)
    return numbers


def test_a_first_deployment(deployed: subprocess.CompletedProcess[str]) -> None:
    assert re.search(r"^Plan for prod: \d\d to add, 0 to change, 0 to destroy$", deployed.stderr, re.MULTILINE)
    assert "planned again when it is done: api_gateway-lambda, cloudwatch, s3-cloudfront." in deployed.stderr
    steps = re.search(r"^Deployed in \d+ seconds \((.*)\):$", deployed.stderr, re.MULTILINE)
    assert steps
    assert [step.split()[0] for step in steps[1].split(", ")] == ["plan", "apply", "publish", "smoke"]
    assert "aws_s3_bucket_lifecycle_configuration.site." in deployed.stderr  # the provider waits for it for a minute


def test_a_second_one_applies_the_plan_alone(account: Account, deployed: subprocess.CompletedProcess[str]) -> None:
    again = _done(_run(account, "deploy", "prod", "examples/resume.yaml", "--yes"))
    assert again.stdout == deployed.stdout
    # The emulator describes alarms without most of what they were told.
    assert "Plan for prod: 0 to add, 7 to change, 0 to destroy\n  cloudwatch: 0 to add, 7 to change" in again.stderr
    assert re.findall(r"^(.*): Apply complete!", again.stderr, re.MULTILINE) == ["cloudwatch"]
    assert "Uploading" not in again.stderr


@pytest.mark.usefixtures("deployed")
def test_a_locked_state_is_told_with_the_command_that_lifts_it(account: Account) -> None:
    lock = {
        "ID": "6d3c7d5e-53a4-4f5b-9a4e-000000000000",
        "Operation": "OperationTypeApply",
        "Info": "",
        "Who": "ada@engine",
        "Version": "1.11.4",
        "Created": "2026-11-03T17:44:55.123456789Z",
        "Path": f"{account.state_bucket}/live/prod/sns/terraform.tfstate",
    }
    with account.client("s3") as s3:
        key = "live/prod/sns/terraform.tfstate.tflock"
        s3.put_object(Bucket=account.state_bucket, Key=key, Body=json.dumps(lock).encode())
        refused = _run(account, "deploy", "prod", "examples/resume.yaml", "--yes")
        assert refused.returncode == 3
        assert "sns: by ada@engine since 2026-11-03 17:44:55 UTC" in refused.stderr
        command = refused.stderr.splitlines()[-1]
        subprocess.run(["/bin/sh", "-c", command], env=_environ(account), check=True, capture_output=True)
        assert "Contents" not in s3.list_objects_v2(Bucket=account.state_bucket, Prefix=key)


@pytest.mark.usefixtures("deployed")
def test_a_credential_without_the_right(account: Account) -> None:
    with account.client("iam") as iam:
        iam.create_user(UserName="guest")
        iam.put_user_policy(UserName="guest", PolicyName="guest", PolicyDocument=json.dumps(DENIED))
        key = iam.create_access_key(UserName="guest")["AccessKey"]
        guest = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
        refused = _run(account, "deploy", "prod", "examples/resume.yaml", "--yes", **guest)
        iam.delete_access_key(UserName="guest", AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName="guest", PolicyName="guest")
        iam.delete_user(UserName="guest")
    assert refused.returncode == 3
    assert re.search(r"AccessDenied|AuthorizationError|not authorized", refused.stderr)
    assert "Traceback" not in refused.stderr
    assert "Applying" not in refused.stderr


def test_a_cut_destruction_is_taken_up_again(
    account: Account, deployed: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    url = deployed.stdout.strip()
    for version in (120, 121):
        account.request("POST", f"{url}api/visits", User_Agent=PERSON.format(version), Sec_Fetch_Site="same-origin")
    assert _visits(account, url) == {"visitors": 2, "visits": 2}

    counts = tmp_path / "counts.json"
    destroy = (sys.executable, "-m", "cloud_resume", "destroy", "prod", "--yes", "-o", counts)
    assert account.cut(account.project, *destroy) == 130
    assert any(account.holdings().values())
    saved = json.loads(counts.read_text())
    assert (saved["environment"], saved["visitors"], saved["visits"], len(saved["days"])) == ("prod", 2, 2, 1)

    again = _done(_run(account, "destroy", "prod", "--yes", "-o", str(tmp_path / "again.json")))
    assert not any(account.holdings().values())
    assert "DynamoDB keeps a backup of the table of counts for 35 days" in again.stderr
    with account.client("s3") as s3:
        assert s3.list_objects_v2(Bucket=account.state_bucket)["KeyCount"]

    restored = _done(_run(account, "deploy", "prod", "examples/resume.yaml", "--yes", "--restore", str(counts)))
    assert "2 visitors and 2 visits are in\n" in restored.stderr
    assert _visits(account, restored.stdout.strip()) == {"visitors": 2, "visits": 2}


@pytest.mark.usefixtures("deployed")
def test_the_state_goes_last(account: Account) -> None:
    done = _done(_run(account, "destroy", "prod", "--yes", "--state"))
    assert "The counts are in counts-prod-" in done.stderr
    assert not any(account.holdings().values())
    with account.client("s3") as s3:
        assert account.state_bucket not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
