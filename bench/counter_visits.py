"""Visits to the store, and to the reference's one item."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tools.tables import connect

from cloud_resume.counter import DynamoDBClient, DynamoDBStore
from cloud_resume.counter._dynamodb import SHARDS

if TYPE_CHECKING:
    from tools.proxy import Proxy

DAY = "2026-11-03"
PATIENCE = 60  # seconds, for what is to be measured is not how it gives up


def open_store(proxy: Proxy, tables: str, shards: int = SHARDS) -> DynamoDBStore:
    """Give a new container's store over the tables whose names begin with `tables`."""
    return DynamoDBStore(
        connect(proxy.url),
        counts_table=f"{tables}counts",
        keys_table=f"{tables}keys",
        shards=shards,
        time_limit=PATIENCE,
    )


def visit_reference(client: DynamoDBClient, tables: str) -> None:
    """Count a load of the page as the reference does."""
    update = {
        "TableName": f"{tables}counts",
        "Key": {"CounterName": {"S": "visitors"}},
        "UpdateExpression": "ADD #count :one",
        "ExpressionAttributeNames": {"#count": "count"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "UPDATED_NEW",
    }
    client.call("UpdateItem", update, time.monotonic() + PATIENCE)
