"""Reading imports what it needs when it needs it: a build's start is mostly imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cloud_resume.resume

# What any command has imported by then.
BEFORE = """
import __future__, argparse, contextlib, pathlib, sys, typing
typing.NamedTuple("Loaded", [("fully", int)])
before = set(sys.modules)
"""
SMALL = {"_bisect", "binascii", "bisect"}
PARSERS = {"cloud_resume.resume._json", "cloud_resume.resume._yaml"}


def imported(code: str) -> set[str]:
    """Give the modules that running `code` imports beside those that are small."""
    script = f"{BEFORE}{code}\nprint()\nprint(*set(sys.modules) - before)"
    result = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split()) - SMALL


def ours() -> set[str]:
    """Give the modules that reading is made of, but for the parsers."""
    modules = {path.stem for path in Path(cloud_resume.resume.__file__).parent.glob("_[a-z]*")}
    return {
        *("cloud_resume", "cloud_resume._columns", "cloud_resume.errors", "cloud_resume.resume"),
        *(f"cloud_resume.resume.{name}" for name in modules),
    } - PARSERS


def test_errors_import_nothing_of_ours() -> None:
    assert imported("import cloud_resume.errors") == {"cloud_resume", "cloud_resume.errors"}


def test_importing_the_reader_imports_its_own_modules_and_no_more() -> None:
    assert imported("import cloud_resume.resume") == ours()


@pytest.mark.parametrize(
    "code",
    [
        'r.read(b\'{"basics": {"name": "Ada", "url": "https://a.example"}}\', name="a.json")',
        'r.to_json_resume(r.read(b"{}", name="a.json").resume)',
        'r.convert(b"{}", name="a.json"), r.schema()',
    ],
)
def test_json_needs_its_parser_and_no_more(code: str) -> None:
    assert imported(f"import cloud_resume.resume as r\n{code}") - ours() == {"cloud_resume.resume._json"}


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ('r.read(b"basics: {}", name="a.yaml")', {"cloud_resume.resume._yaml", "yaml"}),
        ('r.read(b\'{"phon": 1}\', name="a.json")', {"cloud_resume.resume._json", "difflib"}),
    ],
)
def test_what_is_slow_is_imported_where_it_is_needed(code: str, modules: set[str]) -> None:
    slow = PARSERS | {"difflib", "yaml"}
    assert imported(f"import cloud_resume.resume as r\n{code}") & slow == modules
