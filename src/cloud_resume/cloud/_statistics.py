"""Reads what was counted in an environment."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._environment import open_environment
from cloud_resume.counter import DynamoDBClient, DynamoDBStore, RefusedError, StoreError
from cloud_resume.errors import DeniedError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cloud_resume.cloud._environment import Environment


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
    return read_counts(open_environment(project, environment, report=report))


def read_counts(at: Environment) -> Counts:
    """Read the whole table of counts, whatever the number of shards is set to; OutsideError as `counts`."""
    with _store(at, at.outputs("dynamodb"), at.settings["shards"]) as store:
        return Counts(*store.scan())


def totals(at: Environment, tables: Mapping[str, Any], function: Mapping[str, Any]) -> tuple[int, int]:
    """Read visits and visitors, given the outputs of `dynamodb` and `api_gateway-lambda`.

    Raises DeniedError where the credentials may not read the table, OutsideError as `counts`.
    """
    with _store(at, tables, function["shards"]) as store:
        return store.totals()


@contextmanager
def _store(at: Environment, tables: Mapping[str, Any], shards: int) -> Iterator[DynamoDBStore]:
    store = DynamoDBStore(
        DynamoDBClient.from_environ({**at.environ, "AWS_REGION": at.region}),
        counts_table=tables["counts_table"]["name"],
        keys_table="",  # which holds no counts
        shards=shards,
    )
    try:
        yield store
    except StoreError as error:
        message = f"the counts of {at.name} can't be read: {error}"
        if isinstance(error, RefusedError) and error.code == "AccessDeniedException":
            raise DeniedError(message) from error
        raise OutsideError(message) from error
    finally:
        store.close()
