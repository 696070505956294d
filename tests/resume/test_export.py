"""resume.json: strict, in the schema's order, and without what is private."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from cloud_resume.resume import (
    PRIVATE_FIELDS,
    Basics,
    Certificate,
    Date,
    Location,
    Meta,
    Picture,
    Profile,
    Resume,
    Settings,
    Skill,
    Work,
    load,
    to_json_resume,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADA = Resume(
    Basics(name="Ada", phone="555-1", location=Location(address="12 St James Sq", postal_code="SW1Y", city="London"))
)


def public(resume: Resume) -> Resume:
    return resume._replace(settings=Settings(public=PRIVATE_FIELDS))


def test_it_is_written_in_the_order_of_the_schema_without_what_is_absent() -> None:
    resume = Resume(
        basics=Basics(name="Ada", summary="Writes programs.", profiles=(Profile("GitHub", url="https://a.example"),)),
        work=(Work(name="Engines", start_date=Date(2014), end_date=Date(2015, 2, 3), highlights=("one", "two")),),
        certificates=(Certificate(name="CKA", date=Date(2016, 5)),),
        skills=(Skill(name="Python"),),
        meta=Meta(version="v1.0.0"),
        settings=Settings(site_url="https://ada.example", labels=(("work", "Jobs"),)),
        picture=Picture(b"", "image/png"),
    )
    assert json.dumps(to_json_resume(resume), indent=2) == json.dumps(
        {
            "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
            "basics": {
                "name": "Ada",
                "summary": "Writes programs.",
                "profiles": [{"network": "GitHub", "url": "https://a.example"}],
            },
            "work": [
                {"name": "Engines", "startDate": "2014", "endDate": "2015-02-03", "highlights": ["one", "two"]},
            ],
            "certificates": [{"name": "CKA", "date": "2016-05"}],
            "skills": [{"name": "Python"}],
            "meta": {"version": "v1.0.0"},
        },
        indent=2,
    )


def test_an_empty_resume_names_its_schema_only() -> None:
    assert list(to_json_resume(Resume())) == ["$schema"]


def test_private_fields_stay_out() -> None:
    assert to_json_resume(ADA)["basics"] == {"name": "Ada", "location": {"city": "London"}}


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        ("basics.phone", {"name": "Ada", "phone": "555-1", "location": {"city": "London"}}),
        ("basics.location.address", {"name": "Ada", "location": {"address": "12 St James Sq", "city": "London"}}),
        ("basics.location.postalCode", {"name": "Ada", "location": {"postalCode": "SW1Y", "city": "London"}}),
    ],
)
def test_private_fields_are_in_it_if_the_settings_publish_them(public: str, expected: object) -> None:
    assert to_json_resume(ADA._replace(settings=Settings(public=(public,))))["basics"] == expected


def test_a_location_with_nothing_public_is_left_out() -> None:
    resume = Resume(Basics(name="Ada", location=Location(address="12 St James Sq")))
    assert to_json_resume(resume)["basics"] == {"name": "Ada"}


@pytest.mark.parametrize("image", ["me.png", "data:image/png;base64,AAAA"])
def test_a_picture_is_published_as_a_url_only(image: str) -> None:
    resume = Resume(Basics(image=image))
    assert "basics" not in to_json_resume(resume)
    remote = Resume(Basics(image="https://example.com/me.png"))
    assert to_json_resume(remote)["basics"] == {"image": "https://example.com/me.png"}


def test_urls_are_written_as_uris() -> None:
    resume = Resume(Basics(url='https://bücher.example/"a"?b=[c]&d=%20|', summary="ü"))
    assert to_json_resume(resume)["basics"] == {
        "url": "https://b%C3%BCcher.example/%22a%22?b=[c]&d=%20%7C",
        "summary": "ü",
    }


@pytest.mark.parametrize(
    "path",
    [
        "@jsonresume/schema/sample.resume.json",
        "@jsonresume/schema/examples/senior-engineer.resume.json",
        "fresh-test-resumes/src/jrs/richard-hendriks.json",
        "fresh-test-resumes/src/jrs/jane-incomplete.json",
    ],
)
def test_what_is_written_is_valid_by_the_standards_schema(npm_file: Callable[[str], Path], path: str) -> None:
    resume = load(npm_file(path)).resume
    assert resume is not None
    schema = json.loads(npm_file("@jsonresume/schema/schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(to_json_resume(public(resume)), schema, format_checker=jsonschema.FormatChecker())


def test_nothing_of_the_standards_sample_is_lost(npm_file: Callable[[str], Path]) -> None:
    path = npm_file("@jsonresume/schema/sample.resume.json")
    resume = load(path).resume
    assert resume is not None
    sample = json.loads(path.read_text(encoding="utf-8"))
    del sample["basics"]["image"]  # it is empty
    assert to_json_resume(public(resume)) == sample
