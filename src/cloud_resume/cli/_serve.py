"""`cloud-resume serve`: the page on this machine, reloading while it is written."""

from __future__ import annotations

from time import strftime
from typing import TYPE_CHECKING

from cloud_resume.cli import _output, _resume_file
from cloud_resume.cli._port import port
from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud_resume.resume import Reading

HELP = "show the page on this machine, with the counter, reloading at every change"
EXAMPLES = """  cloud-resume serve
  cloud-resume serve resume.json --port 0 --open
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add FILE, `--only`, `--theme`, where to listen, and where to count."""
    _resume_file.add_argument(parser, stdin=False)
    _resume_file.add_only(parser)
    _resume_file.add_theme(parser)
    parser.add_argument("--host", metavar="H", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=port, default=8000, help="port (default: 8000); 0 takes a free one")
    parser.add_argument(
        "--data", metavar="FILE", help="where to count (default: .cloud-resume/visits.sqlite3 beside the resume)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from pathlib import Path

    from cloud_resume.server import Server

    if args.file == "-":
        message = "serve watches a file; name one instead of -"
        raise UsageError(message)
    with Server(
        _resume_file.path(args.file),
        host=args.host,
        port=args.port,
        data=Path(args.data) if args.data else None,
        only=args.only,
        theme=args.theme,
        on_build=reporter(),
        on_failure=report_failure,
    ) as server:
        _output.data(f"Serving {server.url} (Ctrl-C to stop)")
        if args.open:
            import webbrowser

            webbrowser.open(server.url)
        server.serve_forever()
    return 0


def report_failure(error: Exception) -> None:
    """Say why a visit was not counted, or a change not built."""
    _output.error(str(error) or repr(error))


def reporter() -> Callable[[Reading], None]:
    """Give what says what came of each build."""
    waiting = "The page comes when this is mended."

    def report(reading: Reading) -> None:
        nonlocal waiting
        _output.problems(reading.problems)
        if reading.resume is None:
            _output.note(waiting)
        else:
            _output.good(f"Built at {strftime('%H:%M:%S')}.")
            waiting = "The last good page stays until this is mended."

    return report
