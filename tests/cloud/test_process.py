"""Other programs: their output, their failures, and Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud._process import ask, follow
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path


def test_ask_gives_standard_output_alone() -> None:
    assert (
        ask("sh", "-c", "echo data; echo noise >&2; echo $WHO", environ={"WHO": "ada", "PATH": "/bin"}) == "data\nada\n"
    )


def test_ask_tells_what_a_failed_program_complained_of() -> None:
    with pytest.raises(OutsideError, match=r"^this failed: sh -c .*\nno such luck$"):
        ask("sh", "-c", "echo data; echo no such luck >&2; exit 3")
    with pytest.raises(OutsideError, match=r"\nsaid where data goes$"):
        ask("sh", "-c", "echo said where data goes; exit 3")


def test_follow_hands_on_each_line_of_both_streams(tmp_path: Path) -> None:
    lines: list[str] = []
    follow(
        "sh",
        "-c",
        "pwd; echo $WHO >&2; cat",
        environ={"WHO": "ada", "PATH": "/bin"},
        folder=tmp_path,
        on_line=lines.append,
    )
    assert lines == [str(tmp_path), "ada"]


def test_follow_tells_the_end_of_what_was_said(tmp_path: Path) -> None:
    script = "seq 100; echo errors occurred: this; exit 1"
    with pytest.raises(OutsideError, match=r"^this failed: sh -c [^\n]*\n72\n(\d+\n){28}errors occurred: this$"):
        follow("sh", "-c", script, environ={}, folder=tmp_path, on_line=str)
    with pytest.raises(OutsideError, match=r"\nthis$"):
        follow("sh", "-c", script, environ={}, folder=tmp_path, on_line=str, after="occurred:")


def test_follow_waits_for_the_program_after_an_interruption(tmp_path: Path) -> None:
    def interrupt(_: str) -> None:
        (tmp_path / "interrupted").touch()
        raise KeyboardInterrupt

    script = "echo ready; until test -e interrupted; do :; done; echo done >result"
    with pytest.raises(KeyboardInterrupt):
        follow("sh", "-c", script, environ={"PATH": "/bin"}, folder=tmp_path, on_line=interrupt)
    assert (tmp_path / "result").read_text() == "done\n"


def test_ctrl_c_reaches_the_program(tmp_path: Path) -> None:
    """A terminal sends it to every program in the foreground, which are one process group."""
    program = "trap 'echo unlocked >result; exit 1' INT; echo ready; while :; do :; done"
    script = (
        "import os, pathlib, signal; from cloud_resume.cloud._process import follow\n"
        "def interrupt(line): os.killpg(0, signal.SIGINT)\n"
        f"follow('sh', '-c', {program!r}, environ={{}}, folder=pathlib.Path({str(tmp_path)!r}), on_line=interrupt)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], start_new_session=True, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.stderr.endswith("KeyboardInterrupt\n")
    assert (tmp_path / "result").read_text() == "unlocked\n"


def test_a_program_is_told_of_sigterm_and_waited_for(tmp_path: Path) -> None:
    """It is told alone, and what it says on its way out is more than a pipe holds."""
    program = "trap 'seq 100000; echo unlocked >result; exit 1' INT; echo ready; while :; do :; done"
    script = (
        "import os, pathlib, signal, sys; from cloud_resume.cloud._process import follow\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        "def terminate(line): os.kill(os.getpid(), signal.SIGTERM)\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        f"follow('sh', '-c', {program!r}, environ=os.environ, folder=folder, on_line=terminate)"
    )
    done = subprocess.run([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (143, "")
    assert (tmp_path / "result").read_text() == "unlocked\n"


def test_follow_tells_the_program_that_it_was_to_end(tmp_path: Path) -> None:
    def terminate(_: str) -> None:
        raise SystemExit

    script = "trap 'echo done >result; exit 1' INT; echo ready; while :; do :; done"
    with pytest.raises(SystemExit):
        follow("sh", "-c", script, environ={"PATH": "/bin"}, folder=tmp_path, on_line=terminate)
    assert (tmp_path / "result").read_text() == "done\n"
