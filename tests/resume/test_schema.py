"""The JSON Schema for editors: draft-07, complete, and of the same mind as the reader."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from cloud_resume.resume import Resume, Settings, read, schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VALIDATOR = Draft7Validator(schema())


def properties(part: Any, path: str = "") -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Give the schemas of all keys by their paths."""
    found = {}
    for name, inner in part.get("properties", part.get("items", {}).get("properties", {})).items():
        found[f"{path}{name}"] = inner
        found |= properties(inner, f"{path}{name}.")
    return found


def current(part: Any) -> set[str]:  # noqa: ANN401 - JSON
    former = tuple(f"{path}." for path, inner in properties(part).items() if "deprecationMessage" in inner)
    return {path for path in properties(part) if not f"{path}.".startswith(former)}


def test_it_is_a_schema_of_draft_07_that_json_can_hold() -> None:
    Draft7Validator.check_schema(json.loads(json.dumps(schema())))
    assert schema()["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema()["title"]


def test_it_has_the_keys_of_the_standard_and_our_settings(npm_file: Callable[[str], Path]) -> None:
    standard = json.loads(npm_file("@jsonresume/schema/schema.json").read_text(encoding="utf-8"))
    ours = {path for path in current(schema()) if not re.search(r"^meta\.cloudResume|^\w+\.(tags|tagged)$", path)}
    assert ours == set(properties(standard))


def test_every_entry_may_have_tags_and_those_with_lists_tagged_items() -> None:
    sections = {path: set(part.get("items", {}).get("properties", ())) for path, part in properties(schema()).items()}
    entries = {path: keys for path, keys in sections.items() if keys and "." not in path}
    assert len(entries) == 12  # eleven sections, and the former name of one
    for keys in entries.values():
        assert "tags" in keys
        assert ("tagged" in keys) == bool({"highlights", "keywords", "courses"} & keys)


def test_it_has_the_settings() -> None:
    settings = properties(schema())["meta.cloudResume"]["properties"]
    assert list(settings) == [
        "lang",
        "siteUrl",
        "paper",
        "sections",
        "labels",
        "public",
        "noindex",
        "photoInPdf",
        "theme",
    ]
    assert len(settings) == len(Settings._fields)


def test_sections_are_in_the_order_of_the_typed_resume() -> None:
    names = [name for name in properties(schema()) if name in Resume._fields]
    assert names == [field for field in Resume._fields if field in names]
    assert len(names) == 13


def test_every_key_is_described_for_completion() -> None:
    for path, part in properties(schema()).items():
        assert part.get("description") or part.get("deprecationMessage"), path


def test_former_keys_are_not_suggested_by_editors() -> None:
    former = {path for path, part in properties(schema()).items() if "deprecationMessage" in part}
    assert {"bio", "basics.picture", "basics.website", "work.company", "education.gpa", "hobbies"} <= former
    assert properties(schema())["work.company"]["deprecationMessage"] == "This key is called name now."


@pytest.mark.parametrize(
    "path",
    [
        "@jsonresume/schema/sample.resume.json",
        "@jsonresume/schema/examples/career-changer.resume.json",
        "@jsonresume/schema/examples/new-grad.resume.json",
        "@jsonresume/schema/examples/senior-engineer.resume.json",
        "fresh-test-resumes/src/jrs/empty.json",
        "fresh-test-resumes/src/jrs/jane-fullstacker.json",
        "fresh-test-resumes/src/jrs/jane-incomplete.json",
        "fresh-test-resumes/src/jrs/john-doe.json",
        "fresh-test-resumes/src/jrs/richard-hendriks.json",
    ],
)
def test_the_samples_are_valid(npm_file: Callable[[str], Path], path: str) -> None:
    VALIDATOR.validate(json.loads(npm_file(path).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("{}", True),
        ("[]", False),
        ("basics: {name: ~, url: '', image: '', phone: 555, countryCode: NO, foo: bar}", True),
        ("basics: []", False),
        ("basics: {url: javascript:alert(1)}", False),
        ("basics: {url: [a]}", False),
        ("basics: {email: [a]}", False),
        ("basics: {image: [a]}", False),
        ("basics: {location: {countryCode: [a]}}", False),
        ("basics: {location: Vienna}", False),
        ("meta: {cloudResume: {lang: [a]}}", False),
        ("meta: {cloudResume: {siteUrl: [a]}}", False),
        ("basics: {url: https://example.com}", True),
        ("basics: {summary: [a]}", False),
        ("work: [{name: x, startDate: 2014, endDate: present}]", True),
        ("work: [{name: x, startDate: present}]", False),
        ("work: [{name: x, endDate: tomorrow}]", False),
        ("work: [{name: x, startDate: 3000}]", False),
        ("work: [{name: x, startDate: 999}]", False),
        ("work: [{name: x, startDate: '2014-13'}]", False),
        ("work: [{name: x, startDate: 02/2014}]", False),
        ("work: {name: x}", False),
        ("work: [{name: x, highlights: [{a: b}]}]", False),
        ("education: [{institution: x, score: 3.80, courses: [on, ~]}]", True),
        ("meta: {theme: even}", True),
        ("meta: {cloudResume: {paper: a4, sections: [work], public: [basics.phone], noindex: true}}", True),
        ("meta: {cloudResume: {paper: A4}}", False),
        ("meta: {cloudResume: {sections: [jobs]}}", False),
        ("meta: {cloudResume: {public: [basics.email]}}", False),
        ("meta: {cloudResume: {noindex: 'yes'}}", False),
        ("meta: {cloudResume: {siteUrl: example.com}}", False),
        ("meta: {cloudResume: {labels: {work: Jobs, languages: ''}}}", True),
        ("meta: {cloudResume: {sections: [summary, work], labels: {summary: Profile}}}", True),
        ("meta: {cloudResume: {siteUrl: https://example.com/ada}}", False),
        (f"basics: {{url: https://example.com/{'a' * 2029}}}", False),
        (f"basics: {{email: {'a' * 2037}@example.com}}", False),
        (f"basics: {{phone: x{'0' * 2048}}}", False),
    ],
)
def test_it_takes_what_the_reader_takes(text: str, *, valid: bool) -> None:
    assert (read(text.encode(), name="resume.yaml").resume is not None) == valid
    assert VALIDATOR.is_valid(yaml.safe_load(text)) == valid


def test_an_unknown_key_is_told_to_editors_and_accepted_by_validators() -> None:
    assert properties(schema())["basics"]["additionalProperties"] == {
        "deprecationMessage": "This key is unknown, and ignored."
    }
    assert "additionalProperties" not in properties(schema())["meta"]
