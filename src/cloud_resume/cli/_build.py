"""`cloud-resume build`: the finished site in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file

if TYPE_CHECKING:
    import argparse

HELP = "make the site: page, PDF, text and JSON"
EXAMPLES = """  cloud-resume build
  cloud-resume build resume.json -o public
  cloud-resume build --only backend
  cloud-resume build --theme swiss --site-url https://ada.example.com
  cat resume.yaml | cloud-resume build - --no-pdf
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE, `--only`, `--theme`, `--site-url`, `-o` and `--no-pdf`."""
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    _resume_file.add_theme(parser)
    parser.add_argument(
        "--site-url", metavar="URL", type=_site_url, help="where the page will be, for its preview where it is shared"
    )
    parser.add_argument("-o", "--output", metavar="DIR", default="dist", help="where the site goes (default: dist)")
    parser.add_argument("--no-pdf", action="store_true", help="leave the PDF out")


def run(args: argparse.Namespace) -> int:
    """Write the whole site or, where the resume has errors, nothing."""
    resume = _resume_file.resume(args.file, args.only, args.theme)
    if args.site_url:
        resume = resume._replace(settings=resume.settings._replace(site_url=args.site_url))
    if not resume.settings.site_url:
        _output.warning(
            "without the site's address the page has no canonical link and no preview where it is shared; "
            "give it by --site-url or as meta.cloudResume.siteUrl"
        )
    from pathlib import Path

    from cloud_resume import site

    files = site.build(resume, pdf=not args.no_pdf, warn=_output.warning)
    folder = Path(args.output)
    site.write(files, folder, keep=None if args.file == "-" else _resume_file.path(args.file))
    for name in sorted(files):
        _output.detail(f"{len(files[name]):>8} {name}")
    if resume.translations:
        languages = (edition.settings.lang for edition in (resume, *resume.translations))
        _output.note(f"Languages: {', '.join(languages)}.")
    _output.good(f"{len(files)} files in {folder}; open {folder / 'index.html'} to see the page.")
    return 0


def _site_url(word: str) -> str:
    import argparse

    from cloud_resume.resume import site_url

    try:
        return site_url(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
