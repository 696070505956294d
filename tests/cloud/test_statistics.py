"""Reading the counts of an environment; the tables are moto's, the outputs those of a stand-in for Terragrunt."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cloud_resume.cloud import Environment, _statistics, counts
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.cloud.conftest import Program

ARN = "arn:aws:dynamodb:eu-west-2:111122223333:table/"
OUTPUTS = {"counts_table": {"name": "counts", "arn": f"{ARN}counts"}, "keys_table": {"name": "keys", "arn": ARN}}
SETTINGS = {"account_id": "123456789012", "region": "eu-west-2", "shards": 2}  # moto's account
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "token"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Give the endpoint of a DynamoDB with a table of counts that has more shards than are set."""
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
    for name in ("visitors", "visitors#1", "visitors#3", "2026-11-03", "2026-11-04#1", "2026-11-04#3"):
        database.Table("counts").put_item(Item={"CounterName": name, "count": 2, "visits": 3})
    yield url
    server.stop()


@pytest.fixture
def project(tmp_path: Path, cache: Path, program: Program) -> Path:
    """Give a checkout on a machine with the tools."""
    assert not cache.exists()
    (tmp_path / "infra" / "live" / "prod").mkdir(parents=True)
    program("terragrunt", "echo terragrunt version v1.1.3")
    program("terraform", "echo Terraform v1.11.4")
    return tmp_path


@pytest.fixture
def state(project: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let prod be at that endpoint; give what writes the state of `dynamodb`."""
    folder = project / "infra" / "live" / "prod"
    environ = {**CREDENTIALS, "AWS_ENDPOINT_URL": endpoint, "STATE_S3_BUCKET": "state"}
    at = Environment("prod", project, Terragrunt(folder), SETTINGS, environ)
    monkeypatch.setattr(_statistics, "open_environment", lambda *_, **__: at)

    def write(outputs: Mapping[str, object]) -> None:
        values = {name: {"value": value} for name, value in outputs.items()}
        body = json.dumps({"outputs": values, "resources": [{}] if outputs else []})
        with closing(at.client("s3", region="us-east-1")) as s3:
            s3.create_bucket(Bucket="state")
            s3.put_object(Bucket="state", Key="live/prod/dynamodb/terraform.tfstate", Body=body)

    write(OUTPUTS)
    return write


@pytest.mark.usefixtures("state")
def test_what_was_counted_in_all_shards_whatever_is_set(project: Path) -> None:
    assert counts(project, "prod") == (9, 6, [("2026-11-03", 3, 2), ("2026-11-04", 6, 4)])


def test_an_environment_without_outputs_is_not_deployed(project: Path, state: Callable[..., None]) -> None:
    state({})
    with pytest.raises(OutsideError, match="prod is not deployed, or not to its end; `cloud-resume deploy prod`"):
        counts(project, "prod")


def test_a_table_that_is_not_there(project: Path, state: Callable[..., None]) -> None:
    state({name: {**table, "name": "gone"} for name, table in OUTPUTS.items()})
    with pytest.raises(OutsideError, match="the counts of prod can't be read: DynamoDB"):
        counts(project, "prod")
