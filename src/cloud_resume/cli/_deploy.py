"""`cloud-resume deploy`: the whole of it, infrastructure and site, in one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output, _resume_file
from cloud_resume.cli._port import port
from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    import argparse

NAME = "deploy"
HELP = "put the site and the counter into an environment, by Terragrunt"
EXAMPLES = """  cloud-resume deploy local
  cloud-resume deploy local examples/resume.yaml --port 4600
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, FILE, `--only` and `--port`."""
    _environment.add_argument(parser)
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    parser.add_argument(
        "--port", metavar="N", type=port, help="the emulator's port (default: the one it had last, at first 4566)"
    )


def run(args: argparse.Namespace) -> int:
    """Build, apply and publish."""
    from time import monotonic

    start = monotonic()
    _environment.require_local(args.environment)
    if args.port == 0:
        message = "the emulator's port is part of its distributions' settings and stays; name one"
        raise UsageError(message)
    resume = _resume_file.resume(args.file, args.only)
    from pathlib import Path

    from cloud_resume import site
    from cloud_resume.cloud import deploy_local

    deployment = deploy_local(
        Path.cwd(), site.build(resume, pdf=True), port=args.port, report=_output.note, on_line=_environment.progress
    )
    _output.good(f"Deployed in {monotonic() - start:.0f} seconds:")
    _output.data(deployment.url)
    _output.note(f"The browser will ask whether to trust it; its authority is {deployment.ca}.")
    return 0
