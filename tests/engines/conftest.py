"""Stores on a real engine, with a proxy in between; each suite brings the engine as its fixture `database`."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest
from tests.counter.conftest import dynamodb_store
from tools.proxy import Proxy
from tools.tables import new_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.counter import DynamoDBStore, Store

    Open = Callable[..., DynamoDBStore]

pytest.register_assert_rewrite("tests.counter.test_store", "tests.engines.exactness", "tests.engines.round_trips")


class Engine:
    """The engine as the contract of all stores wants it: each `fresh` has tables of its own."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        """Take where it is, and what is closed at the end."""
        self._url = url
        self._stack = stack

    def fresh(self) -> Callable[[], Store]:
        """Give what opens stores over the same new tables, each as another container would."""
        tables = self._stack.enter_context(new_tables(self._url))
        return lambda: self._stack.enter_context(closing(dynamodb_store(self._url, tables)))


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    with ExitStack() as stack:
        yield Engine(database, stack)


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
        tables = stack.enter_context(new_tables(database))
        yield lambda **settings: stack.enter_context(closing(dynamodb_store(proxy.url, tables, **settings)))
