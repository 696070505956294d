"""Dates as people write them."""

import pytest

from cloud_resume.resume import Date
from cloud_resume.site import _words
from cloud_resume.site._outline import Dates


@pytest.mark.parametrize(
    ("value", "words"),
    [(Date(2014), "2014"), (Date(2014, 2), "Feb 2014"), (Date(2014, 2, 28), "28 Feb 2014"), (Date(987, 12), "Dec 987")],
)
def test_no_more_of_a_date_is_written_than_is_known(value: Date, words: str) -> None:
    assert _words.date(value) == words


def test_every_month_has_a_name_of_its_own() -> None:
    assert len({_words.date(Date(2014, month)) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Dates(Date(2020, 1), Date(2021, 2)), "Jan 2020 – Feb 2021"),
        (Dates(Date(2020, 1), None, open=True), "Jan 2020 – Present"),
        (Dates(Date(2020, 1), None), "Jan 2020"),
        (Dates(None, Date(2021)), "2021"),
        (Dates(Date(2020), Date(2020)), "2020"),
    ],
)
def test_a_range_has_an_en_dash_and_one_date_has_none(value: Dates, words: str) -> None:
    assert _words.dates(value) == words
