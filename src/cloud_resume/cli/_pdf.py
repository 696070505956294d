"""`cloud-resume pdf`: the complete PDF, private fields and all, to send by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file

if TYPE_CHECKING:
    import argparse

HELP = "make the complete PDF to send, phone and address included"
EXAMPLES = """  cloud-resume pdf -o Ada-Byron-Resume.pdf
  cloud-resume pdf --only backend -o Ada-Byron-Resume.pdf
  cloud-resume pdf resume.json -o - | lp
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE, `--only` and `-o`."""
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    parser.add_argument(
        "-o", "--output", metavar="OUT.pdf", required=True, help="the file to write; - is standard output"
    )


def run(args: argparse.Namespace) -> int:
    """Write the PDF or, where the resume has errors, nothing."""
    resume = _resume_file.resume(args.file, args.only, alone=True)
    from cloud_resume import site

    content = site.pdf(resume, warn=_output.warning)
    if args.output == "-":
        _output.raw(content)
        return 0
    from pathlib import Path

    site.write_file(content, Path(args.output), keep=None if args.file == "-" else _resume_file.path(args.file))
    _output.good(f"{args.output} is complete, private fields included: send it, do not publish it.")
    return 0
