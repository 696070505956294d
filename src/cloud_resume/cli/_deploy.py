"""`cloud-resume deploy`: the whole of it, infrastructure and site, in one environment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output, _resume_file
from cloud_resume.cli._port import port
from cloud_resume.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from cloud_resume.cloud import Deployment, Plan

HELP = "put the site and the counter into an environment, by Terragrunt"
EXAMPLES = """  cloud-resume deploy local
  cloud-resume deploy local examples/resume.yaml --port 4600
  cloud-resume deploy prod
  cloud-resume deploy prod --restore counts-prod-20261103T174455Z.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, FILE, `--only`, `--theme`, `--restore`, `--yes` and `--port`."""
    _environment.add_argument(parser)
    _resume_file.add_argument(parser)
    _resume_file.add_only(parser)
    _resume_file.add_theme(parser)
    parser.add_argument(
        "--restore", metavar="COUNTS", help="take the counts that `destroy` has saved into the new, empty table"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask (local is never asked for: it costs nothing)")
    parser.add_argument(
        "--port", metavar="N", type=port, help="local: the emulator's port (default: the last one, at first 4566)"
    )


def run(args: argparse.Namespace) -> int:
    """Build, plan, ask, apply and publish."""
    asks = args.environment != "local" and not args.yes
    if asks and not sys.stdin.isatty():
        message = "this asks before it changes anything, and nobody is at a terminal to answer; say --yes"
        raise UsageError(message)
    if args.port is not None and args.environment != "local":
        message = "--port is the port of local's emulator"
        raise UsageError(message)
    if args.port == 0:
        message = "the emulator's port is part of its distributions' settings and stays; name one"
        raise UsageError(message)
    resume = _resume_file.resume(args.file, args.only, args.theme)
    from pathlib import Path

    from cloud_resume import site
    from cloud_resume.cloud import deploy, load_counts, open_environment

    site.build(resume, warn=_output.warning)  # before anything is changed: what can't be shown changes nothing

    def build(url: str) -> Mapping[str, bytes]:
        return site.build(_resume_file.at_home(resume, url))

    def agree(plan: Plan) -> None:
        shown = _plan(args.environment, plan)
        if asks:
            _ask(args.environment, shown)
        else:
            _output.note(shown)

    restore = load_counts(Path(args.restore)) if args.restore else None
    at = open_environment(Path.cwd(), args.environment, create=True, port=args.port, report=_output.note)
    done = deploy(
        at,
        build,
        agree=None if args.environment == "local" else agree,
        restore=restore,
        report=_output.note,
        on_line=_environment.progress,
    )
    _tell(done)
    return 0


def _plan(environment: str, plan: Plan) -> str:
    """Write what an apply would do, unit by unit; what it would only add, by number."""
    total = [sum(numbers) for numbers in zip(*(change[1:4] for change in plan.changes), strict=True)]
    lines = ["", f"Plan for {environment}: {_numbers(*total)}"]
    for change in plan.changes:
        lines.append(f"  {change.unit}: {_numbers(*change[1:4])}")
        lines += [f"    {resource}" for resource in change.resources]
    if plan.later:
        lines.append(f"What rests on that is planned again when it is done: {', '.join(plan.later)}.")
    return "\n".join(lines)


def _numbers(add: int, change: int, destroy: int) -> str:
    return f"{add} to add, {change} to change, {destroy} to destroy"


def _ask(environment: str, shown: str) -> None:
    """Show the plan, and raise UsageError unless the person says yes."""
    if _output.ask(f"{shown}\n\nApply this to {environment}? Only yes is yes: ") != "yes":
        message = "nothing was applied"
        raise UsageError(message)


def _tell(done: Deployment) -> None:
    steps = ", ".join(f"{name} {seconds:.0f}" for name, seconds in done.steps.items())
    _output.good(f"Deployed in {sum(done.steps.values()):.0f} seconds ({steps}):")
    _output.data(done.url)
    for resource, seconds in done.waits.items():
        _output.note(f"{seconds} seconds of it were AWS's, or the provider's, for {resource}.")
    if done.subscription_pending:
        _output.note("No alarm reaches you yet: click the link in the e-mail from AWS Notifications.")
    if done.ca:
        _output.note(f"The browser will ask whether to trust it; its authority is {done.ca}.")
