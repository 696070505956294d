"""The way to DynamoDB: one connection, signed requests, the same bytes again, and an end in time."""

from __future__ import annotations

import re
import socket
import ssl
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from tests.counter.fake_dynamodb import FakeDynamoDB

from cloud_resume.counter import StoreError
from cloud_resume.counter._client import _AMAZON_ROOTS, DynamoDBClient, RefusedError
from cloud_resume.counter._sigv4 import authorization

if TYPE_CHECKING:
    from collections.abc import Iterator

botocore = import_module("botocore")

CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
AWS = "dynamodb.eu-central-1.amazonaws.com"
CREDENTIALS = {"key_id": "AKIDEXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
READ: dict[str, Any] = {"RequestItems": {"counts": {"Keys": [{"CounterName": {"S": "visitors"}}]}}}
NOTHING: dict[str, Any] = {"Responses": {"counts": []}, "UnprocessedKeys": {}}


def soon(seconds: float = 5) -> float:
    return time.monotonic() + seconds


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.counter._client._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", 0.2)


@pytest.fixture
def client(fake: FakeDynamoDB) -> Iterator[DynamoDBClient]:
    with closing(DynamoDBClient(region="eu-central-1", endpoint=fake.url, **CREDENTIALS)) as client:
        yield client


def test_one_connection_serves_all_calls(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    for _ in range(5):
        assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert (len(fake.requests), fake.connections) == (5, 1)


def test_a_connection_that_was_hung_up_is_opened_again(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    fake.fail("BatchGetItem", "hang up")
    client.call("BatchGetItem", READ, soon())
    assert fake.hung_up.wait(5)
    fake.fail("BatchGetItem", "denied")
    with pytest.raises(RefusedError) as refused:
        client.call("BatchGetItem", READ, soon())
    assert refused.value.settled  # it was seen before anything was sent
    assert (len(fake.requests), fake.connections) == (2, 2)


def test_a_closed_client_opens_again(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    client.call("BatchGetItem", READ, soon())
    client.close()
    assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert fake.connections == 2


@pytest.mark.parametrize("fault", ["cut", "lost", "stall", "500", "garbage", "array", "throttled", "in progress"])
def test_what_may_pass_is_asked_again_with_the_same_bytes(
    fake: FakeDynamoDB, client: DynamoDBClient, fault: str
) -> None:
    fake.fail("BatchGetItem", fault, fault)
    assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert len(fake.requests) == 3
    assert len({request.raw for request in fake.requests}) == 1


def test_a_refusal_is_final(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    fake.fail("BatchGetItem", "denied")
    with pytest.raises(RefusedError) as refused:
        client.call("BatchGetItem", READ, soon())
    assert str(refused.value) == "DynamoDB BatchGetItem: AccessDeniedException: not authorized to perform this"
    assert refused.value.code == "AccessDeniedException"
    assert refused.value.settled
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    ("before", "settled"), [("throttled", True), ("cut", False), ("500", False), ("garbage", False), ("stall", False)]
)
def test_a_refusal_tells_whether_an_earlier_attempt_is_still_open(
    fake: FakeDynamoDB, client: DynamoDBClient, before: str, *, settled: bool
) -> None:
    fake.fail("BatchGetItem", before, "denied")
    with pytest.raises(RefusedError) as refused:
        client.call("BatchGetItem", READ, soon())
    assert refused.value.settled == settled


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("cut", "(RemoteDisconnected|ConnectionReset|BrokenPipe)"),
        ("500", "InternalServerError"),
        ("throttled", "ProvisionedThroughputExceeded"),
    ],
)
def test_it_ends_in_time(fake: FakeDynamoDB, client: DynamoDBClient, fault: str, cause: str) -> None:
    fake.fail("BatchGetItem", *[fault] * 1000)
    start = time.monotonic()
    with pytest.raises(StoreError, match=f"DynamoDB BatchGetItem: time is up: .*{cause}"):
        client.call("BatchGetItem", READ, start + 0.3)
    assert 0.3 <= time.monotonic() - start < 1
    assert len(fake.requests) > 2


def test_an_engine_that_says_nothing_is_left_in_time(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    fake.fail("BatchGetItem", *["stall"] * 1000)
    start = time.monotonic()
    with pytest.raises(StoreError, match="timed out"):
        client.call("BatchGetItem", READ, start + 0.3)
    assert 0.3 <= time.monotonic() - start < 1


def test_the_time_left_holds_for_a_connection_that_was_open(
    fake: FakeDynamoDB, client: DynamoDBClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", 5)
    client.call("BatchGetItem", READ, soon(60))
    fake.fail("BatchGetItem", "stall")
    start = time.monotonic()
    with pytest.raises(StoreError, match="timed out"):
        client.call("BatchGetItem", READ, start + 0.2)
    assert time.monotonic() - start < 2


def test_a_port_where_nobody_listens_is_an_error_in_time() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with (
            closing(DynamoDBClient(region="eu-central-1", endpoint=endpoint, **CREDENTIALS)) as client,
            pytest.raises(StoreError, match="refused"),
        ):
            client.call("BatchGetItem", READ, soon(0.1))


def test_when_the_time_is_up_nothing_is_sent(fake: FakeDynamoDB, client: DynamoDBClient) -> None:
    with pytest.raises(StoreError, match="no time left"):
        client.call("BatchGetItem", READ, soon(-1))
    assert fake.requests == []


@pytest.mark.parametrize("token", [None, "session/token=="])
def test_a_request_is_signed(fake: FakeDynamoDB, token: str | None) -> None:
    client = DynamoDBClient(region="eu-central-1", session_token=token, endpoint=fake.url, **CREDENTIALS)
    with closing(client):
        client.call("BatchGetItem", READ, soon())
    [request] = fake.requests
    names = request.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    signed = ["content-type", "host", "x-amz-date", *(["x-amz-security-token"] if token else []), "x-amz-target"]
    assert names == signed
    signature = authorization(
        {name: request.headers[name] for name in names}, request.raw, region="eu-central-1", **CREDENTIALS
    )
    assert request.headers["authorization"] == signature
    assert request.headers.get("x-amz-security-token") == token
    assert request.headers["host"] == f"127.0.0.1:{fake.port}"
    assert request.headers["content-type"] == "application/x-amz-json-1.0"
    assert request.headers["x-amz-target"] == "DynamoDB_20120810.BatchGetItem"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[FakeDynamoDB]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", AWS).configure_cert(context)
    with closing(FakeDynamoDB(context)) as secure:
        yield secure


ENVIRON = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": CREDENTIALS["key_id"],
    "AWS_SECRET_ACCESS_KEY": CREDENTIALS["secret_key"],
    "AWS_SESSION_TOKEN": "session/token==",
}


@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_ENDPOINT_URL": "{url}"},
        {"AWS_ENDPOINT_URL_DYNAMODB": "{url}"},
        {"AWS_ENDPOINT_URL_DYNAMODB": "{url}/", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
    ],
)
def test_the_environment_names_the_endpoint(fake: FakeDynamoDB, variables: dict[str, str]) -> None:
    environ = ENVIRON | {name: value.format(url=fake.url) for name, value in variables.items()}
    with closing(DynamoDBClient.from_environ(environ)) as client:
        assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert fake.requests[0].headers["x-amz-security-token"] == "session/token=="


def test_a_bundle_of_certificates_is_trusted(secure: FakeDynamoDB, authority: trustme.CA) -> None:
    with authority.cert_pem.tempfile() as bundle:
        client = DynamoDBClient.from_environ(ENVIRON | {"AWS_ENDPOINT_URL": secure.url, "AWS_CA_BUNDLE": bundle})
        with closing(client):
            assert client.call("BatchGetItem", READ, soon()) == NOTHING


def test_a_certificate_of_an_unknown_authority_is_not(secure: FakeDynamoDB) -> None:
    with (
        closing(DynamoDBClient.from_environ(ENVIRON | {"AWS_ENDPOINT_URL": secure.url})) as client,
        pytest.raises(StoreError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        client.call("BatchGetItem", READ, soon(0.2))
    assert secure.requests == []


def test_amazons_roots_are_enough_for_amazon() -> None:
    trusted = set(CERTIFICATE.findall((Path(str(botocore.__file__)).parent / "cacert.pem").read_text()))
    roots = CERTIFICATE.findall(Path(_AMAZON_ROOTS).read_text())
    assert len(roots) == 5
    assert trusted.issuperset(roots)


@pytest.fixture
def asked(secure: FakeDynamoDB, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Lead every connection to the secure engine; give the addresses that were asked for."""
    asked: list[tuple[str, int]] = []
    connect = socket.create_connection

    def create_connection(address: tuple[str, int], *rest: Any) -> socket.socket:  # noqa: ANN401 - passed on
        asked.append(address)
        return connect(("127.0.0.1", secure.port), *rest)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    monkeypatch.setattr("cloud_resume.counter._client._ATTEMPT_LIMIT", 60.0)  # a busy machine is not an answer lost
    return asked


def test_amazons_own_endpoint_needs_no_more_than_its_roots(
    asked: list[tuple[str, int]], authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    monkeypatch.setattr("cloud_resume.counter._client._AMAZON_ROOTS", str(roots))
    with closing(DynamoDBClient.from_environ(ENVIRON)) as client:
        assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert asked == [(AWS, 443)]


def test_when_amazon_has_new_roots_the_systems_serve(
    asked: list[tuple[str, int]], authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    system = tmp_path / "system.pem"
    authority.cert_pem.write_to_path(str(system))
    monkeypatch.setenv("SSL_CERT_FILE", str(system))
    with closing(DynamoDBClient.from_environ(ENVIRON)) as client:
        assert client.call("BatchGetItem", READ, soon()) == NOTHING
        client.close()
        assert client.call("BatchGetItem", READ, soon()) == NOTHING
    assert asked == [(AWS, 443)] * 3
