"""The audit: that everything is asked about, also after a finding, and what the list is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import audit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of programs that note how they were called; Python's find something."""
    for name, status in (("python", 1), ("npm", 0)):
        _write(tmp_path / name, status)
    monkeypatch.setattr(audit, "python_with", lambda *_: tmp_path / "python")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def _write(program: Path, status: int) -> None:
    program.write_text(f'#!/bin/sh\necho "{program.name} $*" >>{program.with_name("calls")}\nexit {status}\n')
    program.chmod(0o755)


def test_all_is_asked_about_whatever_is_found(programs: Path) -> None:
    assert audit.main([]) == 1
    calls = (programs / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["python", "python", "npm", "npm"]
    asked = " ".join(calls)
    for name in (*audit.PYTHON, *audit.NODE):
        assert f" {name}" in asked
        assert (audit.ROOT / name).exists()


def test_nothing_found_is_well(programs: Path) -> None:
    _write(programs / "python", 0)
    assert audit.main([]) == 0
    _write(programs / "npm", 1)
    assert audit.main([]) == 1


def test_the_list_is_of_what_the_package_needs(programs: Path) -> None:
    _write(programs / "python", 0)
    assert audit.main(["sbom"]) == 0
    (call,) = (programs / "calls").read_text().splitlines()
    assert call.startswith("python -m cyclonedx_py requirements requirements/run.txt ")
    assert call.endswith(f"--output-file {audit.SBOM}")
