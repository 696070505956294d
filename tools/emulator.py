"""Says whether the AWS emulator is installed; `python -m tools.emulator install` installs it."""

import sys

from cloud_resume.cloud._emulator import _REQUIREMENTS
from cloud_resume.cloud._virtualenv import python_with

if __name__ == "__main__":
    python_with(_REQUIREMENTS, print if sys.argv[1:] == ["install"] else sys.exit)
