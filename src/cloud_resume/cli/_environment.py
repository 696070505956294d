"""The ENV argument of the commands that work on the cloud."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cloud_resume.cli import _output
from cloud_resume.errors import OutsideError

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


def require_local(environment: str) -> None:
    """Raise OutsideError for an environment on AWS: what calls would go elsewhere, or that it is yet to come."""
    if environment == "local":
        return
    from cloud_resume.cloud import refuse_endpoints

    refuse_endpoints(os.environ)
    message = (
        f"this does not reach AWS yet; `terragrunt run --all` in infra/live/{environment} applies its infrastructure"
    )
    raise OutsideError(message)


def progress(line: str) -> None:
    """Show a line of Terragrunt's: what is done of each unit, and with `--verbose` all else."""
    if "complete! Resources: " in line:
        _output.note(line)
    else:
        _output.detail(line)
