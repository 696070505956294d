"""YAMLResume's files, taken over."""

from __future__ import annotations

import re

import pytest

from cloud_resume.resume import convert, read, to_json_resume

FILE = """\
content:
  basics:
    name: Ada Byron
    headline: Analyst
    phone: 555
    email: ada@example.com
    url: https://ada.example.com
    summary: |
      I write programs.

      - For machines
  location: {address: 1 Row, city: London, region: Avon, country: United Kingdom, postalCode: X1}
  profiles:
    - {network: GitHub, username: ada, url: https://github.com/ada}
    - {network: Line, username: ada, stars: 5}
  work:
    - name: Works
      position: Analyst
      startDate: Oct 1, 2020
      endDate: Present
      url: https://works.example.com
      keywords: [Cards]
      summary: |
        Made engines work,
        and cards.

        - Did this,
          at last

        * Did that
    - {name: Mill, startDate: spring, summary: Cards.}
  volunteer:
    - {organization: School, position: Teacher, startDate: 2019, endDate: Jan 2020, summary: "- Sums"}
  education:
    - institution: Circle
      degree: Bachelor
      area: Mathematics
      score: 1.0
      startDate: September 2010
      courses: [Algebra, Logic]
      summary: With praise
  awards: [{title: Medal, awarder: Guild, date: Jan 2020, summary: For cards}]
  certificates: [{name: CKA, issuer: CNCF, date: 2020-02-03, url: "https://cka.example.com"}]
  publications: [{name: Notes, publisher: Memoirs, releaseDate: 1843, summary: Seven notes}]
  skills: [{name: Analysis, level: Expert, keywords: [Loops]}]
  languages: [{language: English, fluency: Native or Bilingual Proficiency, keywords: [TOEFL]}]
  interests: [{name: Music, keywords: [Harp]}]
  references: [{name: C. Example, summary: Good., email: c@example.com}]
  projects:
    - {name: Bird, description: Wings, summary: "Flies\\n- High", keywords: [Steam], startDate: 2011, url: "https://b.example"}
  patents: [{name: Loom}]
locale: {language: en, region: GB}
layouts: [{engine: latex}]
"""


def test_what_yamlresume_writes_is_taken_over() -> None:
    text, problems, beside = convert(FILE.replace("spring", "2018").encode(), name="resume.yml")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert beside == {}
    assert resume.settings.lang == "en"
    document = to_json_resume(resume._replace(settings=resume.settings._replace(public=("basics.phone",))))
    del document["$schema"]
    assert document == {
        "basics": {
            "name": "Ada Byron",
            "label": "Analyst",
            "email": "ada@example.com",
            "phone": "555",
            "url": "https://ada.example.com",
            "summary": "I write programs.\n\n- For machines",
            "location": {"city": "London", "region": "Avon, United Kingdom"},
            "profiles": [
                {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
                {"network": "Line", "username": "ada"},
            ],
        },
        "work": [
            {
                "name": "Works",
                "position": "Analyst",
                "url": "https://works.example.com",
                "startDate": "2020-10-01",
                "summary": "Made engines work,\nand cards.",
                "highlights": ["Did this, at last", "Did that"],
            },
            {"name": "Mill", "startDate": "2018", "summary": "Cards."},
        ],
        "volunteer": [
            {
                "organization": "School",
                "position": "Teacher",
                "startDate": "2019",
                "endDate": "2020-01",
                "highlights": ["Sums"],
            }
        ],
        "education": [
            {
                "institution": "Circle",
                "area": "Mathematics",
                "studyType": "Bachelor",
                "startDate": "2010-09",
                "score": "1.0",
                "courses": ["Algebra", "Logic"],
            }
        ],
        "awards": [{"title": "Medal", "date": "2020-01", "awarder": "Guild", "summary": "For cards"}],
        "certificates": [{"name": "CKA", "date": "2020-02-03", "url": "https://cka.example.com", "issuer": "CNCF"}],
        "publications": [{"name": "Notes", "publisher": "Memoirs", "releaseDate": "1843", "summary": "Seven notes"}],
        "skills": [{"name": "Analysis", "level": "Expert", "keywords": ["Loops"]}],
        "languages": [{"language": "English", "fluency": "Native or Bilingual Proficiency"}],
        "interests": [{"name": "Music", "keywords": ["Harp"]}],
        "references": [{"name": "C. Example", "reference": "Good."}],
        "projects": [
            {
                "name": "Bird",
                "description": "Wings\n\nFlies",
                "highlights": ["High"],
                "keywords": ["Steam"],
                "startDate": "2011",
                "url": "https://b.example",
            }
        ],
    }
    left_out = [re.match(r"`(\w+)` of `(\w+)` has no place in JSON Resume", problem.message) for problem in problems]
    assert [match and match.groups() for match in left_out] == [
        ("stars", "profiles"),
        ("keywords", "work"),
        ("summary", "education"),
        ("keywords", "languages"),
        ("email", "references"),
        ("patents", "content"),
        ("region", "locale"),
    ]
    for match, problem in zip(left_out, problems, strict=True):
        assert match
        assert problem.source[problem.column - 1 :].startswith(match[1])


def test_an_ordered_list_is_a_list() -> None:
    work = "{name: Works, summary: 'Did\n\n\n  1. this\n\n  2) that\n\n'}"
    text, *_ = convert(f"content: {{work: [{work}]}}".encode(), name="resume.yml")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert (resume.work[0].summary, resume.work[0].highlights) == ("Did", ("this", "that"))


def test_a_date_that_is_none_is_an_error_in_what_was_written() -> None:
    text, problems, _ = convert(FILE.encode(), name="resume.yml")
    (error,) = [problem for problem in problems if problem.severity == "error"]
    assert (error.file, error.code) == ("resume.yaml", "not-a-date")
    assert text.splitlines()[error.line - 1].strip() == "startDate: spring"


@pytest.mark.parametrize("content", ["{location: {}, basics: {}}", "{work: []}"])
def test_a_file_with_nothing_in_it_is_an_empty_resume(content: str) -> None:
    text, problems, _ = convert(f"content: {content}".encode(), name="resume.yml")
    assert text.endswith("\n{}\n")
    assert {problem.code for problem in problems} == {"missing-name", "missing-email"}


def test_an_entry_that_is_none_takes_no_other_with_it() -> None:
    content = "content: {work: [{name: Works}, null, nonsense], skills: [words]}"
    text, problems, _ = convert(content.encode(), name="resume.yml")
    assert "name: Works" in text
    assert [problem.message.partition(" and is left out")[2] for problem in problems if problem.code == "no-place"] == [
        ": nonsense",
        ": words",
    ]
