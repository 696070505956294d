"""Run the command line in this process, in an empty folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from cloud_resume.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Outcome(NamedTuple):
    """What a person sees of a command."""

    code: int
    out: str
    err: str


class Command(Protocol):
    """Run `cloud-resume` with these words."""

    def __call__(self, *words: str) -> Outcome:
        """Give what came of it."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def command(folder: Path, capfd: pytest.CaptureFixture[str]) -> Command:  # noqa: ARG001 it is where the command runs
    """Give a function that runs a command and gives code, standard output and standard error."""

    def run(*words: str) -> Outcome:
        code = main(words)
        return Outcome(code, *capfd.readouterr())

    return run


@pytest.fixture
def resume(folder: Path) -> Path:
    """Put a resume without a problem into the folder."""
    path = folder / "resume.yaml"
    path.write_text(
        "basics:\n"
        "  name: Ada Byron\n"
        "  email: ada@example.org\n"
        "  phone: +1 555 0100\n"
        "  location: {city: London, countryCode: GB}\n",
        encoding="utf-8",
    )
    return path
