"""What is private, and what of it goes public."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from cloud_resume.resume import PRIVATE_FIELDS, Basics, Location, Resume, Settings, Work, privacy, published

SOME = [listed for count in range(4) for listed in combinations(PRIVATE_FIELDS, count)]


def resume(*filled: str, public: tuple[str, ...] = ()) -> Resume:
    """Give a resume with something in these private fields and in others."""
    location = Location(
        address="12 St James Sq" if "basics.location.address" in filled else None,
        postal_code="SW1Y" if "basics.location.postalCode" in filled else None,
        city="London",
    )
    basics = Basics(name="Ada", phone="555-1" if "basics.phone" in filled else None, location=location)
    return Resume(basics, work=(Work(name="Engines"),), settings=Settings(public=public))


@pytest.mark.parametrize("listed", SOME)
def test_only_what_is_listed_is_published(listed: tuple[str, ...]) -> None:
    assert published(resume(*PRIVATE_FIELDS, public=listed)) == resume(*listed, public=listed)


@pytest.mark.parametrize("listed", SOME)
@pytest.mark.parametrize("filled", SOME)
def test_what_is_there_goes_public_or_stays_private(filled: tuple[str, ...], listed: tuple[str, ...]) -> None:
    public, private = privacy(resume(*filled, public=listed))
    assert sorted(chain(public, private)) == sorted(filled)
    assert set(public) == set(filled) & set(listed)
