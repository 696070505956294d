"""The API: what each request is answered, and what of it reaches the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_resume.counter import Counter, Settings, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

CURRENT, PREVIOUS = "current-value", "previous-value"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
ADDRESS = "198.51.100.10"
NOON = 1_793_707_200.0  # 2026-11-03, 12:00 UTC


class _Recorder:
    """A store that remembers what it was asked, and fails when told to."""

    def __init__(self, error: str | None = None) -> None:
        """Fail with `error`, if there is one."""
        self.counted: list[tuple[str, bytes | None]] = []
        self.error = error

    def count(self, day: str, viewer: bytes | None) -> tuple[int, int]:
        self.counted.append((day, viewer))
        return self.totals()

    def totals(self) -> tuple[int, int]:
        if self.error:
            raise StoreError(self.error)
        return 431, 128

    def history(self) -> list[tuple[str, int, int]]:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


SETTINGS = Settings(origin_verify=(CURRENT, PREVIOUS), viewer_address_header="CloudFront-Viewer-Address")


@pytest.fixture
def store() -> _Recorder:
    return _Recorder()


@pytest.fixture
def counter(store: _Recorder) -> Counter:
    return Counter(store, SETTINGS, now=lambda: NOON)


def event(method: str = "POST", headers: Mapping[str, str | None] | None = None, **rest: object) -> dict[str, Any]:
    """Give an event as API Gateway writes it; a header that is None is not sent."""
    sent = {
        "cloudfront-viewer-address": f"{ADDRESS}:46532",
        "content-length": "0",
        "host": "abc.execute-api.eu-central-1.amazonaws.com",
        "user-agent": FIREFOX,
        "x-forwarded-for": f"{ADDRESS}, 130.176.1.1",
        "x-origin-verify": CURRENT,
    } | dict(headers or {})
    return {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": "/api/visits",
        "rawQueryString": "",
        "headers": {name: value for name, value in sent.items() if value is not None},
        "requestContext": {
            "accountId": "123456789012",
            "http": {"method": method, "path": "/api/visits", "protocol": "HTTP/1.1", "sourceIp": "130.176.1.1"},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    } | rest


def test_a_post_counts_and_is_kept_by_no_cache(counter: Counter, store: _Recorder) -> None:
    assert counter.handle(event()) == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": '{"visitors": 128, "visits": 431}',
    }
    assert store.counted == [("2026-11-03", b"\x04\xc6\x33\x64\x0a" + FIREFOX.encode())]


def test_a_get_reads_and_may_be_kept_a_minute(counter: Counter, store: _Recorder) -> None:
    assert counter.handle(event("GET")) == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "max-age=60"},
        "body": '{"visitors": 128, "visits": 431}',
    }
    assert store.counted == []


def test_a_head_is_a_get_without_a_body(counter: Counter) -> None:
    assert counter.handle(event("HEAD")) == counter.handle(event("GET")) | {"body": ""}


@pytest.mark.parametrize("last_second", [NOON - 12 * 3600, NOON + 12 * 3600 - 1])
def test_a_day_is_one_of_utc(store: _Recorder, last_second: float) -> None:
    Counter(store, SETTINGS, now=lambda: last_second).handle(event())
    assert [day for day, _ in store.counted] == ["2026-11-03"]


def test_the_names_of_headers_come_in_any_case(counter: Counter, store: _Recorder) -> None:
    request = event()
    request["headers"] = {name.title(): value for name, value in request["headers"].items()}
    assert counter.handle(request)["statusCode"] == 200
    assert store.counted[0][1] is not None


@pytest.mark.parametrize("headers", [{"sec-gpc": "1"}, {"dnt": "1"}, {"cloudfront-viewer-address": None}])
def test_who_is_not_told_is_a_visit_and_no_visitor(
    counter: Counter, store: _Recorder, headers: dict[str, str | None]
) -> None:
    assert counter.handle(event(headers=headers))["statusCode"] == 200
    assert store.counted == [("2026-11-03", None)]


@pytest.mark.parametrize("headers", [{"user-agent": "curl/8.14.1"}, {"sec-purpose": "prefetch"}])
def test_what_does_not_count_is_told_the_numbers(
    counter: Counter, store: _Recorder, headers: dict[str, str | None]
) -> None:
    response = counter.handle(event(headers=headers))
    assert (response["statusCode"], response["body"]) == (200, '{"visitors": 128, "visits": 431}')
    assert response["headers"]["Cache-Control"] == "no-store"
    assert store.counted == []


@pytest.mark.parametrize(
    "headers",
    [
        {"x-origin-verify": None},
        {"x-origin-verify": ""},
        {"x-origin-verify": "another"},
        {"x-origin-verify": f"{CURRENT}, {CURRENT}"},
        {"x-origin-verify": CURRENT[:-1]},
        {"x-origin-verify": "pass\u00e9 \ud800"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_did_not_come_from_the_page_through_cloudfront_is_refused(
    counter: Counter, store: _Recorder, method: str, headers: dict[str, str | None]
) -> None:
    refused = counter.handle(event(method, headers))
    assert refused["statusCode"] == 403
    assert json.loads(refused["body"]) == {"message": "Forbidden"}
    assert refused["headers"]["Cache-Control"] == "no-store"
    assert store.counted == []


@pytest.mark.parametrize(
    "headers", [{"x-origin-verify": PREVIOUS}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": None}]
)
def test_the_previous_proof_and_the_page_itself_are_accepted(counter: Counter, headers: dict[str, str | None]) -> None:
    assert counter.handle(event(headers=headers))["statusCode"] == 200


@pytest.mark.parametrize(
    "path", ["/api/", "/api/visits/", "/api/visits/1", "/api/Visits", "/visits", "", "/api//visits"]
)
def test_there_is_nothing_else(counter: Counter, store: _Recorder, path: str) -> None:
    response = counter.handle(event(rawPath=path))
    assert (response["statusCode"], json.loads(response["body"])) == (405, {"message": "Method Not Allowed"})
    assert response["headers"]["Allow"] == ""
    assert store.counted == []


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "post", ""])
def test_no_other_method_is_allowed(counter: Counter, store: _Recorder, method: str) -> None:
    response = counter.handle(event(method))
    assert (response["statusCode"], json.loads(response["body"])) == (405, {"message": "Method Not Allowed"})
    assert response["headers"]["Allow"] == "GET, HEAD, POST"
    assert store.counted == []


@pytest.mark.parametrize("body", [None, "", "{}", "e30="])
def test_a_small_body_is_passed_over(counter: Counter, store: _Recorder, body: str | None) -> None:
    assert counter.handle(event(body=body))["statusCode"] == 200
    assert len(store.counted) == 1


@pytest.mark.parametrize("body", ["x" * 1025, "x" * 6_000_000, ["x"], 1])
def test_a_large_body_is_refused(counter: Counter, store: _Recorder, body: object) -> None:
    response = counter.handle(event(body=body))
    assert (response["statusCode"], json.loads(response["body"])) == (413, {"message": "Content Too Large"})
    assert store.counted == []


FOREIGN: dict[str, object] = {
    "nothing": None,
    "a string": "event",
    "a list": [],
    "empty": {},
    "payload 1.0": {"version": "1.0", "path": "/api/visits", "httpMethod": "POST", "headers": {}, "requestContext": {}},
    "ALB": {"requestContext": {"elb": {}}, "httpMethod": "POST", "path": "/api/visits", "headers": {}},
    "S3": {"Records": [{"eventSource": "aws:s3", "s3": {"bucket": {"name": "b"}}}]},
    "EventBridge": {"version": "0", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}},
    "no version": {key: value for key, value in event().items() if key != "version"},
    "version as a number": event(version=2.0),
    "no path": {key: value for key, value in event().items() if key != "rawPath"},
    "a path of bytes": event(rawPath=b"/api/visits"),
    "no headers": {key: value for key, value in event().items() if key != "headers"},
    "null headers": event() | {"headers": None},
    "a list of headers": event() | {"headers": [["x-origin-verify", CURRENT]]},
    "no context": {key: value for key, value in event().items() if key != "requestContext"},
    "no http": event(requestContext={}),
    "http as a string": event(requestContext={"http": "POST"}),
    "no method": event(requestContext={"http": {}}),
    "a method of null": event(requestContext={"http": {"method": None}}),
}


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN.keys())
def test_an_event_of_another_kind_is_a_bad_request(counter: Counter, store: _Recorder, foreign: object) -> None:
    response = counter.handle(foreign)
    assert (response["statusCode"], json.loads(response["body"])) == (400, {"message": "Bad Request"})
    assert store.counted == []


def test_headers_that_are_none_are_passed_over(counter: Counter, store: _Recorder) -> None:
    request = event()
    request["headers"] |= {"user-agent": None, "dnt": 1, 7: "seven", "sec-purpose": ["prefetch"]}
    assert counter.handle(request)["statusCode"] == 200
    assert store.counted == [("2026-11-03", b"\x04\xc6\x33\x64\x0a")]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2.0", "POST", "/api/visits"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.sampled_from([*event(), "body", "requestContext", "headers"]), values)
def test_no_event_is_an_exception(key: str, value: object) -> None:
    response = Counter(_Recorder(), SETTINGS).handle(event() | {key: value})
    assert response["statusCode"] in {200, 400, 403, 405, 413}
    json.loads(response["body"])


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_store_that_is_down_is_the_caller_s_to_tell(method: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreError, match="no answer"):
        Counter(_Recorder("no answer"), SETTINGS).handle(event(method))
    assert capsys.readouterr() == ("", "")


def test_nothing_is_logged_of_a_visit(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    counter.handle(event())
    counter.handle(event(headers={"x-origin-verify": "another"}))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("values", [(), ("",), (CURRENT, "")])
def test_an_empty_proof_is_none(values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="origin_verify"):
        Settings(origin_verify=values, viewer_address_header="CloudFront-Viewer-Address")


@pytest.mark.parametrize("header", ["", "X-Real-IP", "Forwarded"])
def test_only_a_known_header_can_be_trusted(header: str) -> None:
    with pytest.raises(ValueError, match="viewer_address_header"):
        Settings(origin_verify=(CURRENT,), viewer_address_header=header)


def test_the_address_may_come_from_a_trusted_proxy(store: _Recorder) -> None:
    settings = Settings(origin_verify=(CURRENT,), viewer_address_header="X-Forwarded-For")
    Counter(store, settings, now=lambda: NOON).handle(event(headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"}))
    assert store.counted == [("2026-11-03", b"\x04\xc6\x33\x64\x07" + FIREFOX.encode())]
