"""The bucket that holds the state of the units of all environments, and the locks in it."""

from __future__ import annotations

import json
import shlex
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._buckets import empty
from cloud_resume.cloud._refusal import refusal
from cloud_resume.errors import NotDeployedError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud_resume.cloud._environment import Environment

_STATE = "/terraform.tfstate"
_LOCK = f"{_STATE}.tflock"


class Lock(NamedTuple):
    """A lock on a unit's state; nobody else can plan or apply the unit while it is there."""

    unit: str
    id: str
    who: str  # user@machine
    operation: str  # as Terraform names it, like OperationTypeApply
    since: datetime  # UTC
    lift: str  # the command of a shell that takes it away

    @property
    def age(self) -> str:
        """Say for how long it has been there, as in 7 minutes, 3 hours or 9 days."""
        age = datetime.now(UTC) - self.since
        minutes = age.total_seconds() / 60
        for name, length, most in (("minutes", 1, 120), ("hours", 60, 48)):
            if minutes < length * most:
                return f"{minutes / length:.0f} {name}"
        return f"{age.days} days"


def state_region(at: Environment) -> str:
    """Give the region that the bucket has to be in, which root.hcl takes from the same variable."""
    return at.environ.get("STATE_S3_REGION", "us-east-1")


def state_client(at: Environment) -> Any:  # noqa: ANN401 - as Environment.client
    """Give a client of S3 for the region of the bucket."""
    return at.client("s3", region=state_region(at))


def has_state_bucket(at: Environment) -> bool:
    """Tell whether the bucket is there; OutsideError where it is not to be reached, or another account's.

    Anybody may take the name that we would give it, and let us write there: the state holds the origin's secret.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415 - an extra, and slow to load

    account = at.settings["account_id"]
    outcome = f"the state's bucket {at.state_bucket} can't be reached, as one of the account {account}"
    with closing(state_client(at)) as s3, refusal(outcome):
        try:
            s3.head_bucket(Bucket=at.state_bucket, ExpectedBucketOwner=account)
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
    return True


class Outputs(dict[str, Any]):
    """Units of an environment, or outputs of a unit, by name; NotDeployedError for one that is not there."""

    def __init__(self, environment: str, values: Mapping[str, Any]) -> None:
        """Take the environment's name."""
        super().__init__(values)
        self._environment = environment

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - it gives none
        at = self._environment
        message = f"{at} is not deployed, or not to its end; `cloud-resume deploy {at}` deploys it"
        raise NotDeployedError(message)


def states(at: Environment) -> Outputs:
    """Give what the units that are deployed, or half so, have written as their outputs, by the unit's name.

    It takes no tool and no unit that others rest on. Raises OutsideError where the bucket is not to be reached.
    """
    found = Outputs(at.name, {})
    if not has_state_bucket(at):
        return found
    prefix = f"live/{at.name}/"
    with closing(state_client(at)) as s3, refusal(f"the state of {at.name} in {at.state_bucket} can't be read"):
        for key in (item["Key"] for item in _objects(s3, at.state_bucket, prefix) if item["Key"].endswith(_STATE)):
            state = json.load(s3.get_object(Bucket=at.state_bucket, Key=key)["Body"])
            if state["resources"]:
                outputs = {name: output["value"] for name, output in state["outputs"].items()}
                found[key.removeprefix(prefix).removesuffix(_STATE)] = Outputs(at.name, outputs)
    return found


def locks(at: Environment) -> list[Lock]:
    """Give the locks on the environment's units, by their names; OutsideError where AWS refuses."""
    if not has_state_bucket(at):
        return []
    prefix = f"live/{at.name}/"
    found = []
    with closing(state_client(at)) as s3, refusal(f"the locks in {at.state_bucket} can't be read"):
        for key in (item["Key"] for item in _objects(s3, at.state_bucket, prefix) if item["Key"].endswith(_LOCK)):
            with suppress(s3.exceptions.NoSuchKey):  # a run that has ended since
                content = json.load(s3.get_object(Bucket=at.state_bucket, Key=key)["Body"])
                found.append(_lock(at, key.removeprefix(prefix).removesuffix(_LOCK), content))
    return found


def _lock(at: Environment, unit: str, content: dict[str, str]) -> Lock:
    """Read what Terraform and OpenTofu write into a lock."""
    settings = {"STATE_S3_BUCKET": at.state_bucket, "STATE_S3_REGION": state_region(at)}
    if at.name == "local":  # whose credentials are no secret
        names = ("AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        settings |= {name: at.environ[name] for name in names}
    words = [f"{name}={value}" for name, value in settings.items()]
    words += at.terragrunt.unlock_command(unit, content["ID"])
    since = datetime.fromisoformat(content["Created"][:19] + "+00:00")  # Go writes nanoseconds, and a Z
    return Lock(unit, content["ID"], content["Who"], content["Operation"], since, shlex.join(["env", *words]))


def delete_state_bucket(at: Environment) -> None:
    """Delete the bucket with all versions of all states; OutsideError where one is still of use, or AWS refuses."""
    bucket = at.state_bucket
    with closing(state_client(at)) as s3:
        with refusal(f"the state's bucket {bucket} can't be read"):
            owners = {_owner(s3, bucket, item["Key"]) for item in _objects(s3, bucket)}
        if left := sorted(filter(None, owners)):
            message = f"the state's bucket {bucket} stays, for it holds {', '.join(left)}"
            raise OutsideError(message)
        empty(s3, bucket)
        with refusal(f"the state's bucket {bucket} is empty, but could not be deleted"):
            s3.delete_bucket(Bucket=bucket)


def _objects(s3: Any, bucket: str, prefix: str = "") -> list[dict[str, Any]]:  # noqa: ANN401 - a client of boto3's
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [item for page in pages for item in page.get("Contents", [])]


def _owner(s3: Any, bucket: str, key: str) -> str | None:  # noqa: ANN401 - a client of boto3's
    """Name whose an object of the bucket is, if it is still of use: the state of a unit that has resources, a lock."""
    unit = key.removesuffix(".tflock").removesuffix(_STATE)
    if unit == key:
        return f"the file {key}"
    if key.endswith(_STATE) and not json.load(s3.get_object(Bucket=bucket, Key=key)["Body"])["resources"]:
        return None
    return f"the environment {unit.split('/')[1]}" if unit.startswith("live/") else f"the state of infra/{unit}"
