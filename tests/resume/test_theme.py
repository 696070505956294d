"""The look that a resume asks for: a name of ours, or a folder of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.errors import OutsideError, UsageError
from cloud_resume.resume import MAX_BYTES, THEMES, Reading, Resume, Settings, read, site_url, themed

if TYPE_CHECKING:
    from pathlib import Path

SHEET = b"h1 { color: teal }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a theme in it."""
    (tmp_path / "teal").mkdir()
    (tmp_path / "teal/theme.css").write_bytes(SHEET)
    return tmp_path


def reading(theme: str, folder: Path | None = None) -> Reading:
    return read(f"meta: {{cloudResume: {{theme: {theme}}}}}\n".encode(), name="resume.yaml", folder=folder)


def errors(found: Reading) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.suggestion) for problem in found.problems if problem.severity == "error"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_of_ours_is_known_by_its_name(theme: str) -> None:
    resume = reading(theme).resume
    assert resume
    assert (resume.settings.theme, resume.style_sheet) == (theme, None)


@pytest.mark.parametrize("theme", ["./teal", "teal/"])
def test_a_folder_of_one_s_own_is_named_from_the_resume_s(folder: Path, theme: str) -> None:
    resume = reading(theme, folder).resume
    assert resume
    assert resume.style_sheet == SHEET


def test_without_a_folder_nothing_is_looked_up() -> None:
    resume = reading("./teal").resume
    assert resume
    assert resume.style_sheet is None


def test_a_misspelt_name_is_put_right() -> None:
    assert errors(reading("swis")) == [("not-a-choice", "swiss")]


def test_a_folder_without_a_theme_is_a_problem(folder: Path) -> None:
    found = reading("./red", folder)
    assert errors(found) == [("theme-missing", None)]
    assert "theme.css" in found.problems[-1].message


def test_another_look_can_be_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    own = themed(Resume(), "teal")
    assert own.style_sheet == SHEET
    ours = themed(own, "swiss")
    assert (ours.settings.theme, ours.style_sheet) == ("swiss", None)


def test_a_byte_order_mark_does_not_take_the_first_rule_with_it(folder: Path) -> None:
    (folder / "teal/theme.css").write_bytes(b"\xef\xbb\xbf" + SHEET)
    assert themed(Resume(), str(folder / "teal")).style_sheet == SHEET
    resume = reading("./teal", folder).resume
    assert resume
    assert resume.style_sheet == SHEET


@pytest.mark.parametrize(
    ("sheet", "flaw"),
    [
        (b"\x89PNG\r\n", "byte 0x89 is not UTF-8"),
        (b" " * (MAX_BYTES + 1), "more than 1,048,576 bytes"),
        (b"\xef\xbb\xbf" + b" " * (MAX_BYTES + 1), "more than 1,048,576 bytes"),
    ],
)
def test_what_is_no_style_sheet_is_no_theme(folder: Path, sheet: bytes, flaw: str) -> None:
    (folder / "teal/theme.css").write_bytes(sheet)
    found = reading("./teal", folder)
    assert errors(found) == [("bad-theme", None)]
    assert flaw in found.problems[-1].message
    assert "theme.css" in found.problems[-1].message
    with pytest.raises(OutsideError, match=flaw):
        themed(Resume(), str(folder / "teal"))


def test_the_largest_style_sheet_is_taken_whole(folder: Path) -> None:
    sheet = b" " * MAX_BYTES
    for mark in (b"", b"\xef\xbb\xbf"):
        (folder / "teal/theme.css").write_bytes(mark + sheet)
        assert themed(Resume(), str(folder / "teal")).style_sheet == sheet


def test_a_theme_without_a_name_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "teal")
    with pytest.raises(UsageError, match=r"the theme has no name: .*book, manual, swiss"):
        themed(Resume(), "")


def test_a_look_that_is_not_there_says_which_are(folder: Path) -> None:
    with pytest.raises(OutsideError, match="book, manual, swiss"):
        themed(Resume(), str(folder / "red"))


def test_a_site_s_address_is_checked_as_in_the_file() -> None:
    assert site_url("https://ada.example.com") == "https://ada.example.com"
    for wrong in ("ada.example.com", "https://example.com/ada", "javascript:alert(1)"):
        with pytest.raises(ValueError, match=r"\w{3}"):
            site_url(wrong)


def test_the_first_theme_is_what_comes_without_a_word() -> None:
    assert Settings().theme == THEMES[0]
