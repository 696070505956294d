"""What is wrong with a resume, and where."""

from cloud_resume._columns import width
from cloud_resume.errors import Problem

ERRORS = frozenset(
    {
        "bad-alias",
        "bad-character",
        "bad-encoding",
        "bad-key",
        "bad-theme",
        "duplicate-key",
        "duplicate-language",
        "empty-document",
        "end-before-start",
        "image-format",
        "image-missing",
        "image-outside",
        "image-too-large",
        "impossible-date",
        "multiple-documents",
        "needs-quotes",
        "not-a-choice",
        "not-a-date",
        "not-a-language-tag",
        "not-a-url",
        "not-an-item",
        "syntax",
        "text-too-long",
        "theme-missing",
        "too-deep",
        "too-large",
        "too-long",
        "too-many-aliases",
        "too-many-problems",
        "unsafe-url",
        "wrong-type",
        "yaml-tag",
    }
)
"""The codes that stop a build; docs/problems.md explains each. A code is never renamed."""

WARNINGS = frozenset(
    {
        "duplicate-value",
        "ignored-setting",
        "language-not-translated",
        "legacy-key",
        "missing-email",
        "missing-glyph",
        "missing-key",
        "missing-name",
        "no-place",
        "not-a-country-code",
        "not-a-list",
        "not-an-email",
        "not-newest-first",
        "present-date",
        "private-repeated",
        "remote-image",
        "unknown-key",
    }
)
"""The codes that do not stop a build; docs/problems.md explains each. A code is never renamed."""

_WINDOW = 100  # columns of a long line that are shown around the caret
_TAB = 4
_UNSHOWN = "\ufffd"  # the replacement character
_JOINERS = "\u200c\u200d"  # hidden by themselves, but Persian and emoji are spelt with them


def caret(problem: Problem) -> str:
    """Give the form for a terminal, plain text: place and message, the offending line, a caret, a suggestion.

    The first line is the place and the message; a line that is empty is not shown. What would steer a terminal is
    replaced.
    """
    head = f"{printable(problem.file)}:{problem.line}:{problem.column}: {problem.severity}: {problem.message}"
    lines = [f"{head} [{problem.code}]"]
    if problem.source.strip():
        lines += [f"    {line}" for line in _excerpt(problem)]
    if problem.suggestion is not None:
        lines.append(f"    did you mean {printable(problem.suggestion)}?")
    return "\n".join(lines)


def printable(text: str) -> str:
    """Replace what a terminal would obey or hide, line breaks too."""
    return "".join(_shown(character) for character in text)


def _excerpt(problem: Problem) -> tuple[str, str]:
    """Give the offending line, and a line whose caret stands under the column.

    Tabs become spaces, wide characters count two columns, and of a long line only the surroundings are given.
    """
    at = problem.column - 1
    start = max(0, at - _WINDOW // 2)
    shown = [_shown(character) for character in problem.source[start : start + _WINDOW]]
    before = "".join(shown[: at - start])
    lead = "…" if start else ""
    return lead + "".join(shown), " " * (len(lead) + width(before)) + "^"


def _shown(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    if character.isspace():
        return " "
    return character if character.isprintable() or character in _JOINERS else _UNSHOWN
