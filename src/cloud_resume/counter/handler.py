"""The Lambda function: API Gateway's events, counted in DynamoDB.

``COUNTS_TABLE`` and ``KEYS_TABLE`` name the tables and ``SHARDS`` says over how many items a number is spread.
``ORIGIN_VERIFY`` and, while it is being replaced, ``ORIGIN_VERIFY_PREVIOUS`` hold what CloudFront proves itself with.
``VIEWER_ADDRESS_HEADER`` names the header to trust for the viewer's address. The rest is what Lambda sets.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache

from cloud_resume.counter._client import DynamoDBClient
from cloud_resume.counter._counter import Counter, Settings
from cloud_resume.counter._dynamodb import SHARDS, DynamoDBStore
from cloud_resume.counter._errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def handler(event: object, _context: object) -> dict[str, Any]:
    """Answer one event; see `Counter.handle`.

    Raises StoreError, after one line of JSON on standard error: the invocation is to fail, so that Lambda counts
    an error and API Gateway answers 500.
    """
    try:
        return _counter().handle(event)
    except StoreError as error:
        line = {"level": "ERROR", "message": "the store failed", "error": str(error)}
        sys.stderr.write(json.dumps(line) + "\n")
        raise


@cache
def _counter() -> Counter:
    environ = os.environ
    store = DynamoDBStore(
        DynamoDBClient.from_environ(environ),
        counts_table=environ["COUNTS_TABLE"],
        keys_table=environ["KEYS_TABLE"],
        shards=int(environ.get("SHARDS", SHARDS)),
    )
    settings = Settings(
        origin_verify=(environ["ORIGIN_VERIFY"], *filter(None, [environ.get("ORIGIN_VERIFY_PREVIOUS")])),
        viewer_address_header=environ["VIEWER_ADDRESS_HEADER"],
    )
    return Counter(store, settings)


if "AWS_LAMBDA_RUNTIME_API" in os.environ:
    _counter()  # while a function starts it has a whole processor, later its memory's share of one
