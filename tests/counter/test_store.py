"""What every store keeps to, whatever it is made of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.counter.conftest import Engine

    from cloud_resume.counter import Store

DAY, NEXT_DAY, DAY_AFTER = "2026-11-03", "2026-11-04", "2026-11-05"
ADA, BOB = b"ada", b"bob"


def test_an_empty_store_has_counted_nothing(open_store: Callable[[], Store]) -> None:
    store = open_store()
    assert store.totals() == (0, 0)
    assert store.history() == []


def test_a_visitor_is_counted_once_a_day_and_a_visit_each_time(open_store: Callable[[], Store]) -> None:
    store = open_store()
    assert store.count(DAY, ADA) == (1, 1)
    assert store.count(DAY, ADA) == (2, 1)
    assert store.count(DAY, BOB) == (3, 2)
    assert store.totals() == (3, 2)
    assert store.history() == [(DAY, 3, 2)]


def test_nobody_is_a_visit_and_no_visitor(open_store: Callable[[], Store]) -> None:
    store = open_store()
    assert store.count(DAY, None) == (1, 0)
    assert store.count(DAY, None) == (2, 0)
    assert store.history() == [(DAY, 2, 0)]


def test_who_is_known_to_one_container_is_known_to_all(open_store: Callable[[], Store]) -> None:
    one, other = open_store(), open_store()
    assert one.count(DAY, ADA) == (1, 1)
    assert other.count(DAY, ADA) == (2, 1)
    assert open_store().count(DAY, ADA) == (3, 1)


def test_the_next_day_everyone_is_new(open_store: Callable[[], Store]) -> None:
    one, other = open_store(), open_store()
    one.count(DAY, ADA)
    other.count(DAY, ADA)
    assert one.count(NEXT_DAY, ADA) == (3, 2)
    assert other.count(NEXT_DAY, ADA) == (4, 2)
    assert one.history() == [(DAY, 2, 1), (NEXT_DAY, 2, 1)]


def test_a_visit_of_nobody_begins_the_day_too(open_store: Callable[[], Store]) -> None:
    store = open_store()
    store.count(DAY, ADA)
    store.count(NEXT_DAY, None)
    assert store.count(NEXT_DAY, ADA) == (3, 2)


def test_a_container_whose_clock_is_behind_takes_the_day_that_it_finds(open_store: Callable[[], Store]) -> None:
    open_store().count(NEXT_DAY, ADA)
    behind = open_store()
    assert behind.count(DAY, ADA) == (2, 1)
    assert behind.count(DAY, BOB) == (3, 2)
    assert behind.history() == [(NEXT_DAY, 3, 2)]


@pytest.mark.parametrize("wrong", [DAY_AFTER, "2036-01-01"])
def test_a_clock_that_was_wrong_is_followed_no_further_than_a_day(open_store: Callable[[], Store], wrong: str) -> None:
    one = open_store()
    one.count(wrong, ADA)
    assert open_store().count(DAY, ADA) == (2, 2)
    assert one.count(DAY, ADA) == (3, 2)  # the same container, its clock set right
    assert one.count(NEXT_DAY, ADA) == (4, 3)
    assert one.history() == [(DAY, 2, 1), (NEXT_DAY, 1, 1), (wrong, 1, 1)]


def test_a_clock_that_was_behind_is_not_followed(open_store: Callable[[], Store]) -> None:
    one = open_store()
    one.count("1970-01-01", ADA)
    assert open_store().count(DAY, ADA) == (2, 2)
    assert one.count(DAY, ADA) == (3, 2)
    assert one.history() == [("1970-01-01", 1, 1), (DAY, 2, 1)]


@pytest.mark.parametrize(("day", "next_day"), [("2026-12-31", "2027-01-01"), ("2028-02-28", "2028-02-29")])
def test_a_day_ahead_is_one_of_the_calendar(open_store: Callable[[], Store], day: str, next_day: str) -> None:
    open_store().count(next_day, ADA)
    assert open_store().count(day, ADA) == (2, 1)


def test_all_who_find_a_day_far_ahead_agree_on_another_secret(open_store: Callable[[], Store]) -> None:
    containers = 8
    start = Barrier(containers)
    stores = [open_store() for _ in range(containers)]
    stores[0].count("2036-01-01", ADA)

    def visit(store: Store) -> None:
        start.wait()
        store.count(DAY, ADA)

    with ThreadPoolExecutor(containers) as pool:
        list(pool.map(visit, stores))
    assert open_store().history() == [(DAY, containers, 1), ("2036-01-01", 1, 1)]


def test_all_at_once(open_store: Callable[[], Store]) -> None:
    containers, rounds, viewers = 8, 20, 5
    start = Barrier(containers)

    def visit(container: int) -> None:
        store = open_store()
        start.wait()
        for number in range(rounds):
            viewer = None if number % 4 == 3 else str((container + number) % viewers).encode()
            assert store.count(DAY, viewer) > (0, 0)

    with ThreadPoolExecutor(containers) as pool:
        list(pool.map(visit, range(containers)))
    assert open_store().totals() == (containers * rounds, viewers)
    assert open_store().history() == [(DAY, containers * rounds, viewers)]


def test_the_first_visits_of_a_day_agree_on_its_secret(open_store: Callable[[], Store]) -> None:
    containers = 8
    start = Barrier(containers)
    stores = [open_store() for _ in range(containers)]

    def visit(store: Store) -> None:
        for day in (DAY, NEXT_DAY):
            start.wait()
            store.count(day, ADA)

    with ThreadPoolExecutor(containers) as pool:
        list(pool.map(visit, stores))
    assert open_store().history() == [(DAY, containers, 1), (NEXT_DAY, containers, 1)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visits=st.lists(
        st.tuples(st.integers(0, 2), st.booleans(), st.none() | st.sampled_from([ADA, BOB, b"\0", b""])), max_size=20
    )
)
def test_any_order_of_visits_adds_up(engine: Engine, visits: list[tuple[int, bool, bytes | None]]) -> None:
    open_store = engine.fresh()
    stores = [open_store() for _ in range(3)]
    day, seen, counted = 1, set(), dict[str, list[int]]()
    for container, midnight, viewer in visits:
        day += midnight
        name = f"2026-11-{day:02}"
        numbers = counted.setdefault(name, [0, 0])
        numbers[0] += 1
        if viewer is not None and (name, viewer) not in seen:
            seen.add((name, viewer))
            numbers[1] += 1
        totals = stores[container].count(name, viewer)
        assert totals == (sum(visits for visits, _ in counted.values()), len(seen))
    assert stores[0].history() == [(name, *numbers) for name, numbers in sorted(counted.items())]
