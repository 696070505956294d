"""A client that sees what goes over the wire, and a listener over a site of the tests' own."""

from __future__ import annotations

import http.client
import json
import socket
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from cloud_resume.server._gateway import Gateway
from cloud_resume.server._listener import Listener
from cloud_resume.server._live import Live

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<!doctype html><html><head><title>Ada</title></head><body>Ada</body></html>"
SITE = {
    "index.html": PAGE,
    "404.html": PAGE.replace(b"Ada", b"Not here"),
    "assets/page.0123abcd.css": b"body { color: black }" * 100,
    "resume.pdf": b"%PDF-1.7",
}


class Answer(NamedTuple):
    """A response."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """Read the body as JSON."""
        return json.loads(self.body)


class Client:
    """Ask one server."""

    def __init__(self, url: str) -> None:
        """Take the server's URL."""
        parts = urlsplit(url)
        self.host, self.port = str(parts.hostname), int(parts.port or 0)

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send a request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers or {}, body=body)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Send a GET; an underscore in a header's name stands for a hyphen."""
        return self.request("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def connect(self) -> socket.socket:
        """Open a connection that has sent nothing yet."""
        return socket.create_connection((self.host, self.port), timeout=10)

    def send(self, request: bytes) -> bytes:
        """Send bytes as they are; give all that comes back until the server closes."""
        with self.connect() as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def events(self) -> Iterator[dict[str, Any]]:
        """Listen to what the open pages are told, heartbeats included as empty events."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        connection.request("GET", "/_live")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Connection"] == "close"
        try:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
                elif line == b":\n":
                    yield {}
        finally:
            response.close()
            connection.close()


def echo(event: dict[str, Any]) -> dict[str, Any]:
    """Answer with the event itself, as a handler for the tests; fail where the path asks for it."""
    if event["rawPath"] == "/api/fail":
        message = "store failed"
        raise RuntimeError(message)
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}


@pytest.fixture
def live() -> Live:
    """Give a site in memory."""
    live = Live()
    live.publish(SITE)
    return live


@pytest.fixture
def failures() -> list[Exception]:
    """Give the list of what failed."""
    return []


@pytest.fixture
def listener(live: Live, failures: list[Exception]) -> Iterator[Listener]:
    """Give a running listener whose API answers with the event that it got."""
    gateway = Gateway(echo, origin_verify="secret", on_failure=failures.append)
    with Listener("127.0.0.1", 0, live=live, gateway=gateway) as listener:
        thread = Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        yield listener
        live.close()
        listener.shutdown()
        thread.join()


@pytest.fixture
def connect() -> type[Client]:
    """Give what makes a client for a URL."""
    return Client


@pytest.fixture
def client(listener: Listener) -> Client:
    """Give a client of the listener."""
    return Client(listener.url)
