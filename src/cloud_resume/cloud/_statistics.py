"""Reads what was counted in an environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud import _deploy
from cloud_resume.cloud._endpoint import refuse_endpoints
from cloud_resume.cloud._publish import require_boto3
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.counter import DynamoDBClient, DynamoDBStore, StoreError
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Counts(NamedTuple):
    """All that was counted; a day is its date in ISO 8601 (UTC), its visits and its visitors, the oldest first."""

    visits: int
    visitors: int
    days: list[tuple[str, int, int]]


def counts(project: Path, environment: str, *, report: Callable[[str], object] = lambda _: None) -> Counts:
    """Read the table of counts of an environment whose units are in the folder `project`.

    For ``local`` the emulator is started if it is not running, and `report` is told. Raises UsageError where `project`
    holds no such units, OutsideError where a tool, the state, the credentials or the table are not to be had.
    """
    terragrunt = Terragrunt(_deploy.units(project, environment))
    environ = _deploy.local_environ(project, report) if environment == "local" else _aws_environ()
    tables = terragrunt.outputs("dynamodb", environ)
    function = terragrunt.outputs("api_gateway-lambda", environ)
    if not tables or not function:
        message = f"nothing is deployed in {environment}; `cloud-resume deploy {environment}` deploys it"
        raise OutsideError(message)
    region = tables["counts_table"]["arn"].split(":")[3]
    store = DynamoDBStore(
        DynamoDBClient.from_environ({**environ, "AWS_REGION": region}),
        counts_table=tables["counts_table"]["name"],
        keys_table=tables["keys_table"]["name"],
        shards=function["shards"],
    )
    try:
        visits, visitors = store.totals()
        return Counts(visits, visitors, store.history())
    except StoreError as error:
        message = f"the counts of {environment} can't be read: {error}"
        raise OutsideError(message) from error
    finally:
        store.close()


def _aws_environ() -> dict[str, str]:
    """Give this process's environment with the credentials that the SDK finds, by whatever way they come."""
    refuse_endpoints(os.environ)
    if not os.environ.get("STATE_S3_BUCKET"):
        message = "STATE_S3_BUCKET is not set; it names the bucket that holds the state"
        raise OutsideError(message)
    require_boto3()
    import boto3  # noqa: PLC0415 - an extra, and slow to load
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - comes with boto3

    try:
        credentials = boto3.Session().get_credentials()
    except BotoCoreError as error:
        raise OutsideError(str(error)) from error
    if credentials is None:
        message = "no AWS credentials are to be found; `aws configure sso` or `aws login` sets them up"
        raise OutsideError(message)
    frozen = credentials.get_frozen_credentials()
    found = {"AWS_ACCESS_KEY_ID": frozen.access_key, "AWS_SECRET_ACCESS_KEY": frozen.secret_key}
    if frozen.token:
        found["AWS_SESSION_TOKEN"] = frozen.token
    return {**os.environ, **{name: value for name, value in found.items() if value}}
