"""Stands for the Python of the emulator's environment: its trustme, and its server under TLS."""

import http.server
import json
import os
import signal
import ssl
import sys
from pathlib import Path

import trustme


def option(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers that it is ready, to who asks for that."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self.path == "/_ministack/ready" and MODE != "unready" else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()


def make_certificates() -> None:
    folder = Path(option("--dir"))
    authority = trustme.CA()
    certificate = authority.issue_cert(*sys.argv[sys.argv.index("--identities") + 1 :])
    certificate.private_key_pem.write_to_path(folder / "server.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    authority.cert_pem.write_to_path(folder / "client.pem")


def serve() -> None:
    sys.stdout.write("A word before.\n")
    sys.stdout.flush()
    if MODE == "dies":
        sys.exit("No, thanks.")
    if MODE == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path("~/environ.json").expanduser().write_text(json.dumps(dict(os.environ)))
    host, port = option("--bind").split(":")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(option("--certfile"), option("--keyfile"))
    server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if sys.argv[2] == "trustme":
    make_certificates()
else:
    mode = Path("~/mode").expanduser()
    MODE = mode.read_text() if mode.exists() else ""
    serve()
