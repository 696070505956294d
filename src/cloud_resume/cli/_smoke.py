"""`cloud-resume smoke`: whether the live site works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output

if TYPE_CHECKING:
    import argparse

HELP = "ask an environment's live site whether it works, counting nobody"
EXAMPLES = """  cloud-resume smoke local
  cloud-resume smoke prod
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV."""
    _environment.add_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Run the checks."""
    from pathlib import Path

    from cloud_resume.cloud import open_environment, smoke

    at = open_environment(Path.cwd(), args.environment, report=_output.note)
    smoke(at, report=_output.note)
    _output.good(f"{args.environment} works.")
    return 0
