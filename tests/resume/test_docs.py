"""docs/problems.md has every code, and every example there has its problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cloud_resume.resume import read
from cloud_resume.resume._problem import ERRORS, WARNINGS

PAGE = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, str, str]]:
    """Give each example's code, syntax and text."""
    found = []
    for code, section in re.findall(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL):
        for syntax, text in re.findall(r"^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
            found.append((code, syntax, text))
    return found


@pytest.mark.parametrize(("heading", "codes"), [("## Errors", ERRORS), ("## Warnings", WARNINGS)])
def test_every_code_is_documented_and_no_other(heading: str, codes: frozenset[str]) -> None:
    parts = re.split(r"^(?=## )", PAGE, flags=re.MULTILINE)
    documented = [
        code for part in parts if part.startswith(heading) for code in re.findall(r"^### `(.+)`$", part, re.MULTILINE)
    ]
    assert sorted(documented) == sorted(codes)


def test_what_can_be_shown_has_an_example() -> None:
    without = (ERRORS | WARNINGS) - {code for code, _, _ in examples()}
    of_bytes_or_size = {
        "bad-encoding",
        "bad-theme",
        "image-too-large",
        "text-too-long",
        "too-large",
        "too-long",
        "too-many-problems",
    }
    of_another_file = {"duplicate-language", "ignored-setting", "no-place"}
    assert without == of_bytes_or_size | of_another_file


@pytest.mark.parametrize(("code", "syntax", "text"), examples())
def test_an_example_has_its_problem(code: str, syntax: str, text: str, tmp_path: Path) -> None:
    name = f"resume.{syntax}"
    problems = read(text.encode(), name=name, folder=tmp_path, unshowable=lambda _: {"🚀": None}).problems
    assert code in {problem.code for problem in problems}
    others = {problem.code for problem in problems if problem.severity == "error"} - {code}
    assert not others
