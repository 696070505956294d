"""The icons."""

from __future__ import annotations

import pytest

from cloud_resume.site._icons import icon, network_icon

NAMES = ("book", "code", "download", "globe", "link", "mail", "pen", "person", "phone", "pin", "play", "speech")


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert 'aria-hidden="true"' in icon(name)


def test_no_icon_is_drawn_twice() -> None:
    assert len({icon(name) for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize(
    ("network", "name"),
    [
        ("GitHub", "code"),
        ("LinkedIn", "person"),
        ("mastodon", "speech"),
        ("YouTube", "play"),
        ("Medium", "pen"),
        ("ORCID", "book"),
        ("Nobody's Network", "link"),
        (None, "link"),
    ],
)
def test_a_network_has_the_icon_of_its_kind(network: str | None, name: str) -> None:
    assert network_icon(network) == icon(name)
