"""`cloud-resume stats`: who came by, day by day."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from cloud_resume.cli import _environment, _output
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    Day = tuple[str, int, int]  # ISO 8601, visits, visitors

HELP = "show visits and visitors by day"
EXAMPLES = """  cloud-resume stats
  cloud-resume stats --format csv > visits.csv
  cloud-resume stats prod
"""

_DAYS = 30  # that the chart shows; json and csv give all
_BAR = 40  # columns of the longest bar, where the terminal has them
_NUMBERS = 30  # columns before it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ENV, `--data` and `--format`."""
    _environment.add_argument(parser, optional="; without it, what `serve` counted here")
    parser.add_argument("--data", metavar="FILE", help="what `serve` counted (default: .cloud-resume/visits.sqlite3)")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="text for people (default)")


def run(args: argparse.Namespace) -> int:
    """Print the counts: a chart and the totals, or all days as data."""
    if args.environment is None:
        visits, visitors, days = _local_counts(args.data)
    else:
        from pathlib import Path

        from cloud_resume.cloud import counts

        visits, visitors, days = counts(Path.cwd(), args.environment, report=_output.detail)
    _output.data(_FORMATS[args.format](days, visits, visitors))
    return 0


def _local_counts(data: str | None) -> tuple[int, int, list[Day]]:
    """Read what `serve` counted."""
    from pathlib import Path

    from cloud_resume.counter import SQLiteStore, StoreError
    from cloud_resume.server import data_file

    path = Path(data) if data else data_file(Path("resume.yaml"))
    if not path.is_file():
        message = f"nothing has been counted yet in {path}; `cloud-resume serve` counts, --data names another file"
        raise OutsideError(message)
    try:
        with closing(SQLiteStore(path, read_only=True)) as store:
            return *store.totals(), store.history()
    except StoreError as error:
        message = f"can't read the counts in {path}: {error}; name another file by --data"
        raise OutsideError(message) from error


def _json(days: Sequence[Day], visits: int, visitors: int) -> str:
    import json

    rows = [{"day": day, "visits": seen, "visitors": people} for day, seen, people in days]
    return json.dumps({"visits": visits, "visitors": visitors, "days": rows}, indent=2)


def _csv(days: Sequence[Day], _visits: int, _visitors: int) -> str:
    return "\n".join(["day,visits,visitors", *(f"{day},{seen},{people}" for day, seen, people in days)])


def _text(days: Sequence[Day], visits: int, visitors: int) -> str:
    """Draw visitors by day, days without any included, up to the last one that had some."""
    from datetime import date, timedelta
    from shutil import get_terminal_size

    lines = [f"{_number(visitors, 'visitor')}, {_number(visits, 'visit')}"]
    if days:
        counts = {day: (seen, people) for day, seen, people in days}
        last = date.fromisoformat(days[-1][0])
        shown = [str(last - timedelta(days=back)) for back in range(_DAYS - 1, -1, -1)]
        rows = [(day, *counts.get(day, (0, 0))) for day in shown if day >= days[0][0]]
        most = max(people for _, _, people in rows) or 1
        width = max(0, min(_BAR, get_terminal_size().columns - _NUMBERS))
        lines += ["", f"{'day (UTC)':<10} {'visitors':>9} {'visits':>7}"]
        for day, seen, people in rows:
            bar = "█" * -(-people * width // most)
            lines.append(f"{day:<10} {people:>9,} {seen:>7,}  {bar}".rstrip())
        if days[0][0] < shown[0]:
            lines += ["", f"The last {_DAYS} days; --format csv has all {len(days)} that had visits."]
    return "\n".join(lines)


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


_FORMATS = {"text": _text, "json": _json, "csv": _csv}
