"""Bytes and files: encodings, sizes, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloud_resume.errors import OutsideError
from cloud_resume.resume import MAX_BYTES, Basics, Problem, load, read

ADA = "basics: {name: Åda, email: ada@example.com}\n"


def only(data: bytes, name: str = "resume.yaml") -> Problem:
    (problem,) = read(data, name=name).problems
    return problem


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
def test_utf_8_and_anything_with_a_byte_order_mark_is_read(name: str, mark: bytes, encoding: str) -> None:
    text = '{"basics": {"name": "Åda", "email": "ada@example.com"}}'
    reading = read(mark + text.encode(encoding), name=name)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.basics == Basics(name="Åda", email="ada@example.com")


@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_second_byte_order_mark_moves_no_place(name: str, encoding: str) -> None:
    text = '\ufeff\ufeff{"basics": {"name": "Ada",\n"email": "ada@example.com", "phon": 1}}'
    problem = only(text.encode(encoding), name)
    assert (problem.code, problem.line, problem.column) == ("unknown-key", 2, 29)
    assert problem.source == '"email": "ada@example.com", "phon": 1}}'
    problem = only("\ufeff\ufeffAda: \ufffe".encode(encoding), name)
    assert (problem.code, problem.line, problem.column) == ("bad-character", 1, 6)


def test_a_bad_byte_after_two_byte_order_marks_is_said_where_it_stands() -> None:
    problem = only(b"\xef\xbb\xbf\xef\xbb\xbfa: \xe9")
    assert (problem.code, problem.line, problem.column) == ("bad-encoding", 1, 4)


@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
def test_a_byte_that_is_not_utf_8_is_said_where_it_stands(name: str) -> None:
    problem = only("basics:\n  name: é".encode() + b"\xe9\n", name)
    assert (problem.code, problem.line, problem.column) == ("bad-encoding", 2, 10)
    assert "0xE9" in problem.message
    assert problem.source == "  name: é\N{REPLACEMENT CHARACTER}"


def test_half_a_utf_16_character_is_said_where_it_stands() -> None:
    problem = only(b"\xff\xfea\x00\n\x00b")
    assert (problem.code, problem.line, problem.column) == ("bad-encoding", 2, 1)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b\nc: \0", 2, 4),
        ("a\x1b[31m: b", 1, 2),
        ("a: b\x7f", 1, 5),
        ("a: b\x85", 1, 5),
        ("a: \ufffe", 1, 4),
    ],
)
@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
def test_a_control_character_is_said_where_it_stands(name: str, text: str, line: int, column: int) -> None:
    problem = only(text.encode(), name)
    assert (problem.code, problem.line, problem.column) == ("bad-character", line, column)


def test_utf_16_without_a_byte_order_mark_is_a_clear_problem() -> None:
    assert only("a: b".encode("utf-16-le")).code == "bad-character"


def test_a_mebibyte_is_read_and_a_byte_more_is_refused_before_it_is_decoded() -> None:
    assert MAX_BYTES == 1024 * 1024
    full = ADA.encode().ljust(MAX_BYTES, b"#")
    assert read(full, name="resume.yaml").resume is not None
    problem = only(b"\xff" * (MAX_BYTES + 1))
    assert (problem.code, problem.line, problem.column) == ("too-large", 1, 1)


@pytest.mark.parametrize(
    ("name", "text", "clean"),
    [
        ("resume.yaml", ADA, True),
        ("resume.yml", ADA, True),
        ("resume", ADA, True),
        ("resume.json", ADA, False),
        ("RESUME.JSON", ADA, False),
        ("<stdin>", ADA, True),
        ("<stdin>", f"---\n{ADA}", True),
        ("<stdin>", '\n {\t"basics": {"name": "Ada", "email": "ada@example.com"}}', True),
        ("<stdin>", '{"basics": {"name": "Ada", "email": "ada@example.com"},}', False),
        ("resume.yaml", '{"basics": {"name": "Ada", "email": "ada@example.com"},}', True),
    ],
)
def test_the_name_tells_the_syntax_and_of_standard_input_the_first_brace(name: str, text: str, *, clean: bool) -> None:
    assert (read(text.encode(), name=name).problems == ()) == clean


def test_problems_carry_the_name_as_it_was_given(tmp_path: Path) -> None:
    assert only(b"", "<stdin>").file == "<stdin>"
    (tmp_path / "my.yaml").write_text("")
    assert load(tmp_path / "my.yaml").problems[0].file == str(tmp_path / "my.yaml")


def test_a_file_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "resume.yaml").write_text(ADA, encoding="utf-8")
    assert load(tmp_path / "resume.yaml") == read(ADA.encode(), name=str(tmp_path / "resume.yaml"))


def test_a_large_file_is_refused_without_reading_it_to_its_end() -> None:
    (problem,) = load(Path("/dev/zero")).problems
    assert problem.code == "too-large"


def test_a_file_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"there is no file .*resume\.yaml; `cloud-resume new DIR` makes one"):
        load(tmp_path / "resume.yaml")


def test_a_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="is a folder; name the resume's file in it"):
        load(tmp_path)


def test_a_file_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutsideError, match="can't be read: "):
        load(tmp_path / "a")
