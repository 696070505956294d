"""How many visits a second DynamoDB's limits let through, by the number of shards."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, closing, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING
from unittest.mock import patch

from tools.tables import connect, new_tables

from bench.counter_limits import ITEM_LIMITS, LATENCY, TABLE_LIMITS, Limits
from bench.counter_visits import DAY, open_store, visit_reference
from cloud_resume.counter import _client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.proxy import Proxy

CLIENTS = 64
STRETCH = 10  # seconds here for one of DynamoDB's, so that it is not this machine that is measured
WARM_UP, MEASURED = 3, 8  # seconds here

TEXT = """\
## Throughput

{clients} clients that visit without a pause, each visit by a new visitor, on DynamoDB Local behind a proxy that has
DynamoDB's limits: for an item {item[write]:,} write and {item[read]:,} read units a second, for a table that is new
{table[write]:,} and {table[read]:,}. A read takes {read:.0f} ms, a write {write:.0f}. With conflicts, a transaction
holds its items for that long, and another that wants one of them is canceled. All of it, the client's pauses too, goes
{stretch} times as slow, and the figures are reckoned back.

| visits a second | capacity alone | with conflicts |
|---|---:|---:|
{rows}| 4 shards without limits: what this machine can do | {unlimited:.0f} | |

A new visitor takes 4 write units of the table of counts, half of them of one item: one shard ends at 500 visits a
second, and a table that is new at 1,000, which two shards reach. Each visit also reads the totals' shards: with 16 of
them the table's read units end growth at 750. What conflicts cost shrinks with every shard.
"""
ROW = "| {name} | {alone:.0f} | {conflicts:.0f} |\n"


def section(proxy: Proxy) -> str:
    """Measure, and give the text; `proxy` leads to DynamoDB Local."""
    rows = ""
    for name, shards in (("the reference", None), ("1 shard", 1), ("4 shards", 4), ("16 shards", 16)):
        alone, conflicts = (_visits_a_second(proxy, shards, Limits(STRETCH, conflicts=each)) for each in (False, True))
        rows += ROW.format(name=name, alone=alone, conflicts=conflicts)
    return TEXT.format(
        clients=CLIENTS,
        item=ITEM_LIMITS,
        table=TABLE_LIMITS,
        read=LATENCY["read"] * 1000,
        write=LATENCY["write"] * 1000,
        stretch=STRETCH,
        rows=rows,
        unlimited=_visits_a_second(proxy, 4, None),
    )


def _visits_a_second(proxy: Proxy, shards: int | None, limits: Limits | None) -> float:
    """Measure; no shards is the reference."""
    done = [0] * CLIENTS
    stop = Event()

    def visit_on(client: int) -> None:
        with closing(open_store(proxy, tables, shards or 1)) as store, closing(connect(proxy.url)) as reference:
            while not stop.is_set():
                if shards:
                    store.count(DAY, os.urandom(8))
                else:
                    visit_reference(reference, tables)
                done[client] += 1

    with ExitStack() as stack:
        tables = stack.enter_context(new_tables(proxy.url))
        stack.enter_context(_stretched())
        if limits:
            stack.enter_context(patch.object(proxy, "rule", limits))
        threads = [Thread(target=visit_on, args=(client,)) for client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        time.sleep(WARM_UP)
        start, before = time.monotonic(), sum(done)
        time.sleep(MEASURED)
        rate = (sum(done) - before) / (time.monotonic() - start)
        stop.set()
        for thread in threads:
            thread.join()
    return rate * STRETCH


@contextmanager
def _stretched() -> Iterator[None]:
    """Let the client take as much longer as DynamoDB does."""
    with ExitStack() as stack:
        for name in ("_ATTEMPT_LIMIT", "_FIRST_PAUSE", "_LONGEST_PAUSE"):
            stack.enter_context(patch.object(_client, name, getattr(_client, name) * STRETCH))
        yield
