"""`cloud-resume plan`: what an apply would do to an environment, for people and for pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output

if TYPE_CHECKING:
    import argparse

HELP = "show what a deployment would change in an environment's infrastructure"
EXAMPLES = """  cloud-resume plan prod
  cloud-resume plan prod --affected --comment
  cloud-resume plan prod --check
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, `--affected`, `--comment` and `--check`."""
    _environment.add_argument(parser)
    parser.add_argument(
        "--affected", action="store_true", help="only the units that HEAD has changed since it left origin/main"
    )
    parser.add_argument(
        "--comment", action="store_true", help="also as a comment on the pull request that GitHub Actions runs for"
    )
    parser.add_argument("--check", action="store_true", help="exit 1 if anything would change")


def run(args: argparse.Namespace) -> int:
    """Plan without a lock, and print it as Markdown."""
    from pathlib import Path

    from cloud_resume.cloud import COMMENT_LIMIT, comment, markdown, open_environment, plan

    at = open_environment(Path.cwd(), args.environment, report=_output.note)
    _output.note(f"Planning {at.name}")
    plans = plan(at, affected=args.affected, on_line=_environment.progress)
    _output.data(markdown(plans, at.name))
    if args.comment:
        url = comment(markdown(plans, at.name, limit=COMMENT_LIMIT), f"plan {at.name}")
        _output.good(f"Posted: {url}")
    return int(args.check and not all(each.is_empty() for each in plans))
