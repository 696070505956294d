"""A resume.yaml from the resume that a person already has."""

from __future__ import annotations

import json
from binascii import b2a_base64
from typing import TYPE_CHECKING

import pytest
import yaml

from cloud_resume.resume import Problem, convert, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODELINE = "# yaml-language-server: $schema=./resume.schema.json\n"


def converted(document: object) -> str:
    text, *_ = convert(json.dumps(document).encode(), name="resume.json")
    assert text.startswith(MODELINE)
    return text.removeprefix(MODELINE)


def summary(text: str) -> str:
    """Give the lines that a text comes to."""
    return converted({"basics": {"summary": text}}).removeprefix("basics:\n  summary: ").removesuffix("\n")


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems]


def test_json_becomes_yaml_as_a_person_writes_it() -> None:
    document = {
        "basics": {"name": "Ada", "picture": "", "website": "https://ada.example", "profiles": []},
        "work": [
            {
                "company": "Engines",
                "startDate": "2014",
                "highlights": ["one: two", "three"],
                "x": {"z": [1, True, None]},
            },
            {"company": "Looms", "endDate": "2013-02-28", "highlights": [["a", {"b": {}}], []]},
        ],
        "unknown": 3.5,
    }
    expected = """\
basics:
  name: Ada
  image: ""
  url: https://ada.example
  profiles: []

work:
  - name: Engines
    startDate: 2014
    highlights:
      - "one: two"
      - three
    x:
      z:
        - 1
        - true
        - null
  - name: Looms
    endDate: 2013-02-28
    highlights:
      - - a
        - b: {}
      - []

unknown: 3.5
"""
    assert converted(document) == expected


def test_an_empty_resume_is_an_empty_mapping() -> None:
    assert converted({}) == "{}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ada", "Ada"),
        ("C++, C# (and C)", "C++, C# (and C)"),
        ("https://a.example:80/#b", "https://a.example:80/#b"),
        ("it's \"so\"", "it's \"so\""),
        ("北京", "北京"),
        ("a\u00a0b", "a\u00a0b"),
        ("4.0", '"4.0"'),
        ("+4912", '"+4912"'),
        ("0x10", '"0x10"'),
        ("1_000", '"1_000"'),
        ("1:30", '"1:30"'),
        ("-.inf", '"-.inf"'),
        (".5e3", '".5e3"'),
        ("2014-02-28", '"2014-02-28"'),
        ("2014-02-28T10:00:00Z", '"2014-02-28T10:00:00Z"'),
        ("NO", '"NO"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("=", '"="'),
        ("- a", '"- a"'),
        ("@ada", '"@ada"'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("", '""'),
        ('"a": b', "'\"a\": b'"),
        ("a: b\\c's", "'a: b\\c''s'"),
        ("a\tb", r'"a\tb"'),
        ('a\\\x07"b', r'"a\\\u0007\"b"'),
        ("a\u2028b", r'"a\u2028b"'),
        ("a\ud800b", '"a\N{REPLACEMENT CHARACTER}b"'),
        ("a\nb", "|-\n    a\n    b"),
        ("a\n\n  b\n", "|\n    a\n    \n      b"),
        ("a\nb\n\n", r'"a\nb\n\n"'),
        (" a\nb", r'" a\nb"'),
        ("\na", r'"\na"'),
        ("a\n", r'"a\n"'),
        ("\n", r'"\n"'),
        ("a\r\nb", r'"a\u000D\nb"'),
    ],
)  # fmt: skip
def test_quotes_and_blocks_are_there_where_they_are_needed(text: str, written: str) -> None:
    assert summary(text) == written


def test_what_is_said_by_quotes_is_what_yaml_reads() -> None:
    for text in ("4.0", "NO", "null", '"a": b', 'a\\\x07"b', "a\n\n  b\n", " a\nb", "2014-02-28"):
        assert yaml.safe_load(converted({"x": text})) == {"x": text}


def test_a_long_text_is_folded() -> None:
    text = " ".join(["eleven char"] * 30)
    lines = summary(text).split("\n")
    assert lines[0] == ">-"
    assert max(len(line) for line in lines) <= 96
    assert min(len(line) for line in lines[1:-1]) > 80
    assert yaml.safe_load(converted({"basics": {"summary": text}}))["basics"]["summary"] == text


def test_texts_are_folded_at_the_same_column_wherever_they_stand() -> None:
    text = "xx" + " x" * 100
    document = {"a": text, "b": {"c": text, "d": [text, [text]]}}
    lengths = [len(line) for line in converted(document).split("\n") if line.count("x") > 30]
    assert lengths.count(96) == 4  # the first line of each
    assert lengths.count(95) == 4
    assert yaml.safe_load(converted(document)) == document


@pytest.mark.parametrize("text", ["a" * 200, "a  b " * 40 + "c", "a\u00a0b " * 40 + "c"])
def test_a_text_that_folding_would_change_is_not_folded(text: str) -> None:
    assert summary(text) == text


def test_a_key_is_quoted_where_it_is_needed_and_may_be_long() -> None:
    document = {"<<": 1, "a: b": 2, "yes": 3, "": 4, "x" * 3000: {"y" * 3000: "z"}, "l" * 3000: []}
    assert yaml.safe_load(converted(document)) == document


def test_problems_are_those_of_the_file_that_was_there() -> None:
    data = b'{"basics": {"name": "Ada",\n"website": "ada.example",\n"degree": "none"}}'
    text, problems, _ = convert(data, name="old.json")
    assert codes(problems) == [("missing-email", 1), ("legacy-key", 2), ("not-a-url", 2), ("unknown-key", 3)]
    assert {problem.file for problem in problems} == {"old.json"}
    assert text.removeprefix(MODELINE) == "basics:\n  name: Ada\n  url: ada.example\n  degree: none\n"


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", ["resume.json", "resume.yaml"])
def test_the_picture_comes_along_whatever_else_is_wrong(tmp_path: Path, name: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "me.png").write_bytes(PNG)
    document = {"basics": {"picture": "pictures/me.png"}, "work": [{"name": "Engines", "startDate": "2014-13"}]}
    conversion = convert(json.dumps(document).encode(), name=name, folder=tmp_path)
    assert "impossible-date" in {problem.code for problem in conversion.problems}
    assert conversion.beside == {"pictures/me.png": PNG}


@pytest.mark.parametrize(
    ("image", "code"),
    [
        ("", None),
        ("none.png", "image-missing"),
        ("https://example.com/me.png", "remote-image"),
        ("DATA:image/png;base64," + b2a_base64(PNG, newline=False).decode(), None),
    ],
)
def test_no_picture_comes_along_that_is_no_file(tmp_path: Path, image: str, code: str | None) -> None:
    basics = {"name": "Ada", "email": "ada@example.com", "image": image}
    conversion = convert(json.dumps({"basics": basics}).encode(), name="resume.json", folder=tmp_path)
    assert [problem.code for problem in conversion.problems] == ([code] if code else [])
    assert conversion.beside == {}


@pytest.mark.parametrize("data", [b"{", b"", b"[]", b"\xff", b'{"a": "' + b"x" * 1024 * 1024 + b'"}'])
def test_what_can_not_be_parsed_gives_no_text(data: bytes) -> None:
    text, problems, beside = convert(data, name="resume.json")
    assert text == ""
    assert len(problems) == 1
    assert beside == {}


def test_a_pdf_is_refused_with_what_can_be_taken_over() -> None:
    text, [problem], _ = convert(b"%PDF-1.7\n%\xe2\xe3", name="resume.pdf")
    assert text == ""
    assert (problem.code, problem.severity) == ("wrong-type", "error")
    assert "LinkedIn" in problem.message


def test_a_file_with_too_many_problems_is_converted_nonetheless() -> None:
    document = {f"x{number}": number for number in range(2000)}
    text, problems, _ = convert(json.dumps(document).encode(), name="resume.json")
    assert yaml.safe_load(text) == document
    assert problems[-1].code == "too-many-problems"


def test_former_keys_are_renamed_where_they_stand() -> None:
    document = {
        "bio": {"picture": "", "website": "https://a.example", "location": {"state": "Tyrol"}},
        "hobbies": [{"name": "Chess"}],
        "education": [{"institution": "x", "gpa": "1.0"}],
        "meta": {"company": "x", "website": {"company": "y"}},
    }
    assert yaml.safe_load(converted(document)) == {
        "basics": {"image": "", "url": "https://a.example", "location": {"region": "Tyrol"}},
        "interests": [{"name": "Chess"}],
        "education": [{"institution": "x", "score": "1.0"}],
        "meta": {"company": "x", "website": {"company": "y"}},
    }


@pytest.mark.parametrize("name", ["New", ""])
def test_a_former_key_beside_its_present_one_is_kept(name: str) -> None:
    document = {"work": [{"company": "Old", "name": name}]}
    assert yaml.safe_load(converted(document)) == document


def test_yaml_keeps_its_comments_and_its_layout() -> None:
    old = """\
# my resume
basics:   {name: Ada, 'website': "https://a.example"}  # short

work:
- &first
  company: Engines  # company
  "company ": kept
- {<<: *first, &key company: Looms, name: x}
- *first
"""
    text, problems, _ = convert(old.encode(), name="resume.yml")
    assert text.removeprefix(MODELINE) == old.replace("'website'", "url").replace("  company: Eng", "  name: Eng")
    assert "legacy-key" in {problem.code for problem in problems}


def test_an_anchor_before_a_former_key_keeps_it_as_it_is() -> None:
    old = "work: [{&key company: Looms}]\n"
    assert convert(old.encode(), name="resume.yaml")[0] == MODELINE + old


def test_yaml_gets_one_modeline_and_plain_line_breaks() -> None:
    old = "# mine\r\n#yaml-language-server: $schema=https://example.com/schema.json\r\nbasics:\r  name: Ada"
    text, *_ = convert(old.encode(), name="resume.yaml")
    assert text == MODELINE + "# mine\nbasics:\n  name: Ada\n"


def test_json_by_another_name_is_rewritten_too() -> None:
    data = b'\xef\xbb\xbf {"basics": {"name": "Ada"}}'
    for name in ("resume.yaml", "<stdin>"):
        assert convert(data, name=name)[0] == MODELINE + "basics:\n  name: Ada\n"


@pytest.mark.parametrize(
    "path",
    [
        "@jsonresume/schema/sample.resume.json",
        "@jsonresume/schema/examples/career-changer.resume.json",
        "fresh-test-resumes/src/jrs/empty.json",
        "fresh-test-resumes/src/jrs/jane-fullstacker.json",
        "fresh-test-resumes/src/jrs/john-doe.json",
    ],
)
def test_the_samples_are_the_same_resumes_afterwards(npm_file: Callable[[str], Path], path: str) -> None:
    data = npm_file(path).read_bytes()
    text, problems, _ = convert(data, name="resume.json")
    after = read(text.encode(), name="resume.yaml")
    assert after.resume == read(data, name="resume.json").resume
    assert [problem.code for problem in after.problems] == [
        problem.code for problem in problems if problem.code != "legacy-key"
    ]


def test_another_program_s_file_that_is_too_large_as_a_resume_is_one_problem() -> None:
    keywords = ",".join("a" for _ in range(200_000))
    file = f"cv: {{sections: {{skills: [{{label: All, details: '{keywords}'}}]}}}}"
    text, problems, beside = convert(file.encode(), name="cv.yaml")
    assert (text, beside) == ("", {})
    assert [(problem.file, problem.code) for problem in problems] == [("cv.yaml", "too-large")]
