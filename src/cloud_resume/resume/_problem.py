"""What is wrong with a resume, and where."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong; lines and columns count from 1, columns in code points."""

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
