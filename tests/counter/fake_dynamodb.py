"""As much of DynamoDB as the store uses, on loopback, with the faults that a real one can't be asked for.

The real engines run the same contract in suites of their own; this one is for what they don't do at a word.
"""

from __future__ import annotations

import json
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    Item = dict[str, dict[str, Any]]

KEY_ATTRIBUTES = {"counts": "CounterName", "keys": "KeyName"}
PAGE = 2  # items of a scan, so that a small table has pages


class Request(NamedTuple):
    """What came over the wire."""

    operation: str
    body: dict[str, Any]
    headers: dict[str, str]
    raw: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many connect at once

    def __init__(self, handler: type[BaseHTTPRequestHandler], hung_up: Event) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._hung_up = hung_up

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as socketserver has it
        super().shutdown_request(request)
        self._hung_up.set()


class FakeDynamoDB:
    """Tables ``counts`` and ``keys``; `faults` holds, by operation, what befalls the next requests.

    A fault is one of

    - ``cut``: the connection ends before anything is done
    - ``lost``: all is done, and the connection ends
    - ``late``: the connection ends, and all is done when `deliver` is called
    - ``stall``: all is done, and nothing is said
    - ``500``, ``throttled``, ``conflict``, ``invalid``, ``in progress``, ``denied``: nothing is done, and that is
      the answer
    - ``garbage``, ``array``: all is done, and the answer is not JSON, or no object
    - ``hang up``: all goes well, and then the connection ends
    - ``partial``, ``unprocessed``: only the first key of each table is read, or none
    - a function: is called, and then all goes well
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Listen, by TLS if there is a `context`."""
        self.tables: dict[str, dict[str, Item]] = {name: {} for name in KEY_ATTRIBUTES}
        self.requests: list[Request] = []
        self.connections = 0
        self.hung_up = Event()
        self.faults: dict[str, deque[str | Callable[[], object]]] = {}
        self._late: list[Request] = []
        self._tokens: dict[str, Any] = {}
        self._lock = Lock()
        self._ended = Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet

            def setup(self) -> None:
                super().setup()
                fake.connections += 1

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers["X-Amz-Target"].partition(".")[2]
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer, self.close_connection = fake.receive(Request(operation, json.loads(raw), headers, raw))
                if answer is None:
                    return
                status, body = answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = _Server(Handler, self.hung_up)
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        """Let go of those who wait, and of the port."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, operation: str, *faults: str | Callable[[], object]) -> None:
        """Let `faults` befall the next requests of `operation`, one each."""
        self.faults.setdefault(operation, deque()).extend(faults)

    def deliver(self) -> None:
        """Let what was late arrive."""
        while self._late:
            self._execute(self._late.pop())

    def operations(self) -> list[str]:
        """Name the operations asked for since the last call."""
        names = [request.operation for request in self.requests]
        self.requests.clear()
        return names

    def receive(self, request: Request) -> tuple[tuple[int, bytes] | None, bool]:
        """Give the answer, or None, and whether the connection ends."""
        self.requests.append(request)
        pending = self.faults.get(request.operation)
        fault = pending.popleft() if pending else None
        if callable(fault):
            fault()
            fault = None
        if fault in _INSTEAD:
            answer = _INSTEAD[fault]
        elif fault == "late":
            self._late.append(request)
            answer = None
        else:
            answer = self._execute(request, limit={"partial": 1, "unprocessed": 0}.get(fault or ""))
        if fault == "stall":
            self._ended.wait()
        answer = _AFTERWARDS.get(fault, answer)
        return answer, answer is None or fault == "hang up"

    def _execute(self, request: Request, limit: int | None = None) -> tuple[int, bytes]:
        with self._lock:
            match request.operation:
                case "BatchGetItem":
                    return self._batch_get_item(request.body, limit)
                case "PutItem":
                    return self._put_item(request.body)
                case "TransactWriteItems":
                    return self._transact_write_items(request.body)
                case "Scan":
                    return self._scan(request.body)
        return _error(400, "UnknownOperationException")

    def _batch_get_item(self, body: dict[str, Any], limit: int | None) -> tuple[int, bytes]:
        responses: dict[str, list[Item]] = {}
        unprocessed = {}
        for table, request in body["RequestItems"].items():
            found = [self.tables[table].get(self._name(table, key)) for key in request["Keys"][:limit]]
            responses[table] = [item for item in found if item]
            if limit is not None and request["Keys"][limit:]:
                unprocessed[table] = request | {"Keys": request["Keys"][limit:]}
        return _ok({"Responses": responses, "UnprocessedKeys": unprocessed})

    def _put_item(self, put: dict[str, Any]) -> tuple[int, bytes]:
        old = self.tables[put["TableName"]].get(self._name(put["TableName"], put["Item"]))
        if not _holds(put, old):
            assert put["ReturnValuesOnConditionCheckFailure"] == "ALL_OLD"
            return _error(400, "ConditionalCheckFailedException", Item=old)
        self._apply({"Put": put})
        return _ok({})

    def _transact_write_items(self, body: dict[str, Any]) -> tuple[int, bytes]:
        token, actions = body["ClientRequestToken"], body["TransactItems"]
        if token in self._tokens:
            same = self._tokens[token] == actions
            return _ok({}) if same else _error(400, "IdempotentParameterMismatchException")
        reasons = ["None" if self._allowed(action) else "ConditionalCheckFailed" for action in actions]
        if set(reasons) != {"None"}:
            return _canceled(reasons)
        self._tokens[token] = actions
        for action in actions:
            self._apply(action)
        return _ok({})

    def _scan(self, body: dict[str, Any]) -> tuple[int, bytes]:
        names = sorted(self.tables[body["TableName"]])
        if "ExclusiveStartKey" in body:
            start = self._name(body["TableName"], body["ExclusiveStartKey"])
            names = [name for name in names if name > start]
        page: dict[str, Any] = {"Items": [self.tables[body["TableName"]][name] for name in names[:PAGE]]}
        if names[PAGE:]:
            attribute = KEY_ATTRIBUTES[body["TableName"]]
            page["LastEvaluatedKey"] = {attribute: page["Items"][-1][attribute]}
        return _ok(page)

    def _name(self, table: str, key: Item) -> str:
        return str(key[KEY_ATTRIBUTES[table]]["S"])

    def _allowed(self, action: dict[str, Any]) -> bool:
        if put := action.get("Put"):
            return _holds(put, self.tables[put["TableName"]].get(self._name(put["TableName"], put["Item"])))
        return True

    def _apply(self, action: dict[str, Any]) -> None:
        if put := action.get("Put"):
            self.tables[put["TableName"]][self._name(put["TableName"], put["Item"])] = put["Item"]
            return
        update = action["Update"]
        assert update["UpdateExpression"] == "SET visits = if_not_exists(visits, :start) + :one ADD #count :visitors"
        assert update["ExpressionAttributeNames"] == {"#count": "count"}
        values = {name: int(value["N"]) for name, value in update["ExpressionAttributeValues"].items()}
        table = self.tables[update["TableName"]]
        item = table.setdefault(self._name(update["TableName"], update["Key"]), dict(update["Key"]))
        visits = int(item["visits"]["N"]) if "visits" in item else values[":start"]
        count = int(item["count"]["N"]) if "count" in item else 0
        item["visits"] = {"N": str(visits + values[":one"])}
        item["count"] = {"N": str(count + values[":visitors"])}


def _holds(put: dict[str, Any], item: Item | None) -> bool:
    match put["ConditionExpression"]:
        case "attribute_not_exists(KeyName)":
            return item is None
        case "attribute_not_exists(KeyName) OR #day < :day OR #day > :latest":
            day = put["ExpressionAttributeNames"]["#day"]
            values = {name: value["S"] for name, value in put["ExpressionAttributeValues"].items()}
            return item is None or item[day]["S"] < values[":day"] or item[day]["S"] > values[":latest"]
    raise AssertionError(put["ConditionExpression"])


def _ok(body: dict[str, Any]) -> tuple[int, bytes]:
    return 200, json.dumps(body).encode()


def _error(status: int, code: str, **rest: object) -> tuple[int, bytes]:
    return status, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"} | rest).encode()


def _canceled(reasons: list[str]) -> tuple[int, bytes]:
    return _error(400, "TransactionCanceledException", CancellationReasons=[{"Code": reason} for reason in reasons])


_INSTEAD: dict[str | None, tuple[int, bytes] | None] = {
    "cut": None,
    "500": _error(500, "InternalServerError"),
    "throttled": _error(400, "ProvisionedThroughputExceededException"),
    "in progress": _error(400, "TransactionInProgressException"),
    "denied": _error(400, "AccessDeniedException", message="not authorized to perform this"),
    "conflict": _canceled(["TransactionConflict", "None"]),
    "invalid": _canceled(["None", "ValidationError"]),
}
_AFTERWARDS: dict[str | None, tuple[int, bytes] | None] = {
    "lost": None,
    "stall": None,
    "garbage": (200, b"<html>"),
    "array": (200, b"[]"),
}
