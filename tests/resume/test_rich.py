"""The markup of running texts."""

from __future__ import annotations

import json
import string
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import BulletList, Element, Paragraph, blocks, plain, read, words

if TYPE_CHECKING:
    from cloud_resume.resume import Block, Runs

LINES = st.lists(st.sampled_from([*"ab*`[]()\\- \n<>&_#漢", "**", "](https://a.example)", "- ", "  \n", "é"])).map(
    "".join
)
URL = "https://example.com/a_(b)"


def strong(*runs: str | Element) -> Element:
    return Element("strong", runs)


def em(*runs: str | Element) -> Element:
    return Element("em", runs)


def code(text: str) -> Element:
    return Element("code", (text,))


def link(url: str, *runs: str | Element) -> Element:
    return Element("a", runs, url)


def shape(block: Block) -> object:
    """Give a paragraph's words, or the list of an items'."""
    return words(block.runs) if isinstance(block, Paragraph) else [[*map(shape, item)] for item in block.items]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("", []),
        (" \n\t\n", []),
        ("one", ["one"]),
        ("one\n two", ["one two"]),
        ("one\r\n \t \r\n\r\ntwo", ["one", "two"]),
        ("one\\\ntwo  \nthree", ["one\ntwo\nthree"]),
        ("one\\", ["one\\"]),
        ("- a\n- b", [[["a"], ["b"]]]),
        ("one\n- a\n  more\n\n- b\n\ntwo", ["one", [["a more"], ["b"]], "two"]),
        ("- a\n  - b", [[["a"], ["b"]]]),
        ("-a\n-\n\n–  b", ["-a -", "–  b"]),
        ("\\- a", ["- a"]),
        ("1. a\n# b\n> c", ["1. a # b > c"]),
    ],
)
def test_lines_make_paragraphs_and_lists(text: str, shapes: list[object]) -> None:
    assert [*map(shape, blocks(text))] == shapes


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("**a**", (strong("a"),)),
        ("a **b c** d", ("a ", strong("b c"), " d")),
        ("*a*, `b`", (em("a"), ", ", code("b"))),
        ("***a***", (strong(em("a")),)),
        ("***a** b*", (strong("*a"), " b*")),
        ("**a *b* c**", (strong("a ", em("b"), " c"),)),
        ("*a **b** c*", (em("a ", strong("b"), " c"),)),
        ("**a *b** c*", (strong("a *b"), " c*")),
        ("**a***", (strong("a"), "*")),
        ("这是**重点**内容", ("这是", strong("重点"), "内容")),
        ("**中요**한", (strong("中요"), "한")),
        (f"[a *b*]({URL})", (link(URL, "a ", em("b")),)),
        ("**[a](mailto:a@b.example)**", (strong(link("mailto:a@b.example", "a")),)),
        ("[a](https://b.example)(c)", (link("https://b.example", "a"), "(c)")),
        (r"[a\]b](https://b.example)", (link("https://b.example", "a]b"),)),
        ("`*a* [b](https://c.example) \\`", (code("*a* [b](https://c.example) \\"),)),
        ("a\\\nb", ("a", Element("br"), "b")),
        (r"\*a\* \`b\` \[c](https://d.example) \\", ("*a* `b` [c](https://d.example) \\",)),
    ],
)
def test_marks_make_elements(text: str, runs: Runs) -> None:
    assert blocks(text) == (Paragraph(runs),)


@pytest.mark.parametrize(
    "text",
    [
        "a * b * c",
        "2*3*4 and 2**10 or 3**10",
        "**a",
        "a**",
        "*",
        "** **",
        "****a****",
        "`a",
        "``",
        "Senior*, Lead*: see below",
        r"C:\Users \n \u{41} \_",
        "_a_ __b__ ~~c~~ <b>d</b> &amp; ![e] <https://f.example>",
        "[a]",
        "[a] (https://b.example)",
        "[a](see below)",
        "[](https://b.example)",
        "[ ](https://b.example)",
        "[a](javascript:alert(1))",
        "[a](//b.example)",
        "[a](../b)",
        "[a](https://b.example",
    ],
)
def test_all_else_is_text(text: str) -> None:
    assert blocks(text) == (Paragraph((text,)),)
    assert plain(text) == text


def test_a_text_is_stripped_of_its_marks() -> None:
    assert plain(f"**a** `b`\\\nc\n\n- *d*\n- [e]({URL})") == "a b c d e"


@given(st.text(st.sampled_from(string.ascii_letters + string.digits + " .,;:!?\"'()<>&#_~–é漢ع/=+@")))
def test_what_has_no_marks_is_as_it_was(text: str) -> None:
    assert plain(text) == " ".join(text.split())
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_any_text_can_be_written_with_backslashes(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in "\\`*[]-" else char for char in text)
    assert plain(escaped) == " ".join(text.split())
    assert all(
        isinstance(block, Paragraph) and all(isinstance(run, str) for run in block.runs) for block in blocks(escaped)
    )


@given(LINES)
def test_nothing_but_marks_is_lost_and_nothing_added(text: str) -> None:
    without_urls = text.replace("(https://a.example)", "")
    kept = [char for char in without_urls if char not in "*`[]()\\-" and not char.isspace()]
    said = plain(text).replace("(https://a.example)", "")
    assert [char for char in said if char not in "*`[]()\\-" and not char.isspace()] == kept


@given(LINES)
def test_no_texts_stand_side_by_side_and_none_is_empty(text: str) -> None:
    def look(runs: Runs) -> None:
        assert "" not in runs
        assert not any(isinstance(first, str) and isinstance(second, str) for first, second in pairwise(runs))
        for run in runs:
            if isinstance(run, Element):
                assert run.kind in {"strong", "em", "code", "a", "br"}
                assert (run.url is not None) == (run.kind == "a")
                assert bool(run.children) == (run.kind != "br")
                look(run.children)

    for block in blocks(text):
        for paragraph in [block] if isinstance(block, Paragraph) else [item[0] for item in block.items]:
            assert isinstance(paragraph, Paragraph)
            assert paragraph.runs
            look(paragraph.runs)


# ---- The checker


def problems(text: str, name: str = "resume.yaml") -> list[tuple[int, int, str, str | None]]:
    return [
        (p.line, p.column, p.code, p.suggestion)
        for p in read(text.encode(), name=name).problems
        if p.severity == "error"
    ]


@pytest.mark.parametrize(
    ("url", "code", "suggestion"),
    [
        ("javascript:alert(1)", "unsafe-url", None),
        ("data:text/html,x", "unsafe-url", None),
        ("https://ada:secret@example.com", "unsafe-url", None),
        ("example.com/me", "not-a-url", "https://example.com/me"),
        ("https://example..com", "not-a-url", None),
    ],
)
def test_a_link_is_checked_where_it_stands(url: str, code: str, suggestion: str | None) -> None:
    text = f"basics:\n  summary: |\n    Fine: [a](https://example.com).\n    Not: **[b]({url})**\n"
    assert problems(text) == [(4, 16, code, suggestion)]


@pytest.mark.parametrize(
    "resume",
    [
        {"basics": {"summary": "X"}},
        {"work": [{"name": "A", "summary": "X"}]},
        {"work": [{"name": "A", "description": "X"}]},
        {"work": [{"name": "A", "highlights": ["a", "X"]}]},
        {"volunteer": [{"organization": "A", "summary": "X"}]},
        {"volunteer": [{"organization": "A", "highlights": ["X"]}]},
        {"awards": [{"title": "A", "summary": "X"}]},
        {"publications": [{"name": "A", "summary": "X"}]},
        {"projects": [{"name": "A", "description": "X"}]},
        {"projects": [{"name": "A", "highlights": ["X"]}]},
        {"references": [{"name": "A", "reference": "X"}]},
    ],
    ids=str,
)
def test_the_links_of_every_running_text_are_checked(resume: object) -> None:
    text = json.dumps(resume)
    at = text.index('"X"')
    assert problems(text.replace('"X"', '"[a](ftp://a)"'), "resume.json") == [(1, at + 6, "unsafe-url", None)]


def test_other_texts_have_no_links() -> None:
    assert problems('basics:\n  label: "[a](ftp://a)"\nskills:\n  - keywords: ["[a](ftp://a)"]\n') == []


def test_a_link_that_is_escaped_in_the_file_is_reported_with_its_text() -> None:
    assert problems('{"basics": {"summary": "[a](ftp:\\/\\/a)"}}', "resume.json") == [(1, 24, "unsafe-url", None)]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Does:\n* one\n* two", "- one"),
        ("Does:\n\n  1. one\n  2) two", "- one"),
        ("• one\nand more", "- one"),
        ("• one", "one"),
        ("1. one\n* two", "- one"),
        ("* one", None),
        ("5 *\n3", None),
        ("In\n2019. Two\n2020. Three", None),
        ("1.\n2.", None),
        ("- one\n- two", None),
        ("one • two • three", None),
    ],
)
def test_what_is_written_as_another_list_is_a_warning(text: str, suggestion: str | None) -> None:
    document = {"basics": {"name": "Ada", "email": "a@b.example", "summary": text}}
    reading = read(json.dumps(document).encode(), name="resume.json")
    found = [(problem.code, problem.severity, problem.suggestion) for problem in reading.problems]
    assert found == ([("not-a-list", "warning", suggestion)] if suggestion else [])


def test_what_is_written_as_another_list_is_reported_at_its_line() -> None:
    text = "basics:\n  name: Ada\n  email: a@b.example\n  summary: |\n    Does\n\n      * one\n      * two\n"
    [problem] = read(text.encode(), name="resume.yaml").problems
    assert (problem.line, problem.column) == (7, 7)


def test_lists_hold_what_they_say() -> None:
    assert blocks("- a\n- **b**") == (BulletList(((Paragraph(("a",)),), (Paragraph((strong("b"),)),))),)
