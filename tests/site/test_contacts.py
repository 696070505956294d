"""How to reach the person."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import Basics, Location, Profile, Resume
from cloud_resume.site._contacts import Contact, contacts, shown
from cloud_resume.site._words import words


def only(basics: Basics, lang: str = "en") -> Contact:
    (contact,) = contacts(basics, words(lang))
    return contact


def test_all_there_is_in_reading_order(full: Resume) -> None:
    assert list(contacts(full.basics, words("en"))) == [
        Contact("email", "ada@example.com", "mailto:ada@example.com"),
        Contact("phone", "+44 117 496 0142", "tel:+441174960142"),
        Contact("url", "example.com/ada", "https://www.example.com/ada/"),
        Contact("profile", "github.com/adabyron", "https://github.com/adabyron", "GitHub"),
        Contact("profile", "Mastodon: countess", None, "Mastodon"),
        Contact("location", "14 Example Row, Bristol, Avon BS0 0AA, United Kingdom"),
    ]


def test_nothing_where_there_is_nothing() -> None:
    assert list(contacts(Basics(name="Ada", profiles=(Profile(),), location=Location()), words("en"))) == []


def test_a_phone_without_digits_is_not_called() -> None:
    assert only(Basics(phone="on request")) == Contact("phone", "on request")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_an_address_is_no_more_than_an_address(local: str) -> None:
    email = f"{local}@example.com"
    url = only(Basics(email=email)).url
    assert url is not None
    assert unquote(url) == f"mailto:{email}"
    assert not set(url.removeprefix("mailto:")) & set('?&#"<> ')


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (Profile("GitHub", "Ada", "https://github.com/ada"), "github.com/ada"),
        (Profile("GitHub", None, "https://github.com/ada"), "github.com/ada"),
        (Profile("Stack Overflow", None, "https://stackoverflow.com/users/1"), "stackoverflow.com/users/1"),
        (Profile("Mastodon", "ada", "https://social.example.org/@ada"), "Mastodon: social.example.org/@ada"),
        (Profile(None, "ada", "https://social.example.org/@ada"), "social.example.org/@ada"),
        (Profile("Chat", "ada", "https://chat.example.com"), "Chat: ada"),
        (Profile("Chat", "ada", None), "Chat: ada"),
        (Profile(None, "ada", None), "ada"),
        (Profile("Chat", None, None), "Chat"),
    ],
)
def test_a_profile_says_whose_it_is(profile: Profile, text: str) -> None:
    assert only(Basics(profiles=(profile,))).text == text


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location(city="Bristol", country_code="GB"), "Bristol, United Kingdom"),
        (Location(city="Bristol", country_code="gb"), "Bristol, United Kingdom"),
        (Location(city="Atlantis", country_code="QQ"), "Atlantis, QQ"),
        (Location("14 Example Row", "BS0 0AA", "Bristol", "GB"), "14 Example Row, Bristol, BS0 0AA, United Kingdom"),
        (
            Location("2712 Broadway St", "94115", "San Francisco", "US", "CA"),
            "2712 Broadway St, San Francisco, CA 94115, United States",
        ),
        (Location("Beispielweg 14", "1010", "Wien", "AT"), "Beispielweg 14, 1010 Wien, Austria"),
        (Location(postal_code="33100", city="Udine", country_code="IT", region="FVG"), "33100 Udine, FVG, Italy"),
        (Location(postal_code="1010", city="Wien"), "1010 Wien"),
        (Location(postal_code="BS0 0AA"), "BS0 0AA"),
        (Location(region="Avon"), "Avon"),
    ],
)
def test_a_location_is_as_much_as_is_known(location: Location, text: str) -> None:
    assert only(Basics(location=location)).text == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "14 Row, 100 Kyoto, Kansai, Japan"),
        ("ar", "14 Row،\u200f 100 Kyoto،\u200f Kansai،\u200f اليابان"),
        ("ja", "日本 Kansai 100 Kyoto 14 Row"),
        ("zh-TW", "日本 Kansai 100 Kyoto 14 Row"),
        ("ko", "일본 Kansai 100 Kyoto 14 Row"),
    ],
)
def test_a_location_is_written_as_the_language_writes_it(lang: str, text: str) -> None:
    assert only(Basics(location=Location("14 Row", "100", "Kyoto", "JP", "Kansai")), lang).text == text


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://www.github.com/ada/", "github.com/ada"),
        ("http://example.com", "example.com"),
        ("https://example.com/?q=http://x", "example.com/?q=http://x"),
    ],
)
def test_a_url_is_shown_as_people_read_it(url: str, text: str) -> None:
    assert shown(url) == text
