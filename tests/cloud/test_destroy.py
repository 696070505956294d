"""Destroying: that the counts are saved, that nothing protected stands in the way, and that a cut is no harm."""

from __future__ import annotations

import json
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError
from tests.cloud.units import Units

from cloud_resume.cloud import _emulator, destroy
from cloud_resume.cloud._backup import counts_table
from cloud_resume.cloud._buckets import empty
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

ROWS = {"visitors": (7, 9), "visitors#1": (1, 3), "2026-11-03": (3, 5), "2026-11-03#3": (1, 1), "2026-11-04": (4, 6)}
COUNTS = {
    "environment": "prod",
    "visits": 12,
    "visitors": 8,
    "days": [
        {"day": "2026-11-03", "visits": 6, "visitors": 4},
        {"day": "2026-11-04", "visits": 6, "visitors": 4},
    ],
}
RESOURCES = [{"type": "aws_s3_bucket"}]


class Deployed(Units):
    """An environment with a protected table, a bucket with versions, and a state."""

    def __init__(self, project: Path, name: str, moto: dict[str, Any], program: Program) -> None:
        """Deploy it."""
        self.id = token_hex(4)
        environ = {
            "AWS_ENDPOINT_URL": moto["s3"].meta.endpoint_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "STATE_S3_BUCKET": f"state-{self.id}",
        }
        super().__init__(project, name, environ, program)
        self.s3, self.dynamodb = moto["s3"], moto["dynamodb"]
        self.bucket, self.table = f"site-{self.id}", f"counts-{self.id}"
        for bucket in (self.bucket, self.at.state_bucket):
            self.s3.create_bucket(Bucket=bucket)
            self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        for content in (b"old", b"new"):
            self.s3.put_object(Bucket=self.bucket, Key="index.html", Body=content)
        self.s3.delete_object(Bucket=self.bucket, Key="index.html")
        for table, key in ((self.table, "CounterName"), (f"keys-{self.id}", "KeyName")):
            self.dynamodb.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
                DeletionProtectionEnabled=True,
            )
        for row, (count, visits) in ROWS.items():
            item = {"CounterName": {"S": row}, "count": {"N": str(count)}, "visits": {"N": str(visits)}}
            self.dynamodb.put_item(TableName=self.table, Item=item)
        self.gives("dynamodb", counts_table={"name": self.table}, keys_table={"name": f"keys-{self.id}"})
        self.gives("s3-cloudfront", bucket=self.bucket)
        self.gives("sns")

    def put_state(self, unit: str, resources: list[Any]) -> None:
        """Put the state of a unit, or of another environment's, into the state's bucket."""
        self.put_object(f"{unit}/terraform.tfstate", json.dumps({"resources": resources}))

    def take(self) -> None:
        """Let the units be destroyed, as Terraform leaves their states."""
        for unit in ("dynamodb", "s3-cloudfront"):
            self.gives(unit)

    def put_object(self, key: str, content: str) -> None:
        """Put anything into the state's bucket."""
        self.s3.put_object(Bucket=self.at.state_bucket, Key=key, Body=content.encode())

    @property
    def protected(self) -> bool:
        """Tell whether the table is."""
        protected: bool = self.dynamodb.describe_table(TableName=self.table)["Table"]["DeletionProtectionEnabled"]
        return protected

    @property
    def buckets(self) -> set[str]:
        """Give its buckets that are there."""
        return {bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"] if bucket["Name"].endswith(self.id)}


@pytest.fixture
def deployed(tmp_path: Path, cache: Path, program: Program, at_moto: dict[str, Any]) -> Deployed:
    """Give an environment on AWS."""
    assert not cache.exists()
    return Deployed(tmp_path, "prod", at_moto, program)


def test_the_whole_of_it(deployed: Deployed, tmp_path: Path) -> None:
    file = tmp_path / "counts.json"
    steps: list[str] = []
    lines: list[str] = []
    deployed.says("destroy", "sns: Destroy complete! Resources: 3 destroyed.\n")
    done = destroy(deployed.at, file, report=steps.append, on_line=lines.append)

    content = json.loads(file.read_text())
    assert content.pop("saved").endswith("+00:00")
    assert content == COUNTS
    assert done.saved
    assert not deployed.protected
    versions = deployed.s3.list_object_versions(Bucket=deployed.bucket)
    assert not versions.keys() & {"Versions", "DeleteMarkers"}
    empty(deployed.s3, deployed.bucket)
    assert deployed.calls == ["run --working-dir dynamodb -- init", "run --all destroy"]
    assert lines == ["sns: Destroy complete! Resources: 3 destroyed."]
    assert steps == [
        "Saving the counts",
        f"The counts are in {file}",
        f"Taking the deletion protection off the table {deployed.table}",
        f"Emptying the bucket {deployed.bucket}",
        "Destroying the infrastructure",
    ]
    assert [kept.split()[0] for kept in done.kept] == ["DynamoDB", "CloudWatch", "The"]
    assert f"The bucket {deployed.at.state_bucket} keeps the state" in done.kept[-1]


def test_counts_that_can_not_be_saved_stop_it(deployed: Deployed, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutsideError, match="file"):
        destroy(deployed.at, tmp_path / "file" / "counts.json")
    assert deployed.protected
    assert deployed.calls == []


def test_an_empty_table_has_nothing_to_save(deployed: Deployed, tmp_path: Path) -> None:
    for row in ROWS:
        deployed.dynamodb.delete_item(TableName=deployed.table, Key={"CounterName": {"S": row}})
    steps: list[str] = []
    assert not destroy(deployed.at, tmp_path / "new" / "counts.json", report=steps.append).saved
    assert "There are no counts to save" in steps
    assert not (tmp_path / "new").exists()
    assert deployed.calls[-1] == "run --all destroy"


@pytest.mark.parametrize("outputs", [True, False])
def test_it_goes_on_where_it_was_cut(deployed: Deployed, tmp_path: Path, *, outputs: bool) -> None:
    deployed.says("failure", "s3-cloudfront: interrupted")
    with pytest.raises(OutsideError, match="interrupted"):
        destroy(deployed.at, tmp_path / "counts.json")
    (deployed.folder / "failure").unlink()
    deployed.s3.delete_bucket(Bucket=deployed.bucket)
    deployed.dynamodb.delete_table(TableName=deployed.table)
    if not outputs:
        deployed.take()
        deployed.gives("sns", topic_arn="arn")
    done = destroy(deployed.at, tmp_path / "again.json")
    assert not done.saved
    assert (tmp_path / "counts.json").exists()
    assert deployed.calls[-2:] == ["run --all destroy"] * 2


def test_what_was_deployed_by_half_is_destroyed(deployed: Deployed, tmp_path: Path) -> None:
    deployed.gives("dynamodb", counts_table={"name": deployed.table})
    assert destroy(deployed.at, tmp_path / "counts.json").saved
    deployed.gives("dynamodb", keys_table={"name": f"keys-{deployed.id}"})
    assert not destroy(deployed.at, tmp_path / "again.json").saved
    assert deployed.calls[-2:] == ["run --all destroy"] * 2


def test_a_signed_zone_leaves_its_key(deployed: Deployed, tmp_path: Path) -> None:
    at = deployed.at._replace(settings=deployed.at.settings | {"dnssec": True})
    assert any(kept.startswith("KMS keeps the key") for kept in destroy(at, tmp_path / "counts.json").kept)


def test_the_state_goes_last(deployed: Deployed, tmp_path: Path) -> None:
    deployed.take()
    deployed.put_state("live/dev/sns", [])
    done = destroy(deployed.at, tmp_path / "counts.json", state=True)
    assert deployed.buckets == {deployed.bucket}
    assert not any("the state" in kept for kept in done.kept)

    calls = deployed.calls
    again = destroy(deployed.at, tmp_path / "again.json", state=True)
    assert not again.saved
    assert deployed.calls == calls == [], "where nothing is deployed, no tool is needed"


def test_what_is_locked_is_somebodys_work(deployed: Deployed, tmp_path: Path) -> None:
    deployed.take()
    lock = {"ID": "4f", "Operation": "OperationTypeApply", "Who": "ada@engine", "Created": "2026-11-03T17:44:55Z"}
    deployed.put_object("live/prod/dynamodb/terraform.tfstate.tflock", json.dumps(lock))
    destroy(deployed.at, tmp_path / "counts.json")
    assert deployed.calls[-1] == "run --all destroy"


def test_a_state_that_is_of_use_stays(deployed: Deployed, tmp_path: Path) -> None:
    deployed.take()
    deployed.put_state("live/dev/sns", RESOURCES)
    deployed.put_state("live/dev/dynamodb", RESOURCES)
    deployed.put_state("github-oidc", RESOURCES)
    deployed.put_object("live/test/sns/terraform.tfstate.tflock", "{}")
    deployed.put_object("notes.txt", "mine")
    with pytest.raises(OutsideError) as told:
        destroy(deployed.at, tmp_path / "counts.json", state=True)
    assert str(told.value) == (
        f"the state's bucket {deployed.at.state_bucket} stays, for it holds the environment dev, the environment test, "
        "the file notes.txt, the state of infra/github-oidc"
    )
    assert deployed.at.state_bucket in deployed.buckets


def test_what_s3_does_not_delete_is_told(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {"Errors": [{"Key": "index.html", "Message": "Access Denied"}]}
    monkeypatch.setattr(deployed.s3, "delete_objects", lambda **_: refused)
    with pytest.raises(OutsideError, match=rf"{deployed.bucket} could not be emptied: index.html: Access Denied"):
        empty(deployed.s3, deployed.bucket)


def test_a_table_that_is_not_shown_is_told(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not you"}}, "DescribeTable")
    monkeypatch.setattr(deployed.dynamodb, "describe_table", Mock(side_effect=denied))
    with pytest.raises(OutsideError, match=r"the table counts-\w+ can't be described: .*not you"):
        counts_table(deployed.at)


@pytest.fixture
def local(emulator_folder: Path, cache: Path, program: Program, port: int, at_moto: dict[str, Any]) -> Deployed:
    """Give an environment on this machine, whose emulator is ended with the test."""
    assert not cache.exists()
    deployed = Deployed(emulator_folder.parent.parent, "local", at_moto, program)
    emulator_folder.parent.mkdir()
    _emulator.start(emulator_folder, port=port)
    return deployed


def test_the_emulator_goes_with_local(local: Deployed, emulator_folder: Path, tmp_path: Path) -> None:
    done = destroy(local.at, tmp_path / "counts.json")
    assert (done.saved, done.kept) == (True, [])
    assert not emulator_folder.exists()
    assert _emulator.status(emulator_folder) is None


def test_the_emulator_stays_where_it_was_cut(local: Deployed, emulator_folder: Path, tmp_path: Path) -> None:
    local.says("failure", "cut")
    with pytest.raises(OutsideError, match="this failed"):
        destroy(local.at, tmp_path / "counts.json")
    assert _emulator.status(emulator_folder)
