"""DynamoDB's limits, which DynamoDB Local lacks: a proxy's rule that enforces them on a stretched clock."""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING

from tools.proxy import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.proxy import Request

    Item = tuple[str, str]  # its table and its name

# Units a second, of an item, which lies in one partition, and of a new on-demand table:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
ITEM_LIMITS = {"read": 3_000, "write": 1_000}
TABLE_LIMITS = {"read": 12_000, "write": 4_000}

LATENCY = {"read": 0.004, "write": 0.010}  # seconds; a transaction holds its items for as long
SLACK = 0.02  # seconds for which units that nobody took are kept


class Limits:
    """Throttles what is beyond the limits and, if so told, cancels the second of two transactions that meet in an item.

    A transaction costs twice the units of its writes, and as much where it is canceled for a conflict.
    """

    def __init__(self, stretch: float, *, conflicts: bool) -> None:
        """Take how many seconds here are one of DynamoDB's."""
        self._stretch = stretch
        self._conflicts = conflicts
        self._lock = Lock()
        self._units: dict[tuple[str, ...], tuple[float, float]] = {}  # what was free, and when
        self._held: set[Item] = set()

    def __call__(self, request: Request, send: Callable[[Request], Answer]) -> Answer:
        """Decide on a request, and take the time that DynamoDB would."""
        kind = "read" if request.operation == "BatchGetItem" else "write"
        end = time.monotonic() + LATENCY[kind] * self._stretch
        is_transaction = request.operation == "TransactWriteItems"
        items = list(_items(request))
        holds = set(items if is_transaction and self._conflicts else ())
        with self._lock:
            if not self._take(kind, items, 2 if is_transaction else 1):
                return _canceled("ThrottlingError", items) if is_transaction else _error("ThrottlingException")
            if self._held & holds:
                return _canceled("TransactionConflict", items)
            self._held |= holds
        try:
            answer = send(request)
            time.sleep(max(0, end - time.monotonic()))
        finally:
            with self._lock:
                self._held -= holds
        return answer

    def _take(self, kind: str, items: list[Item], units: int) -> bool:
        """Take the units of all items and their tables, or none."""
        wanted = Counter[tuple[str, ...]]()
        for table, name in items:
            wanted[kind, table, name] += units
            wanted[kind, table] += units
        now = time.monotonic()
        free = {key: self._free(key, now) for key in wanted}
        if any(free[key] < wanted[key] for key in wanted):
            return False
        self._units |= {key: (free[key] - wanted[key], now) for key in wanted}
        return True

    def _free(self, key: tuple[str, ...], now: float) -> float:
        kind, _, *name = key
        rate = (ITEM_LIMITS if name else TABLE_LIMITS)[kind] / self._stretch
        most = rate * SLACK * self._stretch
        units, then = self._units.get(key, (most, now))
        return min(most, units + (now - then) * rate)


def _items(request: Request) -> Iterator[Item]:
    match request.body:
        case {"RequestItems": tables}:
            for table, wanted in tables.items():
                yield from ((table, _name(key)) for key in wanted["Keys"])
        case {"TransactItems": actions}:
            for action in actions:
                [write] = action.values()
                yield write["TableName"], _name(write.get("Key") or write["Item"])
        case write:
            yield write["TableName"], _name(write.get("Key") or write["Item"])


def _name(item: dict[str, dict[str, str]]) -> str:
    return (item.get("CounterName") or item["KeyName"])["S"]


def _error(code: str) -> Answer:
    return Answer(400, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}"})


def _canceled(reason: str, items: list[Item]) -> Answer:
    reasons = [{"Code": reason}, *({"Code": "None"} for _ in items[1:])]
    return Answer(400, _error("TransactionCanceledException").body | {"CancellationReasons": reasons})
