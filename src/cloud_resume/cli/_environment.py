"""The ENV argument of the commands that work on the cloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cloud_resume.cli import _output

if TYPE_CHECKING:
    import argparse


def add_argument(parser: argparse.ArgumentParser, *, optional: str | None = None) -> None:
    """Add ENV; `optional` says what is meant where there is none."""
    parser.add_argument(
        "environment",
        metavar="ENV",
        nargs=None if optional is None else "?",
        choices=("local", "dev", "prod"),
        help=f"local (an emulator here), dev or prod{optional or ''}",
    )


def progress(line: str) -> None:
    """Show a line of Terragrunt's: what is done of each unit, each minute of a wait, and with `--verbose` all else."""
    if re.search(r": Plan: |: No changes\.|complete! Resources: .*[1-9]|: Still .*\dm0?0s elapsed", line):
        _output.note(line)
    else:
        _output.detail(line)
