"""Tags, and the variants of a resume that they make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from cloud_resume.errors import UsageError
from cloud_resume.resume import Resume, read, to_json_resume, to_rendercv, variant

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).parents[2] / "docs" / "variants.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```yaml\n")[1].split("```")[0]


def resume(text: str) -> Resume:
    reading = read(text.encode(), name="resume.yaml")
    assert reading.resume, reading.problems
    return reading.resume


def errors(text: str) -> list[tuple[str, int, str | None]]:
    problems = read(text.encode(), name="resume.yaml").problems
    return [(problem.code, problem.line, problem.suggestion) for problem in problems if problem.severity == "error"]


def words(resume: Resume) -> list[str]:
    """Give the first word of each highlight, each skill, and its keywords."""
    texts = [text.split()[0] for job in resume.work for text in job.highlights]
    for skill in resume.skills:
        texts += [str(skill.name), *skill.keywords]
    return texts


@pytest.mark.parametrize(
    ("only", "shown"),
    [
        ([], ["Leads", "Cut", "Moved", "Programming", "Python", "Go", "SQL", "Statistics"]),
        (["backend"], ["Leads", "Cut", "Programming", "Python", "Go", "SQL"]),
        (["data"], ["Leads", "Moved", "Programming", "Python", "SQL", "Statistics"]),
        (["data", "backend"], ["Leads", "Cut", "Moved", "Programming", "Python", "Go", "SQL", "Statistics"]),
    ],
)
def test_what_is_untagged_or_so_tagged_is_shown(only: list[str], shown: list[str]) -> None:
    assert words(variant(resume(EXAMPLE), only)) == shown


def test_an_item_with_two_tags_is_shown_for_either() -> None:
    text = "projects: [{name: x, keywords: [Go, Rust], roles: [Go, Lead], tagged: {a: [Go], b: [Go, Rust], c: [Lead]}}]"
    (project,) = variant(resume(text), ["a"]).projects
    assert (project.keywords, project.roles) == (("Go",), ("Go",))
    (project,) = variant(resume(text), ["c"]).projects
    assert (project.keywords, project.roles) == ((), ("Lead",))


def test_a_variant_has_no_tags_left_to_lose() -> None:
    assert to_rendercv(resume(EXAMPLE)).losses
    assert not to_rendercv(variant(resume(EXAMPLE), ["backend", "data"])).losses


def test_every_section_has_tags() -> None:
    entries = {
        "work": "name",
        "volunteer": "organization",
        "education": "institution",
        "awards": "title",
        "certificates": "name",
        "publications": "name",
        "skills": "name",
        "languages": "language",
        "interests": "name",
        "references": "name",
        "projects": "name",
    }
    tagged = {
        section: [{key: "yes", "tags": ["one"]}, {key: "no", "tags": ["two"]}] for section, key in entries.items()
    }
    shown = to_json_resume(variant(resume(json.dumps(tagged)), ["one"]))
    del shown["$schema"]
    assert shown == {section: [{key: "yes"}] for section, key in entries.items()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (EXAMPLE, r"nothing is tagged front; the tags there are: backend, data$"),
        ("skills: [{name: x}]", "nothing is tagged front; this resume has no tags$"),
    ],
)
def test_a_tag_that_nothing_has_names_those_there_are(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        variant(resume(text), ["front"])


def test_the_file_is_strict_json_resume_and_what_is_published_has_no_tags(npm_file: Callable[[str], Path]) -> None:
    schema = json.loads(npm_file("@jsonresume/schema/schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(EXAMPLE.replace("2021-04", "'2021-04'")), schema)
    published = json.dumps(to_json_resume(resume(EXAMPLE)))
    assert "Moved the warehouse to" in published
    assert "tag" not in published
    assert "backend" not in published


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("{a: [Python]}", []),
        ("{a: [Go]}", []),  # the whole of one, and the beginning of another
        ("{a: [Pyth, Pyth]}", []),
        ("{a: }", []),
        ("{a: [], '': [Go]}", []),
        ("{a: [Rust]}", [("not-an-item", 4, None)]),
        ("{a: [Pyhton]}", [("not-an-item", 4, "Python")]),
        ("{a: [P]}", [("not-an-item", 4, None)]),
        ("{a: Go}", [("wrong-type", 4, '["Go"]')]),
        ("[Go]", [("wrong-type", 4, None)]),
        ("{a: [[Go]]}", [("wrong-type", 4, None)]),
    ],
)
def test_a_tagged_item_is_one_of_its_entry(tagged: str, found: object) -> None:
    assert errors(f"skills:\n  - keywords: [Python, PHP, Go, Google Cloud]\n    tagged:\n      {tagged}") == found


@pytest.mark.parametrize(("others", "suggestion"), [(199, "Python"), (200, None)])
def test_what_was_meant_is_looked_for_among_as_many_items_as_a_person_writes(
    others: int, suggestion: str | None
) -> None:
    keywords = ["Python", *(f"word {number:05}" for number in range(others))]
    skill = {"name": "S", "keywords": keywords, "tagged": {"a": ["Pyhton"], "b": keywords}}
    data = json.dumps({"basics": {"name": "A", "email": "a@b.example"}, "skills": [skill]}).encode()
    (problem,) = read(data, name="resume.json").problems
    assert (problem.code, problem.suggestion) == ("not-an-item", suggestion)


def test_an_anchor_names_an_item() -> None:
    text = "work: [{name: x, highlights: [&cut Cut it, Kept it], tagged: {a: [*cut]}, tags: [a, b]}]"
    assert variant(resume(text), ["b"]).work[0].highlights == ("Kept it",)


def test_a_tag_is_not_what_the_resume_says() -> None:
    text = "basics: {name: x, email: a@b.example, phone: 555-123-4567}\nskills: [{name: y, tags: [555-123-4567, 日]}]"
    assert not read(text.encode(), name="resume.yaml", unshowable=dict.fromkeys).problems
