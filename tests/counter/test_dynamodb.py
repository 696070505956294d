"""The DynamoDB store: its items, its round trips, and its numbers after every fault."""

from __future__ import annotations

import base64
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.counter.conftest import dynamodb_store
from tests.counter.fake_dynamodb import FakeDynamoDB

from cloud_resume.counter import StoreError
from cloud_resume.counter._client import RefusedError
from cloud_resume.counter._visit import visitor_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.counter._dynamodb import DynamoDBStore

    Open = Callable[..., DynamoDBStore]

DAY, NEXT_DAY = "2026-11-03", "2026-11-04"
ADA, BOB = b"ada", b"bob"
READ, WRITE, SECRET = "BatchGetItem", "TransactWriteItems", "PutItem"


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.counter._client._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", 0.2)


@pytest.fixture
def open_container(fake: FakeDynamoDB) -> Iterator[Open]:
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(closing(dynamodb_store(fake.url, **settings)))


def tokens(fake: FakeDynamoDB) -> list[str]:
    return [request.body["ClientRequestToken"] for request in fake.requests if request.operation == WRITE]


def shards(fake: FakeDynamoDB) -> list[str]:
    """Name the item of the totals that each transaction adds to."""
    return [
        request.body["TransactItems"][0]["Update"]["Key"]["CounterName"]["S"]
        for request in fake.requests
        if request.operation == WRITE
    ]


def test_the_items_are_the_reference_projects_and_more(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container(shards=1)
    store.count(DAY, ADA)
    store.count(DAY, ADA)
    store.count(NEXT_DAY, BOB)
    assert fake.tables["counts"] == {
        "visitors": {"CounterName": {"S": "visitors"}, "count": {"N": "2"}, "visits": {"N": "3"}},
        DAY: {"CounterName": {"S": DAY}, "count": {"N": "1"}, "visits": {"N": "2"}},
        NEXT_DAY: {"CounterName": {"S": NEXT_DAY}, "count": {"N": "1"}, "visits": {"N": "1"}},
    }


def test_a_visitors_item_is_a_key_that_expires(fake: FakeDynamoDB, open_container: Open) -> None:
    open_container().count(DAY, ADA)
    secret = base64.b64decode(fake.tables["keys"].pop("secret")["Secret"]["B"])
    key = visitor_key(secret, ADA).hex()
    expires = int(fake.tables["keys"][key]["Expires"]["N"])
    assert fake.tables["keys"] == {key: {"KeyName": {"S": key}, "Expires": {"N": str(expires)}}}
    day = 24 * 60 * 60
    assert time.time() + day < expires < time.time() + 3 * day


def test_the_days_secret_is_random_and_overwritten(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container()
    store.count(DAY, ADA)
    first = fake.tables["keys"]["secret"]
    assert (first["Day"]["S"], len(base64.b64decode(first["Secret"]["B"]))) == (DAY, 32)
    store.count(DAY, BOB)
    assert fake.tables["keys"]["secret"] == first
    store.count(NEXT_DAY, None)
    second = fake.tables["keys"]["secret"]
    assert second["Day"]["S"] == NEXT_DAY
    assert second["Secret"] != first["Secret"]


def test_a_number_is_spread_over_shards(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container(shards=3)
    for _ in range(60):
        store.count(DAY, None)
    assert set(fake.tables["counts"]) == {"visitors", "visitors#1", "visitors#2", DAY, f"{DAY}#1", f"{DAY}#2"}
    assert store.totals() == (60, 0)
    assert store.history() == [(DAY, 60, 0)]


def test_the_number_of_shards_may_be_raised(open_container: Open) -> None:
    store = open_container(shards=1)
    for _ in range(5):
        store.count(DAY, ADA)
    assert open_container(shards=16).count(DAY, BOB) == (6, 2)


def test_a_scan_finds_what_shards_hold_that_are_counted_in_no_more(open_container: Open) -> None:
    before, now = open_container(shards=16), open_container(shards=2)
    for _ in range(60):
        before.count(DAY, ADA)
    assert now.totals()[0] < 60
    assert now.scan() == (60, 1, [(DAY, 60, 1)])


def test_a_table_of_page_loads_is_taken_over_once(fake: FakeDynamoDB, open_container: Open) -> None:
    fake.tables["counts"]["visitors"] = {"CounterName": {"S": "visitors"}, "count": {"N": "431"}}
    one, other = open_container(shards=1), open_container(shards=1)
    assert one.totals() == (431, 431)
    fake.fail(WRITE, lambda: other.count(DAY, BOB))  # both find the table as it was
    one.count(DAY, ADA)
    assert one.totals() == (433, 433)
    assert one.count(DAY, ADA) == (434, 433)
    assert one.history() == [(DAY, 3, 2)]


def test_the_days_very_first_visit_takes_three_round_trips(fake: FakeDynamoDB, open_container: Open) -> None:
    open_container().count(DAY, ADA)
    assert fake.operations() == [READ, SECRET, WRITE]


def test_a_warm_container_takes_two(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container()
    store.count(DAY, ADA)
    fake.operations()
    for viewer in (ADA, BOB, None):
        store.count(DAY, viewer)
        assert fake.operations() == [READ, WRITE]


def test_a_cold_container_takes_two_and_a_third_for_who_is_known(fake: FakeDynamoDB, open_container: Open) -> None:
    open_container().count(DAY, ADA)
    fake.operations()
    for viewer in (BOB, None):
        open_container().count(DAY, viewer)
        assert fake.operations() == [READ, WRITE]
    open_container().count(DAY, ADA)
    assert fake.operations() == [READ, WRITE, WRITE]


def test_a_lost_race_for_the_visitor_takes_one_more(fake: FakeDynamoDB, open_container: Open) -> None:
    one, other = open_container(), open_container()
    one.count(DAY, None)
    other.count(DAY, None)
    fake.operations()
    fake.fail(WRITE, lambda: other.count(DAY, ADA))
    assert one.count(DAY, ADA) == (3, 0)  # the other visitor came after the numbers were read
    assert one.totals() == (4, 1)
    assert [name for name in fake.operations() if name == WRITE] == [WRITE] * 3  # one of them the other's


def test_a_lost_race_for_the_secret_takes_no_more(fake: FakeDynamoDB, open_container: Open) -> None:
    one, other = open_container(), open_container()
    fake.fail(SECRET, lambda: other.count(DAY, ADA))
    one.count(DAY, BOB)
    assert fake.operations() == [READ, SECRET, READ, SECRET, WRITE, WRITE]  # two visits of three each
    assert one.count(DAY, ADA) == (3, 2)


def test_a_warm_container_whose_clock_was_wrong_takes_three(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container()
    store.count("2036-01-01", ADA)
    fake.operations()
    store.count(DAY, ADA)
    assert fake.operations() == [READ, SECRET, WRITE]
    store.count(DAY, ADA)
    assert fake.operations() == [READ, WRITE]


def test_reading_takes_one(fake: FakeDynamoDB, open_container: Open) -> None:
    open_container().totals()
    assert fake.operations() == [READ]


def test_all_is_read_as_it_is_now(fake: FakeDynamoDB, open_container: Open) -> None:
    open_container().count(DAY, ADA)
    [read] = [request.body["RequestItems"] for request in fake.requests if request.operation == READ]
    assert [table["ConsistentRead"] for table in read.values()] == [True, True]


UNKNOWN = ["cut", "lost", "late", "stall", "500", "garbage", "in progress"]


@pytest.mark.parametrize("fault", [*UNKNOWN, "throttled"])
@pytest.mark.parametrize("viewer", [ADA, BOB, None], ids=["known", "new", "nobody"])
def test_after_an_unknown_outcome_the_same_is_sent_again(
    fake: FakeDynamoDB, open_container: Open, viewer: bytes | None, fault: str
) -> None:
    store = open_container()
    store.count(DAY, ADA)
    fake.requests.clear()
    fake.fail(WRITE, fault)
    visitors = 2 if viewer == BOB else 1
    assert store.count(DAY, viewer) == (2, visitors)
    fake.deliver()
    assert store.totals() == (2, visitors)
    assert store.history() == [(DAY, 2, visitors)]
    assert len(tokens(fake)) > 1
    assert len({request.raw for request in fake.requests if request.operation == WRITE}) == 1


def test_after_a_conflict_another_token_and_another_shard_are_taken(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container(shards=64)
    fake.fail(WRITE, *["conflict"] * 5)
    assert store.count(DAY, ADA) == (1, 1)
    assert len(set(tokens(fake))) == 6
    assert len(set(shards(fake))) > 1


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_while_an_attempt_is_open_a_conflict_changes_nothing(
    fake: FakeDynamoDB, open_container: Open, unknown: str
) -> None:
    store = open_container(shards=64)
    store.count(DAY, ADA)
    fake.requests.clear()
    fake.fail(WRITE, unknown, "conflict", "conflict", "conflict")
    assert store.count(DAY, ADA) == (2, 1)
    fake.deliver()
    assert store.totals() == (2, 1)
    assert len(tokens(fake)) > 4
    assert len({request.raw for request in fake.requests if request.operation == WRITE}) == 1


def test_a_late_first_attempt_of_a_visitor_who_came_meanwhile_adds_nothing(
    fake: FakeDynamoDB, open_container: Open
) -> None:
    one, other = open_container(), open_container()
    one.count(DAY, None)
    fake.fail(WRITE, "late", lambda: other.count(DAY, ADA))
    one.count(DAY, ADA)
    fake.deliver()
    assert one.totals() == (3, 1)


@pytest.mark.parametrize("fault", ["cut", "lost", "500", "throttled", "stall"])
@pytest.mark.parametrize("before", ["2026-11-02", "2036-01-01"])
def test_one_secret_comes_of_every_fault(fake: FakeDynamoDB, open_container: Open, before: str, fault: str) -> None:
    open_container().count(before, ADA)
    fake.fail(SECRET, fault)
    store = open_container()
    assert store.count(DAY, ADA) == (2, 2)
    assert store.count(DAY, ADA) == (3, 2)
    assert open_container().count(DAY, ADA) == (4, 2)


def test_what_a_read_leaves_out_is_read_again(fake: FakeDynamoDB, open_container: Open) -> None:
    store = open_container(shards=4)
    for _ in range(40):
        store.count(DAY, ADA)
    fake.fail(READ, "partial", "unprocessed", "partial")
    assert store.count(DAY, ADA) == (41, 1)


def test_a_read_that_leaves_out_everything_ends_in_time(fake: FakeDynamoDB, open_container: Open) -> None:
    fake.fail(READ, *["unprocessed"] * 1000)
    with pytest.raises(StoreError, match="BatchGetItem: time is up"):
        open_container(time_limit=0.1).totals()


def test_conflicts_without_end_end_in_time(fake: FakeDynamoDB, open_container: Open) -> None:
    fake.fail(WRITE, *["conflict"] * 1000)
    start = time.monotonic()
    with pytest.raises(StoreError, match="TransactionCanceledException"):
        open_container(time_limit=0.3).count(DAY, ADA)
    assert 0.3 <= time.monotonic() - start < 1


def test_a_visit_has_one_limit_for_all_its_requests(fake: FakeDynamoDB, open_container: Open) -> None:
    fake.fail(READ, "stall")
    fake.fail(SECRET, *["stall"] * 1000)
    start = time.monotonic()
    with pytest.raises(StoreError, match="PutItem: time is up"):
        open_container(time_limit=0.5).count(DAY, ADA)
    assert 0.5 <= time.monotonic() - start < 1


@pytest.mark.parametrize("operation", [READ, SECRET, WRITE])
def test_a_store_that_may_not_is_an_error_at_once(fake: FakeDynamoDB, open_container: Open, operation: str) -> None:
    fake.fail(operation, "denied")
    with pytest.raises(RefusedError, match=f"DynamoDB {operation}: AccessDeniedException"):
        open_container().count(DAY, ADA)
    assert [request.operation for request in fake.requests].count(operation) == 1
    assert fake.tables["counts"] == {}


def test_a_transaction_that_can_never_be_done_is_an_error_at_once(fake: FakeDynamoDB, open_container: Open) -> None:
    fake.fail(WRITE, "invalid")
    with pytest.raises(RefusedError, match="TransactionCanceledException"):
        open_container().count(DAY, ADA)
    assert len(tokens(fake)) == 1


FAULTS = st.sampled_from([*UNKNOWN, "throttled", "conflict", "invalid", "denied"])
OPERATIONS = st.sampled_from([READ, SECRET, WRITE, WRITE, WRITE])
VISITS = st.tuples(
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([None, ADA, BOB]),
    st.lists(st.tuples(OPERATIONS, FAULTS), max_size=3),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=st.lists(VISITS, min_size=1, max_size=8))
def test_any_faults_in_any_order(
    visits: list[tuple[int, bool, bytes | None, list[tuple[str, Any]]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", 0.05)
    with ExitStack() as stack:
        fake = stack.enter_context(closing(FakeDynamoDB()))
        stores = [stack.enter_context(closing(dynamodb_store(fake.url))) for _ in range(3)]
        day, answered, sent = 1, 0, 0
        seen: set[tuple[int, bytes]] = set()
        maybe: set[tuple[int, bytes]] = set()
        for container, midnight, viewer, faults in visits:
            day += midnight
            for operation, fault in faults:
                fake.fail(operation, fault)
            sent += 1
            if viewer is not None:
                maybe.add((day, viewer))
            try:
                stores[container].count(f"2026-11-{day:02}", viewer)
            except StoreError:
                continue
            finally:
                if midnight:
                    fake.deliver()  # nothing is late by more than a day: DynamoDB refuses what was signed minutes ago
            answered += 1
            if viewer is not None:
                seen.add((day, viewer))
        fake.deliver()
        fake.faults.clear()
        counted, visitors = stores[0].totals()
        assert answered <= counted <= sent
        assert len(seen) <= visitors <= len(maybe)
        history = stores[0].history()
        assert (sum(visits for _, visits, _ in history), sum(number for _, _, number in history)) == (counted, visitors)
        for when, viewer in seen:
            if when == day:
                stores[1].count(f"2026-11-{when:02}", viewer)
        assert stores[0].totals()[1] == visitors
