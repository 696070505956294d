"""The resume as plain text."""
# ruff: noqa: RUF001 - each language has its own punctuation

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import Basics, Interest, Project, Reference, Resume, Settings, Skill, plain
from cloud_resume.site import _text

FULL = """\
Ada Byron
=========
Analyst of Engines

ada@example.com
+44 117 496 0142
example.com/ada
github.com/adabyron
Mastodon: countess
14 Example Row, Bristol, Avon BS0 0AA, United Kingdom


Summary
-------

I write programs for machines that do not exist yet.

The notes are longer than the paper.


Work Experience
---------------

Chief Analyst, Difference Works, London
Oct 1842 – Present
Makers of engines · example.com/difference
All that concerns the cards.
- Wrote the first program.
- Found the first error in one.

Translator, Difference Works, London
1840 – Oct 1842
- Translated Menabrea.

Card Puncher, Silk Mill
2 Jan 1838 – 4 Mar 1839


Education
---------

Tuition, Mathematics, Somerville's Circle
1832 – 1835
With praise · example.org/circle · Algebra, Finite Differences


Projects
--------

Flyology, Nursery
1828 – 1829
Inventor, Draughtswoman, apparatus · example.com/flyology · Steam, Paper
Wings from first principles.
- Measured a bird.


Skills
------

Analysis (Expert): Bernoulli numbers, Loops
Cards: Jacquard


Certificates
------------

Certified Puncher, Board of Cards
May 1838
example.org/cert


Publications
------------

Notes on the Engine, Taylor's Memoirs
Aug 1843
example.org/notes
Seven notes, A to G.


Awards
------

Medal of the Mill, Weavers' Guild
Jun 1839
For a pattern without a fault.


Volunteering
------------

Teacher, Village School
1836 – 1837
example.org/school
Sums on Sundays.
- Nobody stayed away.


Languages
---------

English (Native), French (Fluent)


Interests
---------

Riding
Music: Harp, Song


References
----------

Charles Example
She has thrown her spell around the most abstract of sciences.
"""


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def _set(summary: str) -> list[str]:
    """Give the lines of a summary."""
    return _text.text(Resume(basics=Basics(summary=summary))).splitlines()[3:]


def test_everything_is_said_in_reading_order(full: Resume) -> None:
    assert _text.text(full) == FULL


def test_order_and_headings_follow_the_settings(full: Resume) -> None:
    settings = Settings(sections=("interests", "languages"), labels=(("interests", "Pastimes"),))
    body = _text.text(full._replace(settings=settings)).split("\n\n\n", 1)[1]
    assert body.startswith("Pastimes\n--------\n\nRiding\nMusic: Harp, Song\n\n\nLanguages\n")


def test_the_words_are_those_of_the_language(full: Resume) -> None:
    text = _text.text(full._replace(settings=Settings(lang="fr")))
    for line in (
        "14 Example Row, Bristol, Avon BS0 0AA, Royaume-Uni",
        "Expérience professionnelle",
        "oct. 1842 – aujourd’hui",
        "2 janv. 1838 – 4 mars 1839",
        "Analysis (Expert)\xa0: Bernoulli numbers, Loops",
    ):
        assert line in text.splitlines()
    assert "English (Native)、French (Fluent)" in _text.text(full._replace(settings=Settings(lang="ja")))


def test_an_empty_resume_is_one_empty_line() -> None:
    assert _text.text(Resume()) == "\n"


def test_lines_go_on_under_the_text_of_a_highlight() -> None:
    resume = Resume(projects=(Project(name="P", highlights=("word " * 31,)),))
    *_, first, second, third = _text.text(resume).splitlines()
    fifteen = " ".join(["word"] * 15)
    assert (first, second, third) == (f"- {fifteen}", f"  {fifteen}", "  word")


def test_a_line_has_80_columns_and_no_more() -> None:
    assert _set("x" * 39 + " " + "y" * 40) == ["x" * 39 + " " + "y" * 40]
    assert _set("x" * 40 + " " + "y" * 40) == ["x" * 40, "y" * 40]


def test_a_longer_word_is_left_whole() -> None:
    address = "https://example.com/" + "a" * 100
    assert _set(f"See {address} there") == ["See", address, "there"]


def test_a_space_that_must_not_break_does_not() -> None:
    assert _set("x" * 76 + " 10\xa0km") == ["x" * 76, "10\xa0km"]


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        ("漢" * 41, ["漢" * 40, "漢"]),
        ("x" + "漢" * 40, ["x" + "漢" * 39, "漢"]),
        ("漢" * 40 + "。漢", ["漢" * 39, "漢。漢"]),  # a full stop begins no line
        ("漢" * 39 + "「漢」", ["漢" * 39, "「漢」"]),  # a bracket ends none
        ("e\u0301" * 80, ["e\u0301" * 80]),  # an accent takes no column
    ],
)
def test_wide_characters_take_two_columns_and_break_anywhere(summary: str, lines: list[str]) -> None:
    assert _set(summary) == lines


def test_a_heading_is_underlined_as_wide_as_it_is() -> None:
    assert _text.text(Resume(basics=Basics(name="李小龍"))).splitlines() == ["李小龍", "======"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=400))
def test_no_character_is_lost_but_marks(summary: str) -> None:
    bullet = "-" * summary.strip().startswith("- ")
    assert "".join("".join(_set(summary)).split()) == bullet + "".join(plain(summary).split())


def test_lists_are_indented_and_marks_are_gone() -> None:
    highlight = "**Word** " * 16 + "\n\n`two`\\\nthree\n- [four](https://example.com)\n- " + "five " * 16
    resume = Resume(projects=(Project(name="P", description="A:\n- *b*\n\nC.", highlights=(highlight, "six")),))
    assert _text.text(resume).splitlines()[-14:] == [
        "P",
        "A:",
        "- b",
        "",
        "C.",
        "- " + " ".join(["Word"] * 15),
        "  Word",
        "",
        "  two",
        "  three",
        "  - four",
        "  - " + " ".join(["five"] * 15),
        "    five",
        "- six",
    ]


@given(st.text(st.sampled_from("ab 漢字かな"), max_size=400))
def test_no_line_is_too_long_but_for_a_word(summary: str) -> None:
    for line in _set(summary):
        assert _columns(line) <= 80 or (line.isascii() and " " not in line)
        assert line == line.strip()


@pytest.mark.parametrize(
    ("resume", "line"),
    [
        (Resume(skills=(Skill(level="Expert", keywords=("Loops",)),)), "(Expert): Loops"),
        (Resume(skills=(Skill(keywords=("Loops", "Cards")),)), "Loops, Cards"),
        (Resume(skills=(Skill(name="Loops"), Skill(name="Cards"))), "Loops, Cards"),
        (Resume(references=(Reference(reference="Splendid."), Reference(name="Charles"))), "Splendid."),
        (Resume(interests=(Interest("two\n words"),)), "two words"),
    ],
)
def test_what_is_missing_leaves_no_mark(resume: Resume, line: str) -> None:
    assert line in _text.text(resume).splitlines()
