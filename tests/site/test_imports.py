"""What the site imports before it is asked for anything: a build's start is mostly imports."""

import subprocess
import sys
from pathlib import Path

import cloud_resume.site

LATER = {"_docx", "_markdown", "_translations"}  # what most builds do without
SCRIPT = """
import argparse, contextlib, json, pathlib, sys, typing
typing.NamedTuple("Loaded", [("fully", int)])
import cloud_resume.resume
before = set(sys.modules)
import cloud_resume.site
print(*set(sys.modules) - before)
"""


def test_importing_the_site_imports_its_own_modules_and_one_more() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", SCRIPT], check=True, capture_output=True, text=True)
    modules = {path.stem for path in Path(cloud_resume.site.__file__).parent.glob("_[a-z]*.py")} - LATER
    ours = {"cloud_resume.site", *(f"cloud_resume.site.{name}" for name in modules)}
    assert set(done.stdout.split()) == ours | {"unicodedata"}
