"""YAML as people write it, by the parser with libyaml and by the one without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cloud_resume.resume import Basics, Location, Problem, Reading, Resume, Skill, read

if TYPE_CHECKING:
    from collections.abc import Iterator

ADA = "name: Ada\n  email: ada@example.com\n"


@pytest.fixture(autouse=True, params=["libyaml", "pure"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CBaseLoader")


def read_yaml(text: str) -> Reading:
    return read(text.encode(), name="resume.yaml")


def resume(text: str) -> Resume:
    reading = read_yaml(text)
    assert reading.resume is not None, reading.problems
    return reading.resume


def only(text: str) -> Problem:
    (problem,) = read_yaml(text).problems
    return problem


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("+4912", "+4912"),
        ("3.80", "3.80"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2014-02-28", "2014-02-28"),
        ("true", "true"),
        (".inf", ".inf"),
        ("Null", "Null"),
        ("'null'", "null"),
        ('"~"', "~"),
        ("a # a comment", "a"),
        ("C#", "C#"),
        ('"a\\tb"', "a\tb"),
        ("'it''s'", "it's"),
        ("a\n    b", "a b"),
        ("|\n    a\n    b", "a\nb"),
        (">-\n    a\n    b", "a b"),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', None),
        ("'  '", None),
    ],
)
def test_a_plain_scalar_is_its_source_text(scalar: str, text: str | None) -> None:
    assert resume(f"basics:\n  {ADA}  label: {scalar}\n").basics.label == text


def test_list_items_are_their_source_text_and_absent_ones_are_left_out() -> None:
    skills = resume("skills:\n- name: YAML\n  keywords: [on, 1.10, ~, '', null, y]\n").skills
    assert skills == (Skill(name="YAML", keywords=("on", "1.10", "y")),)


def test_a_byte_order_mark_and_any_line_break_are_taken() -> None:
    text = "\ufeffbasics:\r\n  name: Ada\r  email: ada@example.com\n"
    assert resume(text).basics == Basics(name="Ada", email="ada@example.com")


def test_columns_count_code_points_whatever_stands_before() -> None:
    problem = only('\ufeffbasics: {name: "\N{GRINNING FACE}é\u0301", email: ada@example.com, foo: bar}')
    assert (problem.code, problem.line, problem.column) == ("unknown-key", 1, 47)


def test_lines_are_those_of_an_editor_not_those_of_yaml() -> None:
    text = f"basics:\n  {ADA}  summary: 'a\u2028b'\r  foo: bar"
    assert (only(text).line, only(text).source) == (5, "  foo: bar")


def test_an_anchor_is_repeated_by_its_aliases() -> None:
    skills = resume("skills:\n- &a {name: YAML, keywords: &b [one, two]}\n- {name: XML, keywords: *b}\n- *a\n").skills
    assert [skill.keywords for skill in skills] == [("one", "two")] * 3
    assert skills[0] == skills[2]


def test_a_problem_under_an_anchor_is_reported_once() -> None:
    assert only(f"basics:\n  {ADA}awards: [&a {{title: x, foo: bar}}, *a]").code == "unknown-key"


@pytest.mark.parametrize("merged", ["*home", "[*home, {city: Linz, region: Upper Austria}]"])
def test_a_merge_key_adds_what_is_not_there(merged: str) -> None:
    text = f"x: &home {{city: Vienna, countryCode: AT}}\nbasics:\n  location:\n    countryCode: DE\n    <<: {merged}\n"
    location = resume(text).basics.location
    assert (location.city, location.country_code) == ("Vienna", "DE")


def test_the_first_of_several_merged_mappings_counts() -> None:
    text = "basics:\n  location: {<<: [{city: Vienna}, {city: Linz, region: Upper Austria}]}\n"
    assert resume(text).basics.location == Location(city="Vienna", region="Upper Austria")


@pytest.mark.parametrize("key", ["'<<': {a: b}", "<<: a", "<<: [a]", "<<: [{a: b}, c]"])
def test_what_is_no_merge_is_an_unknown_key(key: str) -> None:
    assert only(f"basics:\n  {ADA}{key}\n").message == "unknown key `<<` in the resume; it is ignored"


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "suggestion"),
    [
        ("a: b: c", 1, 5, "a text with a colon and a space in it wants quotes", None),
        ("- a: b: c", 1, 7, "a text with a colon and a space in it wants quotes", '"a: b: c"'),
        ("- name: b: c", 1, 10, "a text with a colon and a space in it wants quotes", None),
        ("- name: Lead: b: c", 1, 13, "a text with a colon and a space in it wants quotes", '"Lead: b: c"'),
        ("a: *b* c ", 1, 4, "a text that starts with * wants quotes", '"*b* c"'),
        ("a: **b**", 1, 4, "a text that starts with * wants quotes", '"**b**"'),
        ("a: &b*c", 1, 4, "a text that starts with & wants quotes", '"&b*c"'),
        ("a: Lead: b: c", 1, 8, "a text with a colon and a space in it wants quotes", '"Lead: b: c"'),
        ('a: b "c": d', 1, 9, "a text with a colon and a space in it wants quotes", "'b \"c\": d'"),
        ("a: b\n  c: d", 2, 4, "a key can't stand here: look at the indentation of this line", None),
        ("a: @b c ", 1, 4, "a text that starts with @ wants quotes", '"@b c"'),
        ("a:\n\t- b", 2, 1, "YAML is indented by spaces, not by tabs", None),
        ("a: b\nc: 'd\ne: f\n", 2, 4, "this quote is never closed", None),
        ("a: 'it's'", 1, 8, "there is more after the closing quote", None),
        ("a: [b, c", 1, 9, "a comma, a value or the closing bracket is missing before this", None),
        ("a: {b: c]", 1, 9, "a comma, a value or the closing bracket is missing before this", None),
        ("a:\n  b: c\n d: e", 3, 2, "this does not go with the lines above: look at its indentation", None),
        ("  - b\n - c", 2, 2, "this does not go with the lines above: look at its indentation", None),
        ("- a\nb: c", 2, 1, "this does not go with the lines above: look at its indentation", None),
        ("a: b\nc\nd: e", 2, 1, "this is no key: a colon is missing after it", None),
    ],
)
def test_a_slip_is_explained(text: str, line: int, column: int, message: str, suggestion: str | None) -> None:
    problem = only(text)
    assert problem.code == "syntax"
    assert problem.message.startswith(message)
    assert (problem.line, problem.column) == (line, column)
    assert suggestion is None or problem.suggestion == suggestion


@pytest.mark.parametrize("text", ["a: - b", "%YAML 2.0\n---\na: b", r'a: "\x"', "a: |b\n", "a: b\n...\n["])
def test_any_other_slip_has_the_parsers_own_words(text: str) -> None:
    assert only(text).code == "syntax"
    assert only(text).message


def test_the_parsers_own_words_say_what_it_was_doing() -> None:
    assert only('a: "\\x"').message.startswith(
        ("while parsing a quoted scalar ", "while scanning a double-quoted scalar ")
    )


def test_an_escape_beyond_unicode_is_an_error() -> None:
    problem = only(r'a: "\UFFFFFFFF"')
    assert problem.code == "syntax"
    assert 5 <= problem.column <= 7  # in the escape


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n...\n", "null", "~", "''"])
def test_an_empty_document_is_an_error(text: str) -> None:
    assert only(text).code == "empty-document"


@pytest.mark.parametrize("text", ["- basics", "basics"])
def test_a_resume_is_a_mapping(text: str) -> None:
    assert only(text).code == "wrong-type"


def test_a_second_document_is_an_error_among_the_others() -> None:
    problems = read_yaml(f"basics:\n  {ADA}  foo: bar\n---\nx: [").problems
    assert [(problem.code, problem.line) for problem in problems] == [("unknown-key", 4), ("multiple-documents", 5)]


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!foo", "!!str", "!"])
@pytest.mark.parametrize("value", ["Ada", "[Ada]", "{a: Ada}"])
def test_a_tag_is_an_error_and_never_followed(tag: str, value: str) -> None:
    problems = read_yaml(f"meta:\n  x: {tag} {value}\n").problems
    assert ("yaml-tag", 2, 6) in [(problem.code, problem.line, problem.column) for problem in problems]


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "? "])
def test_a_key_is_a_word(key: str) -> None:
    problems = read_yaml(f"basics:\n  {ADA}{'' if key == '? ' else '? '}{key}\n: b\n").problems
    assert [(problem.code, problem.line) for problem in problems] == [("bad-key", 4)]


def test_keys_that_are_no_words_elsewhere_are_words_here() -> None:
    problems = read_yaml(f"basics:\n  {ADA}1: a\nyes: b\n~: c\n").problems
    assert [problem.message.split("`")[1] for problem in problems] == ["1", "yes", "~"]


@pytest.mark.parametrize(
    ("text", "column"),
    [("a: *b", 4), ("a: &b [*b]", 8), ("a: &b {c: *b}", 11), ("a: *b\nc: &b d", 4)],
)
def test_an_alias_needs_its_anchor_before_it_and_not_around_it(text: str, column: int) -> None:
    problem = only(text)
    assert (problem.code, problem.column) == ("bad-alias", column)


def test_an_anchor_may_be_given_anew() -> None:
    assert resume("basics: {name: &a Ada, label: *a, summary: &a Bob, email: *a}").basics.email == "Bob"


def test_a_duplicate_key_is_an_error_at_the_second_one() -> None:
    problem = only(f"basics:\n  {ADA}meta:\n  x:\n  - y: 1\n    'y': 2\n")
    assert (problem.code, problem.line, problem.column) == ("duplicate-key", 7, 5)


@pytest.mark.parametrize(
    ("text", "events"),
    [("[" * 100_000, 64), ("{a: " * 50_000, 128), ("- " * 100_000, 64), ("? " * 100_000, 64)],
)
def test_too_many_levels_end_the_reading_at_once(text: str, events: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read_so_far = 0
    parse = yaml.parse

    def counting(*arguments: Any, **options: Any) -> Iterator[yaml.Event]:  # noqa: ANN401 - whatever it takes
        nonlocal read_so_far
        for event in parse(*arguments, **options):
            read_so_far += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counting)
    assert only(text).code == "too-deep"
    assert read_so_far <= events + 3  # the stream, the document and the level that is too deep


def test_64_levels_are_read() -> None:
    assert only(f"basics:\n  {ADA}x: {'[' * 63}{']' * 63}").code == "unknown-key"
    assert only(f"basics:\n  {ADA}x: {'[' * 64}{']' * 64}").code == "too-deep"


def test_aliases_of_aliases_end_the_reading_at_10_000_nodes() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 40)]
    problem = only("\n".join(lines))
    assert (problem.code, problem.line) == ("too-many-aliases", 5)


def test_aliases_for_10_000_nodes_are_read() -> None:
    text = f"basics:\n  {ADA}x:\n- &a [{', '.join('b' * 99)}]\n"
    assert only(text + "- *a\n" * 100).code == "unknown-key"
    assert only(text + "- *a\n" * 101).code == "too-many-aliases"
