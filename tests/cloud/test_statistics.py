"""Reading the counts of an environment; the tables are moto's, the outputs those of a stand-in for Terragrunt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cloud_resume.cloud import _deploy, counts
from cloud_resume.counter import DynamoDBClient
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.cloud.conftest import Program

ARN = "arn:aws:dynamodb:eu-west-2:111122223333:table/"
OUTPUTS = {"counts_table": {"name": "counts", "arn": f"{ARN}counts"}, "keys_table": {"name": "keys", "arn": ARN}}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "token"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Give the endpoint of a DynamoDB that holds the table of counts, with two shards."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    database = boto3.resource(
        "dynamodb", region_name="eu-west-2", endpoint_url=url, aws_access_key_id="x", aws_secret_access_key="x"
    )
    for name, key in (("counts", "CounterName"), ("keys", "KeyName")):
        database.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    for name in ("visitors", "visitors#1", "2026-11-03", "2026-11-04#1"):
        database.Table("counts").put_item(Item={"CounterName": name, "count": 2, "visits": 3})
    yield url
    server.stop()


@pytest.fixture
def project(tmp_path: Path, cache: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a checkout on a machine with the tools and with credentials."""
    assert not cache.exists()
    for environment in ("local", "prod"):
        (tmp_path / "infra" / "live" / environment).mkdir(parents=True)
    _outputs(program, OUTPUTS, {"shards": 2})
    program("terraform", "echo Terraform v1.11.4")
    monkeypatch.setenv("STATE_S3_BUCKET", "state")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def _outputs(program: Program, *units: Mapping[str, object]) -> None:
    tables, function = (json.dumps({name: {"value": value} for name, value in unit.items()}) for unit in units)
    program(
        "terragrunt",
        f"""
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  *dynamodb*) echo '{tables}' ;;
  *) echo '{function}' ;;
esac""",
    )


def test_the_counts_of_this_machine(project: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_deploy, "local_environ", lambda *_: {**CREDENTIALS, "AWS_ENDPOINT_URL": endpoint})
    assert counts(project, "local") == (6, 4, [("2026-11-03", 3, 2), ("2026-11-04", 3, 2)])


def test_the_counts_on_aws(project: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Mapping[str, str]] = []
    from_environ = DynamoDBClient.from_environ

    def to_moto(environ: Mapping[str, str]) -> DynamoDBClient:
        taken.append(environ)
        return from_environ({**environ, "AWS_ENDPOINT_URL": endpoint})

    monkeypatch.setattr(DynamoDBClient, "from_environ", to_moto)
    assert counts(project, "prod") == (6, 4, [("2026-11-03", 3, 2), ("2026-11-04", 3, 2)])
    assert taken[0].items() >= {**CREDENTIALS, "AWS_REGION": "eu-west-2"}.items()
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    counts(project, "prod")
    assert "AWS_SESSION_TOKEN" not in taken[1]


def test_an_environment_without_outputs_is_not_deployed(project: Path, program: Program) -> None:
    _outputs(program, {}, {})
    with pytest.raises(OutsideError, match="nothing is deployed in prod; `cloud-resume deploy prod`"):
        counts(project, "prod")


def test_a_machine_without_an_emulator_has_nothing(project: Path) -> None:
    with pytest.raises(OutsideError, match="nothing is deployed in local"):
        counts(project, "local")


def test_a_folder_without_units(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="checkout"):
        counts(tmp_path, "prod")


def test_what_aws_needs_is_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    with pytest.raises(OutsideError, match="no AWS credentials"):
        counts(project, "prod")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(OutsideError, match="nobody"):
        counts(project, "prod")
    monkeypatch.delenv("STATE_S3_BUCKET")
    with pytest.raises(OutsideError, match="STATE_S3_BUCKET"):
        counts(project, "prod")


def test_an_emulator_that_sleeps_is_woken(emulator_folder: Path) -> None:
    emulator_folder.mkdir(parents=True)
    environ = _deploy.local_environ(emulator_folder.parent.parent, lambda _: None)
    assert environ["AWS_ENDPOINT_URL"].startswith("https://127.0.0.1:")


def test_a_table_that_is_not_there(
    project: Path, program: Program, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_deploy, "local_environ", lambda *_: {**CREDENTIALS, "AWS_ENDPOINT_URL": endpoint})
    _outputs(program, {name: {**table, "name": "gone"} for name, table in OUTPUTS.items()}, {"shards": 2})
    with pytest.raises(OutsideError, match="the counts of local can't be read: DynamoDB"):
        counts(project, "local")
