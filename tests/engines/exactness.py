"""Whatever befalls a request: no visit that was answered is lost, none counts twice, and each visitor counts once.

The suites of the engines take these tests over.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import chain, cycle
from threading import Event
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.counter.conftest import dynamodb_store
from tests.engines import faults
from tests.engines.faults import ATTEMPT_LIMIT, FAULTS, READ, SECRET, UNANSWERED, WRITE
from tools.tables import new_tables

from cloud_resume.counter import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines.conftest import Open
    from tests.engines.faults import Fault, Send
    from tools.proxy import Answer, Proxy, Request

    from cloud_resume.counter import Store

DAY = "2026-11-03"
ADA, BOB = b"ada", b"bob"


@contextmanager
def short_waits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", ATTEMPT_LIMIT)
        yield


def numbers_at_last(proxy: Proxy, store: Store) -> tuple[int, int]:
    """Give the totals when nothing is on its way any more; they are those of the one day too."""
    proxy.settle()
    proxy.rule = faults.none
    visits, visitors = store.totals()
    assert store.history() == ([(DAY, visits, visitors)] if visits else [])
    return visits, visitors


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_each_step_of_each_kind_of_visit(proxy: Proxy, open_container: Open, fault: Fault) -> None:
    warm = open_container()
    for store, viewer, numbers in (
        (warm, ADA, (1, 1)),  # the day's first
        (warm, ADA, (2, 1)),
        (warm, BOB, (3, 2)),
        (warm, None, (4, 2)),
        (open_container(), ADA, (5, 2)),
    ):
        proxy.rule = faults.once_each(fault)
        with short_waits():
            assert store.count(DAY, viewer) == numbers
    assert numbers_at_last(proxy, warm) == (5, 2)


@pytest.mark.parametrize("fault", UNANSWERED)
def test_what_is_said_of_a_later_attempt_says_nothing_of_an_earlier(
    proxy: Proxy, open_container: Open, fault: Fault
) -> None:
    store = open_container()
    store.count(DAY, ADA)
    proxy.rule = faults.in_turn([faults.none, fault, *[faults.conflict] * 5])
    with short_waits():
        assert store.count(DAY, ADA) == (2, 1)
    assert numbers_at_last(proxy, store) == (2, 1)


def test_a_stall_of_three_seconds_costs_one(proxy: Proxy, open_container: Open) -> None:
    over = Event()

    def stalled(request: Request, send: Send) -> Answer | None:
        answer = send(request)
        assert over.wait(3)
        return answer

    store = open_container()
    store.count(DAY, ADA)
    proxy.operations()
    proxy.rule = faults.in_turn([faults.none, stalled])
    assert store.count(DAY, ADA) == (2, 1)
    assert proxy.operations() == [READ, WRITE, WRITE]
    over.set()
    assert numbers_at_last(proxy, store) == (2, 1)


@pytest.mark.parametrize(("fault", "counted"), [(faults.cut, 0), (faults.lost, 1), (faults.late, 1)])
def test_a_visit_that_is_given_up_counts_at_most_once(
    proxy: Proxy, open_container: Open, fault: Fault, counted: int
) -> None:
    open_container().count(DAY, ADA)
    store = open_container(time_limit=1.0)
    proxy.rule = faults.in_turn([faults.none, *[fault] * 100])
    with short_waits(), pytest.raises(StoreError, match="TransactWriteItems: time is up"):
        store.count(DAY, BOB)
    assert numbers_at_last(proxy, store) == (1 + counted, 1 + counted)
    assert store.count(DAY, BOB) == (2 + counted, 2)


CLIENTS, ROUNDS, VIEWERS = 32, 24, 100


@settings(
    max_examples=3,
    phases=[Phase.generate],  # what depends on threads can't be repeated, and so not be made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.lists(st.sampled_from([*[faults.none] * 2 * len(FAULTS), *FAULTS]), min_size=64, max_size=256))
def test_32_clients_and_faults_in_any_order(database: str, proxy: Proxy, order: list[Fault]) -> None:
    visits = [
        [None if turn % 8 == 7 else b"%d" % ((7 * client + turn) % VIEWERS) for turn in range(ROUNDS)]
        for client in range(CLIENTS)
    ]

    def answered(viewers: list[bytes | None]) -> list[bytes | None]:
        """Visit as one client does, and give the visits that were answered."""
        done = []
        with closing(dynamodb_store(proxy.url, tables)) as store:
            for viewer in viewers:
                with suppress(StoreError):
                    store.count(DAY, viewer)
                    done.append(viewer)
        return done

    with ExitStack() as stack:
        tables = stack.enter_context(new_tables(database))
        proxy.rule = faults.in_turn(cycle(order))
        with short_waits(), ThreadPoolExecutor(CLIENTS) as pool:
            done = list(chain.from_iterable(pool.map(answered, visits)))
        store = stack.enter_context(closing(dynamodb_store(proxy.url, tables)))
        counted, visitors = numbers_at_last(proxy, store)
        assert len(done) <= counted <= CLIENTS * ROUNDS
        everyone = set(chain.from_iterable(visits)) - {None}
        assert len(set(done) - {None}) <= visitors <= len(everyone)

        for viewer in everyone:
            store.count(DAY, viewer)
        assert store.totals() == (counted + len(everyone), len(everyone))


# A visit's requests, by its kind, of which the last one counts it.
KINDS = {
    "the day's first": [READ, SECRET, WRITE],
    "a new visitor's": [READ, WRITE],
    "a known visitor's": [READ, WRITE, WRITE],
}

VISIT = """
import sys
from cloud_resume.counter._client import DynamoDBClient
from cloud_resume.counter._dynamodb import DynamoDBStore

_, url, tables, day, viewer = sys.argv
client = DynamoDBClient(region="us-east-1", key_id="test", secret_key="test", endpoint=url)
DynamoDBStore(client, counts_table=tables + "counts", keys_table=tables + "keys").count(day, viewer.encode())
"""


@pytest.mark.parametrize("sent", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("kind", "step"), [(kind, step) for kind, requests in KINDS.items() for step in range(len(requests))]
)
def test_a_process_that_is_killed(database: str, proxy: Proxy, kind: str, step: int, *, sent: bool) -> None:
    requests = KINDS[kind]
    known = {"the day's first": [], "a new visitor's": [BOB], "a known visitor's": [BOB, ADA]}[kind]
    last = step == len(requests) - 1
    with ExitStack() as stack:
        tables = stack.enter_context(new_tables(database))
        store = stack.enter_context(closing(dynamodb_store(database, tables)))
        for viewer in known:
            store.count(DAY, viewer)

        process = Future[subprocess.Popen[bytes]]()

        def kill(request: Request, send: Send) -> None:
            if sent:
                send(request)
            process.result().kill()

        proxy.rule = faults.in_turn([*[faults.none] * step, kill])
        process.set_result(subprocess.Popen([sys.executable, "-c", VISIT, proxy.url, tables, DAY, ADA.decode()]))
        assert process.result().wait() == -signal.SIGKILL
        assert proxy.operations() == requests[: step + 1]

        counted = len(known) + (sent and last)
        visitors = len({*known, ADA}) if sent and last else len(known)
        assert numbers_at_last(proxy, store) == (counted, visitors)
        assert store.count(DAY, ADA) == (counted + 1, len({*known, ADA}))
