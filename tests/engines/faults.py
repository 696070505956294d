"""What can befall a request between a store and its DynamoDB."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from tools.proxy import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tools.proxy import Request

    Send = Callable[[Request], Answer]
    Fault = Callable[[Request, Send], Answer | None]

READ, SECRET, WRITE = "BatchGetItem", "PutItem", "TransactWriteItems"

# The tests' clock runs six times as fast as the function's: an attempt may take a sixth of a second instead of one.
ATTEMPT_LIMIT = 1 / 6
STALL = 3 / 6


def none(request: Request, send: Send) -> Answer | None:
    return send(request)


def cut(_request: Request, _send: Send) -> Answer | None:
    """Nothing is done, and nothing said."""
    return None


def lost(request: Request, send: Send) -> Answer | None:
    """All is done, and the answer is lost."""
    send(request)
    return None


def stalled(request: Request, send: Send) -> Answer | None:
    """All is done, and the answer comes too late."""
    answer = send(request)
    time.sleep(STALL)
    return answer


def late(request: Request, send: Send) -> Answer | None:
    """All is done after the client has given up."""
    time.sleep(STALL)
    return send(request)


def error_500(_request: Request, _send: Send) -> Answer | None:
    return _error(500, "InternalServerError")


def done_and_500(request: Request, send: Send) -> Answer | None:
    """All is done, and an error said: a 500 tells nothing of the outcome."""
    send(request)
    return _error(500, "InternalServerError")


def throttled(_request: Request, _send: Send) -> Answer | None:
    return _error(400, "ThrottlingException")


def in_progress(request: Request, send: Send) -> Answer | None:
    """All is done, and said to be under way, as it may be to who asks again too soon."""
    if request.operation != WRITE:
        return send(request)
    send(request)
    return _error(400, "TransactionInProgressException")


def conflict(request: Request, send: Send) -> Answer | None:
    """Another transaction has one of the items."""
    if request.operation != WRITE:
        return send(request)
    reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in request.body["TransactItems"][1:])]
    return Answer(400, _error(400, "TransactionCanceledException").body | {"CancellationReasons": reasons})


UNANSWERED = (cut, lost, stalled, late, error_500, done_and_500, in_progress)
FAULTS = (*UNANSWERED, throttled, conflict)


def in_turn(faults: Iterable[Fault]) -> Fault:
    """Let the next requests, of any operation, meet these faults; those after them meet none."""
    pending = iter(faults)
    lock = Lock()

    def rule(request: Request, send: Send) -> Answer | None:
        with lock:
            fault = next(pending, none)
        return fault(request, send)

    return rule


def once_each(fault: Fault) -> Fault:
    """Let the next request of each operation meet this fault."""
    met = set()

    def rule(request: Request, send: Send) -> Answer | None:
        if request.operation in met:
            return send(request)
        met.add(request.operation)
        return fault(request, send)

    return rule


def _error(status: int, code: str) -> Answer:
    return Answer(status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}"})
