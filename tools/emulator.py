"""Says whether the AWS emulator is installed; `python -m tools.emulator install` installs it."""

import sys

from cloud_resume.cloud._emulator import _REQUIREMENTS
from cloud_resume.cloud._virtualenv import python_with


def report(message: str) -> None:
    """Hear that it is not installed, and is about to be."""
    if sys.argv[1:] != ["install"]:
        sys.exit(1)
    print(message, flush=True)


if __name__ == "__main__":
    python_with(_REQUIREMENTS, report)
