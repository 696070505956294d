"""The emulator as a process: what starts it and what ends it, with a stand-in for MiniStack itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._emulator import PORT, erase, has_come_up, start, status, stop
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from cloud_resume.cloud._emulator import Emulator


@pytest.fixture
def folder(emulator_folder: Path) -> Path:
    return emulator_folder


def behave(folder: Path, mode: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mode").write_text(mode)


def is_gone(pid: int) -> bool:
    """Wait for the end of a child of this process; a test that hangs here has found one that does not end."""
    return os.waitpid(pid, 0)[0] == pid


def test_it_runs_on_loopback_under_its_own_authority(folder: Path, port: int) -> None:
    emulator = start(folder, port=port)
    assert status(folder) == emulator
    assert emulator.endpoint == f"https://127.0.0.1:{port}"
    context = ssl.create_default_context(cafile=emulator.ca)
    for name in ("127.0.0.1", "localhost", "d123.cloudfront.localhost"):
        with (
            socket.create_connection(("127.0.0.1", port)) as connection,
            context.wrap_socket(connection, server_hostname=name),
        ):
            pass
    with pytest.raises(OSError):  # noqa: PT011 - each system has its own words for a refusal
        socket.create_connection(("127.0.0.2", port), timeout=1)


def test_it_knows_nothing_of_the_users_environment(folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the user")
    start(folder, port=port)
    environ = json.loads((folder / "environ.json").read_text())
    assert "of the user" not in environ.values()
    assert environ["AUTH"] == "true"
    assert environ["PERSIST_STATE"] == environ["S3_PERSIST"] == environ["USE_SSL"] == "1"
    assert all(Path(environ[name]).is_relative_to(folder) for name in ("STATE_DIR", "S3_DATA_DIR", "TMPDIR", "HOME"))


def test_a_second_start_finds_the_first(folder: Path, port: int) -> None:
    first = start(folder, port=port)
    assert start(folder) == start(folder, port=port) == first
    with pytest.raises(OutsideError, match=f"runs at port {port} already"):
        start(folder, port=port + 1)


def test_two_starts_at_once_start_one(folder: Path, port: int) -> None:
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda _: start(folder, port=port), range(2))
    assert first == second


def test_it_outlives_who_started_it(folder: Path, port: int, emulator_python: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from cloud_resume.cloud import _emulator\n"
        f"_emulator.python_with = lambda *_: Path({str(emulator_python)!r})\n"
        f"_emulator.start(Path({str(folder)!r}), port={port})"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, capture_output=True, text=True)
    assert done.stderr == ""
    emulator = status(folder)
    assert emulator
    assert emulator.port == port


def test_it_comes_back_at_the_port_that_it_had(folder: Path, port: int) -> None:
    first = start(folder, port=port)
    stop(folder)
    assert status(folder) is None
    assert is_gone(first.pid)
    second = start(folder)
    assert second.port == port
    assert second.ca.read_bytes()
    assert second.pid != first.pid


def test_one_that_was_killed_is_not_taken_for_a_running_one(folder: Path, port: int) -> None:
    first = start(folder, port=port)
    os.kill(first.pid, signal.SIGKILL)
    os.waitpid(first.pid, 0)
    assert status(folder) is None
    stop(folder)
    second = start(folder)
    assert status(folder) == second != first


def test_a_taken_port_is_told(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(OutsideError, match=rf"port {port}, .* is not free \([\w ]+\); .*--port N"):
            start(folder, port=port)
    assert status(folder) is None
    assert not has_come_up(folder)


def test_the_first_port_is_ministacks_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: tuple[str, int]) -> None:
        raise OSError(98, f"{address} is not for you")

    monkeypatch.setattr(_emulator, "create_server", refuse)
    with pytest.raises(OutsideError, match=f"port {PORT}, .*not for you"):
        start(folder)


def test_one_that_dies_is_told_with_its_last_words(folder: Path, port: int) -> None:
    behave(folder, "dies")
    with pytest.raises(OutsideError, match=r"did not come up.*\n.*A word before.\nNo, thanks."):
        start(folder, port=port)
    assert status(folder) is None


def test_one_that_does_not_answer_is_ended(folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    behave(folder, "unready")
    monkeypatch.setattr(_emulator, "_PATIENCE", 0)
    with pytest.raises(OutsideError, match="did not come up"):
        start(folder, port=port)
    assert status(folder) is None
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_an_interrupted_start_leaves_no_process(folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    behave(folder, "unready")
    with pytest.raises(KeyboardInterrupt):
        start(folder, port=port)
    assert status(folder) is None


def test_one_that_does_not_listen_is_killed(folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    behave(folder, "deaf")
    emulator = start(folder, port=port)
    monkeypatch.setattr(_emulator, "_PATIENCE", 0.1)
    stop(folder)
    assert status(folder) is None
    assert os.waitstatus_to_exitcode(os.waitpid(emulator.pid, 0)[1]) == -signal.SIGKILL


def test_erasing_leaves_nothing(folder: Path, port: int) -> None:
    stop(folder)  # of what never was
    erase(folder)
    emulator = start(folder, port=port)
    erase(folder)
    assert is_gone(emulator.pid)
    assert not folder.exists()


def test_clients_are_pointed_at_it_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://example.com")
    monkeypatch.setenv("TF_LOG", "info")
    environ = an_emulator().environment()
    assert environ["AWS_ENDPOINT_URL"] == "https://127.0.0.1:4600"
    assert environ["AWS_CA_BUNDLE"] == "/ca.pem"
    assert environ["AWS_CONFIG_FILE"] == environ["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert not environ.keys() & {"AWS_PROFILE", "AWS_ENDPOINT_URL_S3"}
    assert environ["TF_LOG"] == "info"


def an_emulator() -> Emulator:
    return _emulator.Emulator(pid=1, port=4600, ca=Path("/ca.pem"))
