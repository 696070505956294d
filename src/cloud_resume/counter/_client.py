"""Call DynamoDB over one kept connection, with the same bytes again until the outcome is known."""

from __future__ import annotations

import http.client
import json
import os
import select
import ssl
import time
from urllib.parse import urlsplit

from cloud_resume.counter._errors import StoreError
from cloud_resume.counter._sigv4 import authorization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Self

# The system's hundred and more roots take longer to load than all the modules here; AWS's endpoints need five.
_AMAZON_ROOTS = os.path.join(os.path.dirname(__file__), "amazon-roots.pem")  # noqa: PTH118, PTH120 - pathlib is slow to load

_ATTEMPT_LIMIT = 1.0  # seconds for DynamoDB to take a connection, and again to answer
_FIRST_PAUSE, _LONGEST_PAUSE = 0.025, 0.8  # seconds, before a random part of it is taken

# Not done, and to be asked for again: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
_AGAIN = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
}


class RefusedError(StoreError):
    """DynamoDB's definite no.

    `code` is its name for the error (``TransactionCanceledException``), `answer` the whole of its JSON.
    `settled` is False when an earlier attempt at the same request went without an answer: it may yet be done.
    """

    def __init__(self, operation: str, code: str, answer: dict[str, Any], *, settled: bool) -> None:
        """Keep what the caller decides by."""
        super().__init__(f"DynamoDB {operation}: {code}: {answer.get('message') or answer.get('Message')}")
        self.code = code
        self.answer = answer
        self.settled = settled


def attempts(deadline: float) -> Iterator[float]:
    """Give the seconds that each attempt may take, and pause between them, until `deadline` (monotonic).

    The pauses grow and are random, so that those who have met do not meet again.
    """
    pause = _FIRST_PAUSE
    while (left := deadline - time.monotonic()) > 0:
        yield min(left, _ATTEMPT_LIMIT)
        left = deadline - time.monotonic()
        time.sleep(max(0, min(left, pause * os.urandom(1)[0] / 255)))
        pause = min(2 * pause, _LONGEST_PAUSE)


class DynamoDBClient:
    """A client for one thread; it connects at its first call."""

    def __init__(
        self,
        *,
        region: str,
        key_id: str,
        secret_key: str,
        session_token: str | None = None,
        endpoint: str | None = None,
        ca_bundle: str | None = None,
    ) -> None:
        """Take credentials and region; `endpoint` is a URL other than AWS's own for that region.

        `ca_bundle` is a file of certificates (PEM), the only ones to trust.
        """
        url = urlsplit(endpoint or f"https://dynamodb.{region}.amazonaws.com")
        self._amazon_only = endpoint is None and ca_bundle is None
        if url.scheme == "http":
            self._connection = http.client.HTTPConnection(url.netloc)
        else:
            self._connection = _https(url.netloc, _AMAZON_ROOTS if self._amazon_only else ca_bundle)
        self._headers = {"content-type": "application/x-amz-json-1.0", "host": url.netloc}
        if session_token:
            self._headers["x-amz-security-token"] = session_token
        self._signing = {"key_id": key_id, "secret_key": secret_key, "region": region}

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Take what Lambda sets, and AWS's own variables for another endpoint."""
        return cls(
            region=environ["AWS_REGION"],
            key_id=environ["AWS_ACCESS_KEY_ID"],
            secret_key=environ["AWS_SECRET_ACCESS_KEY"],
            session_token=environ.get("AWS_SESSION_TOKEN"),
            endpoint=environ.get("AWS_ENDPOINT_URL_DYNAMODB") or environ.get("AWS_ENDPOINT_URL"),
            ca_bundle=environ.get("AWS_CA_BUNDLE"),
        )

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._connection.close()

    def call(self, operation: str, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Give DynamoDB's answer to one operation of its JSON protocol.

        Raises RefusedError, or StoreError when there is no answer by `deadline` (monotonic).
        """
        body = json.dumps(request).encode()
        settled = True
        cause: object = "no time left"
        for timeout in attempts(deadline):
            try:
                status, answer = self._exchange(operation, body, timeout)
            except (OSError, ValueError, http.client.HTTPException) as error:
                self._connection.close()
                if self._amazon_only and isinstance(error, ssl.SSLCertVerificationError):
                    # AWS has come to use other roots, which an update has brought to the system's.
                    self._amazon_only = False
                    self._connection = _https(self._headers["host"], None)
                settled = False
                cause = repr(error)
                continue
            if status == http.client.OK:
                return answer
            cause = code = str(answer.get("__type") or f"HTTP {status}").rpartition("#")[2]
            if status >= http.client.INTERNAL_SERVER_ERROR or code == "TransactionInProgressException":
                settled = False
            elif code not in _AGAIN:
                raise RefusedError(operation, code, answer, settled=settled)
        message = f"DynamoDB {operation}: time is up: {cause}"
        raise StoreError(message)

    def _exchange(self, operation: str, body: bytes, timeout: float) -> tuple[int, dict[str, Any]]:
        connection = self._connection
        connection.timeout = timeout
        if connection.sock is not None:
            if select.select([connection.sock], [], [], 0)[0]:
                connection.close()  # hung up while nobody asked
            else:
                connection.sock.settimeout(timeout)
        headers = self._headers | {
            "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
            "x-amz-target": f"DynamoDB_20120810.{operation}",
        }
        headers["authorization"] = authorization(headers, body, **self._signing)
        connection.request("POST", "/", body, headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        if not isinstance(answer, dict):
            message = "the answer is not a JSON object"
            raise ValueError(message)  # noqa: TRY004 - the answer is at fault, not the caller
        return response.status, answer


def _https(netloc: str, ca_bundle: str | None) -> http.client.HTTPSConnection:
    """Connect later, trusting `ca_bundle`, or without one what the system trusts."""
    return http.client.HTTPSConnection(netloc, context=ssl.create_default_context(cafile=ca_bundle))
