"""JSON: what is read as RFC 8259 says, and what is told about everything else."""

from __future__ import annotations

import pytest

from cloud_resume.resume import Basics, Problem, Reading, read


def read_json(text: str) -> Reading:
    return read(text.encode(), name="resume.json")


def only(text: str) -> Problem:
    (problem,) = read_json(text).problems
    return problem


def summary(literal: str) -> str | None:
    """Read a summary from its JSON string."""
    resume = read_json(f'{{"basics": {{"name": "Ada", "email": "ada@example.com", "summary": {literal}}}}}').resume
    assert resume is not None
    return resume.basics.summary


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"a\"b\\c\/d"', 'a"b\\c/d'),
        (r'"a\nb\tc"', "a\nb\tc"),
        (r'"a\r\nb\rc"', "a\nb\nc"),
        (r'"\u00e9"', "é"),
        (r'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        ('"\N{GRINNING FACE}"', "\N{GRINNING FACE}"),
        ('"  a  "', "a"),
        ('"null"', "null"),
        ('"~"', "~"),
        ('"   "', None),
        ('""', None),
        ("null", None),
    ],
)
def test_text_is_read(literal: str, text: str | None) -> None:
    assert summary(literal) == text


@pytest.mark.parametrize("literal", ["0", "-1", "3.80", "1e5", "-0.5E-3", "true", "false"])
def test_text_without_quotes_is_the_wrong_type(literal: str) -> None:
    problem = only(f'{{"basics": {{"name": {literal}, "email": "ada@example.com"}}}}')
    assert (problem.code, problem.column, problem.suggestion) == ("wrong-type", 21, f'"{literal}"')


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"a": 1,}', 1, 8, "JSON has no comma before }"),
        ('{"a": [1,]}', 1, 9, "JSON has no comma before ]"),
        ('{"a" 1}', 1, 5, "a colon is missing after this key"),
        ('{"a"', 1, 5, "a colon is missing after this key"),
        ('{"a":', 1, 6, "a value is missing here"),
        ('{"a": }', 1, 7, "a value is missing here"),
        ("}", 1, 1, "a value is missing here"),
        ('{1: "a"}', 1, 2, "a key in double quotes is missing here"),
        ("{", 1, 2, "a key in double quotes is missing here"),
        ('{"a": 1 "b": 2}', 1, 8, "a comma or } is missing here"),
        ('{"a": [1\n2]}', 1, 9, "a comma or ] is missing here"),
        ('\n{"a":\n[1', 3, 3, "the [ of line 3 is never closed"),
        ('\n{"a": 1\n\n', 2, 8, "the { of line 2 is never closed"),
        ('{"a": 1} {}', 1, 10, "the JSON text has ended before this"),
        ("{a: 1}", 1, 2, "keys and text stand in double quotes in JSON"),
        ('{"a": undefined}', 1, 7, "keys and text stand in double quotes in JSON"),
        ("{'a': 1}", 1, 2, 'JSON has straight double quotes only: "'),
        ("{“a”: 1}", 1, 2, 'JSON has straight double quotes only: "'),
        ('{"a": NaN}', 1, 7, "JSON has neither NaN nor Infinity"),
        ('{"a": -Infinity}', 1, 7, "JSON has neither NaN nor Infinity"),
        ('{"a": True}', 1, 7, "JSON writes true, false and null, in lower case"),
        ('{"a": 01}', 1, 7, "this is not a number as JSON writes it"),
        ('{"a": .5}', 1, 7, "this is not a number as JSON writes it"),
        ('{"a": 1.}', 1, 7, "this is not a number as JSON writes it"),
        ('{"a": "b', 1, 7, "this text has no closing quote on its line"),
        ('{"a": "b\nc"}', 1, 7, "this text has no closing quote on its line"),
        ('{"a": "b\tc"}', 1, 9, "a tab inside of a JSON text is written as an escape"),
        (r'{"a": "b\xc"}', 1, 9, r"\x is no escape in JSON"),
        ("// a\n{}", 1, 1, "JSON has no comments; YAML has them"),
        ('{"a": 1, # b\n"c": 2}', 1, 10, "JSON has no comments; YAML has them"),
        ('{"a": 1 /* b */}', 1, 9, "JSON has no comments; YAML has them"),
    ],
)
def test_what_is_not_json_is_said_where_it_stands(text: str, line: int, column: int, message: str) -> None:
    problem = only(text)
    assert (problem.code, problem.line, problem.column, problem.message) == ("syntax", line, column, message)


def test_escapes_are_suggested() -> None:
    assert only(r'{"a": "C:\x"}').suggestion == r"\\x"
    assert only('{"a": "b\tc"}').suggestion == r"\t"


@pytest.mark.parametrize("text", ["", " \r\n\t", "null", '""'])
def test_an_empty_document_is_an_error(text: str) -> None:
    assert only(text).code == "empty-document"


@pytest.mark.parametrize("text", ["[]", '"basics"', "1"])
def test_a_resume_is_a_mapping(text: str) -> None:
    assert only(text).code == "wrong-type"


def test_an_empty_mapping_is_a_resume() -> None:
    reading = read_json("{}")
    assert reading.resume is not None
    assert reading.resume.basics == Basics()


@pytest.mark.parametrize(("escape", "name"), [(r"\ud83d", "U+D83D"), (r"\b", "U+0008"), (r"\f", "U+000C")])
def test_an_escape_of_what_can_not_be_shown_is_an_error(escape: str, name: str) -> None:
    problem = only(f'{{"basics": {{"name": "a{escape}", "email": "ada@example.com"}}}}')
    assert (problem.code, problem.column) == ("bad-character", 21)
    assert name in problem.message


def test_a_duplicate_key_is_an_error_at_the_second_one_wherever_it_is() -> None:
    reading = read_json(
        '{"basics": {"name": "Ada",\n"email": "ada@example.com"},\n"meta": {"x": {"y": 1,\n "\\u0079": 2}}}'
    )
    (problem,) = reading.problems
    assert (problem.code, problem.line, problem.column) == ("duplicate-key", 4, 2)
    assert "line 3" in problem.message


def test_64_levels_are_read_and_65_are_not() -> None:
    assert only('{"basics": {"name": "Ada"}, "meta": {"x":' + "[" * 62 + "]" * 62 + "}}").code == "missing-email"
    problem = only('{"meta": {"x":' + "[" * 63 + "]" * 63 + "}}")
    assert (problem.code, problem.column) == ("too-deep", 15 + 62)
