"""A server that is interrupted, wherever it is."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Event, Thread, current_thread, get_ident, main_thread
from typing import TYPE_CHECKING

import pytest

from cloud_resume.server import Server

if TYPE_CHECKING:
    from pathlib import Path

# Serves again and again, each time interrupted a little later, from the first line of its start to the last of its
# end, and says how often.
INTERRUPTED = """
import http.client
import itertools
import sys
import threading
from pathlib import Path

from cloud_resume import site
from cloud_resume.server import Server, _listener, _server

_server.LOOK_EVERY = 0.01
site.build = lambda _: {"index.html": b"<head></head>", "404.html": b"<head></head>"}


def serve():
    with Server(Path(sys.argv[1]), port=0) as server:
        host, port = server.url.removeprefix("http://").split(":")
        connection = http.client.HTTPConnection(host, int(port))  # stays open, as that of a page does
        connection.request("GET", "/_live")
        connection.getresponse().readline()


def is_a_moment(frame, event):
    file = frame.f_code.co_filename
    if file == threading.__file__:
        return event == "call" and frame.f_code.co_name in {"is_alive", "join", "set", "start", "wait"}
    return event == "line" and file in {_server.__file__, _listener.__file__}


for moments in itertools.count():
    left = moments

    def trace(frame, event, _):
        global left
        if is_a_moment(frame, event):
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
        return trace

    sys.settrace(trace)
    try:
        serve()
    except KeyboardInterrupt:
        continue
    finally:
        sys.settrace(None)
    print(moments)
    break
"""


def test_an_interrupt_between_any_two_lines_ends_the_process(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text("basics:\n  name: Ada Lovelace\n", encoding="utf-8")
    command = [sys.executable, "-c", INTERRUPTED, str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert int(ended.stdout) > 50
    assert ended.stderr == ""


class _Terminated(Exception):  # noqa: N818 - it is no error
    pass


class _Waiting(Event):
    """An event that says when the main thread waits for it for the second time."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0
        self.again = Event()

    def wait(self, timeout: float | None = None) -> bool:
        if current_thread() is main_thread():
            self.turns += 1
            if self.turns == 2:
                self.again.set()
        return super().wait(timeout)


def test_a_signal_that_another_thread_gets_ends_the_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text("basics:\n  name: Ada Lovelace\n", encoding="utf-8")

    seen = Event()

    def terminate(*_: object) -> None:
        seen.set()
        raise _Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        with Server(file, port=0) as server:
            waiting = _Waiting()
            monkeypatch.setattr(server, "_closing", waiting)

            def get_signal() -> None:
                waiting.again.wait()
                signal.pthread_kill(get_ident(), signal.SIGTERM)
                if not seen.wait(5):
                    waiting.set()  # so that the test ends

            Thread(target=get_signal, daemon=True).start()
            with pytest.raises(_Terminated):
                server.serve_forever()
            assert not waiting.is_set()
    finally:
        signal.signal(signal.SIGTERM, before)
