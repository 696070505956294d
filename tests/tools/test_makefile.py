"""The Makefile's setting up, with programs that stand in for Python and pip."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"

# A Python whose pip notes each call, and fails while a file "offline" is there. It claims the version it is given
# before a real one does as it is told.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exec {real} -c 'import sys; sys.version_info = ({version}); exec(sys.argv[1])' "$2" ;;
  "-c import ensurepip"*) {venv} ;;
  "-m venv"*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python; echo "made by $0" >>log ;;
  "-m pip"*"--editable ."*) echo 'echo serving "$@"' >.venv/bin/cloud-resume; chmod +x .venv/bin/cloud-resume ;;
  "-m pip"*) echo "pip ${{*##* }}" >>log; test ! -e offline ;;
  *) echo "ran $*" ;;
esac
"""
SYSTEM = ("awk", "cat", "chmod", "cp", "echo", "make", "mkdir", "rm", "sh", "test", "touch")


class Machine:
    """A checkout and a PATH with no Python but those that a test adds."""

    def __init__(self, folder: Path) -> None:
        """Link what the Makefile uses of a POSIX system."""
        self.path = folder / "path"
        self.path.mkdir()
        for name in SYSTEM:
            (self.path / name).symlink_to(shutil.which(name) or name)
        self.checkout = folder / "checkout"
        (self.checkout / "requirements").mkdir(parents=True)
        shutil.copy(MAKEFILE, self.checkout)
        for name in ("pyproject.toml", "requirements/run.txt", "requirements/dev.txt"):
            (self.checkout / name).touch()

    def add_python(self, name: str, version: str = "3, 12, 1", venv: str = "true") -> None:
        """Add a Python by its version and by the shell command that answers for its venv module."""
        path = self.path / name
        path.write_text(PYTHON.format(real=sys.executable, version=version, venv=venv))
        path.chmod(0o755)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run make with the stand-ins alone on PATH."""
        return subprocess.run(
            [str(self.path / "make"), *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.path)},
            capture_output=True,
            text=True,
            check=False,
        )

    def log(self) -> list[str]:
        """Return what was made and installed since the last call."""
        log = self.checkout / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_help_lists_the_commands(machine: Machine) -> None:
    done = machine.make()
    assert done.returncode == 0
    assert [line.split()[1] for line in done.stdout.splitlines()][:3] == ["help", "serve", "test"]


def test_serve_installs_once(machine: Machine) -> None:
    machine.add_python("python3")
    first = machine.make("serve")
    assert first.stdout.endswith("serving serve examples/resume.yaml --port 8000\n")
    assert machine.log() == [f"made by {machine.path}/python3", "pip requirements/run.txt"]
    second = machine.make("serve", "RESUME=my own.json", "PORT=0")
    assert second.stdout == "serving serve my own.json --port 0\n"
    assert machine.log() == []


def test_serve_and_test_share_an_environment(machine: Machine) -> None:
    machine.add_python("python3")
    assert machine.make("test", "SUITES=unit html").stdout.endswith("ran -m tools.suites unit html\n")
    assert machine.log() == [f"made by {machine.path}/python3", "pip requirements/dev.txt"]
    machine.make("serve")
    assert machine.log() == ["pip requirements/run.txt"]


def test_an_empty_base_url_is_not_taken_for_none(machine: Machine) -> None:
    machine.add_python("python3")
    assert machine.make("e2e").stdout.endswith("ran -m tools.suites e2e\n")
    assert machine.make("e2e", "BASE_URL=https://example.com").stdout.endswith("ran -m tools.suites e2e\n")
    empty = machine.make("e2e", "BASE_URL=")
    assert empty.returncode != 0
    assert "BASE_URL is set, but empty" in empty.stderr
    assert "ran" not in empty.stdout


@pytest.mark.parametrize("changed", ["requirements/run.txt", "pyproject.toml"])
def test_a_change_of_requirements_is_installed(machine: Machine, changed: str) -> None:
    machine.add_python("python3")
    machine.make("serve")
    machine.log()
    later = (machine.checkout / ".venv/run.stamp").stat().st_mtime_ns + 1_000_000_000
    os.utime(machine.checkout / changed, ns=(later, later))
    machine.make("serve")
    assert machine.log() == ["pip requirements/run.txt"]


def test_a_failed_install_is_taken_up_again(machine: Machine) -> None:
    machine.add_python("python3")
    offline = machine.checkout / "offline"
    offline.touch()
    assert machine.make("serve").returncode != 0
    offline.unlink()
    machine.log()
    assert machine.make("serve").returncode == 0
    assert machine.log() == ["pip requirements/run.txt"]


@pytest.mark.parametrize("harm", ["moved", "cut off", "lost its Python"])
def test_an_environment_that_cannot_work_is_made_anew(machine: Machine, harm: str) -> None:
    machine.add_python("python3")
    machine.make("serve")
    machine.log()
    if harm == "moved":
        machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    elif harm == "cut off":
        (machine.checkout / ".venv/made").unlink()
    else:
        (machine.checkout / ".venv/bin/python").unlink()
    assert machine.make("serve").returncode == 0
    assert machine.log() == [f"made by {machine.path}/python3", "pip requirements/run.txt"]


def test_an_old_python_is_passed_over(machine: Machine) -> None:
    machine.add_python("python3", version="3, 10, 13")
    machine.add_python("python3.14", version="broken")
    machine.add_python("python3.12")
    assert machine.make("serve").returncode == 0
    assert machine.log()[0] == f"made by {machine.path}/python3.12"


def test_without_a_python_the_next_step_is_told(machine: Machine) -> None:
    machine.add_python("python3", version="3, 10, 13")
    done = machine.make("serve")
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_without_the_venv_module_the_next_step_is_told(machine: Machine) -> None:
    machine.add_python("python3", venv="false")
    done = machine.make("serve")
    assert done.returncode == 2
    assert "apt-get install python3.12-venv" in done.stderr
    assert not (machine.checkout / ".venv").exists()
