"""Reading imports what it needs when it needs it: a build's start is mostly imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = {
    "argparse",
    "dataclasses",
    "datetime",
    "difflib",
    "importlib.metadata",
    "inspect",
    "json",
    "pathlib",
    "unicodedata",
    "urllib.parse",
    "yaml",
}


def imported(code: str) -> set[str]:
    """Give the slow modules that running `code` imports."""
    script = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    result = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return SLOW & set(result.stdout.split())


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("", set()),
        ('print(r.read(b\'{"basics": {"name": "Ada", "email": "a@b.org"}}\', name=\'a.json\'))', set()),
        ("r.to_json_resume(r.read(b'{}', name='a.json').resume)", set()),
        ("r.read(b'{\"phon\": 1}', name='a.json')", {"difflib"}),
        ("r.read(b'basics: {}', name='a.yaml')", {"yaml", "datetime"}),
        ("r.convert(b'{}', name='a.json'), r.schema()", set()),
    ],
)
def test_reading_imports_only_what_it_needs(code: str, modules: set[str]) -> None:
    assert imported(f"import cloud_resume.resume as r\n{code}") == modules
