"""A file of the site as CloudFront answers for it."""

from __future__ import annotations

import gzip
import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cloud_resume.server._gateway import Response, json_response
from cloud_resume.server._headers import is_compressed
from cloud_resume.site import cache_control, content_type

if TYPE_CHECKING:
    from collections.abc import Mapping

_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)


def answer(files: Mapping[str, bytes], method: str, path: str, headers: Mapping[str, str]) -> Response:
    """Give the file, the site's 404 page, or 304 to a browser that has the file already.

    `path` begins with a slash, as it came; `headers` has lower-case names.
    """
    if method not in ("GET", "HEAD"):
        return json_response(HTTPStatus.METHOD_NOT_ALLOWED, "Method Not Allowed", {"Allow": "GET, HEAD"})
    name = unquote(path).removeprefix("/")
    if not name or name.endswith("/"):
        name += "index.html"
    status = HTTPStatus.OK
    if name not in files:
        # While nothing could be built, the 404 page is the one that says why.
        status = HTTPStatus.NOT_FOUND if "index.html" in files else HTTPStatus.SERVICE_UNAVAILABLE
        name = "404.html"
    content = files[name]
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'  # weak: one for the file and its compressed form
    shared = {"Cache-Control": cache_control(name), "ETag": etag, "Vary": "Accept-Encoding"}
    if status == HTTPStatus.OK and _matches(headers.get("if-none-match", ""), etag):
        return Response(HTTPStatus.NOT_MODIFIED, shared, b"")
    shared["Content-Type"] = content_type(name)
    if is_compressed(name) and _GZIP.search(headers.get("accept-encoding", "")):
        shared["Content-Encoding"] = "gzip"
        content = gzip.compress(content, mtime=0)
    return Response(status, shared, content)


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110, section 13.1.2 wants it."""
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in known or etag.removeprefix("W/") in known
