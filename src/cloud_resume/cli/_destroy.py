"""`cloud-resume destroy`: take an environment away, counts and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output
from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "take an environment away, after its counts are saved to a file"
EXAMPLES = """  cloud-resume destroy local
  cloud-resume destroy prod -o counts.json
  cloud-resume destroy prod --state --yes
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, `--yes`, `--state` and `-o`."""
    _environment.add_argument(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--state", action="store_true", help="delete the state's bucket too, if no other has its state there"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where the counts go (default: counts-ENV-TIME.json in this folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Save the counts, and destroy what Terragrunt made, and the emulator."""
    from datetime import UTC, datetime
    from pathlib import Path

    counts = Path(args.output or f"counts-{args.environment}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json")
    if counts.exists():
        message = f"{counts} is there already; name another file by -o for the counts"
        raise UsageError(message)
    if not args.yes:
        _ask(args.environment)
    from cloud_resume.cloud import destroy, is_begun, open_environment

    if is_begun(Path.cwd(), args.environment):
        at = open_environment(Path.cwd(), args.environment, report=_output.note)
        done = destroy(at, counts, state=args.state, report=_output.note, on_line=_environment.progress)
        for kept in done.kept:
            _output.note(kept)
        if done.saved:
            _output.note(f"To take the counts in again: cloud-resume deploy {args.environment} --restore {counts}")
    _output.good(f"Nothing else is left of {args.environment}.")
    return 0


def _ask(environment: str) -> None:
    """Raise UsageError unless the person types the environment's name."""
    if _output.ask(f"This takes {environment} away. To go on, type its name: ") != environment:
        message = "nothing was destroyed; type the environment's name, or say --yes"
        raise UsageError(message)
