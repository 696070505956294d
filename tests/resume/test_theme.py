"""The look that a resume asks for: a name of ours, or a folder of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.errors import OutsideError
from cloud_resume.resume import THEMES, Reading, Resume, Settings, read, site_url, themed

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
