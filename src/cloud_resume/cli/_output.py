"""What a person sees: data on standard output, all else on standard error, colors only on a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import TextIOWrapper
    from typing import TextIO

    from cloud_resume.resume import Problem

_BOLD, _RED, _YELLOW, _GREEN = "1", "31", "33", "32"


class _Style:
    """What the common options say; one for the process, for there is one terminal."""

    quiet = False
    verbose = False
    color = False


def open_streams() -> None:
    """Let what the shell has closed (``>&-``) lead nowhere, for Python has None there."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end


def configure(*, quiet: bool, verbose: bool, color: bool) -> None:
    """Set what `-q`, `-v`, `--no-color` and the environment ask for."""
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(errors="replace")  # a terminal that has no such letter shows another
    _Style.quiet = quiet
    _Style.verbose = verbose
    _Style.color = color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def data(text: str) -> None:
    """Print what was asked for."""
    _print(text, sys.stdout)


def flush() -> None:
    """Let out what another has printed to standard output."""
    _print("", sys.stdout, end="")


def raw(content: bytes) -> None:
    """Write bytes that were asked for; UsageError where a terminal would have to show them."""
    if sys.stdout.isatty():
        message = "this is no text for a terminal; name a file by -o, or send it on by a pipe"
        raise UsageError(message)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


def note(text: str) -> None:
    """Say how it goes; `--quiet` leaves it out."""
    if not _Style.quiet:
        _print(text, sys.stderr)


def detail(text: str) -> None:
    """Say what only `--verbose` wants to know."""
    if _Style.verbose:
        _print(text, sys.stderr)


def warning(text: str) -> None:
    """Say what the user may want to mend; `--quiet` leaves it out."""
    note(f"{_paint('warning:', _BOLD, _YELLOW)} {text}")


def error(text: str) -> None:
    """Say what is wrong and what to do next."""
    _print(f"{_paint('error:', _BOLD, _RED)} {text}", sys.stderr)


def problems(found: Iterable[Problem]) -> None:
    """Show each problem with its line, and count them."""
    from cloud_resume.resume import caret

    count = {"error": 0, "warning": 0}
    for problem in found:
        count[problem.severity] += 1
        if problem.severity == "warning" and _Style.quiet:
            continue
        head, *rest = caret(problem).split("\n")
        color = _RED if problem.severity == "error" else _YELLOW
        _print("\n".join((_paint(head, _BOLD, color), *rest, "")), sys.stderr)
    words = [f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in count.items() if n]
    if words and not _Style.quiet:
        _print(", ".join(words), sys.stderr)


def good(text: str) -> None:
    """Say that something is done; `--quiet` leaves it out."""
    note(_paint(text, _GREEN))


def ask(text: str) -> str:
    """Ask, and give the answer; nothing where there is none."""
    _print(text, sys.stderr, end="")
    answer = sys.stdin.readline()
    if not (answer.endswith("\n") and sys.stdin.isatty()):  # no terminal has shown an end of the line
        _print("", sys.stderr)
    return answer.strip()


def end_line() -> None:
    """Leave the line where a terminal has shown ``^C``, and its shell would go on."""
    if is_terminal():
        _print("", sys.stderr)


def is_terminal() -> bool:
    """Tell whether a person sees what is not data."""
    return sys.stderr.isatty()


def _paint(text: str, *codes: str) -> str:
    if not (_Style.color and is_terminal()):
        return text
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"


def _print(text: str, stream: TextIO, end: str = "\n") -> None:
    try:
        print(text, file=stream, end=end, flush=True)
    except OSError as error:
        _silence(stream)
        if not isinstance(error, BrokenPipeError):
            raise


def _silence(stream: TextIO) -> None:
    """Let the rest go nowhere.

    Who closed the pipe has seen enough, the exit code stays the command's own, and at its end Python has nothing
    to complain of.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
