"""Stores to count in: SQLite and a fake DynamoDB, or a real engine where ``DYNAMODB_ENDPOINT`` names one."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud_resume.counter import DynamoDBClient, DynamoDBStore, SQLiteStore

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # tests/ is no package

from tests.counter.fake_dynamodb import KEY_ATTRIBUTES, FakeDynamoDB  # noqa: E402 - found by the line above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.counter import Store


class Engine:
    """Somewhere to keep counts; each `fresh` has data of its own."""

    def __init__(self, stack: ExitStack, folder: Path, name: str) -> None:
        """Take what is to be closed at the end, and a place for files."""
        self._stack = stack
        self._folder = folder
        self._name = name
        self._number = 0

    def fresh(self) -> Callable[[], Store]:
        """Give what opens stores over the same new and empty data, each as another container would."""
        self._number += 1
        match self._name:
            case "SQLite":
                path = self._folder / f"{self._number}.sqlite3"
                return lambda: self._opened(SQLiteStore(path))
            case "fake DynamoDB":
                endpoint = self._stack.enter_context(closing(FakeDynamoDB())).url
                return lambda: self._opened(dynamodb_store(endpoint))
        tables = make_tables(self._name, self._stack)
        return lambda: self._opened(dynamodb_store(self._name, tables))

    def _opened(self, store: Store) -> Store:
        self._stack.callback(store.close)
        return store


def client(endpoint: str) -> DynamoDBClient:
    return DynamoDBClient(region="us-east-1", key_id="test", secret_key="test", endpoint=endpoint)


def dynamodb_store(endpoint: str, prefix: str = "", *, shards: int = 4, time_limit: float = 7.0) -> DynamoDBStore:
    return DynamoDBStore(
        client(endpoint),
        counts_table=f"{prefix}counts",
        keys_table=f"{prefix}keys",
        shards=shards,
        time_limit=time_limit,
    )


def make_tables(endpoint: str, stack: ExitStack) -> str:
    """Make the two tables on a real engine, to go at the end; give what their names begin with."""
    engine = client(endpoint)
    prefix = f"{os.urandom(8).hex()}-"
    for table, attribute in KEY_ATTRIBUTES.items():
        description = {
            "TableName": f"{prefix}{table}",
            "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": attribute, "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }
        engine.call("CreateTable", description, time.monotonic() + 10)
        stack.callback(_delete_table, engine, f"{prefix}{table}")
    return prefix


def _delete_table(engine: DynamoDBClient, name: str) -> None:
    engine.call("DeleteTable", {"TableName": name}, time.monotonic() + 10)
    engine.close()


ENDPOINT = os.environ.get("DYNAMODB_ENDPOINT")


@pytest.fixture(params=[ENDPOINT] if ENDPOINT else ["SQLite", "fake DynamoDB"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with ExitStack() as stack:
        yield Engine(stack, tmp_path, request.param)


@pytest.fixture
def open_store(engine: Engine) -> Callable[[], Store]:
    return engine.fresh()


@pytest.fixture
def fake() -> Iterator[FakeDynamoDB]:
    with closing(FakeDynamoDB()) as fake:
        yield fake
