"""`cloud-resume build`: the finished site in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file

if TYPE_CHECKING:
    import argparse

NAME = "build"
HELP = "make the site: page, PDF, text and JSON"
EXAMPLES = """  cloud-resume build
  cloud-resume build resume.json -o public
  cloud-resume build --only backend
  cat resume.yaml | cloud-resume build - --no-pdf
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE, `--only`, `-o` and `--no-pdf`."""
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    parser.add_argument("-o", "--output", metavar="DIR", default="dist", help="where the site goes (default: dist)")
    parser.add_argument("--no-pdf", action="store_true", help="leave the PDF out")


def run(args: argparse.Namespace) -> int:
    """Write the whole site or, where the resume has errors, nothing."""
    resume = _resume_file.resume(args.file, args.only)
    from pathlib import Path

    from cloud_resume import site

    files = site.build(resume, pdf=not args.no_pdf)
    folder = Path(args.output)
    site.write(files, folder, keep=None if args.file == "-" else _resume_file.path(args.file))
    for name in sorted(files):
        _output.detail(f"{len(files[name]):>8} {name}")
    _output.good(f"{len(files)} files in {folder}; open {folder / 'index.html'} to see the page.")
    return 0
