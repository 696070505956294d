"""The store of the cloud: two DynamoDB tables.

The table of counts has an item for the totals, ``visitors``, and one for each day, ``2026-11-03``: ``count`` is the
number of visitors and ``visits`` that of visits. Each is spread over shards (``visitors#1``, ``2026-11-03#1``), for
DynamoDB writes an item a thousand times a second at most, and cancels one of two transactions that meet in it. An
item without ``visits`` belongs to a table taken over, where page loads were counted: both numbers go on from there.

The table of keys has an item for each visitor of the day, which goes by its ``Expires`` (TTL), and ``secret``, which
holds the day's secret. Two callers whose clocks are days apart would go on overwriting it; there are none, for
DynamoDB refuses a request that is signed more than five minutes from its own time.
"""

from __future__ import annotations

import base64
import os
import time

from cloud_resume.counter._client import RefusedError, attempts
from cloud_resume.counter._errors import StoreError
from cloud_resume.counter._visit import next_day, visitor_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias

    from cloud_resume.counter._client import DynamoDBClient

    Item: TypeAlias = dict[str, dict[str, str]]

SHARDS = 4  # enough for tens of visits a second; each costs a read of its item at every visit
TIME_LIMIT = 7.0  # seconds for one call with all its retries

_TOTALS = "visitors"
_SECRET = "secret"  # noqa: S105 - the name of an item
_KEY_LIFETIME = 2 * 24 * 60 * 60  # seconds; a day more than needed, for clocks differ

# Reasons to cancel a transaction that may be gone a moment later.
_PASSING = {"None", "ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"}


class DynamoDBStore:
    """A `Store` in DynamoDB, for one thread.

    It calls ``BatchGetItem`` on both tables, ``UpdateItem`` on that of counts and ``PutItem`` on that of keys;
    `scan` alone, which a person asks for, calls ``Scan`` on the table of counts.
    """

    def __init__(
        self,
        client: DynamoDBClient,
        *,
        counts_table: str,
        keys_table: str,
        shards: int = SHARDS,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        """Take the two tables' names.

        `shards` may be raised later but not lowered: what the upper ones hold would not be read. `time_limit` has
        to be less than the function's own, and more than the five seconds after which DynamoDB takes up a
        transaction that it has left half done.
        """
        self._client = client
        self._counts_table = counts_table
        self._keys_table = keys_table
        self._shards = shards
        self._time_limit = time_limit
        self._day = ""  # the secret's day; "" is before all days
        self._secret = b""

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._client.close()

    def count(self, day: str, viewer: bytes | None) -> tuple[int, int]:
        """Count one visit, and its visitor; see `Store.count`.

        One round trip reads and one writes. The first visit that a container sees in a day learns the secret
        while it reads, and takes its viewer for a new one. It is one round trip more where a secret has to be
        written, and where the key turns out to be there: then the visit is written again without it.
        """
        deadline = time.monotonic() + self._time_limit
        if not day <= self._day <= next_day(day):
            found = self._read([_SECRET], deadline)
            self._agree(found.get(_SECRET), day, deadline)
            key = self._key(viewer)
        else:
            key = self._key(viewer)
            found = self._read([] if key is None else [key], deadline)
            if key in found:
                key = None
        new = key is not None and self._write(key, found, deadline)
        if not new:
            self._write(None, found, deadline)
        visits, visitors = _totals(found)
        return visits + 1, visitors + int(new)

    def totals(self) -> tuple[int, int]:
        """Give the total visits and visitors."""
        return _totals(self._read([], time.monotonic() + self._time_limit))

    def history(self) -> list[tuple[str, int, int]]:
        """Give day, visits and visitors of each day that had a visit, the oldest first."""
        return self.scan()[2]

    def scan(self) -> tuple[int, int, list[tuple[str, int, int]]]:
        """Give `totals` and `history` as the table has them, in more shards too than it is now counted in."""
        days: dict[str, list[Item]] = {}
        scan: dict[str, Any] = {"TableName": self._counts_table, "ConsistentRead": True}
        while True:
            page = self._client.call("Scan", scan, time.monotonic() + self._time_limit)
            for item in page["Items"]:
                days.setdefault(item["CounterName"]["S"].partition("#")[0], []).append(item)
            if "LastEvaluatedKey" not in page:
                totals = _add_up(days.pop(_TOTALS, []))
                return *totals, [(day, *_add_up(items)) for day, items in sorted(days.items())]
            scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _key(self, viewer: bytes | None) -> str | None:
        return None if viewer is None else visitor_key(self._secret, viewer).hex()

    def _read(self, keys: list[str], deadline: float) -> dict[str, Item]:
        """Give, by name, what there is of the totals' shards and of `keys`."""
        shards = [_shard_name(_TOTALS, shard) for shard in range(self._shards)]
        wanted = {self._counts_table: _batch("CounterName", shards)}
        if keys:
            wanted[self._keys_table] = _batch("KeyName", keys)
        found = {}
        for _ in attempts(deadline):
            answer = self._client.call("BatchGetItem", {"RequestItems": wanted}, deadline)
            for items in answer["Responses"].values():
                for item in items:
                    name = item.get("CounterName") or item["KeyName"]
                    found[name["S"]] = item
            wanted = answer.get("UnprocessedKeys", {})
            if not wanted:
                return found
        message = "DynamoDB BatchGetItem: time is up: UnprocessedKeys"
        raise StoreError(message)

    def _agree(self, secret: Item | None, day: str, deadline: float) -> None:
        """Take the secret that was read, or write one for `day` in its place, unless another just has."""
        latest = next_day(day)
        if secret is None or not day <= secret["Day"]["S"] <= latest:
            secret = {
                "KeyName": {"S": _SECRET},
                "Day": {"S": day},
                "Secret": {"B": base64.b64encode(os.urandom(32)).decode()},
            }
            request = {
                "TableName": self._keys_table,
                "Item": secret,
                "ConditionExpression": "attribute_not_exists(KeyName) OR #day < :day OR #day > :latest",
                "ExpressionAttributeNames": {"#day": "Day"},
                "ExpressionAttributeValues": {":day": {"S": day}, ":latest": {"S": latest}},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
            try:
                self._client.call("PutItem", request, deadline)
            except RefusedError as refusal:
                if refusal.code != "ConditionalCheckFailedException":
                    raise
                secret = refusal.answer["Item"]
        self._day = secret["Day"]["S"]
        self._secret = base64.b64decode(secret["Secret"]["B"])

    def _write(self, key: str | None, found: dict[str, Item], deadline: float) -> bool:
        """Write one visit, and a visitor where there is a `key`; write nothing and say False if it exists.

        While an attempt has no known outcome, its token and its shard stay: it may yet come to pass, and under
        another token the visit would count again.
        """
        request = self._transaction(key, found)
        settled = True
        cause = StoreError("DynamoDB TransactWriteItems: time is up")
        for _ in attempts(deadline):
            try:
                self._client.call("TransactWriteItems", request, deadline)
            except RefusedError as refusal:
                reasons = {reason["Code"] for reason in refusal.answer.get("CancellationReasons", [])}
                if "ConditionalCheckFailed" in reasons:
                    return False  # and never comes to pass: the key is there to stay
                if not reasons or not reasons <= _PASSING:
                    raise
                cause = refusal
                settled = settled and refusal.settled
                if settled:
                    request = self._transaction(key, found)
            else:
                return True
        raise cause

    def _transaction(self, key: str | None, found: dict[str, Item]) -> dict[str, Any]:
        """Make the transaction of one visit, under a new token and in a shard drawn by lot."""
        shard = int.from_bytes(os.urandom(4)) % self._shards
        totals = _shard_name(_TOTALS, shard)
        start, _ = _add_up([found[totals]] if totals in found else [])
        visitors = 0 if key is None else 1
        actions = [
            self._addition(totals, start, visitors),
            self._addition(_shard_name(self._day, shard), 0, visitors),
        ]
        if key is not None:
            put = {
                "TableName": self._keys_table,
                "Item": {"KeyName": {"S": key}, "Expires": {"N": str(int(time.time()) + _KEY_LIFETIME)}},
                "ConditionExpression": "attribute_not_exists(KeyName)",
            }
            actions.append({"Put": put})
        return {"ClientRequestToken": os.urandom(18).hex(), "TransactItems": actions}

    def _addition(self, name: str, start: int, visitors: int) -> dict[str, Any]:
        """Add a visit and `visitors` to the item `name`; its visits begin at `start` where it has none."""
        update = {
            "TableName": self._counts_table,
            "Key": {"CounterName": {"S": name}},
            "UpdateExpression": "SET visits = if_not_exists(visits, :start) + :one ADD #count :visitors",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": {
                ":start": {"N": str(start)},
                ":one": {"N": "1"},
                ":visitors": {"N": str(visitors)},
            },
        }
        return {"Update": update}


def _batch(attribute: str, names: list[str]) -> dict[str, Any]:
    return {"ConsistentRead": True, "Keys": [{attribute: {"S": name}} for name in names]}


def _shard_name(name: str, shard: int) -> str:
    return f"{name}#{shard}" if shard else name


def _add_up(items: Iterable[Item]) -> tuple[int, int]:
    """Give the visits and visitors of all `items`."""
    visits = visitors = 0
    for item in items:
        visits += int(item.get("visits", item["count"])["N"])
        visitors += int(item["count"]["N"])
    return visits, visitors


def _totals(found: dict[str, Item]) -> tuple[int, int]:
    return _add_up(item for item in found.values() if "CounterName" in item)
