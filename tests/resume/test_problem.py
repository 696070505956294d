"""A problem as a person and as a program get it."""

from __future__ import annotations

import json

import pytest

from cloud_resume.resume import Problem, caret, read

PROBLEM = Problem("resume.yaml", 3, 8, "error", "impossible-date", "there is no month 13", "2014-12", "  date: 2014-13")


def at(column: int, source: str) -> list[str]:
    """Give the line and the caret under it, without their indentation."""
    lines = caret(PROBLEM._replace(column=column, source=source)).split("\n")
    assert {line[:4] for line in lines[1:]} == {"    "}
    return [line[4:] for line in lines[1:3]]


def test_the_form_for_a_terminal_has_the_place_the_line_a_caret_and_the_suggestion() -> None:
    assert caret(PROBLEM).splitlines() == [
        "resume.yaml:3:8: error: there is no month 13 [impossible-date]",
        "      date: 2014-13",
        "           ^",
        "    did you mean 2014-12?",
    ]


def test_without_a_suggestion_there_is_no_line_for_it() -> None:
    assert "did you mean" not in caret(PROBLEM._replace(suggestion=None))


def test_the_json_form_is_the_documented_one() -> None:
    assert json.loads(json.dumps(PROBLEM.as_json())) == {
        "file": "resume.yaml",
        "line": 3,
        "column": 8,
        "severity": "error",
        "code": "impossible-date",
        "message": "there is no month 13",
        "suggestion": "2014-12",
    }


@pytest.mark.parametrize(
    ("column", "source", "line", "columns_before"),
    [
        (1, "abc", "abc", 0),
        (4, "abc", "abc", 3),
        (3, "\t\tabc", " " * 8 + "abc", 8),
        (3, "北京abc", "北京abc", 4),
        (3, "e\u0301abc", "e\u0301abc", 1),
        (3, "éèabc", "éèabc", 2),
        (5, "à\u00a0la\u3000c", "à la c", 4),
        (3, "\N{GRINNING FACE}:abc", "\N{GRINNING FACE}:abc", 3),
    ],
)
def test_the_caret_stands_under_the_column(column: int, source: str, line: str, columns_before: int) -> None:
    assert at(column, source) == [line, " " * columns_before + "^"]


@pytest.mark.parametrize("source", ["", "   "])
def test_of_an_empty_line_nothing_is_shown(source: str) -> None:
    assert caret(PROBLEM._replace(source=source)).splitlines()[1:] == ["    did you mean 2014-12?"]


@pytest.mark.parametrize("source", ["\N{WOMAN}\u200d\N{ROCKET}", "\u0645\u06cc\u200c\u062e"])
def test_joiners_are_shown(source: str) -> None:
    assert at(1, source)[0] == source


def test_of_a_long_line_the_surroundings_of_the_column_are_shown() -> None:
    line, pointer = at(1001, "a" * 1000 + "b" + "c" * 1000)
    assert line[pointer.index("^")] == "b"
    assert line == "…" + "a" * 50 + "b" + "c" * 49


def test_what_would_steer_a_terminal_is_not_passed_on() -> None:
    problem = PROBLEM._replace(file="\x1b[31m.yaml", source="\x1b[2J\u202e\x07", suggestion="\x1b]0;\x07", column=2)
    head, line, _, suggestion = caret(problem).split("\n")
    assert head.startswith("\ufffd[31m.yaml:3:2: error: ")
    assert line == "    \ufffd[2J\ufffd\ufffd"
    assert suggestion == "    did you mean \ufffd]0;\ufffd?"


def test_what_the_file_says_is_printable_in_messages() -> None:
    for problem in read(b'{"a\\u001b[2J": 1, "a\\u001b[2J": 2}', name="resume.json").problems:
        assert problem.message.isprintable()
