"""Taking saved counts back in: all of them, exactly once, and into an empty table only."""

from __future__ import annotations

import json
from datetime import date, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from tests.cloud.units import Units

from cloud_resume.cloud import Counts
from cloud_resume.cloud._backup import load_counts, restore_counts, save_counts
from cloud_resume.cloud._statistics import read_counts
from cloud_resume.counter import DynamoDBClient, DynamoDBStore
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cloud.conftest import Program

    from cloud_resume.cloud import Environment

DAYS = [(str(date(2026, 1, 1) + timedelta(days=day)), 2 * day + 2, day + 1) for day in range(230)]
COUNTS = Counts(80_000, 30_000, DAYS)  # more than the days', as in a table that was taken over


@pytest.fixture
def at(tmp_path: Path, cache: Path, program: Program, at_moto: dict[str, Any]) -> Environment:
    """Give an environment whose tables are empty."""
    assert not cache.exists()
    environ = {
        "AWS_ENDPOINT_URL": at_moto["dynamodb"].meta.endpoint_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "STATE_S3_BUCKET": f"state-{token_hex(4)}",
    }
    units = Units(tmp_path, "prod", environ, program)
    names = {}
    for table, key in (("counts", "CounterName"), ("keys", "KeyName")):
        names[table] = f"{table}-{token_hex(4)}"
        at_moto["dynamodb"].create_table(
            TableName=names[table],
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    units.gives("dynamodb", counts_table={"name": names["counts"]}, keys_table={"name": names["keys"]})
    return units.at


@pytest.fixture
def store(at: Environment) -> Iterator[DynamoDBStore]:
    """Give what counts visits there."""
    tables = at.outputs("dynamodb")
    client = DynamoDBClient.from_environ({**at.environ, "AWS_REGION": at.region})
    store = DynamoDBStore(client, counts_table=tables["counts_table"]["name"], keys_table=tables["keys_table"]["name"])
    yield store
    store.close()


def test_what_was_saved_comes_back(at: Environment, tmp_path: Path) -> None:
    assert restore_counts(at, COUNTS)
    assert read_counts(at) == COUNTS
    assert save_counts(at, tmp_path / "counts.json")
    assert load_counts(tmp_path / "counts.json") == COUNTS


def test_it_comes_back_once(at: Environment) -> None:
    assert restore_counts(at, COUNTS)
    assert not restore_counts(at, COUNTS)
    assert read_counts(at) == COUNTS


def test_visits_go_on_from_there(at: Environment, store: DynamoDBStore) -> None:
    restore_counts(at, COUNTS)
    assert store.count(DAYS[-1][0], b"someone") == (80_001, 30_001)
    day, visits, visitors = DAYS[-1]
    assert read_counts(at) == Counts(80_001, 30_001, [*DAYS[:-1], (day, visits + 1, visitors + 1)])
    assert not restore_counts(at, COUNTS)


@pytest.mark.parametrize("left", range(4))
def test_cut_anywhere_it_is_completed_with_the_visits_since(left: int, at: Environment, store: DynamoDBStore) -> None:
    calls = iter(range(left))

    def cut(**_: object) -> None:
        if next(calls, None) is None:
            raise ClientError({"Error": {"Code": "500", "Message": "cut"}}, "Any")

    # Three batches of days, and the totals.
    events = at.client("dynamodb").meta.events
    hooks = [f"before-call.dynamodb.{name}" for name in ("TransactWriteItems", "UpdateItem")]
    for hook in hooks:
        events.register(hook, cut)
    with pytest.raises(OutsideError, match=r"could not be taken into counts-\w+: .*cut"):
        restore_counts(at, COUNTS)
    for hook in hooks:
        events.unregister(hook, cut)
    store.count(DAYS[0][0], None)
    assert restore_counts(at, COUNTS)
    first, *others = DAYS
    assert read_counts(at) == Counts(80_001, 30_000, [(first[0], first[1] + 1, first[2]), *others])


def test_counts_are_added_to_no_others(at: Environment, store: DynamoDBStore) -> None:
    store.count("2026-11-03", b"someone")
    with pytest.raises(OutsideError, match=r"counts-\w+ holds counts already"):
        restore_counts(at, COUNTS)
    assert read_counts(at) == Counts(1, 1, [("2026-11-03", 1, 1)])


def test_nor_to_others_that_were_taken_in(at: Environment) -> None:
    restore_counts(at, COUNTS)
    with pytest.raises(OutsideError, match="holds counts already"):
        restore_counts(at, Counts(1, 1, []))
    assert read_counts(at) == COUNTS


@pytest.mark.parametrize(
    "content",
    [
        "nothing",
        "[]",
        '{"visits": 1, "visitors": 1}',
        '{"visits": 1, "visitors": "1", "days": []}',
        '{"visits": true, "visitors": 1, "days": []}',
        '{"visits": -1, "visitors": 1, "days": []}',
        '{"visits": 1, "visitors": 1, "days": [{"day": "yesterday", "visits": 1, "visitors": 1}]}',
        '{"visits": 1, "visitors": 1, "days": [{"day": "2026-11-03", "visits": 1}]}',
        json.dumps({"visits": 1, "visitors": 1, "days": [{"day": "2026-11-03", "visits": 1, "visitors": 1}] * 2}),
    ],
)
def test_another_file_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "counts.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"counts.json holds no counts; `cloud-resume destroy`"):
        load_counts(file)
