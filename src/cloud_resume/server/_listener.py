"""HTTP on a socket: one thread a connection, so that a slow client holds up nobody but itself."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from email.errors import MissingHeaderBodySeparatorDefect
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address, ip_address
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from cloud_resume.errors import OutsideError
from cloud_resume.server import _static
from cloud_resume.server._headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud_resume.server._gateway import Gateway, Response
    from cloud_resume.server._live import Live

BODY_LIMIT = 64 * 1024  # bytes; nothing here wants a body at all


class _Handler(BaseHTTPRequestHandler):
    """The requests of one connection."""

    server: Listener
    protocol_version = default_request_version = "HTTP/1.1"  # HTTP/0.9 had no headers to say anything in
    timeout = 10  # seconds that a client may keep silent
    disable_nagle_algorithm = True  # head and body are two packets
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(explain)s\n"

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client went away
            super().handle()

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Give what http.server calls for a method, as do_GET for GET: the same for each that there is or may be."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        if refusal := self._refusal():
            status, explain = refusal
            self.send_error(status, explain=explain)
            return
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        if len(body) < length:  # the client went away
            self.close_connection = True
            return
        path = self.path.partition("?")[0]
        headers = {name.lower(): ", ".join(self.headers.get_all(name, ())) for name in self.headers}
        if path.startswith("/api/"):
            method = _counted_method(self.command, headers)
            self._send(self.server.gateway.answer(method, path, headers, body, self.client_address[:2]))
        elif path == "/_live" and self.command == "GET":
            self._stream()
        else:
            self._send(_static.answer(self.server.live.snapshot.files, self.command, path, headers))

    def _refusal(self) -> tuple[HTTPStatus, str] | None:
        """Give status and explanation for a request that must not be answered."""
        hosts = self.headers.get_all("Host", [])
        length, *more = self.headers.get_all("Content-Length", ["0"])
        is_cut = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in self.headers.defects)
        if is_cut or len(hosts) != 1 or not self.path.startswith("/"):
            return HTTPStatus.BAD_REQUEST, "This is not a request that a server can answer (RFC 9112)."
        if "Transfer-Encoding" in self.headers:
            return HTTPStatus.LENGTH_REQUIRED, "A body needs a Content-Length."
        if more or not (length.isascii() and length.isdigit()):
            return HTTPStatus.BAD_REQUEST, "The Content-Length is not one number."
        if len(length) > len(str(BODY_LIMIT)) or int(length) > BODY_LIMIT:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is over {BODY_LIMIT} bytes."
        if self.server.is_loopback and not _is_loopback(hosts[0]):
            return HTTPStatus.MISDIRECTED_REQUEST, f"This server answers at {self.server.url} only."
        return None

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in self.server.live.events():
            self.wfile.write(event)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        for name, value in SECURITY_HEADERS.items():
            self.send_header(name, value)

    def version_string(self) -> str:
        return "cloud-resume"

    def log_message(self, *_: object) -> None:
        """Say nothing: a line for each request would drown what the person at the terminal is to see."""


class Listener(ThreadingMixIn, TCPServer):
    """The listening socket and the connections that came in by it."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, *, live: Live, gateway: Gateway) -> None:
        """Listen at once, at port 0 on a free one.

        Raises OutsideError where host and port are not to be had.
        """
        self.live = live
        self.gateway = gateway
        self._connections: WeakKeyDictionary[Thread, socket.socket] = WeakKeyDictionary()
        try:
            self.address_family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            super().__init__((host, port), _Handler)
        except (OSError, UnicodeError) as error:
            raise _outside_error(host, port, error) from error
        address = ip_address(self.socket.getsockname()[0])
        self.is_loopback = address.is_loopback
        self.url = _url(address, self.socket.getsockname()[1])

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """Answer in a thread of its own, which a process that is interrupted for good does not wait for."""
        thread = Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        thread.start()
        self._connections[thread] = request

    def server_close(self) -> None:
        """Stop listening; wait until every request that has arrived is answered."""
        super().server_close()
        connections = list(self._connections.items())
        for _, connection in connections:
            with suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RD)
        for thread, _ in connections:
            thread.join()


def _counted_method(method: str, headers: Mapping[str, str]) -> str:
    """Read the numbers where a live reload would count a visit: it is the writer again, not a reader."""
    cookies = [cookie.strip() for cookie in headers.get("cookie", "").split(";")]
    return "GET" if method == "POST" and "live-reload=1" in cookies else method


def _is_loopback(host: str) -> bool:
    """Tell whether a Host header is a name that only this machine gives itself.

    Any other was pointed here by its owner, for a page of theirs to read this server (DNS rebinding).
    """
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _url(address: IPv4Address | IPv6Address, port: int) -> str:
    if isinstance(address, IPv6Address):
        return f"http://[{'::1' if address.is_unspecified else address}]:{port}"
    return f"http://{'127.0.0.1' if address.is_unspecified else address}:{port}"


def _outside_error(host: str, port: int, error: OSError | UnicodeError) -> OutsideError:
    if not isinstance(error, OSError):
        return OutsideError(f"{host!r} is not a host's name; without --host this machine alone is served")
    if error.errno == errno.EADDRINUSE:
        return OutsideError(f"port {port} is in use; stop what listens there, or let --port 0 find a free one")
    if error.errno == errno.EACCES:
        return OutsideError(f"port {port} is the administrator's; take one above 1023, or let --port 0 find a free one")
    return OutsideError(f"can't listen at {host}: {error.strerror}; without --host this machine alone is served")
