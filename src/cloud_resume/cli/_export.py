"""`cloud-resume export`: the resume in another program's format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file

if TYPE_CHECKING:
    import argparse

HELP = "write the resume for another program, phone and address included"
EXAMPLES = """  cloud-resume export docx -o Ada-Byron-Resume.docx
  cloud-resume export markdown --only backend > README.md
  cloud-resume export rendercv resume.json -o Ada_Byron_CV.yaml
"""

FORMATS = ("docx", "markdown", "rendercv")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FORMAT, FILE, `--only` and `-o`."""
    parser.add_argument("format", metavar="FORMAT", choices=FORMATS, help="one of " + ", ".join(FORMATS))
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    parser.add_argument(
        "-o", "--output", metavar="OUT", default="-", help="the file to write (default: -, standard output)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the file, or nothing where the resume has errors; what the format has no place for is told."""
    resume = _resume_file.resume(args.file, args.only, alone=True)
    from cloud_resume import site

    content, losses = site.export(resume, args.format)
    for loss in losses:
        _output.warning(f"{args.format}: {loss}")
    if args.output != "-":
        from pathlib import Path

        site.write_file(content, Path(args.output), keep=None if args.file == "-" else _resume_file.path(args.file))
        _output.good(f"{args.output} is complete, private fields included: send it, do not publish it.")
    elif args.format == "docx":
        _output.raw(content)
    else:
        _output.data(content.decode().removesuffix("\n"))
    return 0
