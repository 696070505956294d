"""What a command imports is most of the time it takes, so the list is held."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"PIL", "asyncio", "boto3", "click", "dataclasses", "http", "importlib.metadata", "inspect", "shtab", "sqlite3"}
OPTIONAL = {"json", "typst", "yaml"}


def _imported(folder: Path, *words: str) -> set[str]:
    script = (
        "import sys; before = set(sys.modules)\n"
        "from cloud_resume.cli import main; main(sys.argv[1:])\n"
        "print(*(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, cwd=folder
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["build", "--fly"]])
def test_help_and_usage_import_no_part_of_ours(folder: Path, words: list[str]) -> None:
    imported = _imported(folder, *words)
    assert not imported & (HEAVY | OPTIONAL | {"pathlib"})
    ours = {name.removeprefix("cloud_resume.").split(".")[0] for name in imported if name.startswith("cloud_resume.")}
    assert ours <= {"cli", "errors", "_version"}


@pytest.mark.parametrize(
    ("name", "options", "wanted"),
    [
        ("resume.json", ["--no-pdf"], {"json"}),
        ("resume.yaml", ["--no-pdf"], {"json", "yaml"}),
        ("resume.json", [], {"json", "typst"}),
    ],
)
def test_a_build_imports_what_it_uses(folder: Path, name: str, options: list[str], wanted: set[str]) -> None:
    (folder / name).write_text('{"basics": {"name": "Ada", "email": "ada@example.org"}}', encoding="utf-8")
    imported = _imported(folder, "build", *options)
    assert not imported & (HEAVY | {"cloud_resume.site._translations"})
    assert {name.split(".")[0] for name in imported} & OPTIONAL == wanted
