"""The person in schema.org's words."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import Basics, Date, Education, Resume, Work
from cloud_resume.site._jsonld import person


def test_everything_is_said(full: Resume) -> None:
    assert json.loads(person(full, "https://ada.example/", "p.png")) == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ada Byron",
        "jobTitle": "Analyst of Engines",
        "description": "I write programs for machines that do not exist yet. The notes are longer than the paper.",
        "email": "ada@example.com",
        "telephone": "+44 117 496 0142",
        "url": "https://ada.example/",
        "image": "https://ada.example/p.png",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "14 Example Row",
            "postalCode": "BS0 0AA",
            "addressLocality": "Bristol",
            "addressRegion": "Avon",
            "addressCountry": "GB",
        },
        "sameAs": ["https://www.example.com/ada/", "https://github.com/adabyron"],
        "worksFor": [
            {"@type": "Organization", "name": "Difference Works", "url": "https://example.com/difference"},
        ],
        "alumniOf": [
            {"@type": "EducationalOrganization", "name": "Somerville's Circle", "url": "https://example.org/circle"}
        ],
        "award": ["Medal of the Mill"],
        "knowsAbout": ["Analysis", "Bernoulli numbers", "Loops", "Cards", "Jacquard"],
        "knowsLanguage": ["English", "French"],
    }


def test_what_is_not_known_is_not_said() -> None:
    nameless = Resume(work=(Work(position="Clerk"),), education=(Education(area="Mathematics"),))
    assert json.loads(person(nameless)) == {"@context": "https://schema.org", "@type": "Person"}


def test_an_employer_of_two_roles_is_one_employer() -> None:
    roles = tuple(Work(name="Mill", position=position, start_date=Date(1840)) for position in ("Clerk", "Weaver"))
    assert json.loads(person(Resume(work=roles)))["worksFor"] == [{"@type": "Organization", "name": "Mill"}]


def test_a_page_of_ones_own_is_the_person_s_until_the_site_has_an_address() -> None:
    resume = Resume(basics=Basics(url="https://ada.example/"))
    assert json.loads(person(resume))["url"] == "https://ada.example/"
    at_home = json.loads(person(resume, "https://ada.example/"))
    assert at_home["url"] == "https://ada.example/"
    assert "sameAs" not in at_home


@given(st.text())
def test_any_text_comes_back_and_none_ends_the_script(text: str) -> None:
    said = person(Resume(basics=Basics(name=f"Ada {text}")))
    assert json.loads(said)["name"] == f"Ada {text}"
    assert not set(said) & set("<>&\u2028\u2029")
