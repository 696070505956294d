"""`cloud-resume status`: how an environment is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from cloud_resume.cloud import Status

HELP = "show an environment: URL, release, alarms, costs, and what waits for you"
EXAMPLES = """  cloud-resume status prod
  cloud-resume status prod --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV and `--format`."""
    _environment.add_argument(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people (default)")


def run(args: argparse.Namespace) -> int:
    """Print what is known, then say what was not to be read."""
    from pathlib import Path

    from cloud_resume.cloud import open_environment, status

    found = status(open_environment(Path.cwd(), args.environment, report=_output.detail))
    _output.data(_json(found) if args.format == "json" else _text(found))
    for problem in found.unknown:
        _output.error(problem)
    return OutsideError.exit_code if found.unknown else 0


def _json(found: Status) -> str:
    import json

    release = found.release
    shown = ("id", "restored", "function", "passed")
    data = found._asdict() | {
        "release": release and {name: getattr(release, name) for name in shown},
        "alarms": dict(found.alarms),
        "budget": found.budget and found.budget._asdict(),
        "locks": [lock._asdict() | {"since": lock.since.isoformat()} for lock in found.locks],
    }
    return json.dumps(data, indent=2)


def _text(found: Status) -> str:
    rows = [*_what_is(found), *_what_waits(found)]
    return "\n".join(f"{name:<13} {value}" for name, value in rows)


def _what_is(found: Status) -> Iterator[tuple[str, str]]:
    if found.url:
        yield "site", found.url
    if release := found.release:
        copy = f", {release.restored} again" if release.restored else ""
        yield "release", f"{release.id}, published {release.created:%Y-%m-%d %H:%M} UTC{copy}"
        smoke = "passed" if release.passed else f"not passed yet; `cloud-resume smoke {found.environment}` runs it"
        yield "smoke test", smoke
    elif found.function:
        yield "release", f"none yet; `cloud-resume publish {found.environment}` publishes one"
    if found.function:
        yield "function", f"version {found.function}"
    if found.visits is not None:
        yield "counted", f"{found.visitors:,} visitors, {found.visits:,} visits"
    elif found.counts_denied:
        yield "counted", "not readable by this role"
    if found.budget:
        spent, limit, currency = found.budget
        yield "this month", f"{spent:,.2f} of {limit:,.2f} {currency}, by the whole account"


def _what_waits(found: Status) -> Iterator[tuple[str, str]]:
    ringing = [name for name, state in found.alarms.items() if state == "ALARM"]
    if found.alarms:
        yield "alarms", f"{', '.join(ringing) or 'none'}, of {len(found.alarms)}"
    for address in found.unconfirmed:
        yield "unconfirmed", f"{address} gets no alarm before the link in AWS's e-mail is clicked"
    for unit in found.not_deployed:
        yield "not deployed", f"{unit}; `cloud-resume deploy {found.environment}` goes on"
    for lock in found.locks:
        yield "locked", f"{lock.unit}, by {lock.who} for {lock.age}; if that run is gone: {lock.lift}"
