"""Stores to count in: SQLite and a fake DynamoDB."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud_resume.counter import DynamoDBClient, DynamoDBStore, SQLiteStore

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # tests/ is no package

from tests.counter.fake_dynamodb import FakeDynamoDB  # noqa: E402 - found by the line above

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
        if self._name == "SQLite":
            path = self._folder / f"{self._number}.sqlite3"
            return lambda: self._opened(SQLiteStore(path))
        endpoint = self._stack.enter_context(closing(FakeDynamoDB())).url
        return lambda: self._opened(dynamodb_store(endpoint))

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


@pytest.fixture(params=["SQLite", "fake DynamoDB"])
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
