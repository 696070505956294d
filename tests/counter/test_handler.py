"""The Lambda function as Lambda loads it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.counter import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from tests.counter.fake_dynamodb import FakeDynamoDB

    Handler = Callable[[object, object], dict[str, Any]]

MODULE = "cloud_resume.counter.handler"
EVENT: dict[str, Any] = {
    "version": "2.0",
    "rawPath": "/api/visits",
    "headers": {"x-origin-verify": "current", "x-forwarded-for": "203.0.113.9, 198.51.100.10"},
    "requestContext": {"http": {"method": "POST"}},
}


def run_module() -> ModuleType:
    """Run the module as a new container does."""
    spec = find_spec(MODULE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environ(fake: FakeDynamoDB, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    environ = {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": fake.url,
        "COUNTS_TABLE": "counts",
        "KEYS_TABLE": "keys",
        "ORIGIN_VERIFY": "current",
        "VIEWER_ADDRESS_HEADER": "X-Forwarded-For",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return environ


@pytest.fixture
def load(environ: dict[str, str]) -> Iterator[Callable[[], Handler]]:
    """Give what loads the handler, anew each time."""
    assert environ
    with ExitStack() as stack:

        def load() -> Handler:
            module = run_module()
            stack.callback(vars(module._counter())["_store"].close)  # noqa: SLF001 - Lambda never closes it
            handler: Handler = module.handler
            return handler

        yield load


def test_an_event_is_counted_in_the_tables_of_the_environment(fake: FakeDynamoDB, load: Callable[[], Handler]) -> None:
    handler = load()
    assert handler(EVENT, None)["body"] == '{"visitors": 1, "visits": 1}'
    assert handler(EVENT, None)["body"] == '{"visitors": 1, "visits": 2}'
    assert fake.connections == 1
    assert len(fake.requests[0].body["RequestItems"]["counts"]["Keys"]) == 4


def test_the_number_of_shards_is_a_setting(
    fake: FakeDynamoDB, load: Callable[[], Handler], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHARDS", "7")
    load()(EVENT, None)
    assert len(fake.requests[0].body["RequestItems"]["counts"]["Keys"]) == 7


@pytest.mark.parametrize(("sent", "status"), [("current", 200), ("previous", 200), ("", 403), ("another", 403)])
def test_a_secret_that_is_being_replaced_is_accepted(
    load: Callable[[], Handler], monkeypatch: pytest.MonkeyPatch, sent: str, status: int
) -> None:
    monkeypatch.setenv("ORIGIN_VERIFY_PREVIOUS", "previous")
    event = EVENT | {"headers": {"x-origin-verify": sent}}
    assert load()(event, None)["statusCode"] == status


def test_no_previous_secret_is_not_an_empty_one(load: Callable[[], Handler], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGIN_VERIFY_PREVIOUS", "")
    event = EVENT | {"headers": {"x-origin-verify": ""}}
    assert load()(event, None)["statusCode"] == 403


@pytest.mark.parametrize("name", ["COUNTS_TABLE", "KEYS_TABLE", "ORIGIN_VERIFY", "VIEWER_ADDRESS_HEADER", "AWS_REGION"])
def test_a_function_without_its_settings_does_not_start(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    run_module()
    assert name in environ
    monkeypatch.delenv(name)
    with pytest.raises(KeyError, match=name):
        run_module()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_store_that_is_down_fails_the_invocation_after_one_line(
    fake: FakeDynamoDB, load: Callable[[], Handler], capsys: pytest.CaptureFixture[str], method: str
) -> None:
    handler = load()
    fake.fail("BatchGetItem", "denied")
    headers = EVENT["headers"] | {"user-agent": "Mozilla/5.0 (X11; Linux x86_64)"}
    event = EVENT | {"headers": headers, "requestContext": {"http": {"method": method}}}
    with pytest.raises(StoreError, match="AccessDeniedException"):
        handler(event, None)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    line = json.loads(err)
    assert line["error"].startswith("DynamoDB BatchGetItem: AccessDeniedException: ")
    assert (line["level"], line["message"]) == ("ERROR", "the store failed")
    assert "198.51.100.10" not in err
    assert "Mozilla" not in err


LOADED = """
import http.client, hmac, json, sys
before = set(sys.modules)
import cloud_resume.counter.handler
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_it_loads_nothing_that_its_protocols_do_not_need() -> None:
    loaded = subprocess.run([sys.executable, "-I", "-c", LOADED], capture_output=True, check=True, text=True).stdout
    counter = ["_client", "_counter", "_dynamodb", "_errors", "_robots", "_sigv4", "_visit", "handler"]
    assert json.loads(loaded) == [
        "__future__",
        "cloud_resume",
        "cloud_resume.counter",
        *(f"cloud_resume.counter.{module}" for module in counter),
    ]
