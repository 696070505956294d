"""The function's zip, unchanged, under the Lambda Runtime Interface Emulator, by each Python that is there."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tests.counter.conftest import dynamodb_store
from tools.lambda_runtime import pythons

if TYPE_CHECKING:
    from tests.engines.lambda_runtime.conftest import Start

ADDRESS, USER_AGENT = "198.51.100.7", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def event(method: str = "POST", **others: object) -> dict[str, Any]:
    return {
        "version": "2.0",
        "rawPath": "/api/visits",
        "headers": {
            "x-origin-verify": "current",
            "cloudfront-viewer-address": f"{ADDRESS}:46532",
            "user-agent": USER_AGENT,
        },
        "requestContext": {"http": {"method": method}},
        **others,
    }


NOT_OURS: list[object] = [
    None,
    [],
    "text",
    {},
    {"version": "1.0", "httpMethod": "POST", "path": "/api/visits"},
    {"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "x"}}}]},
    event(headers=None),
    event(headers={"x-origin-verify": "wrong"}),
    event(rawPath="/api/other"),
    event("DELETE"),
    event(body="x" * 100_000),
]


def test_visits_are_counted(start: Start, database: str, tables: str) -> None:
    with start() as function:
        answers = [function.invoke(event(method)) for method in ("POST", "POST", "GET")]
    assert [json.loads(answer["body"]) for answer in answers] == [
        {"visitors": 1, "visits": 1},
        {"visitors": 1, "visits": 2},
        {"visitors": 1, "visits": 2},
    ]
    with closing(dynamodb_store(database, tables)) as store:
        assert store.totals() == (2, 1)
    assert ADDRESS not in function.log
    assert USER_AGENT not in function.log


def test_what_is_no_request_of_ours_gets_a_4xx_and_harms_nobody(start: Start) -> None:
    with start() as function:
        answers = [function.invoke(wrong)["statusCode"] for wrong in NOT_OURS]
        assert [status for status in answers if not 400 <= status < 500] == []
        assert function.invoke(event())["statusCode"] == 200
    assert "ERROR" not in function.log


@pytest.mark.parametrize("python", pythons()[:1], ids=["own"], indirect=True)
def test_a_store_that_is_down_is_one_line_and_a_failed_invocation(start: Start) -> None:
    with start(AWS_ENDPOINT_URL_DYNAMODB="http://127.0.0.1:1") as function:
        report = function.invoke(event())  # the emulator would give up after 10 seconds, and say so
    assert report["errorType"] == "StoreError"
    [line] = re.findall(r"^\{.*\}$", function.log, re.MULTILINE)
    assert json.loads(line) == {"level": "ERROR", "message": "the store failed", "error": report["errorMessage"]}
    assert "ConnectionRefusedError" in report["errorMessage"]
    assert ADDRESS not in function.log
    assert USER_AGENT not in function.log
