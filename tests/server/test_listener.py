"""HTTP as it goes over the wire."""

from __future__ import annotations

import errno
import json
import re
import socket
import struct
from ipaddress import ip_address
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.errors import OutsideError
from cloud_resume.server import _listener
from cloud_resume.server._gateway import Gateway
from cloud_resume.server._headers import SECURITY_HEADERS
from cloud_resume.server._listener import BODY_LIMIT, Listener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Client

    from cloud_resume.server._live import Live


def test_the_site_is_served(client: Client, live: Live) -> None:
    answer = client.get("/")
    assert answer.status == 200
    assert answer.body == live.snapshot.files["index.html"]
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/assets/page.0123abcd.css", 200),
        ("GET", "/nothing", 404),
        ("POST", "/", 405),
        ("POST", "/api/visits", 200),
        ("POST", "/api/fail", 500),
        ("BREW", "/", 405),
    ],
)
def test_the_security_headers_are_on_every_answer(client: Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status == status
    assert dict(answer.headers).items() >= SECURITY_HEADERS.items()


def test_head_is_get_without_the_body(client: Client) -> None:
    got = client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head = client.send(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    undated = [re.sub(rb"Date: [^\r]*", b"", answer.partition(b"\r\n\r\n")[0]) for answer in (got, head)]
    assert undated[0] == undated[1]
    assert head.endswith(b"\r\n\r\n")


def test_a_query_is_not_part_of_the_path(client: Client) -> None:
    assert client.get("/?utm_source=mail").status == 200
    assert client.get("/api/visits?a=1").json()["rawPath"] == "/api/visits"


def test_a_connection_serves_many_requests(client: Client) -> None:
    one = b"GET /resume.pdf HTTP/1.1\r\nHost: localhost\r\n"
    answer = client.send(one + b"\r\n" + one + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert answer.count(b"%PDF-1.7") == 2


def test_not_modified_has_no_length(client: Client) -> None:
    answer = client.get("/", If_None_Match=client.get("/").headers["ETag"])
    assert (answer.status, answer.body) == (304, b"")
    assert "Content-Length" not in answer.headers


def test_the_api_gets_the_request(client: Client) -> None:
    answer = client.request("PUT", "/api/visits", {"User-Agent": "Mozilla/5.0"}, b"hello")
    event = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert event["requestContext"]["http"]["method"] == "PUT"
    assert event["headers"]["user-agent"] == "Mozilla/5.0"
    assert event["body"] == "aGVsbG8="


@pytest.mark.parametrize("method", ["TRACE", "FOO", "get"])
def test_the_api_says_itself_what_it_thinks_of_a_method(client: Client, method: str) -> None:
    assert client.request(method, "/api/visits").json()["requestContext"]["http"]["method"] == method


@pytest.mark.parametrize("method", ["TRACE", "FOO", "get", "POST"])
@pytest.mark.parametrize("path", ["/", "/nothing"])
def test_a_file_is_for_get_and_head(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json() == {"message": "Method Not Allowed"}


def test_the_viewer_is_the_client_and_what_it_says_of_itself_is_not_heard(client: Client) -> None:
    forged = {
        "CloudFront-Viewer-Address": "203.0.113.1:1",
        "cloudfront-viewer-address": "203.0.113.1:1",
        "X-Forwarded-For": "203.0.113.1",
        "X-Origin-Verify": "guess",
    }
    headers = client.request("POST", "/api/visits", forged).json()["headers"]
    assert headers["cloudfront-viewer-address"].startswith("127.0.0.1:")
    assert headers["x-origin-verify"] == "secret"
    assert "203.0.113.1" not in str(headers)


def test_a_header_sent_twice_is_joined(client: Client) -> None:
    answer = client.send(
        b"GET /api/visits HTTP/1.1\r\nHost: localhost\r\nDNT: 0\r\ndnt: 1\r\nConnection: close\r\n\r\n"
    )
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["headers"]["dnt"] == "0, 1"


def test_a_live_reload_is_no_visit(client: Client) -> None:
    def method(sent: str, cookie: str) -> Any:  # noqa: ANN401 - out of JSON
        event = client.request(sent, "/api/visits", {"Cookie": cookie}).json()
        return event["requestContext"]["http"]["method"]

    assert method("POST", "live-reload=1") == "GET"
    assert method("POST", "a=1; live-reload=1;b=2") == "GET"
    for other in ("", "a=1", "xlive-reload=1", "live-reload=10", "a=live-reload=1", "a=1, live-reload=1"):
        assert method("POST", other) == "POST"
    assert method("DELETE", "live-reload=1") == "DELETE"


def test_a_failed_invocation_is_reported(client: Client, failures: list[Exception]) -> None:
    answer = client.get("/api/fail")
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    assert [str(error) for error in failures] == ["store failed"]


def test_open_pages_are_told_of_a_change(client: Client, live: Live) -> None:
    events = client.events()
    assert next(events) == {"version": live.snapshot.version, "problems": []}
    live.fail(["wrong"])
    assert next(events)["problems"] == ["wrong"]


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_events_are_for_get_alone(client: Client, method: str) -> None:
    assert client.request(method, "/_live").status in {404, 405}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ²\r\n\r\n".encode("latin-1"), 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST /api/visits HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (f"POST /api/visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: {BODY_LIMIT + 1}\r\n\r\n".encode(), 413),
        (b"POST /api/visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"GET /".ljust(65537, b"a"), 414),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n", 431),
        (b"GET / HTTP/2.0\r\n\r\n", 505),
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_closed(client: Client, request_: bytes, status: int) -> None:
    head, _, body = client.send(request_).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: text/plain; charset=utf-8" in head
    assert b"X-Content-Type-Options: nosniff" in head
    assert body.endswith(b"\n")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000", "[::1]"])
def test_names_of_this_machine_are_answered(client: Client, host: str) -> None:
    assert client.get("/", Host=host).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "", "[", "::"])
def test_a_name_that_somebody_pointed_here_is_not(client: Client, host: str, listener: Listener) -> None:
    answer = client.get("/", Host=host)
    assert answer.status == 421
    assert listener.url in answer.body.decode()


def test_a_server_for_others_is_called_by_any_name(client: Client, listener: Listener) -> None:
    assert listener.is_loopback
    listener.is_loopback = False
    assert client.get("/", Host="resume.example").status == 200


def test_a_client_that_is_stuck_holds_up_nobody(client: Client) -> None:
    with client.connect() as half_a_line, client.connect() as half_a_body:
        half_a_line.sendall(b"GET / HT")
        half_a_body.sendall(b"POST /api/visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
        assert client.get("/").status == 200


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"])
def test_a_client_that_says_no_more_is_let_go(client: Client, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_listener._Handler, "timeout", 0.05)  # noqa: SLF001 - nobody wants to wait ten seconds
    assert client.send(sent) == b""


def test_half_a_body_is_no_request(client: Client) -> None:
    with client.connect() as connection:
        connection.sendall(b"POST /api/fail HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""


def test_a_form_is_a_body_like_any_other(client: Client) -> None:
    answer = client.request("POST", "/api/visits", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--")
    assert answer.json()["body"] == "LS14LS0="


def test_a_client_that_hangs_up_is_no_error(
    client: Client, listener: Listener, live: Live, capfd: pytest.CaptureFixture[str]
) -> None:
    connection = client.connect()
    connection.sendall(b"GET /_live HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    live.fail(["told to nobody"])
    assert client.get("/").status == 200
    live.close()
    listener.server_close()
    assert capfd.readouterr().err == ""


def test_what_was_asked_before_the_end_is_answered(
    live: Live, failures: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_listener._Handler, "timeout", None)  # noqa: SLF001 - the idle client is not to be let go for silence
    asked, end = Event(), Event()

    def handler(_: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        end.wait(10)
        return {"statusCode": 200, "body": "answered"}

    gateway = Gateway(handler, origin_verify="secret", on_failure=failures.append)
    listener = Listener("127.0.0.1", 0, live=live, gateway=gateway)
    serving = Thread(target=listener.serve_forever, args=(0.01,))
    serving.start()
    address = ("127.0.0.1", listener.server_address[1])
    with socket.create_connection(address, timeout=10) as idle, socket.create_connection(address, timeout=10) as busy:
        busy.sendall(b"POST /api/visits HTTP/1.1\r\nHost: localhost\r\n\r\n")
        asked.wait()
        listener.shutdown()
        serving.join()
        closing = Thread(target=listener.server_close)
        closing.start()
        assert idle.recv(1) == b""
        assert closing.is_alive()
        end.set()
        answer = b"".join(iter(lambda: busy.recv(65536), b""))
        closing.join()
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"answered")


@pytest.fixture
def listen(live: Live, failures: list[Exception]) -> Iterator[Any]:
    """Give a function that opens a listener, which is closed after the test."""
    opened = []
    gateway = Gateway(lambda _: {}, origin_verify="secret", on_failure=failures.append)

    def listen(host: str, port: int = 0) -> Listener:
        opened.append(Listener(host, port, live=live, gateway=gateway))
        return opened[-1]

    yield listen
    for listener in opened:
        listener.server_close()


def test_a_port_in_use_is_one_clear_error(listen: Any) -> None:  # noqa: ANN401
    port = listen("127.0.0.1").server_address[1]
    with pytest.raises(OutsideError, match=rf"port {port} is in use; .* --port 0 "):
        listen("127.0.0.1", port)


def test_a_port_that_is_not_ours_to_open_is_one_clear_error(listen: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    def bind(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(OutsideError, match=r"port 80 is the administrator's; .* --port 0 "):
        listen("127.0.0.1", 80)


@pytest.mark.parametrize("host", ["192.0.2.1", "", "x" * 64])
def test_a_host_that_is_not_this_machine_is_one_clear_error(listen: Any, host: str) -> None:  # noqa: ANN401
    with pytest.raises(OutsideError, match="without --host"):
        listen(host)


def test_the_port_is_free_again_at_once(listen: Any) -> None:  # noqa: ANN401
    first = listen("127.0.0.1")
    with socket.create_connection(first.server_address):
        connection, _ = first.get_request()
        connection.close()  # first, so that it is this side which has to remember the connection for a while
    first.server_close()
    assert listen("127.0.0.1", first.server_address[1]).url == first.url


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_ipv6_is_served_where_the_machine_has_it(listen: Any) -> None:  # noqa: ANN401
    if not has_ipv6():
        with pytest.raises(OutsideError, match="can't listen at ::1"):
            listen("::1")
        return
    listener = listen("::1")
    assert listener.is_loopback
    assert listener.url == f"http://[::1]:{listener.server_address[1]}"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104 - named, not listened on
        ("::", "http://[::1]:80"),
        ("2001:db8::1", "http://[2001:db8::1]:80"),
    ],
)
def test_the_url_is_one_that_a_browser_here_can_open(address: str, url: str) -> None:
    assert _listener._url(ip_address(address), 80) == url  # noqa: SLF001 - to listen there would open this machine
