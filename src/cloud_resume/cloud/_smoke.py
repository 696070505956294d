"""Asks a live site whether it works, as a reader's browser would, and counts nobody."""

from __future__ import annotations

import json
import ssl
import time
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from cloud_resume.cloud._release import live
from cloud_resume.errors import OutsideError, SmokeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message

    from cloud_resume.cloud._environment import Environment
    from cloud_resume.cloud._release import File, Release

_SPREAD = 180.0  # seconds that CloudFront may take to drop old files, and to take its settings everywhere
_EMULATED = 10.0  # seconds for an emulator, which has nothing to spread
_PAUSE = 5.0  # seconds between two tries
_TIMEOUT = 30.0  # seconds for an answer

_HEADERS = (
    "Content-Security-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


class _NoAnswerError(Exception):
    pass


class _Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


class _Site(NamedTuple):
    url: str  # with a slash at its end
    files: Mapping[str, File]
    api: str  # the API's own URL, past CloudFront
    bucket: str  # the bucket's
    client: _Client


class _Client:
    """A client that follows no redirect, and raises for no status."""

    def __init__(self, at: Environment) -> None:
        self.emulator = at.environ.get("AWS_ENDPOINT_URL")
        self._opener = OpenerDirector()
        context = ssl.create_default_context(cafile=at.environ.get("AWS_CA_BUNDLE"))
        for handler in (ProxyHandler({} if self.emulator else None), HTTPHandler(), HTTPSHandler(context=context)):
            self._opener.add_handler(handler)

    def get(self, url: str, *, plain: bool = False) -> _Answer:
        """Ask for a URL, with `plain` by HTTP.

        An emulator answers for all hosts at its one endpoint, and takes a header's word for the protocol.
        """
        parts = urlsplit(url)
        headers = {"User-Agent": "cloud-resume smoke"}
        if self.emulator:
            url = f"{self.emulator}{parts.path}"
            headers |= {"Host": parts.netloc} | ({"X-Forwarded-Proto": "http"} if plain else {})
        elif plain:
            url = parts._replace(scheme="http").geturl()
        request = Request(url, headers=headers)  # noqa: S310 - the opener knows HTTP alone
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                return _Answer(response.status, response.headers, response.read())
        except (OSError, HTTPException) as error:
            message = f"{url} gives no answer: {error}"
            raise _NoAnswerError(message) from error


def smoke(at: Environment, *, report: Callable[[str], object] = lambda _: None) -> None:
    """Return when the live site works: the newest release over verified TLS, its headers, the counter, closed doors.

    Only GET is asked, which counts nobody. CloudFront takes its time, so what fails is tried again for three minutes;
    `report` is told. A release that works is marked so, for a deployment that fails to go back to; who may not write to
    the bucket only looks.

    Raises SmokeError with all that still fails then, OutsideError where nothing is deployed or published.
    """
    with live(at) as site:
        release = site.newest
        if release is None:
            message = f"nothing was published in {at.name} yet; `cloud-resume publish {at.name}` does"
            raise OutsideError(message)
        bucket = f"{site.s3.meta.endpoint_url}/{site.bucket}"
        _wait_for(at, release, _Site(site.url, release.files, site.api, bucket, _Client(at)), report)
        try:
            site.mark_passed(release)
        except OutsideError as error:
            report(f"It works, but a deployment that fails will not know: {error}")


def _wait_for(at: Environment, release: Release, site: _Site, report: Callable[[str], object]) -> None:
    """Return when nothing fails; SmokeError where something still does when the time is up."""
    end = time.monotonic() + (_EMULATED if site.client.emulator else _SPREAD)
    while failures := list(_failures(site)):
        left = end - time.monotonic()
        if left < 0:
            lines = "\n".join(f"  {failure}" for failure in failures)
            what = f"{site.url} does not work as it should, of release {release.id}:\n{lines}"
            advice = f"`cloud-resume rollback {at.name}` puts the release before it back"
            raise SmokeError(what, advice)
        report(f"Not yet, tried for another {left:.0f} seconds: {failures[0]}")
        time.sleep(_PAUSE)


def _failures(site: _Site) -> Iterator[str]:
    for check in (_files, _headers, _https, _missing_page, _counter, _closed_doors):
        try:
            yield from check(site)
        except _NoAnswerError as error:
            yield str(error)


def _files(site: _Site) -> Iterator[str]:
    for name, file in site.files.items():
        path = "" if name == "index.html" else quote(name)
        answer = site.client.get(site.url + path)
        if answer.status != HTTPStatus.OK:
            yield f"/{path} is answered with {answer.status}"
        elif sha256(answer.body).hexdigest() != file.sha256:
            yield f"/{path} is not what was published"
        elif answer.headers["Content-Type"] != file.content_type:
            yield f"/{path} is {answer.headers['Content-Type']}, not {file.content_type}"


def _headers(site: _Site) -> Iterator[str]:
    headers = site.client.get(site.url).headers
    if missing := [name for name in _HEADERS if name not in headers]:
        yield f"the page comes without {', '.join(missing)}"


def _https(site: _Site) -> Iterator[str]:
    answer = site.client.get(site.url, plain=True)
    where = answer.headers["Location"] or ""
    if answer.status // 100 != 3 or not where.startswith("https://"):  # noqa: PLR2004 - 3xx is a redirect
        yield f"HTTP is answered with {answer.status} and not sent to HTTPS"


def _missing_page(site: _Site) -> Iterator[str]:
    answer = site.client.get(site.url + "no-such-page")
    if site.client.emulator and answer.status == HTTPStatus.FORBIDDEN:
        return  # the emulator does not look at who may list the bucket, and so may be told that a key is missing
    if answer.status != HTTPStatus.NOT_FOUND or sha256(answer.body).hexdigest() != site.files["404.html"].sha256:
        yield f"/no-such-page is answered with {answer.status}, and not with the page for that"


def _counter(site: _Site) -> Iterator[str]:
    answer = site.client.get(site.url + "api/visits")
    try:
        numbers = json.loads(answer.body)
        counts = isinstance(numbers["visits"], int) and isinstance(numbers["visitors"], int)
    except (LookupError, TypeError, ValueError):
        counts = False
    if answer.status != HTTPStatus.OK or not counts:
        yield f"the counter is answered with {answer.status}: {answer.body[:200]!r}"


def _closed_doors(site: _Site) -> Iterator[str]:
    for door, url in (("API", f"{site.api}/api/visits"), ("bucket", f"{site.bucket}/index.html")):
        status = site.client.get(url).status
        if status != HTTPStatus.FORBIDDEN:
            yield f"the {door} answers {status} past CloudFront, at {url}"
