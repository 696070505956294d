"""From the words of the command line to an exit code."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from cloud_resume.cli import _output
from cloud_resume.errors import CloudResumeError, OutsideError, ResumeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

COMMANDS = (
    "new",
    "check",
    "build",
    "pdf",
    "export",
    "serve",
    "stats",
    "package",
    "plan",
    "deploy",
    "publish",
    "smoke",
    "status",
    "rollback",
    "destroy",
    "doctor",
    "completion",
)
"""What `--help` lists, in its order; each is a module of its name behind an underscore, loaded when it is asked for."""

INTERRUPTED = 130
TERMINATED = 143  # 128 and the signal's number, as shells have it

_OBJECTS = 50_000  # before garbage is looked for, in place of 700: a build makes some 13,000 and ends


def run() -> NoReturn:
    """Run the command that the process was started with, and end the process; a SIGTERM leaves nothing half done."""
    import gc
    import signal

    gc.set_threshold(_OBJECTS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # by way of every `with`
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Run one command and give its exit code: 0, 1, 2, 3 or 130, as the README lists them."""
    _output.open_streams()
    try:
        return _run(words)
    except ResumeError as error:
        _output.problems(error.problems)
        return error.exit_code
    except CloudResumeError as error:
        _output.error(str(error))
        return error.exit_code
    except BrokenPipeError:  # Python 3.11.2 lets it out of the help
        _output.flush()
        return 0
    except OSError as error:
        _output.error(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return OutsideError.exit_code
    except KeyboardInterrupt:
        _output.end_line()
        return INTERRUPTED


def _run(words: Sequence[str]) -> int:
    try:
        args = parser(words).parse_args(words)
    except SystemExit as stop:  # argparse has said what is wrong, or has printed the help
        _output.flush()
        return int(stop.code or 0)
    _output.configure(quiet=args.quiet, verbose=args.verbose, color=not args.no_color)
    code: int = args.run(args)
    return code


def parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Build the parser of the whole command line, or of the one command that `words` begin with.

    The parsers of all commands take a tenth of the time that a page takes to build.
    """
    top = argparse.ArgumentParser(
        prog="cloud-resume",
        description="Your resume in one file: see it at once, put it online, know who came by.",
        epilog="""examples:
  cloud-resume new my-resume     a folder to start from
  cloud-resume serve             see it in the browser while you write
  cloud-resume build             the finished site, in dist/

exit codes: 0 done, 1 problems in your input, 2 wrong usage, 3 something outside is missing, 130 interrupted""",
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, help="print the version and stop")
    _add_common(top, quiet=False, verbose=False, no_color=False)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in [name for name in COMMANDS if name in words[:1]] or COMMANDS:
        command = import_module(f"cloud_resume.cli._{name}")
        sub = commands.add_parser(
            name,
            help=command.HELP,
            description=command.HELP[0].upper() + command.HELP[1:] + ".",
            epilog="examples:\n" + command.EXAMPLES,
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        command.add_arguments(sub)
        # Suppressed, for a default here would undo what was said before the command's name.
        _add_common(sub, quiet=argparse.SUPPRESS, verbose=argparse.SUPPRESS, no_color=argparse.SUPPRESS)
        sub.set_defaults(run=command.run)
    return top


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Write help for 80 columns; to ask how many there are, argparse loads what takes a page's build 2 ms more."""
    return argparse.RawDescriptionHelpFormatter(prog, width=78)


def _add_common(target: argparse.ArgumentParser, **defaults: object) -> None:
    target.add_argument("-q", "--quiet", action="store_true", default=defaults["quiet"], help="say only what is wrong")
    target.add_argument("-v", "--verbose", action="store_true", default=defaults["verbose"], help="say more than usual")
    target.add_argument(
        "--no-color", action="store_true", default=defaults["no_color"], help="no colors (as NO_COLOR does)"
    )


class _Version(argparse.Action):
    """Print the version, which is read only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 argparse's
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from cloud_resume._version import __version__

        print(f"cloud-resume {__version__}")
        parser.exit()
