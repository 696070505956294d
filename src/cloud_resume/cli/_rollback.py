"""`cloud-resume rollback`: an earlier release again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from cloud_resume.cloud import Release

HELP = "put the files and the function of an earlier release back, never infrastructure"
EXAMPLES = """  cloud-resume rollback prod
  cloud-resume rollback prod --list
  cloud-resume rollback prod 20261103T174455Z
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, RELEASE and `--list`."""
    _environment.add_argument(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("release", metavar="RELEASE", nargs="?", help="the one before, if none is named")
    which.add_argument("--list", action="store_true", help="show the releases that are kept, and change nothing")


def run(args: argparse.Namespace) -> int:
    """Put a release back and print which one that makes, or list them."""
    from pathlib import Path

    from cloud_resume.cloud import open_environment, releases, rollback

    at = open_environment(Path.cwd(), args.environment, report=_output.note)
    if args.list:
        _list(releases(at))
        return 0
    release = rollback(at, args.release, report=_output.note)
    if release.restored:
        _output.good(f"The release {release.restored} is live again, as release:")
    else:
        _output.good("Nothing had to be changed; live is release:")
    _output.data(release.id)
    return 0


def _list(releases: Sequence[Release]) -> None:
    if not releases:
        _output.note("Nothing was published yet.")
        return
    rows = [f"{'release':<16}  {'published (UTC)':<19}  {'files':>5}  {'function':>8}  smoke test"]
    for release in releases:
        copy = f"  {release.restored} again" if release.restored else ""
        when = f"{release.created:%Y-%m-%d %H:%M:%S}"
        smoke = "passed" if release.passed else "-"
        rows.append(f"{release.id}  {when}  {len(release.files):>5}  {release.function:>8}  {smoke:<10}{copy}".rstrip())
    _output.data("\n".join(rows))
