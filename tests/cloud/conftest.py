"""What the tests of `cloud` share: programs that stand in for those of others, and a cache of their own."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from cloud_resume.cloud import _emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


class Program(Protocol):
    """Put a program on PATH, by its name and the lines of shell that it is made of."""

    def __call__(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Give its path."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that stands for our own in the user's cache; nothing is in it yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "cloud-resume"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Let a test make its own programs, before which there are none but the system's."""
    path = tmp_path / "path"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")

    def make(name: str, script: str, folder: Path | None = None) -> Path:
        file = (folder or path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return make


@pytest.fixture
def emulator_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let what stands for MiniStack be the emulator; give the Python that it runs by."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("stand_in.py")}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(_emulator, "python_with", lambda *_: python)
    return python


@pytest.fixture
def emulator_folder(tmp_path: Path, emulator_python: Path) -> Iterator[Path]:
    """Give the folder of an emulator, which is ended with the test."""
    assert emulator_python.exists()
    folder = tmp_path / ".cloud-resume" / "emulator"
    yield folder
    _emulator.erase(folder)


@pytest.fixture
def port() -> int:
    """Give a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
    return number
