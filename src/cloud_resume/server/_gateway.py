"""What stands between a browser and the counter in production: CloudFront, API Gateway and Lambda."""

from __future__ import annotations

import base64
import json
import secrets
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ORIGIN_REQUEST_HEADERS = (
    "user-agent",
    "sec-gpc",
    "dnt",
    "sec-purpose",
    "purpose",
    "sec-fetch-site",
)
"""What CloudFront passes on as the client sent it; CloudFront-Viewer-Address it writes itself."""


class Response(NamedTuple):
    """An HTTP response whose body has a known length."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Gateway:
    """Invoke a Lambda handler as CloudFront and an HTTP API in front of it would."""

    def __init__(
        self,
        handler: Callable[[dict[str, Any]], dict[str, Any]],
        *,
        origin_verify: str,
        on_failure: Callable[[Exception], object],
    ) -> None:
        """Send `origin_verify` with every request; tell `on_failure` of each invocation that raises."""
        self._handler = handler
        self._origin_verify = origin_verify
        self._on_failure = on_failure

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, viewer: tuple[str, int]
    ) -> Response:
        """Give the handler's answer, or API Gateway's own 500 where the invocation fails.

        `headers` has lower-case names; `viewer` is the client's address and port.
        """
        event = self._event(method, path, headers, body, viewer)
        try:
            return _response(self._handler(event))
        except Exception as error:  # noqa: BLE001 - as Lambda does: whatever is raised fails this invocation alone
            self._on_failure(error)
            return json_response(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")

    def _event(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, viewer: tuple[str, int]
    ) -> dict[str, Any]:
        """Write the event of payload format 2.0.

        Source: "Working with AWS Lambda proxy integrations for HTTP APIs", Amazon API Gateway Developer Guide.
        The query string is not on the origin request policy, so it never gets here.
        """
        address, port = viewer
        now = time.time()
        sent = {name: headers[name] for name in ORIGIN_REQUEST_HEADERS if name in headers}
        sent |= {
            "cloudfront-viewer-address": f"{address}:{port}",
            "content-length": str(len(body)),
            "host": "localhost",
            "x-forwarded-for": f"{address}, 127.0.0.1",  # this machine is the edge as well
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
            "x-origin-verify": self._origin_verify,
        }
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "ANY /api/{proxy+}",
            "rawPath": path,
            "rawQueryString": "",
            "headers": sent,
            "requestContext": {
                "accountId": "000000000000",
                "apiId": "local",
                "domainName": "localhost",
                "domainPrefix": "localhost",
                "http": {
                    "method": method,
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1",
                    "userAgent": sent.get("user-agent", ""),
                },
                "requestId": secrets.token_hex(16),
                "routeKey": "ANY /api/{proxy+}",
                "stage": "$default",
                "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
                "timeEpoch": int(now * 1000),
            },
            "pathParameters": {"proxy": path.removeprefix("/api/")},
            "isBase64Encoded": bool(body),
        }
        if body:
            event["body"] = base64.b64encode(body).decode()
        return event


def new_origin_verify() -> str:
    """Make the secret by which the function knows its CloudFront."""
    return secrets.token_urlsafe(32)


def json_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Give a message in the form that API Gateway and the counter use."""
    body = json.dumps({"message": message}).encode()
    return Response(status, {"Content-Type": "application/json", **(headers or {})}, body)


def _response(answer: dict[str, Any]) -> Response:
    body = answer.get("body", "")
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    return Response(answer["statusCode"], answer.get("headers", {}), content)
