"""The counter's API: an event of API Gateway's HTTP API (payload 2.0) in, its response out."""

from __future__ import annotations

import hmac
import json
import time

from cloud_resume.counter._visit import ADDRESS_FORMS, is_counted, viewer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from cloud_resume.counter._store import Store

_BODY_LIMIT = 1024  # characters; no body is wanted at all


class Settings:
    """What the deployment says of the way that a request takes to the counter."""

    def __init__(self, *, origin_verify: tuple[str, ...], viewer_address_header: str) -> None:
        """Take what may be trusted.

        `origin_verify` holds the accepted values of ``X-Origin-Verify``: the current one and, while it is
        being replaced, the previous one. `viewer_address_header` is ``CloudFront-Viewer-Address``
        (``address:port``) or ``X-Forwarded-For`` (a list, the trusted proxy's peer last), in any case.

        Raises ValueError for an empty value, which everybody could send, and for any other header.
        """
        if not origin_verify or not all(origin_verify):
            message = "origin_verify needs at least one value, and none that is empty"
            raise ValueError(message)
        if viewer_address_header.lower() not in ADDRESS_FORMS:
            message = f"viewer_address_header is {viewer_address_header!r}, not one of {', '.join(ADDRESS_FORMS)}"
            raise ValueError(message)
        self.origin_verify = tuple(value.encode() for value in origin_verify)
        self.viewer_address_header = viewer_address_header.lower()


class Counter:
    """The API over one store."""

    def __init__(self, store: Store, settings: Settings, *, now: Callable[[], float] = time.time) -> None:
        """Take the store to count in, and a clock (seconds since 1970, UTC)."""
        self._store = store
        self._settings = settings
        self._now = now

    def handle(self, event: object) -> dict[str, Any]:
        """Answer one request: 200 with the numbers, to HEAD as to GET without its body, or a 4xx with a message.

        400 is for an event that is none of an HTTP API, 403 for what did not come through CloudFront or from the
        page, 405 for another method or path, and 413 for a body of more than 1,024 characters. Never 404,
        in whose place the distribution gives readers the site's page.

        Raises StoreError where the store fails; no event raises anything else.
        """
        match event:
            case {
                "version": "2.0",
                "rawPath": str(path),
                "headers": dict(raw_headers),
                "requestContext": {"http": {"method": str(method)}},
                **rest,
            }:
                headers = {
                    name.lower(): value
                    for name, value in raw_headers.items()
                    if isinstance(name, str) and isinstance(value, str)
                }
                body = rest.get("body") or ""
            case _:
                return _response(400, {"message": "Bad Request"})
        if not self._is_trusted(headers):
            return _response(403, {"message": "Forbidden"})
        if path != "/api/visits":
            return _response(405, {"message": "Method Not Allowed"}, allow="")
        if method not in {"GET", "HEAD", "POST"}:
            return _response(405, {"message": "Method Not Allowed"}, allow="GET, HEAD, POST")
        if not isinstance(body, str) or len(body) > _BODY_LIMIT:
            return _response(413, {"message": "Content Too Large"})

        if method == "POST" and is_counted(headers):
            visits, visitors = self._store.count(
                time.strftime("%Y-%m-%d", time.gmtime(self._now())),
                viewer(headers, self._settings.viewer_address_header),
            )
        else:
            visits, visitors = self._store.totals()
        response = _response(
            200,
            {"visitors": visitors, "visits": visits},
            cache_control="no-store" if method == "POST" else "max-age=60",
        )
        return response | {"body": ""} if method == "HEAD" else response

    def _is_trusted(self, headers: Mapping[str, str]) -> bool:
        """Tell whether CloudFront sent the request, and not on behalf of another site's page."""
        proof = headers.get("x-origin-verify", "").encode("utf-8", "surrogatepass")
        # A list, so that each value is compared and the time tells nothing of any.
        proven = [hmac.compare_digest(proof, value) for value in self._settings.origin_verify]
        return True in proven and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _response(
    status: int, body: dict[str, Any], *, cache_control: str = "no-store", allow: str | None = None
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Cache-Control": cache_control}
    if allow is not None:
        headers["Allow"] = allow
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}
