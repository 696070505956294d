"""What DynamoDB bills for a visit, and what the whole of AWS bills for a flood of them."""

from __future__ import annotations

import re
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from tools.lambda_runtime import free_port
from tools.proxy import Proxy
from tools.tables import connect, new_tables

from bench.counter_visits import DAY, open_store, visit_reference
from cloud_resume.cloud import _emulator
from cloud_resume.counter._dynamodb import SHARDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.proxy import Answer, Request

PRODUCTION = Path(__file__).parent.parent / "infra" / "live" / "prod" / "env.hcl"

# Dollars in us-east-1, without any free tier. DynamoDB's are those since November 2024, all others of November 2026.
WRITES, READS = 0.625, 0.125  # a million units, on demand
API_CALLS = 1.00  # a million, to an HTTP API
INVOCATIONS = 0.20  # a million
COMPUTE = 0.0000133334  # a GB-second, on arm64
LOGS = 0.50  # a GB, taken in by CloudWatch
REQUESTS, FILES, TRANSFER = 1.00, 0.40, 0.085  # a million HTTPS requests to CloudFront, a million reads of S3; a GB out

# What every account has free each month, for good.
FREE_REQUESTS, FREE_TRANSFER, FREE_INVOCATIONS, FREE_COMPUTE, FREE_LOGS = 10e6, 1000, 1e6, 400_000, 5

DURATION = 0.1  # seconds that the function is billed for a visit
PARTS, WEIGHT = 4, 10e3  # requests and bytes of a visit: the page's three parts and the count, with their headers
LOGGED = 800  # bytes a visit: the function's START, END and REPORT, and a line of the API's access log

CAPACITY = """\
## Capacity

`ReturnConsumedCapacity`, with {shards} shards. The write units are as MiniStack reports them, for DynamoDB Local takes
a transaction to write one item of a table. The read units are as DynamoDB Local reports them, for MiniStack reports
none. Added is what neither reports and DynamoDB bills: a unit for reading an item that is not there, and a transaction
that its condition cancels. A million write units cost ${writes}, a million read units ${reads} (on demand, us-east-1,
since November 2024).

| | write units | read units | dollars a million |
|---|---:|---:|---:|
"""
CAPACITY_ROW = "| {name} | {units.writes:g} | {units.reads:g} | {dollars:.2f} |\n"

MONTHS = (1_000, 100_000, 10_000_000)  # visits

MONTH = """
## What a month costs

By the month's visits, each by a new visitor with an empty cache: {parts} requests, {weight:.0f} KB. Dollars in
us-east-1; taken off is what AWS gives every account each month for good, and nothing that ends after a year.

| | {months} |
|---|---:|---:|---:|
"""
MONTH_ROW = "| {name} | {dollars} |\n"

FLOOD = """
## What a flood can cost

The API's throttle bounds this part, to {rate} requests a second by `infra/live/prod/env.hcl`; AWS calls that best
effort. Prices are those of us-east-1 without any free tier.

| | dollars a million | dollars a day |
|---|---:|---:|
"""
FLOOD_ROW = "| {name} | {price:.2f} | {day:.2f} |\n"

UNBOUNDED = """
Nothing bounds what CloudFront is asked for, a page or an `/api/visits` that the throttle refuses. Each month the first
10 million requests and the first terabyte are free; beyond them:

| | dollars |
|---|---:|
| a million HTTPS requests from North America | 1.00 |
| a million HTTPS requests from Europe | 1.20 |
| S3's part in a million requests for HTML, which is always asked for anew | 0.40 |
| a terabyte to either, up to ten a month | 85.00 |
"""


class Units(NamedTuple):
    """What DynamoDB bills."""

    writes: float
    reads: float

    def dollars(self) -> float:
        """Give what a million of the like cost."""
        return self.writes * WRITES + self.reads * READS


def section(proxy: Proxy) -> str:
    """Measure, and give the text; `proxy` leads to DynamoDB Local."""
    reads = _units(proxy)
    writes = _units_of_ministack()
    units = {name: Units(writes[name].writes, reads[name].reads) for name in reads}
    capacity = CAPACITY.format(shards=SHARDS, writes=WRITES, reads=READS) + "".join(
        CAPACITY_ROW.format(name=name, units=own, dollars=own.dollars()) for name, own in units.items()
    )
    return capacity + _month(units["a new visitor"]) + _flood(units["a new visitor"]) + UNBOUNDED


def _units_of_ministack() -> dict[str, Units]:
    with TemporaryDirectory() as scratch:
        emulator = _emulator.start(Path(scratch), port=free_port())
        try:
            with Proxy(emulator.endpoint, ca=emulator.ca) as proxy:
                return _units(proxy)
        finally:
            _emulator.stop(Path(scratch))


def _units(proxy: Proxy) -> dict[str, Units]:
    """Give what each kind of visit takes, as the engine reports it."""
    with (
        new_tables(proxy.url) as tables,
        closing(open_store(proxy, tables)) as store,
        closing(open_store(proxy, tables)) as another,
        closing(connect(proxy.url)) as client,
    ):
        first = _metered(proxy, lambda: store.count(DAY, b"first"))
        for number in range(100):  # until each shard has its items
            store.count(DAY, b"%d" % number)
        return {
            "the day's first visit": first,
            "a new visitor": _metered(proxy, lambda: store.count(DAY, b"new")),
            "a known visitor": _metered(proxy, lambda: store.count(DAY, b"new")),
            "a known visitor, the first in a container": _metered(proxy, lambda: another.count(DAY, b"new")),
            "nobody, by `Sec-GPC` or `DNT`": _metered(proxy, lambda: store.count(DAY, None)),
            "`GET`": _metered(proxy, store.totals),
            "the reference": _metered(proxy, lambda: visit_reference(client, tables)),
        }


def _metered(proxy: Proxy, action: Callable[[], object]) -> Units:
    writes = reads = 0.0

    def rule(request: Request, send: Callable[[Request], Answer]) -> Answer:
        nonlocal writes, reads
        answer = send(request._replace(body=request.body | {"ReturnConsumedCapacity": "TOTAL"}))
        tables = answer.body.get("ConsumedCapacity", [])
        units = sum(table["CapacityUnits"] for table in (tables if isinstance(tables, list) else [tables]))
        if request.operation == "BatchGetItem":
            wanted = sum(len(table["Keys"]) for table in request.body["RequestItems"].values())
            found = sum(len(items) for items in answer.body["Responses"].values())
            reads += units + wanted - found
        elif answer.status == HTTPStatus.OK:
            writes += units
        else:
            writes += 2 * len(request.body["TransactItems"])
        return answer

    with patch.object(proxy, "rule", rule):
        action()
    return Units(writes, reads)


def _month(visit: Units) -> str:
    bills = [_bill(visits, visit, _setting(r"memory_size\s*=\s*(\d+)")) for visits in MONTHS]
    months = " | ".join(f"{visits:,}" for visits in MONTHS)
    text = MONTH.format(parts=PARTS, weight=WEIGHT / 1e3, months=months)
    for name in bills[0]:
        text += MONTH_ROW.format(name=name, dollars=" | ".join(f"{bill[name]:.2f}" for bill in bills))
    total = " | ".join(f"**{sum(bill.values()):.2f}**" for bill in bills)
    return text + MONTH_ROW.format(name="**together**", dollars=total)


def _bill(visits: int, visit: Units, memory: int) -> dict[str, float]:
    """Give dollars by service for a month's visits, with a function of so many MB."""

    def beyond(free: float, used: float) -> float:
        return max(0.0, used - free)

    requests, transfer = visits * PARTS, visits * WEIGHT / 1e9
    compute, logs = visits * DURATION * memory / 1024, visits * LOGGED / 1e9
    return {
        "CloudFront": beyond(FREE_REQUESTS, requests) / 1e6 * REQUESTS + beyond(FREE_TRANSFER, transfer) * TRANSFER,
        "S3": visits / 1e6 * FILES,
        "API Gateway": visits / 1e6 * API_CALLS,
        "Lambda": beyond(FREE_INVOCATIONS, visits) / 1e6 * INVOCATIONS + beyond(FREE_COMPUTE, compute) * COMPUTE,
        "DynamoDB": visits / 1e6 * visit.dollars(),
        "CloudWatch": beyond(FREE_LOGS, logs) * LOGS,
    }


def _setting(pattern: str) -> int:
    [value] = re.findall(pattern, PRODUCTION.read_text(encoding="utf-8"))
    return int(value)


def _flood(visit: Units) -> str:
    rate = _setting(r"throttle\s*=\s*\{\s*rate\s*=\s*(\d+)")
    memory = _setting(r"memory_size\s*=\s*(\d+)")
    prices = {
        "API Gateway": API_CALLS,
        f"Lambda, {memory} MB for {DURATION * 1000:.0f} ms": INVOCATIONS + memory / 1024 * DURATION * COMPUTE * 1e6,
        "DynamoDB, each visit by a new visitor": visit.dollars(),
        f"CloudWatch, {LOGGED} bytes of logs": LOGGED / 1e9 * LOGS * 1e6,
    }
    prices["**together**"] = sum(prices.values())
    millions = rate * 24 * 60 * 60 / 1e6
    rows = (FLOOD_ROW.format(name=name, price=price, day=price * millions) for name, price in prices.items())
    return FLOOD.format(rate=rate) + "".join(rows)
