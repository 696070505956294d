"""`cloud-resume doctor`: what a deployment would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from cloud_resume.cloud import Finding

HELP = "look for what a deployment would miss, with the next step for each"
EXAMPLES = """  cloud-resume doctor
  cloud-resume doctor prod
  cloud-resume doctor prod --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV and `--format`."""
    _environment.add_argument(parser, optional="; without it, what any needs, and local")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people (default)")


def run(args: argparse.Namespace) -> int:
    """Print a line for each thing that was looked at; what is missing gives exit code 3, a warning 0."""
    from pathlib import Path

    from cloud_resume.cloud import doctor

    findings = doctor(Path.cwd(), args.environment)
    _output.data(_json(findings) if args.format == "json" else _text(findings))
    return OutsideError.exit_code if any(finding.state == "missing" for finding in findings) else 0


def _json(findings: Sequence[Finding]) -> str:
    import json

    return json.dumps([finding._asdict() for finding in findings], indent=2)


def _text(findings: Sequence[Finding]) -> str:
    width = max(len(finding.thing) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<7}  {finding.thing:<{width}}  {finding.said}")
        if finding.step:
            lines.append(f"{'':<7}  {'':<{width}}  -> {finding.step}")
    return "\n".join(lines)
