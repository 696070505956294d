"""The columns that a terminal gives a text."""

import pytest

from cloud_resume._columns import width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("éè", 2),
        ("e\u0301", 1),  # an accent on the letter before it
        ("हिन्दी", 5),  # a sign below its letter takes none, one beside it does
        ("a\u20dd", 1),  # an enclosing circle
        ("a\u200db", 2),  # a joiner
        ("北京", 4),
        ("ＡＢ", 4),  # noqa: RUF001 - letters of full width
        ("\N{GRINNING FACE}", 2),
    ],
)
def test_a_wide_character_takes_two_columns_and_a_mark_none(text: str, columns: int) -> None:
    assert width(text) == columns
