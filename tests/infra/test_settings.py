"""What the environments' settings lead to while nothing is made yet: what is refused, and what is planned."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.cloud import package
from cloud_resume.cloud._terragrunt import TERRAFORM, TERRAGRUNT, Terragrunt, find
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.infra.conftest import Account

UNITS = {"api_gateway-lambda", "budget", "cloudwatch", "dynamodb", "s3-cloudfront", "sns"}

# What a unit is given by others, of whom there is nothing yet.
GIVEN = {
    "api_gateway-lambda": {"counts_table", "keys_table"},
    "cloudwatch": {"api_id", "function_name", "table_names", "topic_arn"},
    "s3-cloudfront": {"api_endpoint", "origin_verify"},
}


@pytest.fixture(scope="module", autouse=True)
def _zip(account: Account) -> None:
    (account.project / "build").mkdir()
    (account.project / "build" / "counter.zip").write_bytes(package())


@pytest.fixture
def change(account: Account) -> Iterator[Callable[..., Path]]:
    """Give what changes settings in an environment's env.hcl, and gives the folder of its units."""
    originals: dict[Path, str] = {}

    def write(environment: str, **settings: str) -> Path:
        path = account.units.with_name(environment) / "env.hcl"
        text = originals.setdefault(path, path.read_text())
        for name, value in settings.items():
            text, found = re.subn(rf"^(  {name} += )\S+", rf"\g<1>{value}", text, flags=re.MULTILINE)
            assert found == 1, name
        path.write_text(text)
        return path.parent

    yield write
    for path, text in originals.items():
        path.write_text(text)


def run_all(account: Account, units: Path, command: str, **environ: str) -> list[str]:
    lines: list[str] = []
    Terragrunt(units).run_all(command, account.environ | environ, lines.append, bootstrap=True)
    return lines


def test_a_mistake_is_refused_before_anything_is_planned(account: Account, change: Callable[..., Path]) -> None:
    lines: list[str] = []
    units = change("local", email='"mara at example.com"')
    with pytest.raises(OutsideError, match=r"The email in env\.hcl has to be an address, as in you@example\.com"):
        Terragrunt(units).run_all("apply", account.environ, lines.append, bootstrap=True)
    assert not [line for line in lines if "Plan:" in line or "Creating..." in line]
    assert not any(account.holdings().values())


def test_the_examples_settings_are_refused(account: Account) -> None:
    with pytest.raises(OutsideError) as refused:
        run_all(account, account.units.with_name("prod"), "plan")
    assert "The account_id in env.hcl is still the example's" in str(refused.value)
    assert "The email in env.hcl is still the example's" in str(refused.value)


def test_what_is_meant_for_another_account_is_refused(account: Account, change: Callable[..., Path]) -> None:
    units = change("dev", account_id='"444455556666"', email='"mara@example.com"')
    with pytest.raises(OutsideError, match="AWS account ID not allowed: 000000000000"):
        run_all(account, units, "apply")
    assert not any(account.holdings().values())


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_environment_is_planned_without_anything_being_there(
    account: Account, change: Callable[..., Path], tmp_path: Path, environment: str
) -> None:
    units = change(environment, account_id='"000000000000"', email='"mara@example.com"')
    run_all(account, units, "plan", TG_JSON_OUT_DIR=str(tmp_path))
    plans = {path.parent.name: json.loads(path.read_text()) for path in tmp_path.rglob("*.json")}
    assert plans.keys() == UNITS

    for unit, names in GIVEN.items():
        for name in names:
            assert all("mock" in text for text in _texts(plans[unit]["variables"][name]["value"])), (unit, name)

    (distribution,) = (
        item["change"]["after"]
        for item in plans["s3-cloudfront"]["resource_changes"]
        if item["type"] == "aws_cloudfront_distribution"
    )
    (api,) = (origin for origin in distribution["origin"] if origin["origin_id"] == "api")
    (way,) = api["custom_origin_config"]
    assert (api["domain_name"], api["origin_path"]) == ("mock.execute-api.us-east-1.amazonaws.com", "")
    assert (way["https_port"], way["origin_protocol_policy"]) == (443, "https-only")


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    else:
        yield value


def test_nothing_is_applied_with_a_mock(account: Account) -> None:
    done = terragrunt(account, "cloudwatch", "apply")
    assert "detected no outputs" in done
    assert not any(account.holdings().values())


def test_the_state_is_encrypted_and_locked(account: Account) -> None:
    said = terragrunt(account, "sns", "apply")
    assert "Apply complete!" in said
    key = "live/local/sns/terraform.tfstate"
    with account.client("s3") as s3:
        assert s3.head_object(Bucket=account.state_bucket, Key=key)["ServerSideEncryption"] == "AES256"
        lock = json.dumps({"ID": "held", "Operation": "OperationTypeApply", "Who": "somebody", "Path": key})
        s3.put_object(Bucket=account.state_bucket, Key=f"{key}.tflock", Body=lock)
        held = terragrunt(account, "sns", "destroy")
        s3.delete_object(Bucket=account.state_bucket, Key=f"{key}.tflock")
    assert "Error acquiring the state lock" in held
    assert "Destroy complete!" in terragrunt(account, "sns", "destroy")


def terragrunt(account: Account, unit: str, command: str) -> str:
    """Run a command over one unit; gives what was said, whether it failed or not."""
    done = subprocess.run(
        [find(TERRAGRUNT), "run", "--non-interactive", "--no-color", "--", command, "-auto-approve", "-no-color"],
        cwd=account.units / unit,
        env=account.environ | {"TG_TF_PATH": find(TERRAFORM)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def test_what_a_domain_has_left_can_be_taken_away(account: Account, change: Callable[..., Path]) -> None:
    with account.client("route53") as route53, account.client("acm") as acm:
        zone = route53.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

        def held() -> tuple[int, int]:
            sets = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
            certificates = acm.list_certificates()["CertificateSummaryList"]
            return sum(record["Type"] in {"A", "AAAA", "CNAME"} for record in sets), len(certificates)

        units = change("local", domain='"resume.example.com"', zone='"example.com"')
        run_all(account, units, "apply")
        assert held() == (3, 1)
        run_all(account, change("local"), "apply")  # no domain any more
        assert held() == (3, 1)
        for unit in ("dns", "certificate"):
            assert "Destroy complete!" in terragrunt(account, unit, "destroy")
        assert held() == (0, 0)
        run_all(account, units, "destroy")
        route53.delete_hosted_zone(Id=zone)
    assert not any(account.holdings().values())
