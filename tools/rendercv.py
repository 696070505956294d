"""Says whether RenderCV is installed; `python -m tools.rendercv install` installs it."""

import sys
from pathlib import Path

from cloud_resume.cloud._virtualenv import python_with

PINS = Path(__file__).with_suffix(".txt")


def report(message: str) -> None:
    """Hear that it is not installed, and is about to be."""
    if sys.argv[1:] != ["install"]:
        sys.exit(1)
    print(message, flush=True)


if __name__ == "__main__":
    python_with(PINS, report)
