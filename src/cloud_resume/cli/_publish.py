"""`cloud-resume publish`: the site alone, into an environment that is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output, _resume_file

if TYPE_CHECKING:
    import argparse

HELP = "upload what changed of the site, as a release, to an environment that is deployed"
EXAMPLES = """  cloud-resume publish prod
  cloud-resume publish local examples/resume.yaml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, FILE, `--only` and `--theme`."""
    _environment.add_argument(parser)
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    _resume_file.add_theme(parser)


def run(args: argparse.Namespace) -> int:
    """Build and publish; print the release."""
    resume = _resume_file.resume(args.file, args.only, args.theme)
    from pathlib import Path

    from cloud_resume import site
    from cloud_resume.cloud import open_environment, publish

    at = open_environment(Path.cwd(), args.environment, report=_output.note)
    at_home = _resume_file.at_home(resume, at.url(at.outputs("s3-cloudfront")))
    files = site.build(at_home, warn=_output.warning)
    done = publish(at, files, report=_output.note)
    if done.is_new:
        _output.good(f"Published, with {len(done.uploaded)} of {len(done.release.files)} files uploaded, as release:")
    else:
        _output.good("Nothing has changed since release:")
    _output.data(done.release.id)
    return 0
