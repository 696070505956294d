"""Python environments in the cache: made once, made whole, and told of when they can't be made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud._virtualenv import python_with
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

# A Python that makes an environment with itself in it, and whose pip notes what it is asked to install.
PYTHON = """
case "$*" in
  "-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; echo venv >>{log} ;;
  *) echo "$*" >>{log} ;;
esac
"""


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "thing.txt"
    path.write_text("thing==1\n")
    return path


@pytest.fixture
def log(tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    log = tmp_path / "log"
    monkeypatch.setattr(sys, "executable", str(program("python", PYTHON.format(log=log))))
    return log


def test_it_is_made_once(requirements: Path, log: Path, cache: Path) -> None:
    told: list[str] = []
    python = python_with(requirements, told.append)
    assert python == python_with(requirements, told.append)
    assert python.is_relative_to(cache)
    assert python.exists()
    assert told == ["Installing the thing, once"]
    made, installed = log.read_text().splitlines()
    assert made == "venv"
    assert installed.endswith(f"install --quiet --require-hashes --requirement {requirements}")
    assert [path.parent.parent for path in cache.glob("*/bin/python")] == list(cache.iterdir())


def test_other_pins_are_another_environment(requirements: Path, log: Path, cache: Path) -> None:
    first = python_with(requirements, str)
    requirements.write_text("thing==2\n")
    assert python_with(requirements, str) != first
    assert len(list(cache.iterdir())) == len(log.read_text().splitlines()) / 2 == 2


def test_one_whose_python_is_gone_is_made_anew(requirements: Path, log: Path, cache: Path) -> None:
    python = python_with(requirements, str)
    python.unlink()
    python.symlink_to(cache / "gone")
    assert python_with(requirements, str).exists()
    assert log.read_text().count("venv\n") == 2


def test_who_comes_second_takes_the_firsts(requirements: Path, log: Path, cache: Path) -> None:
    inodes = []

    def another_is_quicker(_: str) -> None:
        inodes.append(python_with(requirements, str).stat().st_ino)

    assert python_with(requirements, another_is_quicker).stat().st_ino == inodes[0]
    assert log.read_text().count("venv\n") == 2
    assert len(list(cache.iterdir())) == 1


def test_what_fails_is_told_and_leaves_nothing(
    requirements: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    monkeypatch.setattr(sys, "executable", str(program("python", "echo ensurepip is not available; exit 1")))
    with pytest.raises(OutsideError, match="ensurepip is not available"):
        python_with(requirements, str)
    assert list(cache.iterdir()) == []
