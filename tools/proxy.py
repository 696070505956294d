"""A proxy between a store and its DynamoDB, which can do anything to a request on its way."""

from __future__ import annotations

import http.client
import json
import ssl
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RD, socket
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rule = Callable[["Request", Callable[["Request"], "Answer"]], "Answer | None"]


class Request(NamedTuple):
    """An operation of DynamoDB's JSON protocol."""

    operation: str
    body: dict[str, Any]
    headers: dict[str, str]


class Answer(NamedTuple):
    """DynamoDB's answer, or what is to be taken for it."""

    status: int
    body: dict[str, Any]


class Proxy:
    """A proxy on loopback, in threads of this process.

    `rule` decides on each request. It is called with the request and with the function that sends it on, which it
    may call any number of times, at any time; it returns the answer, or None to cut the connection. Several threads
    call it at once.
    """

    def __init__(self, upstream: str, *, ca: Path | None = None, rule: Rule | None = None) -> None:
        """Take the URL of the DynamoDB, and the file of the certificate authority to trust for it."""
        self.rule: Rule = rule or (lambda request, send: send(request))
        self.requests: list[Request] = []
        self._under_way = 0
        self._settled = Condition()
        self._server = _Server(self, upstream, ca)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Hear no more, and wait for the requests on their way."""
        self._server.shutdown()
        self._server.hear_no_more()
        self._server.server_close()
        self._thread.join()

    def operations(self) -> list[str]:
        """Name the operations asked for since the last call, in turn."""
        names = [request.operation for request in self.requests]
        self.requests.clear()
        return names

    def settle(self) -> None:
        """Wait until no request is on its way: the client of one may have given it up long ago."""
        with self._settled:
            self._settled.wait_for(lambda: self._under_way == 0)

    def take(self, request: Request, send: Callable[[Request], Answer]) -> Answer | None:
        """Let the rule decide on a request."""
        with self._settled:
            self.requests.append(request)
            self._under_way += 1
        try:
            return self.rule(request, send)
        finally:
            with self._settled:
                self._under_way -= 1
                self._settled.notify_all()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # many connect at once

    def __init__(self, proxy: Proxy, upstream: str, ca: Path | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy
        self.open: set[socket] = set()
        self._netloc = urlsplit(upstream).netloc
        self._context = ssl.create_default_context(cafile=ca) if ca else None

    def connect(self) -> http.client.HTTPConnection:
        if self._context:
            return http.client.HTTPSConnection(self._netloc, context=self._context)
        return http.client.HTTPConnection(self._netloc)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        if not isinstance(sys.exception(), ConnectionError):  # a client may give up, and so may the engine
            super().handle_error(request, client_address)

    def hear_no_more(self) -> None:
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(SHUT_RD)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)
        self._upstream = self.server.connect()

    def finish(self) -> None:
        self._upstream.close()
        self.server.open.remove(self.connection)
        super().finish()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Request(self.headers["X-Amz-Target"].partition(".")[2], body, dict(self.headers))
        answer = self.server.proxy.take(request, self._send)
        if answer is None:
            self.close_connection = True
            return
        content = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send(self, request: Request) -> Answer:
        content = json.dumps(request.body).encode()
        self._upstream.request("POST", "/", content, request.headers | {"Content-Length": str(len(content))})
        response = self._upstream.getresponse()
        return Answer(response.status, json.loads(response.read()))

    def log_message(self, *_: object) -> None:
        """Say nothing."""
