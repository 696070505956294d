"""Makes the counter's two tables on an engine."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from cloud_resume.counter import DynamoDBClient
from cloud_resume.counter._client import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 30  # seconds
KEYS = {"counts": "CounterName", "keys": "KeyName"}


def connect(url: str) -> DynamoDBClient:
    """Give a client of an engine, whom it believes."""
    return DynamoDBClient(region="us-east-1", key_id="test", secret_key="test", endpoint=url)  # noqa: S106 - it is none


@contextmanager
def new_tables(url: str) -> Iterator[str]:
    """Yield what the names of two new tables begin with, before ``counts`` and ``keys``; they go with the block."""
    prefix = f"{os.urandom(8).hex()}-"
    with closing(connect(url)) as client:
        for table, key in KEYS.items():
            description = {
                "TableName": f"{prefix}{table}",
                "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"}],
                "BillingMode": "PAY_PER_REQUEST",
            }
            _do(client, "CreateTable", description, done="ResourceInUseException")
        yield prefix
        for table in KEYS:
            _do(client, "DeleteTable", {"TableName": f"{prefix}{table}"}, done="ResourceNotFoundException")


def _do(client: DynamoDBClient, operation: str, request: dict[str, Any], *, done: str) -> None:
    """Call an operation, of which an attempt that seemed lost may have been done: `done` says so."""
    try:
        client.call(operation, request, time.monotonic() + PATIENCE)
    except RefusedError as refusal:
        if refusal.code != done:
            raise
