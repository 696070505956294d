"""What no font can show is a problem with a place; which characters those are is told to the reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud_resume.resume import load, read

if TYPE_CHECKING:
    from pathlib import Path

    from cloud_resume.resume import Problem

WITHOUT = {"🚀": None, "ก": None, "ข": None, "ค": None, "字": "cjk", "한": "cjk", "\ue000": None}


def _unshowable(text: str) -> dict[str, str | None]:
    return {character: extra for character, extra in WITHOUT.items() if character in text}


def _problems(text: str, name: str = "resume.yaml") -> list[Problem]:
    text = text.replace("basics:\n", "basics:\n  email: ada@example.com\n")
    return list(read(text.encode(), name=name, unshowable=_unshowable).problems)


def test_a_character_is_named_with_its_field_and_place() -> None:
    (problem,) = _problems("basics:\n  name: Ada Löve 🚀 lace 🚀\n")
    assert (problem.severity, problem.code) == ("warning", "missing-glyph")
    assert (problem.line, problem.column) == (3, 18)
    assert problem.message == "no font has 🚀 (U+1F680) in `name`, so the PDF can't show it"


def test_each_text_is_told_of_once_and_names_three_characters() -> None:
    first, second = _problems("basics:\n  name: Ada\n  label: ก\nskills:\n  - name: S\n    keywords: [Go, กขค🚀]\n")
    assert "`label`" in first.message
    assert (second.line, second.column) == (7, 20)
    assert second.message.startswith("no font has ก (U+0E01), ข (U+0E02), ค (U+0E04) and others in `keywords`")


def test_what_an_extra_would_show_is_told_of_once() -> None:
    first, second = _problems("basics:\n  name: 字\n  label: 한字\n  summary: 한🚀\n")
    assert first.line == 3
    assert "pip install 'cloud-resume[cjk]'" in first.message
    assert second.message == "no font has 🚀 (U+1F680) in `summary`, so the PDF can't show it"


def test_an_escaped_character_is_reported_at_the_start_of_its_text() -> None:
    text = json.dumps({"basics": {"name": "Ada", "email": "a@b.org", "label": "go 字"}})
    (problem,) = _problems(text, "resume.json")
    assert problem.column == text.index('"go') + 1


def test_what_would_not_be_seen_is_named_by_its_number() -> None:
    (problem,) = _problems('basics:\n  name: "Ada \\uE000"\n')
    assert "\ue000" not in problem.message
    assert "U+E000" in problem.message


def test_the_name_of_the_picture_and_what_is_not_shown_may_hold_anything() -> None:
    assert {problem.code for problem in _problems("basics:\n  name: A\n  image: 字.png\n  imag: 字\n")} == {
        "unknown-key"
    }


def test_ascii_asks_nothing() -> None:
    def fail(_: str) -> dict[str, str | None]:
        raise AssertionError

    assert read(b"basics: {name: Ada, email: a@b.org}", name="resume.yaml", unshowable=fail).problems == ()


def test_a_file_is_loaded_with_the_same_check(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text("basics: {name: 🚀, email: a@b.org}", encoding="utf-8")
    assert [problem.code for problem in load(file, unshowable=_unshowable).problems] == ["missing-glyph"]
    assert load(file).problems == ()
