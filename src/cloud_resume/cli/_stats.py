"""`cloud-resume stats`: who came by, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

NAME = "stats"
HELP = "show visits and visitors by day"
EXAMPLES = """  cloud-resume stats
  cloud-resume stats --format csv > visits.csv
  cloud-resume stats --data elsewhere/visits.sqlite3
"""

_DAYS = 30  # that the chart shows; json and csv give all
_BAR = 40  # columns of the longest bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--data` and `--format`."""
    parser.add_argument("--data", metavar="FILE", help="what `serve` counted (default: .cloud-resume/visits.sqlite3)")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="text for people (default)")
