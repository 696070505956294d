"""A GitHub on loopback: the comments of its pull requests, and its tokens for jobs, by its REST API."""

from __future__ import annotations

import base64
import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

LONGEST = 65_536  # characters of a comment


class Request(NamedTuple):
    """What was asked of GitHub."""

    method: str
    path: str
    headers: dict[str, str]


class GitHub:
    """A GitHub with one repository, whose callers are all the repository's own jobs."""

    def __init__(self, repository: str) -> None:
        """Have a repository, OWNER/NAME."""
        self.repository = repository
        self.requests: list[Request] = []
        self.refuse = False  # as it does where the job lacks a permission
        self.subjects: dict[str, str] = {}  # of the tokens for AWS, by the job that may ask for one
        self._comments: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def post(self, issue: int, login: str, body: str) -> dict[str, Any]:
        """Comment on a pull request."""
        number = len(self._comments) + 1
        url = f"https://github.com/{self.repository}/pull/{issue}#issuecomment-{number}"
        comment = {"id": number, "user": {"login": login}, "body": body, "html_url": url, "issue": issue}
        self._comments.append(comment)
        return comment

    def bodies(self, issue: int) -> list[str]:
        """Give the comments on a pull request, the oldest first."""
        return [comment["body"] for comment in self._comments if comment["issue"] == issue]

    def answer(self, method: str, path: str, body: dict[str, str]) -> tuple[int, object]:
        """Give status and content of an answer."""
        if self.refuse:
            return 403, {"message": "Resource not accessible by integration"}
        if len(body.get("body", "")) > LONGEST:
            return 422, {"message": "Validation Failed"}
        parts = urlsplit(path)
        issues = f"/repos/{self.repository}/issues"
        if found := re.fullmatch(rf"{issues}/(\d+)/comments", parts.path):
            issue = int(found[1])
            if method == "POST":
                return 201, self.post(issue, "github-actions[bot]", body["body"])
            query = {name: int(values[0]) for name, values in parse_qs(parts.query).items()}
            size = query["per_page"]
            start = (query["page"] - 1) * size
            return 200, [comment for comment in self._comments if comment["issue"] == issue][start : start + size]
        if method == "PATCH" and (found := re.fullmatch(rf"{issues}/comments/(\d+)", parts.path)):
            comment = self._comments[int(found[1]) - 1]
            comment["body"] = body["body"]
            return 200, comment
        if parts.path == "/token":
            query_words = {name: values[0] for name, values in parse_qs(parts.query).items()}
            subject = self.subjects.get(query_words["job"])
            if subject is None:
                return 403, {"message": "the job lacks the permission id-token: write"}
            return 200, {"value": _token(subject, query_words["audience"])}
        return 404, {"message": "Not Found"}


def _token(subject: str, audience: str) -> str:
    """Write a token as GitHub does, but for the signature, at which no emulator looks.

    https://docs.github.com/en/actions/reference/security/oidc
    """
    now = int(time.time())
    header = {"alg": "RS256", "kid": "1", "typ": "JWT"}
    claims = {
        "iss": "https://token.actions.githubusercontent.com",
        "aud": audience,
        "sub": subject,
        "iat": now,
        "nbf": now,
        "exp": now + 300,
    }
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), b"unsigned")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def _handler(github: GitHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
            github.requests.append(Request(self.command, self.path, dict(self.headers)))
            status, content = github.answer(self.command, self.path, body)
            answer = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PATCH = do_GET  # noqa: N815 - the names that the base class calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
