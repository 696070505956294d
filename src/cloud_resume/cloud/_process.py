"""Runs other programs, and turns their failures into errors that say what they said."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LINES = 30  # of what a failed program said


def ask(*command: str | Path, environ: Mapping[str, str] | None = None) -> str:
    """Run a program and give its standard output; OutsideError where it fails."""
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise _failure(command, done.stderr or done.stdout)
    return done.stdout


def follow(
    *command: str | Path,
    environ: Mapping[str, str],
    folder: Path,
    on_line: Callable[[str], object],
    clean: Callable[[str], str] = str,
    after: str = "",
) -> None:
    """Run a program in a folder and hand on each line it prints, to whichever stream; OutsideError where it fails.

    `clean` takes out of a line what nobody is to see. The error shows what the program said after the last occurrence
    of `after`. Ctrl-C reaches the program too, and is passed on when the program has come to its end; so is the
    SystemExit of a SIGTERM, which the program is told of as a Ctrl-C.
    """
    said = ""
    with subprocess.Popen(  # noqa: S603 - no shell
        command,
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            for line in map(clean, process.stdout or ()):
                said += line
                on_line(line.rstrip("\n"))
        except (KeyboardInterrupt, SystemExit) as stop:
            if isinstance(stop, SystemExit):
                process.send_signal(signal.SIGINT)
            process.communicate()  # reads on: what it says on its way out must not fill the pipe and hold it
            raise
    if process.returncode:
        raise _failure(command, said.rpartition(after)[2] if after else said)


def _failure(command: tuple[str | Path, ...], said: str) -> OutsideError:
    words = " ".join(map(str, command))
    lines = "\n".join(said.strip().splitlines()[-_LINES:])
    return OutsideError(f"this failed: {words}\n{lines}")
