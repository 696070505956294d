"""How many requests a visit makes, one after the other.

The suites of the engines take these tests over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engines import faults
from tests.engines.faults import READ, SECRET, WRITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engines.conftest import Open
    from tests.engines.faults import Fault, Send
    from tools.proxy import Answer, Proxy, Request

DAY, NEXT_DAY = "2026-11-03", "2026-11-04"
ADA, BOB = b"ada", b"bob"


def after(event: Callable[[], object]) -> Fault:
    """Let something else happen before the request arrives."""

    def rule(request: Request, send: Send) -> Answer | None:
        event()
        return send(request)

    return rule


def test_a_warm_container_makes_two(proxy: Proxy, open_container: Open) -> None:
    store = open_container()
    store.count(DAY, ADA)
    proxy.operations()
    for viewer in (ADA, BOB, None):
        store.count(DAY, viewer)
        assert proxy.operations() == [READ, WRITE]


def test_the_first_visit_that_a_container_sees_makes_a_third_at_most(proxy: Proxy, open_container: Open) -> None:
    open_container().count(DAY, ADA)
    assert proxy.operations() == [READ, SECRET, WRITE]
    for viewer, requests in ((ADA, [READ, WRITE, WRITE]), (BOB, [READ, WRITE]), (None, [READ, WRITE])):
        open_container().count(DAY, viewer)
        assert proxy.operations() == requests


def test_the_days_first_visit_to_a_warm_container_makes_three(proxy: Proxy, open_container: Open) -> None:
    store = open_container()
    store.count(DAY, ADA)
    proxy.operations()
    store.count(NEXT_DAY, ADA)
    assert proxy.operations() == [READ, SECRET, WRITE]


def test_a_race_for_the_visitor_costs_its_loser_one(proxy: Proxy, open_container: Open) -> None:
    winner, loser = open_container(), open_container()
    winner.count(DAY, None)
    loser.count(DAY, None)
    proxy.operations()
    proxy.rule = faults.in_turn([faults.none, after(lambda: winner.count(DAY, ADA))])
    loser.count(DAY, ADA)
    assert proxy.operations() == [READ, WRITE, *[READ, WRITE], WRITE]  # the winner's two in the midst
    assert loser.totals() == (4, 1)


def test_a_race_for_the_secret_costs_its_loser_none(proxy: Proxy, open_container: Open) -> None:
    winner, loser = open_container(), open_container()
    proxy.rule = faults.in_turn([faults.none, after(lambda: winner.count(DAY, ADA))])
    loser.count(DAY, BOB)
    assert proxy.operations() == [READ, SECRET, *[READ, SECRET, WRITE], WRITE]
    assert loser.totals() == (2, 2)


def test_a_race_for_an_item_costs_its_loser_one(proxy: Proxy, open_container: Open) -> None:
    store = open_container()
    store.count(DAY, ADA)
    proxy.operations()
    proxy.rule = faults.in_turn([faults.none, faults.conflict])
    store.count(DAY, ADA)
    assert proxy.operations() == [READ, WRITE, WRITE]
    assert store.totals() == (2, 1)


def test_the_numbers_alone_are_one(proxy: Proxy, open_container: Open) -> None:
    open_container().totals()
    assert proxy.operations() == [READ]
