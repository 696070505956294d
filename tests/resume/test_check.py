"""Keys, types, and what the parts of a resume say together."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest

from cloud_resume.resume import (
    Award,
    Basics,
    Date,
    Meta,
    Problem,
    Profile,
    Reading,
    Resume,
    Settings,
    Skill,
    Work,
    read,
)

ADA = "basics: {name: Ada, email: ada@example.com}\n"


def read_yaml(text: str) -> Reading:
    return read(text.encode(), name="resume.yaml")


def only(text: str) -> Problem:
    (problem,) = read_yaml(ADA + text).problems
    return problem


def found(text: str) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line - 1, problem.column) for problem in read_yaml(ADA + text).problems]


def resume(text: str) -> Resume:
    reading = read_yaml(ADA + text)
    assert reading.resume is not None, reading.problems
    return reading.resume


def test_a_resume_is_typed_and_what_is_absent_is_none() -> None:
    text = """\
work:
- name: Analytical Engines Ltd
  startDate: 2014-02
  highlights: [first program, '', ~]
- {}
- {name: '', highlights: ['', null], url: ~}
volunteer: ~
education: ''
awards: []
meta: {version: v1.0.0, lastModified: 2014-02-28T10:00:00, canonical: https://example.com/resume.json}
"""
    assert resume(text) == Resume(
        basics=Basics(name="Ada", email="ada@example.com"),
        work=(Work(name="Analytical Engines Ltd", start_date=Date(2014, 2), highlights=("first program",)),),
        meta=Meta("https://example.com/resume.json", "v1.0.0", "2014-02-28T10:00:00"),
    )
    assert found(text) == []


def test_every_problem_is_found_at_once_in_the_order_of_the_file() -> None:
    text = """\
awards:
- {title: Medal, date: 2014-02-31, foo: bar}
skills: none
work:
- company: Analytical Engines Ltd
  url: javascript:alert(1)
  highlights:
  - Cut cost: 30%
"""
    assert found(text) == [
        ("impossible-date", 2, 24),
        ("unknown-key", 2, 36),
        ("wrong-type", 3, 9),
        ("legacy-key", 5, 3),
        ("unsafe-url", 6, 8),
        ("needs-quotes", 8, 5),
    ]
    assert read_yaml(ADA + text).resume is None


@pytest.mark.parametrize(
    ("text", "key", "suggestion"),
    [
        ("work: [{name: x, strtDate: 2014}]", "strtDate", "startDate"),
        ("work: [{name: x, start_date: 2014}]", "start_date", "startDate"),
        ("work: [{name: x, STARTDATE: 2014}]", "STARTDATE", "startDate"),
        ("work: [{name: x, hilights: []}]", "hilights", "highlights"),
        ("volunteer: [{organisation: x, organization: y}]", "organisation", None),
        ("volunteer: [{organisation: x}]", "organisation", "organization"),
        ("certifications: []", "certifications", "certificates"),
        ("awards: [{title: x, flavor: y}]", "flavor", None),
        ("meta: {cloudresume: {}}", "cloudresume", "cloudResume"),
        ("meta: {cloudResume: {noIndex: true}}", "noIndex", "noindex"),
        ("meta: {cloudResume: {labels: {skils: Tools}}}", "skils", "skills"),
        (f"{'work' * 11}: []", "work" * 11, None),
        ('"a\\nb": c', "a b", None),
    ],
)
def test_an_unknown_key_is_a_warning_with_the_key_that_was_likely_meant(
    text: str, key: str, suggestion: str | None
) -> None:
    problem = next(problem for problem in read_yaml(ADA + text).problems if problem.code == "unknown-key")
    assert problem.severity == "warning"
    assert f"`{key}`" in problem.message
    assert problem.suggestion == suggestion


def test_a_long_key_is_shortened_in_the_message() -> None:
    assert only(f"{'x' * 100}: a").message == f"unknown key `{'x' * 59}…` in the resume; it is ignored"


def test_a_misspelt_private_key_is_in_no_field() -> None:
    reading = read_yaml("basics: {name: Ada, email: ada@example.com, phon: 555}")
    assert reading.resume is not None
    assert "555" not in repr(reading.resume)


def test_other_programs_keep_keys_of_their_own_in_meta_only() -> None:
    assert found("meta: {theme: even, yamlresume: {a: b}}") == []


def test_a_schema_may_be_named() -> None:
    assert resume("$schema: ./resume.schema.json") == resume("")
    assert found("$schema: ./resume.schema.json") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("work: [{company: A}]", "work: [{name: A}]"),
        ("work: [{name: A, website: https://a.example}]", "work: [{name: A, url: https://a.example}]"),
        ("volunteer: [{organization: A, website: https://a.example}]", "volunteer: [{organization: A, url: https://a.example}]"),
        ("education: [{institution: A, gpa: 4.0}]", "education: [{institution: A, score: 4.0}]"),
        ("publications: [{name: A, website: https://a.example}]", "publications: [{name: A, url: https://a.example}]"),
        ("awards: [{title: A, awardDate: 2014}]", "awards: [{title: A, date: 2014}]"),
        ("hobbies: [{name: A}]", "interests: [{name: A}]"),
    ],
)  # fmt: skip
def test_a_former_key_is_read_as_the_present_one(text: str, expected: str) -> None:
    assert resume(text) == resume(expected)
    assert [code for code, _, _ in found(text)] == ["legacy-key"]


def test_the_former_keys_of_the_basics_are_read_too() -> None:
    text = "bio: {name: Ada, email: ada@example.com, website: https://a.example, location: {state: Tyrol}}"
    reading = read_yaml(text)
    assert reading.resume is not None
    assert (reading.resume.basics.url, reading.resume.basics.location.region) == ("https://a.example", "Tyrol")
    assert [problem.suggestion for problem in reading.problems] == ["basics", "url", "region"]


@pytest.mark.parametrize("entry", ["{company: Former, name: Present}", "{name: Present, company: Former}"])
def test_beside_the_present_key_the_former_one_does_not_count(entry: str) -> None:
    assert resume(f"work: [{entry}]").work == (Work(name="Present"),)
    problem = only(f"work: [{entry}]")
    assert (problem.code, problem.suggestion) == ("legacy-key", None)
    assert "only `name` counts" in problem.message


@pytest.mark.parametrize("entry", ["{company: Former, name: ''}", "{name: ~, company: Former}"])
def test_a_former_key_counts_where_the_present_one_is_empty(entry: str) -> None:
    assert resume(f"work: [{entry}]").work == (Work(name="Former"),)


def test_an_empty_former_key_says_nothing() -> None:
    assert resume("work: [{company: '', position: x}]").work == (Work(position="x"),)


@pytest.mark.parametrize(
    ("text", "column", "message", "suggestion"),
    [
        ("awards: Medal", 9, "`awards` is to be a list", None),
        ("awards:\n  title: Medal", 3, "`awards` is to be a list", None),
        (
            "awards: [Medal]",
            10,
            "an item of `awards` is to be a mapping, with keys out of title, date, awarder, summary",
            None,
        ),
        ("awards: [[Medal]]", 10, "an item of `awards` is to be a mapping", None),
        ("awards: [{title: [Medal]}]", 18, "`title` is to be text, not a list", None),
        ("awards: [{title: {a: b}}]", 18, "`title` is to be text, not a mapping", None),
        ("skills: [{name: x, keywords: y}]", 30, "`keywords` is to be a list", '["y"]'),
        ("skills: [{name: x, keywords: {y: z}}]", 30, "`keywords` is to be a list", None),
        ("skills: [{name: x, keywords: [[y]]}]", 31, "an item of `keywords` is to be text, not a list", None),
        ("meta: x", 7, "`meta` is to be a mapping", None),
        ("meta: {cloudResume: {noindex: yes}}", 31, "`noindex` is to be true or false", "true"),
        ("meta: {cloudResume: {noindex: 'true'}}", 31, "`noindex` is to be true or false", "true"),
        ("meta: {cloudResume: {noindex: on}}", 31, "`noindex` is to be true or false", "true"),
        ("meta: {cloudResume: {noindex: OFF}}", 31, "`noindex` is to be true or false", "false"),
        ("meta: {cloudResume: {noindex: no}}", 31, "`noindex` is to be true or false", "false"),
        ('meta: {cloudResume: {noindex: "False"}}', 31, "`noindex` is to be true or false", "false"),
        ("meta: {cloudResume: {noindex: 1}}", 31, "`noindex` is to be true or false", None),
        ("meta: {cloudResume: {noindex: [true]}}", 31, "`noindex` is to be true or false", None),
    ],
)
def test_the_wrong_type_says_which_is_wanted(text: str, column: int, message: str, suggestion: str | None) -> None:
    problem = only(text)
    assert (problem.code, problem.column, problem.suggestion) == ("wrong-type", column, suggestion)
    assert problem.message.startswith(message)


def test_a_suggestion_that_is_too_long_is_none() -> None:
    reading = read(b'{"basics": {"name": "Ada", "email": "a@b.cd", "label": %s}}' % (b"9" * 200), name="resume.json")
    assert [problem.suggestion for problem in reading.problems] == [None]


def test_a_text_has_an_end() -> None:
    assert resume(f"awards: [{{title: {'x' * 20_000}}}]").awards[0].title == "x" * 20_000
    problem = only(f"awards: [{{title: {'x' * 20_001}}}]")
    assert (problem.code, problem.column) == ("text-too-long", 18)
    assert problem.message == "`title` has more than 20,000 characters: too long for a resume"


def test_a_picture_in_the_text_is_longer_than_a_text_may_be() -> None:
    data = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20_000)).decode()
    reading = read_yaml(f"basics: {{name: Ada, email: ada@example.com, image: 'data:image/png;base64,{data}'}}\n")
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("- Cut cost: 30%", '"Cut cost: 30%"'),
        ("- Cut cost: 30%  # a comment", '"Cut cost: 30%"'),
        ("- Cut cost:", '"Cut cost:"'),
        ('- Said "no": twice', "'Said \"no\": twice'"),
        ("- It's C:\\ here: see", "'It''s C:\\ here: see'"),
    ],
)
def test_a_mapping_where_a_line_of_text_belongs_wants_quotes(line: str, suggestion: str) -> None:
    problem = only(f"work:\n- name: x\n  highlights:\n  {line}\n")
    assert (problem.code, problem.line, problem.column) == ("needs-quotes", 5, 5)
    assert problem.suggestion == suggestion
    fixed = resume(f"work:\n- name: x\n  highlights:\n  - {suggestion}\n")
    assert fixed.work[0].highlights[0] == line[2:].partition("  #")[0]


@pytest.mark.parametrize(
    "item",
    ["{a: b}", "a: b\n    c: d", "a:\n    - b", "a:\n      b", "a: |\n      b", "a: |\r      b", "<<: *x", "a: {b: c}"],
)
def test_any_other_mapping_where_text_belongs_is_the_wrong_type(item: str) -> None:
    assert only(f"meta: {{x: &x {{y: z}}}}\nwork:\n- name: x\n  highlights:\n  - {item}\n").code == "wrong-type"


def test_text_that_can_not_be_shown_is_an_error() -> None:
    problem = only('work: [{name: "a\\0b"}]')
    assert (problem.code, problem.column) == ("bad-character", 15)
    assert "U+0000" in problem.message


@pytest.mark.parametrize("word", ["present", "Present", "current", "now", "NOW", "today", "ongoing"])
def test_a_word_for_the_present_is_accepted_as_an_end_with_a_warning(word: str) -> None:
    text = f"work: [{{name: x, startDate: 2014, endDate: {word}}}]"
    assert resume(text).work == (Work(name="x", start_date=Date(2014)),)
    assert found(text) == [("present-date", 1, 44)]


@pytest.mark.parametrize(
    ("start", "end"),
    [("2014-05", "2014-04"), ("2014-05", "2013"), ("2014", "2013-12-31"), ("2014-05-02", "2014-05-01")],
)
@pytest.mark.parametrize(
    "section",
    ["work: [{name: x", "volunteer: [{organization: x", "education: [{institution: x", "projects: [{name: x"],
)
def test_an_end_before_its_start_is_an_error_at_the_end(section: str, start: str, end: str) -> None:
    text = f"{section}, endDate: {end}, startDate: {start}}}]"
    assert found(text) == [("end-before-start", 1, text.index(end) + 1)]


@pytest.mark.parametrize(("start", "end"), [("2014-05", "2014"), ("2014", "2014-01"), ("2014-05-01", "2014-05-01")])
def test_what_the_dates_do_not_say_is_not_compared(start: str, end: str) -> None:
    assert found(f"work: [{{name: x, startDate: {start}, endDate: {end}}}]") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("startDate: 2014", "startDate: 2015"),
        ("startDate: 2010, endDate: 2014", "startDate: 2014, endDate: 2015"),
        ("startDate: 2010, endDate: 2014", "startDate: 2010"),
        ("startDate: 2010, endDate: 2014-05", "startDate: 2010, endDate: 2014-06"),
        ("endDate: 2014", "endDate: 2015"),
    ],
)
def test_an_entry_that_is_newer_than_the_one_before_is_a_warning(first: str, second: str) -> None:
    text = f"work:\n- {{name: x, {first}}}\n- {{name: y, {second}}}\n- {{name: z, startDate: 2020}}\n"
    assert found(text) == [("not-newest-first", 3, 3)]
    assert [entry.name for entry in resume(text).work] == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("startDate: 2015", "startDate: 2014"),
        ("startDate: 2014-03", "startDate: 2014"),
        ("startDate: 2012, endDate: 2014", "startDate: 2010, endDate: 2015"),
        ("startDate: 2012, endDate: 2014", "startDate: 2013, endDate: 2013"),
        ("startDate: 2012", "position: none"),
        ("position: none", "startDate: 2012"),
        ("startDate: 2012", "endDate: 2013"),
    ],
)
def test_entries_in_order_and_entries_side_by_side_are_not(first: str, second: str) -> None:
    assert found(f"work: [{{name: x, {first}}}, {{name: y, {second}}}]") == []


def test_an_entry_without_a_date_is_passed_over() -> None:
    text = "work: [{name: x, startDate: 2012}, {name: y}, {name: z, startDate: 2014}]"
    assert [code for code, _, _ in found(text)] == ["not-newest-first"]


@pytest.mark.parametrize(
    "section",
    [
        "awards: [{title: x, date: 2014}, {title: y, date: 2015}]",
        "publications: [{name: x, releaseDate: 2014}, {name: y, releaseDate: 2015}]",
        "certificates: [{name: x, date: 2014}, {name: y, date: 2015}]",
    ],
)
def test_sections_with_one_date_come_newest_first_too(section: str) -> None:
    assert [code for code, _, _ in found(section)] == ["not-newest-first"]


def test_the_order_is_not_judged_by_dates_in_error() -> None:
    assert found("work: [{name: x, startDate: 2012, endDate: 2014-13}, {name: y, startDate: 2011}]") == [
        ("impossible-date", 1, 44)
    ]
    assert found("work: [{name: x, startDate: 2012, endDate: 2013}, {name: y, startDate: 2012, endDate: 2O14}]") == [
        ("not-a-date", 1, 87)
    ]


@pytest.mark.parametrize(
    ("text", "line", "codes"),
    [
        ("{}", 1, ["missing-name", "missing-email"]),
        ("\nwork: []", 2, ["missing-name", "missing-email"]),
        ("\nbasics:\n  name: Ada", 3, ["missing-email"]),
        ("\nbasics:\n  email: ada@example.com", 3, ["missing-name"]),
        ("\nbasics: {name: '', email: ~}", 2, ["missing-name", "missing-email"]),
    ],
)
def test_a_missing_name_or_email_is_a_warning(text: str, line: int, codes: list[str]) -> None:
    resume, problems = read_yaml(text)
    assert [problem.code for problem in problems] == codes
    assert {problem.line for problem in problems} == {line}
    assert problems[-1].message == f"there is no `{codes[-1].removeprefix('missing-')}` in basics"
    assert resume is not None
    assert resume == Resume(basics=resume.basics)


def test_basics_of_the_wrong_type_are_not_missing_too() -> None:
    assert [problem.code for problem in read_yaml("basics: Ada").problems] == ["wrong-type"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("work: [{location: Vienna}]", "there is no `name` or `position` in this entry of work"),
        ("education: [{area: Mathematics}]", "there is no `institution` in this entry of education"),
        ("skills: [{level: expert}]", "there is no `name` or `keywords` in this entry of skills"),
        ("languages: [{fluency: B2}]", "there is no `language` in this entry of languages"),
    ],
)
def test_an_entry_that_does_not_say_what_it_is_is_a_warning(text: str, message: str) -> None:
    problem = only(text)
    assert (problem.code, problem.message) == ("missing-key", message)


def test_a_key_in_error_is_not_missing_too() -> None:
    assert found("languages: [{language: [German], fluency: B2}]") == [("wrong-type", 1, 24)]


def test_profiles_are_told_by_any_of_their_keys() -> None:
    text = "basics: {name: Ada, email: ada@example.com, profiles: [{username: ada}, {url: https://a.example}, {}]}"
    reading = read_yaml(text)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.basics.profiles == (Profile(username="ada"), Profile(url="https://a.example"))


def test_settings_are_read() -> None:
    text = """\
meta:
  cloudResume:
    lang: en-GB
    siteUrl: https://ada.example
    paper: letter
    sections: [projects, summary, work]
    labels: {work: Jobs, summary: Profile, skills: ''}
    public: [basics.location.address]
    noindex: true
    photoInPdf: False
"""
    assert resume(text).settings == Settings(
        lang="en-GB",
        site_url="https://ada.example",
        paper="letter",
        sections=("projects", "summary", "work"),
        labels=(("summary", "Profile"), ("work", "Jobs")),
        public=("basics.location.address",),
        noindex=True,
        photo_in_pdf=False,
    )
    assert found(text) == []


def test_settings_are_read_from_json() -> None:
    settings = {"noindex": False, "photoInPdf": True, "paper": None, "lang": ""}
    reading = read(json.dumps({"meta": {"cloudResume": settings}}).encode(), name="resume.json")
    assert reading.resume is not None
    assert reading.resume.settings == Settings(photo_in_pdf=True)


def test_no_settings_are_the_standing_ones() -> None:
    assert resume("meta: {cloudResume: {labels: {}, public: [], noindex: ~}}").settings == Settings()
    assert resume("meta: {cloudResume: {lang: de, sections: []}}").settings == Settings(lang="de")


@pytest.mark.parametrize(
    ("setting", "suggestion"),
    [
        ("paper: A4", "a4"),
        ("paper: legal", None),
        ("sections: [project]", "projects"),
        ("sections: [basics]", None),
        ("public: [phone]", "basics.phone"),
        ("public: [postal code]", "basics.location.postalCode"),
        ("public: [basics.location.adress]", "basics.location.address"),
        ("public: [basics.email]", None),
    ],
)
def test_a_setting_with_a_choice_takes_nothing_else(setting: str, suggestion: str | None) -> None:
    problem = only(f"meta: {{cloudResume: {{{setting}}}}}")
    assert (problem.code, problem.suggestion) == ("not-a-choice", suggestion)


def test_a_setting_that_is_listed_twice_counts_once() -> None:
    text = "meta: {cloudResume: {sections: [work, skills, work]}}"
    assert resume(text).settings.sections == ("work", "skills")
    assert found(text) == [("duplicate-value", 1, 47)]


def test_what_is_no_setting_may_be_listed_twice() -> None:
    text = "skills: [{name: x, keywords: [a, a]}]\nawards: [{title: x}, {title: x}]"
    assert resume(text).skills == (Skill(name="x", keywords=("a", "a")),)
    assert resume(text).awards == (Award(title="x"),) * 2
    assert found(text) == []


def test_after_1000_problems_the_rest_is_not_checked() -> None:
    problems = read_yaml(ADA + "\n".join(f"x{number}: a" for number in range(2000))).problems
    assert len(problems) == 1001
    assert problems[-1].code == "too-many-problems"
    assert problems[-1].line == problems[-2].line
