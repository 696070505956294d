"""What is private, and what of it goes public."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from cloud_resume.resume import PRIVATE_FIELDS, Basics, Location, Resume, Settings, Work, privacy, published, read

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


PRIVATE = """\
basics:
  name: Ada
  email: ada@example.com
  phone: {phone}
  location: {{address: "{address}", postalCode: {code}, city: Bristol}}
  summary: |-
    I build engines.
    {said}
"""


def repeated(
    said: str, phone: str = "", address: str = "", code: str = "", more: str = ""
) -> list[tuple[str, int, int]]:
    """Give what is said to be repeated, with the place in the second line of the summary."""
    text = PRIVATE.format(said=said, phone=phone, address=address, code=code) + more
    problems = read(text.encode(), name="resume.yaml").problems
    assert {problem.code for problem in problems} <= {"private-repeated"}
    return [(problem.message.split("`")[3], problem.line, problem.column) for problem in problems]


@pytest.mark.parametrize(
    "said", ["0117 496 0142", "+44 (117) 496-0142", "01174960142", "496.0142", "https://wa.me/441174960142"]
)
@pytest.mark.parametrize("phone", ["+44 117 496 0142", "(0117) 4960142", "Tel. 0117 496 0142 ext. 12"])
def test_a_phone_number_is_found_however_it_is_written(said: str, phone: str) -> None:
    ((path, line, _),) = repeated(f"Call {said}.", phone=phone)
    assert (path, line) == ("basics.phone", 8)


@pytest.mark.parametrize(
    ("said", "address", "column"),
    [
        ("At 14 example row, Bristol.", "14 Example Row", 8),
        ("https://maps.example.com/?q=14+Example%20Row", "14 Example Row", 33),
        ("14 Example Row", r"14 Example Row, Flat 2", 5),
        ("Flat 27", r"14 Example Row\nFlat 27", 5),
        ("14 rue de l'Exemple", "14, rue de l'Exemple", 5),
        ("The Old Mill", "The Old Mill", 5),
        ("Row 14", r"Ada Byron\nRow 14", 5),
    ],
)
def test_an_address_is_found(said: str, address: str, column: int) -> None:
    assert repeated(said, address=address) == [("basics.location.address", 8, column)]


@pytest.mark.parametrize(
    ("said", "code"),
    [("BS0 0AA", "BS0 0AA"), ("bs00aa", "BS0 0AA"), ("CA-94115", "CA 94115"), ("2014 Bristol", "2014")],
)
def test_a_postal_code_is_found(said: str, code: str) -> None:
    assert repeated(f"In {said}.", code=code) == [("basics.location.postalCode", 8, 8)]


@pytest.mark.parametrize(
    "said",
    ["", "Bristol, since 2014", "94,115 users", "94.115 users", "1194115x", "14 Example Rows", "49601423", "Row 14"],
)
def test_what_is_like_it_by_chance_is_not_found(said: str) -> None:
    assert repeated(said, phone="+44 117 496 0142", address=r"14 Example Row\nBristol", code="94115") == []
    assert repeated(said, code="2014") == []


def test_an_address_that_goes_public_may_not_say_the_postal_code() -> None:
    public = "meta: {cloudResume: {public: [basics.location.address, basics.phone]}}\n"
    assert repeated("+44 117 496 0142", "+44 117 496 0142", "14 Row, BS0 0AA", "BS0 0AA", public) == [
        ("basics.location.postalCode", 5, 32)
    ]


def test_what_stays_private_may_be_said_twice_where_it_stays_private() -> None:
    assert repeated("", address="14 Row, BS0 0AA", code="BS0 0AA") == []


def test_a_phone_number_that_is_none_stays_private_as_one_does() -> None:
    assert repeated("", phone="On request", address="On request") == []


def test_the_place_of_what_is_written_with_escapes_is_that_of_its_text() -> None:
    more = 'work: [{name: Engines, summary: "496\\u00200142"}]\n'
    assert repeated("", phone="0117 496 0142", more=more) == [("basics.phone", 9, 33)]
