"""What holds for any bytes and any resume, found by Hypothesis."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cloud_resume.resume import PRIVATE_FIELDS, Reading, Settings, caret, convert, read, to_json_resume

NAMES = ("resume.yaml", "resume.json", "<stdin>")

# any character but controls, surrogates and noncharacters; U+2028 and U+2029 break lines in YAML and not in JSON
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=40
)
LINES = st.lists(TEXT, min_size=1, max_size=4).map("\n".join)
YEARS = st.integers(1000, 2999)
DATE = st.one_of(
    YEARS.map(str),
    st.tuples(YEARS, st.integers(1, 12)).map("{0[0]}-{0[1]:02}".format),
    st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(str),
)
URL = st.sampled_from(["https://example.com", "http://example.com/a?b=c#d", "mailto:ada@example.com", "tel:+431", ""])
TEXTS = st.lists(TEXT | LINES, max_size=3)


def entries(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=3)


RESUMES = st.fixed_dictionaries(
    {},
    optional={
        "basics": st.fixed_dictionaries(
            {},
            optional={
                "name": TEXT,
                "label": st.none(),
                "email": TEXT,
                "url": URL,
                "summary": LINES,
                "image": st.sampled_from(["", "me.png", "https://example.com/me.png"]),
                "location": st.fixed_dictionaries({}, optional={"address": LINES, "countryCode": TEXT}),
                "profiles": entries(network=TEXT, username=TEXT, url=URL),
            },
        ),
        "work": entries(name=TEXT, position=TEXT, startDate=DATE, summary=LINES, highlights=TEXTS, url=URL),
        "volunteer": entries(organization=TEXT, endDate=DATE, highlights=TEXTS),
        "education": entries(institution=TEXT, score=TEXT, courses=TEXTS),
        "awards": entries(title=TEXT, date=DATE, summary=LINES),
        "publications": entries(name=TEXT, releaseDate=DATE),
        "skills": entries(name=TEXT, keywords=TEXTS),
        "languages": entries(language=TEXT, fluency=TEXT),
        "references": entries(name=TEXT, reference=LINES),
        "projects": entries(name=TEXT, roles=TEXTS, type=TEXT),
        "meta": st.fixed_dictionaries({}, optional={"version": TEXT, "canonical": URL}),
    },
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | LINES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
YAML_WORDS = ["  ", ": ", "- ", "---", "<<", "&a", "*a", "!!str ", "basics", "work", "a", "\x00", "é"]
YAML_SCRAPS = st.lists(st.sampled_from([*"\n\n\n\t -:?#&*!|>'\"%@`{}[],\\~", *YAML_WORDS]), max_size=40).map("".join)
JSON_WORDS = ['{"', '":', '"a"', '"basics"', "true", "null", "NaN", "\\ud800", "//"]
JSON_SCRAPS = st.lists(st.sampled_from([*'{}[],:"\\\n\t 0-.eu', *JSON_WORDS]), max_size=40).map("".join)


def json_bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def check(reading: Reading) -> None:
    """Assert what is promised of any reading."""
    assert (reading.resume is None) == any(problem.severity == "error" for problem in reading.problems)
    places = [(problem.line, problem.column) for problem in reading.problems]
    assert places == sorted(places)
    assert len(set(reading.problems)) == len(reading.problems)
    for problem in reading.problems:
        assert problem.line >= 1
        assert 1 <= problem.column <= len(problem.source) + 1
        assert problem.message.isprintable()
        assert "\x1b" not in caret(problem)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    check(read(data, name=name))


@pytest.mark.parametrize("loader", ["libyaml", "pure"])
@given(text=YAML_SCRAPS)
@example(text='a: "\\UFFFFFFFF"')
@example(text="%YAML 1." + "9" * 5000 + "\n---\na: b")
def test_any_scraps_of_yaml_are_read_or_refused(loader: str, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if loader == "pure":
            patch.delattr(yaml, "CBaseLoader")
        check(read(text.encode(), name="resume.yaml"))


@given(text=JSON_SCRAPS)
def test_any_scraps_of_json_are_read_or_refused_and_never_unlike_the_standard_library(text: str) -> None:
    reading = read(text.encode(), name="resume.json")
    check(reading)
    try:
        json.loads(text)
        valid = True
    except ValueError:
        valid = False
    refused = {"syntax", "bad-character"} & {problem.code for problem in reading.problems}
    assert valid or refused or reading.problems[0].code == "empty-document"
    assert not (valid and "syntax" in refused) or "NaN" in text


@given(document=st.dictionaries(st.sampled_from(["basics", "work", "meta", "skills", "x"]), ANYTHING))
def test_anything_under_known_keys_is_read_or_refused(document: object) -> None:
    for name in NAMES:
        check(read(json_bytes(document), name=name))


@given(document=RESUMES)
def test_a_valid_resume_is_read_without_an_error(document: object) -> None:
    reading = read(json_bytes(document), name="resume.json")
    assert reading.resume is not None, reading.problems


@given(document=RESUMES)
def test_json_and_yaml_are_the_same_resume(document: object) -> None:
    expected = read(json_bytes(document), name="resume.json")
    as_json = read(json_bytes(document), name="resume.yaml")
    assert as_json.resume == expected.resume
    assert [problem[1:] for problem in as_json.problems] == [problem[1:] for problem in expected.problems]
    written = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    assert read(written.encode(), name="resume.yaml").resume == expected.resume


@given(document=RESUMES)
def test_what_is_written_as_json_resume_is_read_again_as_it_was(document: object) -> None:
    resume = read(json_bytes(document), name="resume.json").resume
    assert resume is not None
    written = json_bytes(to_json_resume(resume._replace(settings=Settings(public=PRIVATE_FIELDS))))
    image = None if resume.basics.image == "me.png" else resume.basics.image
    assert read(written, name="resume.json").resume == resume._replace(basics=resume.basics._replace(image=image))


@given(document=RESUMES, unknown=st.dictionaries(TEXT | LINES, ANYTHING, max_size=3))
@example(document={}, unknown={"a": "b\n c\u2028\n", "b": "\x07\x85", "k" * 2000: [{"": []}, [[]]], "---": "..."})
def test_what_is_converted_is_the_same_resume_and_nothing_is_dropped(
    document: dict[str, object], unknown: dict[str, object]
) -> None:
    document = {**document, **{f"x{key}": value for key, value in unknown.items()}}
    data = json.dumps(document).encode()
    before = read(data, name="resume.json")
    text, problems, _ = convert(data, name="resume.json")
    after = read(text.encode(), name="resume.yaml")
    assert after.resume == before.resume
    assert [problem.code for problem in problems] == [problem.code for problem in before.problems]
    kept = yaml.safe_load(text)
    assert {key: kept[key] for key in document if key.startswith("x")} == {
        key: value for key, value in document.items() if key.startswith("x")
    }


@given(document=RESUMES)
def test_former_keys_say_the_same_before_and_after_they_are_converted(document: dict[str, Any]) -> None:
    renamed = json_bytes(document).replace(b'"url"', b'"website"').replace(b'"score"', b'"gpa"')
    text, *_ = convert(renamed, name="resume.json")
    assert read(text.encode(), name="resume.yaml").resume == read(renamed, name="resume.json").resume
    in_place, *_ = convert(yaml.safe_dump(json.loads(renamed), allow_unicode=True).encode(), name="resume.yaml")
    assert read(in_place.encode(), name="resume.yaml").resume == read(renamed, name="resume.json").resume
