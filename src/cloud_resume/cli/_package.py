"""`cloud-resume package`: the zip that Lambda runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output

if TYPE_CHECKING:
    import argparse

HELP = "make the zip of the counter's Lambda function, the same bytes on every machine"
EXAMPLES = """  cloud-resume package
  cloud-resume package -o - | sha256sum
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `-o`."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="build/counter.zip",
        help="the file to write (default: build/counter.zip); - is standard output",
    )


def run(args: argparse.Namespace) -> int:
    """Write the zip."""
    from pathlib import Path

    from cloud_resume.cloud import package
    from cloud_resume.site import write_file

    content = package()
    if args.output == "-":
        _output.raw(content)
        return 0
    path = Path(args.output)
    write_file(content, path)
    _output.good(f"{path}: {len(content):,} bytes, handler cloud_resume.counter.handler.handler")
    return 0
