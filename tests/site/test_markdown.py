"""The Markdown, read back by an implementation of CommonMark."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cloud_resume import site
from cloud_resume.resume import Basics, Resume, Skill, Work, plain

TEXT = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=30)
MARKS = st.lists(st.sampled_from([*"#-+*_`~<>&|\\[]()!.=1a \n", "://a.example", "&amp;"]), max_size=30).map("".join)


def markdown(resume: Resume) -> str:
    return site.export(resume, "markdown").content.decode()


def html(resume: Resume) -> str:
    return str(MarkdownIt("commonmark").render(markdown(resume)))


def visible(document: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", document)).split())


def test_it_is_what_the_outline_says_in_order(full: Resume) -> None:
    text = markdown(full)
    assert text.startswith(
        "# Ada Byron\n\n**Analyst of Engines**\n\n"
        "[ada@example.com](mailto:ada@example.com) · [+44 117 496 0142](tel:+441174960142) · "
        "[example.com/ada](https://www.example.com/ada/) · [github.com/adabyron](https://github.com/adabyron) · "
        "Mastodon: countess · 14 Example Row, Bristol, Avon BS0 0AA, United Kingdom\n\n## Summary\n\n"
    )
    assert (
        "### Chief Analyst, Difference Works, London\n\n"
        "Oct 1842 – Present · Makers of engines · [example.com/difference](https://example.com/difference)\n\n"
        "All that concerns the cards.\n\n"
        "- Wrote the first program.\n- Found the first error in one.\n\n"
        "### Translator, Difference Works, London\n"
    ) in text
    assert "## Skills\n\n- **Analysis** (Expert): Bernoulli numbers, Loops\n- **Cards**: Jacquard\n" in text
    assert "## Languages\n\nEnglish (Native), French (Fluent)\n" in text
    assert text.endswith(".\n")


def test_running_text_keeps_its_markup() -> None:
    summary = "**Bold *both*** `a*b` [link](https://example.com/a_(b)?c=1&d)\\\n1. next\n\n- One\n- Two"
    assert html(Resume(basics=Basics(name="Ada", summary=summary))) == (
        "<h1>Ada</h1>\n<h2>Summary</h2>\n"
        "<p><strong>Bold <em>both</em></strong> <code>a*b</code> "
        '<a href="https://example.com/a_(b)?c=1&amp;d">link</a><br />\n1. next</p>\n'
        "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    "text",
    ["# a", "1. a", "1) a", "- a", "+ a", "* a", "> a", "===", "---", "a #", "<b>a</b>", "&copy;", "a | b", "[a](b)"],
)
def test_what_looks_like_markup_stays_text(text: str) -> None:
    resume = Resume(basics=Basics(name=text), work=(Work(position=text, name=text),), skills=(Skill(keywords=(text,)),))
    rendered = html(resume)
    assert f"<h1>{visible_in(text)}</h1>" in rendered
    assert f"<h3>{visible_in(text)}, {visible_in(text)}</h3>" in rendered
    assert f"<li>{visible_in(text)}</li>" in rendered


def visible_in(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(name=TEXT, text=TEXT | MARKS)
@example(name="a", text="*a*`b``c`**d.**e!")
def test_any_text_is_read_back_as_it_is_on_the_page(name: str, text: str) -> None:
    resume = Resume(basics=Basics(name=" ".join(name.split()) or None, summary=text.strip() or None))
    words = [name, "Summary" if plain(text) else "", plain(text)]
    expected = " ".join(" ".join(words).split())
    assert visible(html(resume)).replace(" ", "") == (expected if name.strip() else f"Resume {expected}").replace(
        " ", ""
    )


def test_a_resume_with_little_in_it_is_whole() -> None:
    assert markdown(Resume()) == "# Resume\n"
    little = Resume(basics=Basics(label="Analyst"), work=(Work(summary="Cards."),))
    assert markdown(little) == "# Analyst\n\n## Work Experience\n\nCards.\n"


def test_a_picture_is_left_out_and_told(full: Resume) -> None:
    assert site.export(full, "markdown").losses == ("`image` of `basics` is left out",)
