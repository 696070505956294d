"""What holds for whatever stands in another program's file, found by Hypothesis."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cloud_resume.resume import Conversion, caret, convert, read

TEXT = st.text(max_size=12)
LEAF = st.none() | st.booleans() | st.integers(0, 3000) | TEXT | st.sampled_from(["2020-13-99", "- a\n- b", "[a](b)"])
KEYS = {
    "cv": "name location email phone website photo social_networks custom_connections sections network username "
    "placeholder url experience skills education publications awards languages odd company position label details "
    "title authors doi institution highlights summary start_date end_date date bullet",
    "content": "basics location profiles work education skills languages references projects name country city level "
    "keywords summary startDate endDate fluency network username url courses",
}
COLUMNS = [*["Name", "Title", "Url", "Headline", "Summary", "Websites"], "First Name", "Twitter Handles", "Started On"]
FILES = ("Profile.csv", "Positions.csv", "Skills.csv", "Email Addresses.csv", "PhoneNumbers.csv", "Courses.csv")


def trees(keys: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        LEAF,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=4),
        max_leaves=20,
    )


def check(conversion: Conversion) -> None:
    """Assert what is promised of any conversion."""
    for problem in conversion.problems:
        assert problem.line >= 1
        assert problem.message.isprintable()
        assert caret(problem)
    assert conversion.text or any(problem.severity == "error" for problem in conversion.problems)
    if conversion.text:
        again = read(conversion.text.encode(), name="resume.yaml").problems
        told = [problem for problem in conversion.problems if problem.file == "resume.yaml"]
        assert [problem.code for problem in again] == [problem.code for problem in told]


@pytest.mark.parametrize("root", KEYS)
@given(data=st.data())
def test_any_file_of_theirs_is_taken_over_or_refused(root: str, data: st.DataObject) -> None:
    keys = KEYS[root].split()
    document = {root: data.draw(st.dictionaries(st.sampled_from(keys), trees(keys), max_size=6))}
    check(convert(json.dumps(document).encode(), name="cv.json"))
    if "\x85" not in str(document):
        check(convert(yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "replace"), name="cv.yaml"))


@given(tables=st.dictionaries(st.sampled_from(FILES), st.lists(st.lists(TEXT, max_size=12), max_size=4), max_size=4))
def test_any_archive_is_taken_over_or_refused(tables: dict[str, list[list[str]]]) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, rows in tables.items():
            table = io.StringIO()
            csv.writer(table).writerows([COLUMNS, *rows])
            archive.writestr(name, table.getvalue().encode("utf-8", "replace"))
    check(convert(data.getvalue(), name="a.zip"))


@given(at=st.integers(0, 250), byte=st.integers(0, 255))
def test_a_damaged_archive_is_taken_over_or_refused(at: int, byte: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Profile.csv", "First Name,Summary\nAda," + "programs " * 20)
    damaged = bytearray(data.getvalue())
    damaged[at % len(damaged)] = byte
    if damaged.startswith(b"PK\x03\x04"):
        check(convert(bytes(damaged), name="a.zip"))


@given(rest=st.binary(max_size=200))
def test_any_bytes_that_begin_like_an_archive_are_refused(rest: bytes) -> None:
    conversion = convert(b"PK\x03\x04" + rest, name="a.zip")
    assert conversion.text == ""
    assert len(conversion.problems) == 1
