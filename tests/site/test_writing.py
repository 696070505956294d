"""docs/writing.md: what it says of a text is what comes of it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text

from cloud_resume.resume import read
from cloud_resume.resume._values import TRANSLATED
from cloud_resume.site import build

PAGE = (Path(__file__).parents[2] / "docs/writing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_has_no_problem_but_what_it_leaves_out(example: str) -> None:
    problems = read(example.encode(), name="resume.yaml").problems
    assert {problem.code for problem in problems} <= {"missing-name", "missing-email"}


def test_the_text_is_set_as_it_says() -> None:
    resume = read(EXAMPLES[0].encode(), name="resume.yaml").resume
    assert resume is not None
    page = build(resume, pdf=False)["index.html"].decode()
    for html in (
        '<p class="p-summary">I build <strong>platforms</strong> that <em>other</em> engineers',
        "with <code>terraform</code>. A line break in the file is none on the page,<br>but a",
        '<li>a <a href="https://example.org/talk">talk on failover</a></li>\n<li>140 services moved</li></ul>',
    ):
        assert html in page


@pytest.mark.parametrize("text", ["5 * 3", "2*3*4", "C*"])
def test_what_it_calls_text_is_text(text: str) -> None:
    assert f"`{text}`" in PAGE
    resume = read(f"basics: {{summary: '{text}'}}".encode(), name="resume.yaml").resume
    assert resume is not None
    assert f'<p class="p-summary">{text}</p>' in build(resume, pdf=False)["index.html"].decode()


def test_it_names_every_language() -> None:
    section = PAGE[PAGE.index("\n## Language\n") : PAGE.index("\n## Several")]
    assert set(re.findall(r"\(`([a-z]{2})`", section)) == TRANSLATED


def test_a_section_that_is_left_out_is_in_no_file() -> None:
    sections = f"{EXAMPLES[-1]}skills: [{{name: Shown}}]\nawards: [{{title: Left out}}]\nbasics: {{name: Ada}}\n"
    resume = read(sections.encode(), name="resume.yaml").resume
    assert resume is not None
    files = build(resume)
    for name in ("index.html", "resume.txt", "resume.json"):
        assert "Shown" in files[name].decode()
        assert "Left out" not in files[name].decode()
    pdf = extract_text(BytesIO(files["resume.pdf"]))
    assert "Shown" in pdf
    assert "Left out" not in pdf
