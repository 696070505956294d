"""Stores on a real engine, with a proxy in between; each suite brings the engine as its fixture `database`."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest
from tests.counter.conftest import Engine, dynamodb_store, make_tables
from tools.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cloud_resume.counter import Store
    from cloud_resume.counter._dynamodb import DynamoDBStore

    Open = Callable[..., DynamoDBStore]

pytest.register_assert_rewrite("tests.counter.test_store", "tests.engines.exactness", "tests.engines.round_trips")


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    """Give the engine as the stores' contract wants it."""
    with ExitStack() as stack:
        yield Engine(stack, tmp_path, database)


@pytest.fixture
def open_store(engine: Engine) -> Callable[[], Store]:
    return engine.fresh()


@pytest.fixture
def proxy(database: str) -> Iterator[Proxy]:
    with Proxy(database) as proxy:
        yield proxy


@pytest.fixture
def open_container(database: str, proxy: Proxy) -> Iterator[Open]:
    """Give what opens stores over the same new tables, each as another container would, by way of the proxy."""
    with ExitStack() as stack:
        tables = make_tables(database, stack)
        yield lambda **settings: stack.enter_context(closing(dynamodb_store(proxy.url, tables, **settings)))
