"""RenderCV's YAML: taken over, written, and there and back again."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import Resume, convert, read, to_json_resume, to_rendercv

# what both sides hold as it is: no list, note or link that the other writes into one text
PLAIN = st.from_regex(r"[A-Za-zÀ-ÿ一-龥א-ת0-9][A-Za-zÀ-ÿ一-龥א-ת0-9 .:'\"#&/+-]{0,30}", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
PROSE = st.lists(PLAIN, min_size=1, max_size=3).map("\n\n".join)
TEXTS = st.lists(PLAIN, max_size=3)
DATE = st.one_of(
    st.integers(1000, 2999).map(str),
    st.dates().filter(lambda day: 1000 <= day.year < 3000).map(lambda day: day.isoformat()[:7]),
    st.dates().filter(lambda day: 1000 <= day.year < 3000).map(str),
)
URL = st.sampled_from(["https://example.com", "http://example.com/a?b=c#d", "https://example.com/a_(b)", "tel:+431"])
WEB = st.sampled_from(["https://example.com", "http://example.com/a?b=c#d"])


def entries(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - strategies
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=2)


SPAN = {"startDate": DATE}
RESUMES = st.fixed_dictionaries(
    {},
    optional={
        "basics": st.fixed_dictionaries(
            {"name": PLAIN},
            optional={
                "label": PLAIN,
                "email": st.just("ada@example.com"),
                "phone": st.just("+44 117 496 0142"),
                "url": WEB,
                "summary": PROSE,
                "location": st.fixed_dictionaries(
                    {"city": PLAIN},
                    optional={"address": PLAIN, "postalCode": PLAIN, "region": PLAIN, "countryCode": st.just("GB")},
                ),
                "profiles": st.lists(
                    st.sampled_from(
                        [
                            {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
                            {
                                "network": "Mastodon",
                                "username": "@ada@example.social",
                                "url": "https://example.social/@ada",
                            },
                            {"username": "Blog", "url": "https://example.com/blog"},
                            {"network": "GitHub", "username": "ada", "url": "https://github.example/ada"},
                        ]
                    ),
                    max_size=1,
                ),
            },
        ),
        "work": entries(
            {"name": PLAIN, "position": PLAIN},
            url=URL,
            location=PLAIN,
            description=PLAIN,
            summary=PROSE,
            highlights=TEXTS,
            **SPAN,
        ),
        "volunteer": entries({"organization": PLAIN}, position=PLAIN, url=URL, endDate=DATE, highlights=TEXTS),
        "education": entries(
            {"institution": PLAIN}, area=PLAIN, studyType=PLAIN, url=URL, score=PLAIN, courses=TEXTS, **SPAN
        ),
        "projects": entries(
            {"name": PLAIN},
            description=PROSE,
            highlights=TEXTS,
            keywords=TEXTS,
            url=URL,
            roles=TEXTS,
            entity=PLAIN,
            type=PLAIN,
            **SPAN,
        ),
        "skills": entries({"name": PLAIN}, level=PLAIN, keywords=TEXTS),
        "certificates": entries({"name": PLAIN}, issuer=PLAIN, date=DATE, url=URL),
        "publications": entries({"name": PLAIN}, publisher=PLAIN, releaseDate=DATE, summary=PROSE, url=WEB),
        "awards": entries({"title": PLAIN}, awarder=PLAIN, date=DATE, summary=PROSE),
        "languages": entries({"language": PLAIN}, fluency=PLAIN),
        "interests": entries({"name": PLAIN}, keywords=TEXTS),
        "references": entries({"name": PLAIN}, reference=PROSE),
    },
)


def resume_of(document: object) -> Resume:
    reading = read(yaml.safe_dump(document, allow_unicode=True).encode(), name="resume.yaml")
    assert reading.resume, reading.problems
    return reading.resume


@given(document=RESUMES)
def test_there_and_back_again(document: object) -> None:
    resume = resume_of(document)
    content = to_rendercv(resume).content
    text, problems, _ = convert(content, name="cv.yaml")
    assert read(text.encode(), name="resume.yaml").resume == resume
    assert "no-place" not in {problem.code for problem in problems}


CV = """\
cv:
  name: Ada Byron
  headline: Analyst
  location: London, UK
  email: ada@example.com
  phone: tel:+44-117-496-0142
  website: https://ada.example.com
  social_networks:
    - {network: GitHub, username: ada}
    - {network: Mastodon, username: '@ada@example.social'}
    - {network: Orkut, username: ada}
  custom_connections:
    - {placeholder: Book a call, url: https://cal.example.com, fontawesome_icon: phone}
  sort_entries: none
  sections:
    about_me:
      - I write programs.
      - For machines.
    Experience:
      - company: "[Works](https://works.example.com)"
        position: Analyst
        start_date: 2020-01
        end_date: present
        location: London
        highlights: [Did this., Did that.]
      - position: Puncher
        date: 2018-05-03
        team: Cards
    Teaching:
      - {company: School, position: Teacher, start_date: 2015, end_date: 2016, date: Fall 2015}
    education:
      - institution: Circle
        area: Mathematics
        degree: BSc
        grade: 1.0
        summary: With praise.
        highlights: ["**Coursework:** Algebra, Logic (first, second)", Thesis on cards]
      - {institution: School, highlights: "GPA: 4.0"}
    publications:
      - {title: Notes, authors: [Ada Byron], journal: Memoirs, date: 1843, doi: 10.1000/182}
      - {title: More notes, authors: ["**Ada Byron**", C. Example], url: "https://example.com"}
    skills:
      - {label: Languages (fluent), details: "Python, C (89, 99), "}
      - bullet: Cards
    languages: [English (native), {label: French, details: fluent}, {name: Latin, summary: basic}]
    hobbies: [{label: Music, details: Harp}]
    selected_honors:
      - Medal
      - {name: Prize, date: 2020, highlights: [One, Two]}
    certifications: [{name: "[CKA](https://cka.example.com)", date: 2021-02, summary: CNCF}]
    references: [She is good., {name: C. Example, summary: Very good.}]
    patents:
      - number: A loom
      - reversed_number: A mill
    things: [{name: Bird, summary: Flies}, {institution: Other}, [1, 2]]
    empty: []
    nothing:
    odd: text
    open_source: [{stars: 5}]
    odder: {a: b}
design: {theme: classic}
locale: {language: english}
"""


def test_what_rendercv_writes_is_taken_over() -> None:
    text, _, _ = convert(CV.encode(), name="cv.yaml")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    document = to_json_resume(resume._replace(settings=resume.settings._replace(public=("basics.phone",))))
    assert document["basics"] == {
        "name": "Ada Byron",
        "label": "Analyst",
        "email": "ada@example.com",
        "phone": "+44-117-496-0142",
        "url": "https://ada.example.com",
        "summary": "I write programs.\n\nFor machines.",
        "location": {"city": "London, UK"},
        "profiles": [
            {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
            {"network": "Mastodon", "username": "@ada@example.social", "url": "https://example.social/@ada"},
            {"network": "Orkut", "username": "ada"},
            {"username": "Book a call", "url": "https://cal.example.com"},
        ],
    }
    assert document["work"] == [
        {
            "name": "Works",
            "location": "London",
            "position": "Analyst",
            "url": "https://works.example.com",
            "startDate": "2020-01",
            "highlights": ["Did this.", "Did that."],
        },
        {"position": "Puncher", "endDate": "2018-05-03"},
        {"name": "School", "position": "Teacher", "startDate": "2015", "endDate": "2016"},
    ]
    assert document["education"] == [
        {
            "institution": "Circle",
            "area": "Mathematics",
            "studyType": "BSc",
            "score": "1.0",
            "courses": ["Algebra", "Logic (first, second)", "Thesis on cards"],
        },
        {"institution": "School", "score": "4.0"},
        {"institution": "Other"},
    ]
    assert document["publications"] == [
        {"name": "Notes", "publisher": "Memoirs", "releaseDate": "1843", "url": "https://doi.org/10.1000/182"},
        {"name": "More notes", "url": "https://example.com", "summary": "Ada Byron, C. Example"},
    ]
    assert document["skills"] == [
        {"name": "Languages", "level": "fluent", "keywords": ["Python", "C (89, 99)"]},
        {"name": "Cards"},
    ]
    assert document["languages"] == [
        {"language": "English", "fluency": "native"},
        {"language": "French", "fluency": "fluent"},
        {"language": "Latin", "fluency": "basic"},
    ]
    assert document["interests"] == [{"name": "Music", "keywords": ["Harp"]}]
    assert document["awards"] == [{"title": "Medal"}, {"title": "Prize", "date": "2020", "summary": "- One\n- Two"}]
    assert document["certificates"] == [
        {"name": "CKA", "date": "2021-02", "url": "https://cka.example.com", "issuer": "CNCF"}
    ]
    assert document["references"] == [
        {"reference": "She is good."},
        {"name": "C. Example", "reference": "Very good."},
    ]
    assert document["projects"] == [
        {"name": "Patents", "highlights": ["A loom", "A mill"]},
        {"name": "Bird", "description": "Flies"},
    ]


def test_what_has_no_place_is_told_at_its_place() -> None:
    _, problems, _ = convert(CV.encode(), name="cv.yaml")
    told = {(problem.line, problem.message) for problem in problems if problem.code == "no-place"}
    assert {problem.severity for problem in problems} == {"warning"}
    assert {line for line, _ in told} == {
        line
        for line, text in enumerate(CV.splitlines(), start=1)
        if re.search(
            "team:|about_me:|Teaching:|Fall 2015|With praise|patents:|things:|odd:|odder:|stars:|design:|locale:"
            "|\\[1, 2\\]",
            text,
        )
    }
    messages = {message for _, message in told}
    assert "`team` of `Experience` has no place in JSON Resume and is left out: Cards" in messages
    assert "JSON Resume has no section `patents`; it has become a project of that name" in messages
    assert "JSON Resume has no section `things`; it has become `projects` and `education`" in messages


def test_a_file_without_sections_is_a_person() -> None:
    text, *_ = convert(b"cv: {name: Ada}", name="cv.yaml")
    assert text.endswith("basics:\n  name: Ada\n")


@pytest.mark.parametrize(
    ("cv", "location", "told"),
    [
        ("location: 'Bristol, UK'", {"city": "Bristol, UK"}, []),
        ("location: 14 Row, Bristol", {}, ["stays private"]),
        ("location: 'Avon, GB', region: Avon, country_code: GB", {"region": "Avon", "countryCode": "GB"}, []),
        ("city: Bristol, postal_code: BS0", {"city": "Bristol"}, []),
        ("location: 14 Row, city: Bristol", {"city": "Bristol"}, ["something else: 14 Row"]),
    ],
)
def test_no_street_becomes_public(cv: str, location: dict[str, str], told: list[str]) -> None:
    text, problems, _ = convert(f"cv: {{name: Ada, email: a@b.example, {cv}}}".encode(), name="cv.yaml")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    document: dict[str, Any] = to_json_resume(resume)
    assert document["basics"].get("location", {}) == location
    assert [problem.line for problem in problems] == [1] * len(told)
    assert all(words in problem.message for words, problem in zip(told, problems, strict=True))


@pytest.mark.parametrize(
    ("sections", "order"),
    [
        ("skills: [Go], experience: [{company: W}], about: [Hi]", "sections: [skills, work, summary]"),
        ("about: [Hi], experience: [{company: W}], skills: [Go]", None),
    ],
)
def test_an_order_of_ones_own_is_told(sections: str, order: str | None) -> None:
    _, problems, _ = convert(f"cv: {{sections: {{{sections}}}}}".encode(), name="cv.yaml")
    told = [problem.message for problem in problems if problem.code == "no-place"]
    assert [message.split("`")[1] for message in told] == ([order] if order else [])


def test_what_is_shown_as_written_has_no_marks() -> None:
    text, *_ = convert(
        b"""\
cv:
  sections:
    skills: [{label: "**Code**", details: "**Go, `sh`**, [x](https://x.example), C*"}]
    experience: [{company: "*A* [b](https://b.example) c", highlights: ["**Kept**"]}]
    education: [{institution: U, highlights: ["GPA: 4 ([transcript](https://t.example))"]}]
""",
        name="cv.yaml",
    )
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert (resume.skills[0].name, resume.skills[0].keywords) == ("Code", ("Go", "sh", "x (https://x.example)", "C*"))
    assert (resume.work[0].name, resume.work[0].highlights) == ("A b (https://b.example) c", ("**Kept**",))
    assert resume.education[0].score == "4 (transcript (https://t.example))"


def test_of_several_addresses_the_first_is_taken_and_the_others_told() -> None:
    text, problems, _ = convert(
        b"cv: {name: Ada, email: [a@b.example, c@d.example], phone: ['+1'], website: [[x]]}", name="x.yaml"
    )
    assert "email: a@b.example\n" in text
    assert [problem.message.partition("left out")[2] for problem in problems] == [": c@d.example", ""]


def exported(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    export = to_rendercv(resume_of(document))
    return yaml.safe_load(export.content)["cv"], list(export.losses)


def test_what_rendercv_would_refuse_is_left_out_and_told() -> None:
    basics = {
        "name": "Ada",
        "phone": "0117 496 0142",
        "url": "mailto:ada@example.com",
        "image": "https://example.com/me.png",
        "profiles": [{"network": "Orkut", "username": "ada"}, {"url": "https://www.example.com/"}],
    }
    cv, losses = exported({"basics": basics, "publications": [{"name": "Notes", "url": "tel:+431"}]})
    assert cv == {
        "name": "Ada",
        "custom_connections": [
            {"placeholder": "example.com", "url": "https://www.example.com/", "fontawesome_icon": "link"}
        ],
        "sections": {"publications": [{"title": "Notes", "authors": ["Ada"]}]},
    }
    assert losses == [
        "`authors` of `publications` are not in JSON Resume: it is you alone",
        "`url` of `publications` is left out where it is not https:// or http://, as RenderCV wants it",
        "`image` of `basics` is left out: RenderCV wants the path of a file beside its own, as `photo`",
        "`phone` of `basics` is left out: RenderCV takes one that begins with + and the country's code",
        "`url` of `basics` is left out where it is not https:// or http://, as RenderCV wants it",
        "`username` of `profiles` is left out where it has no address: Orkut ada",
    ]


@pytest.mark.parametrize(
    ("network", "username", "refused"),
    [
        ("Leetcode", "ada", None),
        ("IMDB", "nm1234567", "ada"),
        ("ORCID", "0000-0002-1825-009X", "ada"),
        ("StackOverflow", "12/ada", "ada"),
        ("YouTube", "ada", "@ada"),
    ],
)
def test_a_username_is_a_network_s_where_rendercv_takes_it(network: str, username: str, refused: str | None) -> None:
    profiles = [{"network": network, "username": name} for name in (username, refused) if name]
    cv, losses = exported({"basics": {"profiles": profiles}})
    assert cv == {"social_networks": [{"network": network, "username": username}]}
    assert len(losses) == bool(refused)


def test_what_rendercv_has_no_key_for_stands_under_ours_and_is_told_once() -> None:
    project = {"name": "Bird", "roles": ["Inventor"], "keywords": ["Steam"], "tags": ["x"]}
    cv, losses = exported({"projects": [project, project]})
    assert cv == {"sections": {"projects": [{"name": "Bird", "keywords": ["Steam"], "roles": ["Inventor"]}] * 2}}
    assert losses == [
        "`tags` of `projects` are left out; --only takes one variant",
        "`keywords` of `projects` is written under that name, which RenderCV's themes do not show",
        "`roles` of `projects` is written under that name, which RenderCV's themes do not show",
    ]


def test_order_and_headings_are_those_of_the_settings() -> None:
    settings = {"sections": ["skills", "work"], "labels": {"work": "Career"}}
    document = {
        "work": [{"name": "Works"}],
        "awards": [{"title": "Medal"}],
        "skills": [{"name": "Cards"}],
        "meta": {"cloudResume": settings},
    }
    cv, _ = exported(document)
    assert list(cv["sections"]) == ["skills", "Career"]


def test_no_section_is_lost_to_another_of_the_same_heading() -> None:
    labels = {"work": "Career", "volunteer": "Career", "awards": "skills", "skills": "skills", "projects": "Works"}
    document = {
        "work": [{"name": "Works"}],
        "projects": [{"name": "Bird"}],
        "skills": [{"name": "Cards"}],
        "awards": [{"title": "Medal"}],
        "volunteer": [{"organization": "School"}],
        "meta": {"cloudResume": {"labels": labels}},
    }
    cv, losses = exported(document)
    assert list(cv["sections"]) == ["experience", "Works", "skills", "awards", "volunteering"]
    assert losses == [
        f"`{section}` of `labels` is left out: another section has this title"
        for section in ("work", "volunteer", "awards")
    ]


def test_an_address_is_one_line_and_a_year_a_number() -> None:
    place = {"address": "Row\n14", "postalCode": "BS0", "city": "Bristol", "region": "Avon", "countryCode": "GB"}
    cv, losses = exported(
        {"basics": {"location": place}, "work": [{"name": "Works", "startDate": "2014", "endDate": "2015-02"}]}
    )
    assert cv["location"] == "Row 14, BS0 Bristol, Avon, GB"
    assert (cv["address"], cv["postal_code"], cv["city"]) == ("Row\n14", "BS0", "Bristol")
    assert cv["sections"]["experience"] == [
        {"company": "Works", "position": "", "start_date": 2014, "end_date": "2015-02"}
    ]
    assert losses == []


def test_awards_are_of_one_type() -> None:
    cv, _ = exported({"awards": [{"title": "Medal"}, {"title": "Prize", "awarder": "Guild"}]})
    assert cv["sections"]["awards"] == [
        {"company": "", "position": "Medal"},
        {"company": "Guild", "position": "Prize"},
    ]


def test_grade_and_courses_are_highlights() -> None:
    study = {"institution": "Circle", "score": "1.0", "courses": ["Logic", "Sums"]}
    cv, _ = exported({"education": [study, {"institution": "School", "courses": ["Logic, second", "Sums"]}]})
    assert [entry["highlights"] for entry in cv["sections"]["education"]] == [
        ["Grade: 1.0", "Courses: Logic, Sums"],
        ["Logic, second", "Sums"],  # a comma would part it
    ]


def test_an_address_is_a_link_where_that_can_be_read_back() -> None:
    urls = ("https://example.com", "https://example.com/a_(b)", "tel:+431")
    cv, losses = exported({"projects": [{"name": "Bird", "url": url} for url in urls]})
    assert cv["sections"]["projects"] == [
        {"name": "[Bird](https://example.com)"},
        {"name": "Bird", "url": "https://example.com/a_(b)"},
        {"name": "Bird", "url": "tel:+431"},
    ]
    assert losses == ["`url` of `projects` is written under that name, which RenderCV's themes do not show"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ("a (b, c), d", ["a (b, c)", "d"]),
        ("a, (b, (c, d), e), f", ["a", "(b", "(c, d), e)", "f"]),
        ("a), b (c, d", ["a)", "b (c", "d"]),
        (" , ,", []),
    ],
)
def test_a_list_is_parted_at_its_commas_but_not_in_brackets(text: str, words: list[str]) -> None:
    document = {"cv": {"sections": {"skills": [{"label": "All", "details": text}]}}}
    found = read(convert(yaml.safe_dump(document).encode(), name="cv.yaml").text.encode(), name="resume.yaml").resume
    assert found
    assert found.skills[0].keywords == tuple(words)


@pytest.mark.parametrize("highlight", ["a," * 200_000, "GPA:" + " " * 200_000 + "x\ny"], ids=["commas", "spaces"])
def test_a_file_made_to_take_long_takes_no_longer_than_its_length(highlight: str) -> None:
    education = [{"institution": "Circle", "highlights": [f"Courses: {highlight}", highlight]}]
    document = {"cv": {"sections": {"education": education}}}
    assert convert(json.dumps(document).encode(), name="cv.json").problems
