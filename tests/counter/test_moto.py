"""The function as Lambda runs it, over moto: what an operator finds in the tables after a few requests.

moto takes a transaction's token and forgets it, so these tests say nothing of retries; the real engines do.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cloud_resume.counter import handler as function

if TYPE_CHECKING:
    from collections.abc import Iterator

PROOF = "proof-of-cloudfront"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def tables(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Make the two tables and the function's environment; give boto3's tables by name."""
    environment = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "COUNTS_TABLE": "counts",
        "KEYS_TABLE": "keys",
        "SHARDS": "1",
        "ORIGIN_VERIFY": PROOF,
        "VIEWER_ADDRESS_HEADER": "CloudFront-Viewer-Address",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    resource = boto3.resource("dynamodb", region_name="us-east-1", endpoint_url=endpoint)
    made = {
        name: resource.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        for name, key in (("counts", "CounterName"), ("keys", "KeyName"))
    }
    function._counter.cache_clear()  # noqa: SLF001 each test is a container of its own
    yield made
    for table in made.values():
        table.delete()


def _request(method: str, address: str = "192.0.2.7:443") -> tuple[int, dict[str, int]]:
    answer = function.handler(
        {
            "version": "2.0",
            "rawPath": "/api/visits",
            "headers": {"x-origin-verify": PROOF, "cloudfront-viewer-address": address, "user-agent": FIREFOX},
            "requestContext": {"http": {"method": method}},
        },
        None,
    )
    return answer["statusCode"], json.loads(answer["body"])


def test_a_visit_is_in_the_table(tables: dict[str, Any]) -> None:
    assert _request("POST") == (200, {"visitors": 1, "visits": 1})
    assert _request("POST") == (200, {"visitors": 1, "visits": 2})
    assert _request("POST", "2001:db8::7:443") == (200, {"visitors": 2, "visits": 3})
    assert _request("GET") == (200, {"visitors": 2, "visits": 3})
    item = tables["counts"].get_item(Key={"CounterName": "visitors"})["Item"]
    assert item == {"CounterName": "visitors", "count": 2, "visits": 3}


def test_a_table_of_page_loads_is_taken_over(tables: dict[str, Any]) -> None:
    tables["counts"].put_item(Item={"CounterName": "visitors", "count": 41})
    assert _request("GET") == (200, {"visitors": 41, "visits": 41})
    assert _request("POST") == (200, {"visitors": 42, "visits": 42})
    assert _request("POST") == (200, {"visitors": 42, "visits": 43})


def test_no_address_and_no_user_agent_is_in_the_tables(tables: dict[str, Any]) -> None:
    _request("POST")
    content = repr([item for table in tables.values() for item in table.scan()["Items"]])
    assert "192.0.2.7" not in content
    assert "Firefox" not in content
    assert len(tables["keys"].scan()["Items"]) == 2  # the secret and one visitor's key
