"""`cloud-resume check`: every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file

if TYPE_CHECKING:
    import argparse

    from cloud_resume.resume import Resume

HELP = "show every problem of the resume, each with its place"
EXAMPLES = """  cloud-resume check
  cloud-resume check --strict resume.json
  cloud-resume check --format json | jq .
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE, `--format` and `--strict`."""
    _resume_file.add_argument(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people (default)")
    parser.add_argument("--strict", action="store_true", help="take warnings as errors")


def run(args: argparse.Namespace) -> int:
    """Exit with 1 for an error, with `--strict` for a warning too."""
    resume, problems = _resume_file.reading(args.file)
    if resume and any(edition.picture for edition in (resume, *resume.translations)):
        from cloud_resume import site  # most resumes have no picture

        problems += site.picture_problems(resume)
    if args.strict:
        problems = tuple(problem._replace(severity="error") for problem in problems)
    if args.format == "json":
        import json

        rows = [problem.as_json() for problem in problems]
        _output.data(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _output.problems(problems)
        if resume:
            _tell_what_goes_public(resume)
        if not problems:
            _output.good("No problems found.")
    return int(any(problem.severity == "error" for problem in problems))


def _tell_what_goes_public(resume: Resume) -> None:
    from cloud_resume.resume import privacy

    pairs = [privacy(edition) for edition in (resume, *resume.translations)]
    public = dict.fromkeys(field for fields, _ in pairs for field in fields)
    private = dict.fromkeys(field for _, fields in pairs for field in fields if field not in public)
    if public:
        _output.note(f"Goes public by your settings: {', '.join(public)}.")
    if private:
        _output.note(f"Stays private: {', '.join(private)}.")
