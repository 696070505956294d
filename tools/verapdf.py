"""Runs veraPDF, the reference checker of PDF/A and PDF/UA; `python -m tools.verapdf install` installs it."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud._cache import cache

if TYPE_CHECKING:
    from collections.abc import Iterable

POM = Path(__file__).with_suffix(".xml")


class Broken(NamedTuple):
    """A rule that a file does not keep."""

    file: Path
    standard: str  # 2a or ua1
    rule: str  # the clause, and what it wants


def folder() -> Path:
    """Name the folder in the cache that holds veraPDF, once it is installed."""
    return cache() / f"verapdf-{sha256(POM.read_bytes()).hexdigest()[:12]}"


def install() -> None:
    """Install veraPDF from Maven Central, whole or not at all; CalledProcessError where Maven can't."""
    cache().mkdir(parents=True, exist_ok=True)
    staged = Path(mkdtemp(dir=cache()))
    try:
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={staged}"]
        subprocess.run(["mvn", "--quiet", "--batch-mode", "--file", str(POM), *copy], check=True)
        staged.rename(folder())
    except BaseException:
        rmtree(staged)
        raise


def broken(files: Iterable[Path]) -> list[Broken]:
    """Give what PDFs break of PDF/A-2a and PDF/UA-1; CalledProcessError where one is no PDF."""
    command = ["java", f"--class-path={folder()}/*", str(Path(__file__).with_name("VeraPDF.java")), *map(str, files)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return [Broken(Path(file), standard, rule) for file, standard, rule in rows]


if __name__ == "__main__":
    if not folder().is_dir():
        if sys.argv[1:] != ["install"]:
            sys.exit(1)
        install()
