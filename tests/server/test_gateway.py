"""The event that the counter gets, and what becomes of its answer."""

import base64
from typing import Any

import pytest

from cloud_resume.server._gateway import Gateway, Response, new_origin_verify

VIEWER = ("127.0.0.1", 51234)


def event_of(
    method: str = "POST",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    viewer: tuple[str, int] = VIEWER,
) -> dict[str, Any]:
    events: list[dict[str, Any]] = []

    def handler(event: dict[str, Any]) -> dict[str, Any]:
        events.append(event)
        return {"statusCode": 200, "body": ""}

    gateway = Gateway(handler, origin_verify="secret", on_failure=lambda _: None)
    gateway.answer(method, "/api/visits", headers or {}, body, viewer)
    return events[0]


def answer_to(answer: dict[str, Any] | Exception) -> tuple[Response, list[Exception]]:
    failures: list[Exception] = []

    def handler(_: dict[str, Any]) -> dict[str, Any]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    gateway = Gateway(handler, origin_verify="secret", on_failure=failures.append)
    return gateway.answer("GET", "/api/visits", {}, b"", VIEWER), failures


def test_the_event_is_of_payload_format_2() -> None:
    event = event_of()
    assert event["version"] == "2.0"
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/api/visits"
    assert event["requestContext"]["http"]["method"] == "POST"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "ANY /api/{proxy+}"
    assert event["pathParameters"] == {"proxy": "visits"}
    assert event["requestContext"]["stage"] == "$default"
    assert "body" not in event
    assert event["isBase64Encoded"] is False


def test_what_only_cloudfront_may_say_is_said_by_us_alone() -> None:
    forged = {
        "x-origin-verify": "guess",
        "cloudfront-viewer-address": "203.0.113.1:1",
        "x-forwarded-for": "203.0.113.1",
        "host": "evil.example",
    }
    headers = event_of(headers=forged)["headers"]
    assert headers["x-origin-verify"] == "secret"
    assert headers["cloudfront-viewer-address"] == "127.0.0.1:51234"
    assert headers["x-forwarded-for"] == "127.0.0.1, 127.0.0.1"
    assert "203.0.113.1" not in str(headers)
    assert "evil.example" not in str(headers)


def test_an_ipv6_viewer_has_no_brackets() -> None:
    assert event_of(viewer=("::1", 443))["headers"]["cloudfront-viewer-address"] == "::1:443"


def test_the_origin_request_policy_decides_what_passes() -> None:
    sent = {
        "user-agent": "Mozilla/5.0",
        "sec-gpc": "1",
        "dnt": "1",
        "sec-purpose": "prefetch",
        "purpose": "prefetch",
        "sec-fetch-site": "same-origin",
    }
    event = event_of(headers=sent | {"cookie": "a=1", "referer": "http://a.example/", "authorization": "Basic x"})
    assert event["headers"].items() > sent.items()
    assert not {"cookie", "referer", "authorization"} & event["headers"].keys()
    assert event["requestContext"]["http"]["userAgent"] == "Mozilla/5.0"


def test_a_body_comes_in_base64() -> None:
    event = event_of(body=b"\xff{}")
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\xff{}"
    assert event["headers"]["content-length"] == "3"


def test_the_handler_s_answer_goes_out_as_it_is() -> None:
    response, failures = answer_to({"statusCode": 404, "headers": {"content-type": "text/plain"}, "body": "é"})
    assert response == Response(404, {"content-type": "text/plain"}, "é".encode())
    assert failures == []


def test_an_answer_in_base64_goes_out_as_bytes() -> None:
    response, _ = answer_to({"statusCode": 200, "body": "/w==", "isBase64Encoded": True})
    assert response == Response(200, {}, b"\xff")


@pytest.mark.parametrize("answer", [RuntimeError("store failed"), {}, {"statusCode": 200, "body": 7}])
def test_a_failed_invocation_is_the_gateway_s_own_500(answer: dict[str, Any] | Exception) -> None:
    response, failures = answer_to(answer)
    assert response == Response(500, {"Content-Type": "application/json"}, b'{"message": "Internal Server Error"}')
    assert len(failures) == 1


def test_each_server_proves_itself_by_a_secret_of_its_own() -> None:
    assert len(new_origin_verify()) >= 32
    assert new_origin_verify() != new_origin_verify()
