"""Every error that this package raises on purpose, in one tree, and the problem that one of them carries.

CloudResumeError
├── ResumeError           the resume has errors; carries every problem      exit 1
├── OutputError           the output folder or file must not be touched     exit 1
├── UsageError            the command's own words are off                   exit 2
└── OutsideError          a tool, a port, a file or the network is missing  exit 3
    ├── DeniedError       AWS denies it to these credentials                exit 3
    ├── NotDeployedError  an environment is not deployed, or half           exit 3
    └── SmokeError        a live site does not work as it should            exit 3

Each message says what to do next. The counter, which may import the standard library only, has its
own ``StoreError``; a person gets it as an OutsideError, from whoever opened the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Problem(NamedTuple):
    """One thing that is wrong with a resume; lines and columns count from 1, columns in code points."""

    file: str
    line: int
    column: int
    severity: str  # "error" or "warning"
    code: str  # documented, never renamed
    message: str
    suggestion: str | None = None  # what to write instead, where one is likely
    source: str = ""  # the offending line, for the caret; not part of the JSON form

    def as_json(self) -> dict[str, str | int | None]:
        """Give the documented JSON form."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "suggestion": self.suggestion,
        }


class CloudResumeError(Exception):
    """The root; `exit_code` is what the command line ends with."""

    exit_code = 1


class ResumeError(CloudResumeError):
    """A resume that can't be built: at least one of `problems` is an error."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem, warnings too, in the file's order."""
        super().__init__(f"{len(problems)} problem(s) in the resume")
        self.problems = tuple(problems)


class OutputError(CloudResumeError):
    """The place to write to holds something that is not ours."""


class UsageError(CloudResumeError):
    """The command was called with words that do not fit."""

    exit_code = 2


class OutsideError(CloudResumeError):
    """Something outside of the program is missing or refused."""

    exit_code = 3


class DeniedError(OutsideError):
    """AWS does not let these credentials do what was asked of it."""


class NotDeployedError(OutsideError):
    """An environment, or a unit of it, is not deployed, or not to its end."""


class SmokeError(OutsideError):
    """A site that is live but is not what was published, or does not work."""

    def __init__(self, failures: str, advice: str) -> None:
        """Say what fails, and what to do next."""
        super().__init__(f"{failures}\n{advice}")
        self.failures = failures
