"""The doctor: what it finds missing, of what it only warns, and the next step for each."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from tests.cloud.units import Units

from cloud_resume.cloud import Environment, Finding, _doctor, _emulator, doctor
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

REST = Finding("the rest", "warning", "not looked at without that: state, domain, CloudFront, Lambda")
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "Any")


class Account(Units):
    """An environment of an account where nothing was deployed yet, and whose settings a test may change."""

    def __init__(self, project: Path, name: str, moto: dict[str, Any], program: Program) -> None:
        """Put the tools on PATH."""
        environ = {"AWS_ENDPOINT_URL": moto["s3"].meta.endpoint_url, "STATE_S3_BUCKET": f"state-{token_hex(4)}"}
        super().__init__(project, name, environ, program)
        self.at.settings.update(account_id="123456789012", email="ada@example.org")
        self.limit = 1000
        self.distributions = 1
        limits = SimpleNamespace(
            get_account_settings=lambda: {"AccountLimit": {"ConcurrentExecutions": self.limit}}, close=str
        )
        distributions = SimpleNamespace(
            list_distributions=lambda **_: {"DistributionList": {"Quantity": self.distributions}}, close=str
        )
        self.clients = {**moto, "lambda": limits, "cloudfront": distributions}

    def make_state_bucket(self, region: str = "us-east-1", versioning: str = "Enabled") -> None:
        """Make the state's bucket."""
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.clients["s3"].create_bucket(Bucket=self.at.state_bucket, **where)
        self.clients["s3"].put_bucket_versioning(
            Bucket=self.at.state_bucket, VersioningConfiguration={"Status": versioning}
        )

    def lock(self, age: timedelta) -> None:
        """Lock a unit's state."""
        content = {"ID": "the-lock", "Who": "ada@engine", "Operation": "OperationTypePlan"}
        content["Created"] = (datetime.now(UTC) - age).isoformat()
        key = f"live/{self.at.name}/sns/terraform.tfstate.tflock"
        self.clients["s3"].put_object(Bucket=self.at.state_bucket, Key=key, Body=json.dumps(content).encode())

    def about(self, thing: str) -> list[Finding]:
        """Look, and give what was found of one thing."""
        return [finding for finding in doctor(self.at.project, self.at.name) if finding.thing == thing]


@pytest.fixture
def account(
    tmp_path: Path, cache: Path, program: Program, moto: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Account:
    """Give an account on AWS."""
    assert not cache.exists()
    account = Account(tmp_path, "prod", moto, program)
    monkeypatch.delenv("TG_TF_PATH", raising=False)
    monkeypatch.setattr(_doctor, "open_environment", lambda *_: account.at)
    monkeypatch.setattr(Terragrunt, "settings", lambda *_: account.at.settings)
    monkeypatch.setattr(Environment, "client", lambda _, service, **__: account.clients[service])
    return account


def test_all_is_well(account: Account) -> None:
    account.make_state_bucket()
    found = doctor(account.at.project, "prod")
    assert {finding.state for finding in found} == {"ok"}
    assert [finding.thing for finding in found] == [
        "Python",
        "Terragrunt",
        "Terraform",
        "boto3",
        "account_id",
        "email",
        "region",
        "credentials",
        "identity",
        "state bucket",
        "state locks",
        "domain",
        "CloudFront",
        "Lambda",
    ]
    assert not any(finding.step for finding in found)


def test_tools_that_are_missing_leave_the_rest_out(
    account: Account, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("terragrunt", "echo terragrunt version v0.99.0")
    monkeypatch.setattr(_doctor, "find_spec", lambda _: None)
    found = doctor(account.at.project, "prod")
    _, terragrunt, terraform, boto3 = found
    assert (terragrunt.state, terraform.state, boto3.state) == ("missing", "ok", "missing")
    assert "Terragrunt 1.1 is needed, and" in terragrunt.said
    assert terragrunt.step.startswith("In a checkout `make tools` builds it")
    assert boto3.step == "pip install 'cloud-resume[aws]'"


def test_credentials_that_are_missing_leave_the_rest_out(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_doctor, "open_environment", Mock(side_effect=OutsideError("there are none; log in")))
    account.at.settings.update(account_id="111122223333")
    *_, account_id, email, region, credentials, rest = doctor(account.at.project, "prod")
    assert (account_id.thing, account_id.state) == ("account_id", "missing")  # which takes no credentials to see
    assert (email.thing, email.state) == ("email", "ok")
    assert (region.thing, region.state) == ("region", "ok")
    assert credentials == Finding("credentials", "missing", "there are none", "log in")
    assert rest == REST


def test_a_network_that_is_missing_is_said_once(account: Account) -> None:
    unreachable = EndpointConnectionError(endpoint_url="x")
    account.clients["sts"] = Mock(**{"get_caller_identity.side_effect": unreachable})
    *_, credentials, identity, rest = doctor(account.at.project, "prod")
    assert (credentials.state, identity.state, rest) == ("ok", "missing", REST)
    assert identity.said == f"AWS does not take the credentials: {unreachable}"


def test_the_settings_of_an_example(account: Account) -> None:
    account.at.settings.update(account_id="111122223333", email="you@example.com")
    for name in ("account_id", "email"):
        (found,) = account.about(name)
        assert found.state == "missing"
        assert found.step == f"set {name} in infra/live/prod/env.hcl to yours"


def test_credentials_of_another_account(account: Account) -> None:
    account.at.settings.update(account_id="999999999999")
    (found,) = account.about("identity")
    assert found.state == "missing"
    assert "is not of the account 999999999999" in found.said
    assert found.step.endswith("set account_id in infra/live/prod/env.hcl to 123456789012")


def test_a_region_that_is_none(account: Account) -> None:
    account.at.settings.update(region="eu-nowhere-1")
    (found,) = account.about("region")
    assert (found.state, found.said) == ("missing", "AWS has no eu-nowhere-1")


def test_a_state_bucket_that_is_not_there_yet(account: Account) -> None:
    (found,) = account.about("state bucket")
    assert (found.state, found.step) == ("warning", "a person's first deployment makes it")
    assert account.about("state locks") == []


def test_a_state_bucket_in_another_region(account: Account) -> None:
    account.make_state_bucket("eu-west-2")
    (found,) = account.about("state bucket")
    assert found.state == "missing"
    assert found.said.endswith(" is in eu-west-2, not us-east-1")
    assert found.step == "STATE_S3_REGION=eu-west-2"
    account.at.environ["STATE_S3_REGION"] = "eu-west-2"
    (found,) = account.about("state bucket")
    assert found.state == "ok"


def test_a_state_bucket_without_versions(account: Account) -> None:
    account.make_state_bucket(versioning="Suspended")
    (found,) = account.about("state bucket")
    assert found.state == "warning"
    assert found.step.startswith(f"aws s3api put-bucket-versioning --bucket {account.at.state_bucket} ")


@pytest.mark.parametrize(
    ("hours", "age", "state", "step"),
    [(0.5, "30 minutes", "warning", "wait"), (2, "2 hours", "missing", "if that run is gone: ")],
)
def test_a_lock(hours: float, age: str, state: str, step: str, account: Account) -> None:
    account.make_state_bucket()
    account.lock(timedelta(hours=hours))
    (found,) = account.about("state locks")
    assert found.state == state
    assert found.said == f"sns is locked by ada@engine for {age}"
    assert found.step.startswith(step)
    assert ("force-unlock -force the-lock" in found.step) == (state == "missing")


def test_a_domain(account: Account) -> None:
    zone = f"{token_hex(4)}.example.com"
    account.at.settings.update(domain=f"resume.{zone}", zone=zone)
    (found,) = account.about("domain")
    assert (found.state, found.said) == ("missing", f"there is no public hosted zone {zone}")

    route53 = account.clients["route53"]
    made = route53.create_hosted_zone(Name=zone, CallerReference=zone)
    (found,) = account.about("domain")
    assert (found.state, found.said) == ("ok", f"resume.{zone} in the hosted zone {zone}")
    (found,) = account.about("delegation")
    assert found.state == "warning"
    servers = route53.get_hosted_zone(Id=made["HostedZone"]["Id"])["DelegationSet"]["NameServers"]
    assert found.step == f"`dig NS {zone}` has to show {', '.join(servers)}; its registrar sets them"
    (found,) = account.about("certificate")
    assert (found.state, found.said) == ("ok", "none yet; a deployment makes it")


@pytest.mark.parametrize(
    ("status", "state", "said"),
    [
        ("PENDING_VALIDATION", "warning", "waits: PENDING_VALIDATION"),
        ("ISSUED", "ok", "issued, so the zone is delegated"),
    ],
)
def test_a_certificate(status: str, state: str, said: str, account: Account) -> None:
    zone = f"{token_hex(4)}.example.com"
    account.at.settings.update(domain=zone, zone=zone)
    account.clients["route53"].create_hosted_zone(Name=zone, CallerReference=zone)
    pages = [
        {"CertificateSummaryList": [{"DomainName": zone, "Status": status}, {"DomainName": "x", "Status": "FAILED"}]}
    ]
    account.clients["acm"] = Mock(**{"get_paginator.return_value.paginate.return_value": pages})
    (found,) = account.about("certificate")
    assert (found.state, found.said) == (state, said)
    assert bool(account.about("delegation")) == (status != "ISSUED")


def test_an_account_without_a_distribution(account: Account) -> None:
    account.distributions = 0
    (found,) = account.about("CloudFront")
    assert found.state == "warning"
    assert "https://console.aws.amazon.com/support/" in found.step


@pytest.mark.parametrize(("reserved", "state"), [(-1, "warning"), (5, "missing")])
def test_a_new_account_runs_ten_functions(reserved: int, state: str, account: Account) -> None:
    account.limit = 10
    account.at.settings["reserved_concurrency"] = reserved
    (found,) = account.about("Lambda")
    assert found.state == state
    assert "runs 10 functions at once" in found.said
    assert "L-B99A9384" in found.step


def test_what_aws_refuses_keeps_nothing_else_from_being_looked_at(account: Account) -> None:
    account.clients["s3"] = Mock(**{"head_bucket.side_effect": DENIED})
    account.clients["cloudfront"] = Mock(**{"list_distributions.side_effect": DENIED})
    found = doctor(account.at.project, "prod")[-4:]
    assert [(each.thing, each.state) for each in found] == [
        ("state", "missing"),
        ("domain", "ok"),
        ("CloudFront", "missing"),
        ("Lambda", "ok"),
    ]
    assert found[0].said.startswith(f"the state's bucket {account.at.state_bucket} can't be reached")


def test_local(emulator_folder: Path, account: Account, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    project = account.at.project
    (project / "infra/live/local").mkdir()
    assert doctor(project)[-1].said == "none yet; `cloud-resume deploy local` installs and starts it"
    emulator = _emulator.start(emulator_folder, port=port)
    local = account.at._replace(name="local", environ=account.at.environ | emulator.environment())
    monkeypatch.setattr(_doctor, "open_environment", lambda *_: local)
    assert [(found.thing, found.state, found.said) for found in doctor(project, "local")[-2:]] == [
        ("emulator", "ok", f"running at port {port}"),
        ("state locks", "ok", "none"),
    ]
    _emulator.stop(emulator_folder)
    assert doctor(project)[-1].said == "not running; whatever needs it starts it"


def test_a_folder_without_units(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run this in the folder that"):
        doctor(tmp_path)
