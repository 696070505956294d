"""`cloud-resume destroy`: take an environment away, counts and all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output
from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME = "destroy"
HELP = "take an environment away, with its counts"
EXAMPLES = """  cloud-resume destroy local
  cloud-resume destroy local --yes
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV and `--yes`."""
    _environment.add_argument(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Destroy what Terragrunt made, and the emulator."""
    if not args.yes:
        _ask(args.environment)
    from pathlib import Path

    from cloud_resume.cloud import destroy, is_begun, open_environment

    if is_begun(Path.cwd(), args.environment):
        at = open_environment(Path.cwd(), args.environment, report=_output.note)
        destroy(at, report=_output.note, on_line=_environment.progress)
    _output.good(f"Nothing is left of {args.environment}.")
    return 0


def _ask(environment: str) -> None:
    """Raise UsageError unless the person types the environment's name."""
    _output.question(f"This takes {environment} away, its counts too. To go on, type its name: ")
    if sys.stdin.readline().strip() != environment:
        message = "nothing was destroyed; type the environment's name, or say --yes"
        raise UsageError(message)
