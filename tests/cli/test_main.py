"""The words that all commands share: help, version, usage, exit codes, pipes, colors."""

from __future__ import annotations

import argparse
import os
import runpy
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud_resume._version import __version__
from cloud_resume.cli import _check, _output, main, run
from cloud_resume.cli._main import COMMANDS
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Command

PROGRAM = (sys.executable, "-m", "cloud_resume")


def test_help_names_every_command_and_exit_code(command: Command) -> None:
    code, out, err = command("--help")
    assert (code, err) == (0, "")
    for name in COMMANDS:
        assert f"\n    {name} " in out
    for number in (0, 1, 2, 3, 130):
        assert f"{number} " in out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_examples(command: Command, name: str) -> None:
    code, out, err = command(name, "-h")
    assert (code, err) == (0, "")
    assert f"examples:\n  cloud-resume {name} " in out or f"examples:\n  cloud-resume {name}\n" in out


def test_version(command: Command) -> None:
    assert command("--version") == (0, f"cloud-resume {__version__}\n", "")


@pytest.mark.parametrize(
    "words", [(), ("fly",), ("build", "--fly"), ("pdf",), ("serve", "--port", "99999"), ("--ver",)]
)
def test_wrong_usage_is_2_and_says_how(command: Command, words: tuple[str, ...]) -> None:
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert err.startswith("usage: cloud-resume")
    assert "error: " in err


def test_run_ends_the_process_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cloud-resume", "fly"])
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 2


def test_module_and_script_are_one_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    script = Path(sys.executable).with_name("cloud-resume")
    printed = subprocess.run([script, "--version"], capture_output=True, text=True, check=True).stdout
    monkeypatch.setattr(sys, "argv", ["cloud-resume", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("cloud_resume", run_name="__main__")
    assert stop.value.code == 0
    assert capsys.readouterr().out == printed


def test_ctrl_c_is_130(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(_check, "run", interrupt)
    assert command("check") == (130, "", "")
    monkeypatch.setattr("cloud_resume.cli._output.is_terminal", lambda: True)
    assert command("check") == (130, "", "\n")  # behind the terminal's ^C


def test_what_is_missing_outside_is_3(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> int:
        message = "the disk is full; make room"
        raise OutsideError(message)

    monkeypatch.setattr(_check, "run", refuse)
    assert command("check") == (3, "", "error: the disk is full; make room\n")


def test_no_resume_says_how_to_get_one(command: Command) -> None:
    code, out, err = command("check")
    assert (code, out) == (2, "")
    assert "cloud-resume new DIR" in err


def test_two_resumes_are_named(command: Command, resume: Path) -> None:
    resume.with_suffix(".json").write_text("{}", encoding="utf-8")
    code, _, err = command("check")
    assert code == 2
    assert "resume.yaml and resume.json" in err


@pytest.mark.parametrize("name", ["resume.yml", "resume.json"])
def test_the_one_resume_of_a_folder_is_meant(command: Command, resume: Path, name: str) -> None:
    resume.rename(name)
    Path(name).write_text('{"basics": {"name": "Ada", "email": "ada@example.org"}}', encoding="utf-8")
    assert command("check", "--format", "json") == (0, "[]\n", "")


@contextmanager
def _closed_pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have standard output be a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        yield
        stream.flush()  # as Python does at its end


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "--format", "json"], 1),
        (["pdf", "-o", "-", "good.yaml"], 0),
        (["completion", "bash"], 0),
        (["--help"], 0),
        (["--version"], 0),
    ],
)
def test_a_closed_pipe_is_quiet_and_keeps_the_exit_code(
    resume: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    resume.rename("good.yaml")
    resume.write_text("basics: {name: 1, email: ada@example.org}\nwork: no\n", encoding="utf-8")
    with _closed_pipe(monkeypatch):
        assert main(words) == code
    assert "Broken" not in capfd.readouterr().err


def test_a_closed_pipe_of_help_is_quiet_on_every_python(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:  # as Python 3.11.2 lets it through
        raise BrokenPipeError

    monkeypatch.setattr(argparse.ArgumentParser, "print_help", broken)
    assert main(["--help"]) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("words", [["check"], ["check", "--format", "json"], ["pdf", "-o", "-"], ["serve", "-"]])
def test_a_stream_that_the_shell_closed_leads_nowhere(
    resume: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    words: list[str],
    name: str,
) -> None:
    assert resume.exists()
    with monkeypatch.context() as patch:
        patch.setattr(sys, name, None)  # as Python has it after >&-
        assert main(words) == (2 if "serve" in words else 0)
        getattr(sys, name).close()
    assert b"Traceback" not in capfdbinary.readouterr().err


def test_nothing_on_standard_input_is_an_empty_resume(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", None)
        assert main(["check", "-"]) == 1
        sys.stdin.close()
    assert "[empty-document]" in capfd.readouterr().err


def test_bytes_are_not_for_a_terminal(resume: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    assert resume.exists()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, err = command("pdf", "-o", "-")
    assert (code, out) == (2, "")
    assert "terminal" in err


def test_the_end_of_a_process_with_a_closed_pipe_is_quiet(resume: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, "--help"], stdout=writer, stderr=subprocess.PIPE, check=False, cwd=resume.parent)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_letter_that_the_terminal_lacks_is_replaced(resume: Path) -> None:
    resume.write_text("basics: {name: Ada, email: ada@example.org, Ж: 1}\n", encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    words = [*PROGRAM, "check", "--format", "json"]
    done = subprocess.run(words, capture_output=True, env=environment, check=True, cwd=resume.parent)
    assert b"unknown key `?`" in done.stdout


@pytest.mark.parametrize(
    ("words", "variables", "colored"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colors_are_for_terminals_that_want_them(
    command: Command, monkeypatch: pytest.MonkeyPatch, words: list[str], variables: dict[str, str], colored: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(_output, "is_terminal", lambda: True)
    assert ("\x1b[" in command(*words, "check").err) is colored


def test_no_color_outside_of_a_terminal(command: Command) -> None:
    assert "\x1b[" not in command("check").err


@pytest.mark.parametrize("words", [("-q", "check"), ("check", "-q"), ("check", "--quiet")])
def test_quiet_holds_wherever_it_stands(command: Command, resume: Path, words: tuple[str, ...]) -> None:
    resume.write_text("basics: {name: Ada}\n", encoding="utf-8")
    assert command(*words) == (0, "", "")
    assert command("build", "--no-pdf", "-q") == (0, "", "")


def test_verbose_lists_the_files(command: Command, resume: Path) -> None:
    assert resume.exists()
    assert "index.html" not in command("build", "--no-pdf").err.replace("dist/index.html", "")
    assert " index.html\n" in command("build", "--no-pdf", "-v").err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_knows_the_commands(command: Command, shell: str) -> None:
    code, out, err = command("completion", shell)
    assert (code, err) == (0, "")
    for name in COMMANDS:
        assert name in out


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["cloud-resume", "bui"], ["build"]),
        (["cloud-resume", "check", "--str"], ["--strict"]),
        (["cloud-resume", "check", "zeb"], ["zebra.yaml"]),
        (["cloud-resume", "build", "-o", "ze"], ["zelt"]),
        (["cloud-resume", "new", "mine", "--from", "zeb"], ["zebra.yaml"]),
    ],
)
def test_bash_completes(command: Command, folder: Path, words: list[str], completions: list[str]) -> None:
    (folder / "zebra.yaml").touch()
    (folder / "zelt").mkdir()
    (folder / "completion.bash").write_text(command("completion", "bash").out, encoding="utf-8")
    script = f"""
    source completion.bash
    COMP_WORDS=({shlex.join(words)}) COMP_CWORD={len(words) - 1}
    $(complete -p cloud-resume | sed 's/.*-F \\([^ ]*\\).*/\\1/') cloud-resume {words[-1]} {words[-2]}
    echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == completions


def test_a_full_disk_is_3_whatever_is_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:  # noqa: PTH123 - as the shell does
        patch.setattr(sys, "stdout", full)
        assert main(["--help"]) == 3
    assert "No space left" in capfd.readouterr().err
