"""What a live site is asked for, and what is said of one that does not work; the site is a server of the test's."""

from __future__ import annotations

import json
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import trustme
from botocore.exceptions import ClientError

from cloud_resume.cloud import _smoke, publish, releases, smoke
from cloud_resume.errors import OutsideError, SmokeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cloud.conftest import Cloud

    from cloud_resume.cloud import Environment

FILES = {"404.html": b"none", "assets/main.0a1b2c3d.css": b"a{}", "index.html": b"page", "resume.pdf": b"%PDF"}
HOST = "d123.cloudfront.localhost"
API = "abc.execute-api.localhost"


class Site(ThreadingHTTPServer):
    """Plays CloudFront, API Gateway and S3, by the `Host` that is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        """Let everything be as it should be; `answers` has what differs, by host and path."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []
        self.withheld = ""

    def answer(self, host: str, path: str, protocol: str) -> tuple[int, str, bytes]:
        """Give status, content type, or where to go, and body."""
        if f"{host}{path}" in self.answers:
            return self.answers[f"{host}{path}"]
        if host != HOST:
            return 403, "application/xml", b"no"
        if protocol == "http":
            return self.answers.get("http", (301, f"https://{host}{path}", b""))
        if path == "/api/visits":
            return 200, "application/json", b'{"visits": 3, "visitors": 2}'
        name = path.removeprefix("/") or "index.html"
        if name not in FILES:
            return 404, "text/html; charset=utf-8", FILES["404.html"]
        return 200, _type(name), FILES[name]


def _type(name: str) -> str:
    kind = name.rpartition(".")[2]
    return {"pdf": "application/pdf"}.get(kind, f"text/{kind}; charset=utf-8")


class Handler(BaseHTTPRequestHandler):
    """Hands on what is asked, also where it is asked as of a proxy."""

    server: Site

    def do_GET(self) -> None:
        """Answer."""
        url = urlsplit(self.path)
        host = url.hostname or self.headers["Host"].partition(":")[0]
        self.server.asked.append(f"{host}{url.path}")
        protocol = url.scheme or self.headers.get("X-Forwarded-Proto", "https")
        status, kind, body = self.server.answer(host, url.path, protocol)
        if status == 0:
            return
        self.send_response(status)
        self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
        for name in _smoke._HEADERS:  # noqa: SLF001 - what is asked for
            if name != self.server.withheld:
                self.send_header(name, "x")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@pytest.fixture
def serve() -> Iterator[Callable[[trustme.CA | None], Site]]:
    """Give what starts such a server, under TLS with a certificate of an authority; they end with the test."""
    running: list[tuple[Site, Thread]] = []

    def start(authority: trustme.CA | None) -> Site:
        site = Site()
        if authority:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
            site.socket = context.wrap_socket(site.socket, server_side=True)
        thread = Thread(target=site.serve_forever)
        thread.start()
        running.append((site, thread))
        return site

    yield start
    for site, thread in running:
        site.shutdown()
        thread.join()
        site.server_close()


@pytest.fixture
def site(
    cloud: Cloud,
    authority: trustme.CA,
    serve: Callable[[trustme.CA | None], Site],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    """Publish to the environment, and let it be seen at an emulator; nobody waits."""
    publish(cloud.at, FILES, report=cloud.reports.append)
    site = serve(authority)
    _goes_to(cloud, f"https://127.0.0.1:{site.server_port}", tmp_path)
    monkeypatch.setattr(_smoke, "_EMULATED", -1.0)
    monkeypatch.setattr(_smoke, "_PAUSE", 0.0)
    return site


def _goes_to(cloud: Cloud, endpoint: str, folder: Path) -> None:
    cloud.at.environ.update(AWS_ENDPOINT_URL=endpoint, AWS_CA_BUNDLE=str(folder / "ca.pem"))
    cloud.give("s3-cloudfront", distribution_domain={"name": HOST.replace(".localhost", ".net")})
    cloud.give("api_gateway-lambda", api_endpoint=f"https://{API}")


def _smoke_fails(at: Environment) -> str:
    with pytest.raises(SmokeError) as raised:
        smoke(at)
    first, *failures, last = str(raised.value).splitlines()
    assert "does not work as it should" in first
    assert last == "`cloud-resume rollback prod` puts the release before it back"
    return "\n".join(failures)


def test_a_site_that_works(cloud: Cloud, site: Site) -> None:
    smoke(cloud.at, report=cloud.reports.append)
    assert set(site.asked) == {
        f"{HOST}/",
        f"{HOST}/404.html",
        f"{HOST}/assets/main.0a1b2c3d.css",
        f"{HOST}/resume.pdf",
        f"{HOST}/no-such-page",
        f"{HOST}/api/visits",
        f"{API}/api/visits",
        f"{_s3(cloud)}/index.html",
    }
    assert cloud.reports[-1].startswith("Invalidating")


@pytest.mark.usefixtures("site")
def test_a_release_that_works_is_marked_once(cloud: Cloud) -> None:
    assert [release.passed for release in releases(cloud.at)] == [False]
    cloud.made()
    smoke(cloud.at)
    smoke(cloud.at)
    (release,) = releases(cloud.at)
    assert release.passed
    assert cloud.made("PutObject") == [f"PutObject releases/{release.id}.json"]


def test_one_that_does_not_is_not(cloud: Cloud, site: Site) -> None:
    site.withheld = "Referrer-Policy"
    _smoke_fails(cloud.at)
    assert [release.passed for release in releases(cloud.at)] == [False]


@pytest.mark.usefixtures("site")
def test_who_may_only_read_is_told_that_it_is_not_marked(cloud: Cloud) -> None:
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutObject")
    cloud.refuse["PutObject"] = 0, denied
    smoke(cloud.at, report=cloud.reports.append)
    assert cloud.reports[-1].startswith("It works, but a deployment that fails will not know: the release 2")


@pytest.mark.usefixtures("site")
def test_a_release_from_before_there_was_a_mark(cloud: Cloud) -> None:
    (release,) = releases(cloud.at)
    manifest = json.loads(release.as_json())
    del manifest["passed"]
    cloud.s3.put_object(Bucket=cloud.bucket, Key=f"releases/{release.id}.json", Body=json.dumps(manifest))
    assert releases(cloud.at) == [release]


def _s3(cloud: Cloud) -> str:
    return f"{urlsplit(cloud.s3.meta.endpoint_url).hostname}/{cloud.bucket}"


@pytest.mark.parametrize(
    ("where", "answer", "said"),
    [
        (f"{HOST}/", (200, "text/html; charset=utf-8", b"of yesterday"), "/ is not what was published"),
        (f"{HOST}/", (200, "text/plain", b"page"), "/ is text/plain, not text/html; charset=utf-8"),
        (f"{HOST}/assets/main.0a1b2c3d.css", (403, "x", b""), "/assets/main.0a1b2c3d.css is answered with 403"),
        (f"{HOST}/no-such-page", (200, "x", b"none"), "/no-such-page is answered with 200, and not with the page for"),
        (f"{HOST}/no-such-page", (404, "x", b"S3"), "/no-such-page is answered with 404, and not with the page for"),
        (f"{HOST}/api/visits", (500, "x", b'{"visits": 1, "visitors": 1}'), "the counter is answered with 500: b'{"),
        (f"{HOST}/api/visits", (200, "x", b"<html>"), "the counter is answered with 200: b'<html>'"),
        (f"{HOST}/api/visits", (200, "x", b"[]"), "the counter is answered with 200: b'[]'"),
        (f"{HOST}/api/visits", (200, "x", b'{"visits": 1}'), "the counter is answered with 200"),
        (f"{HOST}/api/visits", (200, "x", b'{"visits": 1, "visitors": "1"}'), "the counter is answered with 200"),
        (f"{API}/api/visits", (200, "x", b"{}"), f"the API answers 200 past CloudFront, at https://{API}/api/visits"),
        (f"{HOST}/resume.pdf", (0, "", b""), "/resume.pdf gives no answer: "),
        ("http", (200, "x", b"page"), "HTTP is answered with 200 and not sent to HTTPS"),
        ("http", (301, "http://elsewhere/", b""), "HTTP is answered with 301 and not sent to HTTPS"),
    ],
)
def test_what_does_not_work_is_said(
    cloud: Cloud, site: Site, where: str, answer: tuple[int, str, bytes], said: str
) -> None:
    site.answers[where] = answer
    assert said in _smoke_fails(cloud.at)


def test_all_that_fails_is_said_at_once(cloud: Cloud, site: Site) -> None:
    site.answers[f"{_s3(cloud)}/index.html"] = 200, "text/html", b"page"
    site.answers[f"{HOST}/api/visits"] = 500, "text/html", b"oh"
    site.withheld = "Strict-Transport-Security"
    assert _smoke_fails(cloud.at).splitlines() == [
        "  the page comes without Strict-Transport-Security",
        "  the counter is answered with 500: b'oh'",
        f"  the bucket answers 200 past CloudFront, at {cloud.s3.meta.endpoint_url}/{cloud.bucket}/index.html",
    ]


def test_what_an_emulator_says_of_a_missing_page_will_do(cloud: Cloud, site: Site) -> None:
    site.answers[f"{HOST}/no-such-page"] = 403, "application/xml", b"AccessDenied"
    smoke(cloud.at)


def test_a_certificate_of_somebody_else_is_refused(cloud: Cloud, site: Site, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
    assert "gives no answer: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED]" in _smoke_fails(cloud.at)
    assert site.asked == []


def test_what_fails_is_tried_again(cloud: Cloud, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smoke, "_EMULATED", 3600.0)
    site.answers[f"{HOST}/"] = 200, "text/html; charset=utf-8", b"of yesterday"

    def report(said: str) -> None:
        cloud.reports.append(said)
        site.answers.clear()

    smoke(cloud.at, report=report)
    assert cloud.reports[-1] == "Not yet, tried for another 3600 seconds: / is not what was published"


def test_on_aws_hosts_are_asked_themselves(
    cloud: Cloud,
    site: Site,
    authority: trustme.CA,
    serve: Callable[[trustme.CA | None], Site],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy plays the port for plain HTTP; the page is at this machine's own name."""
    monkeypatch.setattr(_smoke, "_SPREAD", -1.0)
    web, proxy = serve(authority), serve(None)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("tests.cloud.test_smoke.HOST", "localhost")
    endpoint = cloud.at.environ.pop("AWS_ENDPOINT_URL")
    cloud.give("s3-cloudfront", url=f"https://localhost:{web.server_port}")
    cloud.give("api_gateway-lambda", api_endpoint=endpoint)
    smoke(cloud.at)
    assert proxy.asked == ["localhost/"]
    assert site.asked == ["127.0.0.1/api/visits"]
    assert {"localhost/", "localhost/api/visits"} < set(web.asked)

    web.answers["localhost/no-such-page"] = 403, "application/xml", b"AccessDenied"
    assert "/no-such-page is answered with 403" in _smoke_fails(cloud.at)


def test_nothing_published(cloud: Cloud) -> None:
    with pytest.raises(OutsideError, match=r"nothing was published in prod yet; `cloud-resume publish prod` does"):
        smoke(cloud.at)
