"""Makes Python environments for programs whose pins would clash with the user's own packages."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cloud_resume.cloud._cache import cache
from cloud_resume.cloud._process import ask

if TYPE_CHECKING:
    from collections.abc import Callable


def python_with(requirements: Path, report: Callable[[str], object]) -> Path:
    """Give the Python of an environment in the cache that holds what a requirements file pins by its hashes.

    It is made where there is none yet for that file and this version of Python; `report` is told before. What was
    cut short leaves nothing behind that a later call would take for whole.

    Raises OutsideError where it can't be made.
    """
    version = "{}.{}".format(*sys.version_info)
    key = sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = cache() / f"{requirements.stem}-py{version}-{key}"
    python = folder / "bin" / "python"
    if python.exists():
        return python

    report(f"Installing the {requirements.stem}, once")
    cache().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache()) as scratch:
        new = Path(scratch) / "new"
        ask(sys.executable, "-m", "venv", new)
        pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes")
        ask(new / "bin" / "python", *pip, "--requirement", requirements)
        if not python.exists():  # else another command has made the same meanwhile
            rmtree(folder, ignore_errors=True)  # what has lost its Python, as by an upgrade of the system
            new.rename(folder)
    return python
