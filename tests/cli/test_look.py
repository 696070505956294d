"""The page's look by `--theme`, and its address by `--site-url`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.cli._main import parser
from cloud_resume.resume import THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

WARNING = "warning: without the site's address"


def style(folder: Path) -> str:
    (sheet,) = folder.glob("dist/assets/page.*.css")
    return sheet.read_text(encoding="utf-8")


@pytest.mark.usefixtures("resume")
def test_build_takes_a_theme_by_its_name(command: Command, folder: Path) -> None:
    assert command("build", "--no-pdf", "--theme", "swiss").code == 0
    assert "Swiss" in style(folder)
    assert command("build", "--no-pdf").code == 0
    assert "Swiss" not in style(folder)


@pytest.mark.usefixtures("resume")
def test_build_takes_a_folder_of_one_s_own(command: Command, folder: Path) -> None:
    (folder / "teal").mkdir()
    (folder / "teal/theme.css").write_text("h1 { color: teal }", encoding="utf-8")
    assert command("build", "--no-pdf", "--theme", "teal").code == 0
    assert style(folder).endswith("h1 { color: teal }")


@pytest.mark.usefixtures("resume")
@pytest.mark.parametrize("words", [["build"], ["serve", "--port", "0"]])
def test_a_theme_without_a_name_builds_nothing(command: Command, folder: Path, words: list[str]) -> None:
    code, out, err = command(*words, "--theme", "")
    assert (code, out) == (2, "")
    assert "the theme has no name" in err
    assert not (folder / "dist").exists()


def test_the_command_line_s_theme_goes_before_the_file_s(command: Command, folder: Path, resume: Path) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("meta: {cloudResume: {theme: manual}}\n")
    command("build", "--no-pdf")
    assert "Manual" in style(folder)
    command("build", "--no-pdf", "--theme", "swiss")
    assert "Manual" not in style(folder)


@pytest.mark.usefixtures("resume")
@pytest.mark.parametrize("words", [["build"], ["serve", "--port", "0"], ["deploy", "local"]])
def test_a_theme_that_is_not_there_builds_nothing(command: Command, folder: Path, words: list[str]) -> None:
    code, out, err = command(*words, "--theme", "swis")
    assert (code, out) == (3, "")
    assert "no theme.css in a folder swis" in err
    assert "book, manual, swiss" in err
    assert not (folder / "dist").exists()


@pytest.mark.parametrize("name", ["build", "serve", "deploy"])
def test_help_names_every_theme(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([name, "--help"])
    said = capsys.readouterr().out
    assert all(theme in said for theme in THEMES)


@pytest.mark.usefixtures("resume")
def test_build_takes_the_site_s_address(command: Command, folder: Path) -> None:
    code, _, err = command("build", "--no-pdf", "--site-url", "https://ada.example.com")
    assert code == 0
    assert WARNING not in err
    assert 'href="https://ada.example.com/"' in (folder / "dist/index.html").read_text(encoding="utf-8")
    assert list(folder.glob("dist/assets/preview.*.png"))


@pytest.mark.usefixtures("resume")
def test_an_address_that_is_none_is_wrong_usage(command: Command, folder: Path) -> None:
    code, out, err = command("build", "--site-url", "https://example.com/ada")
    assert (code, out) == (2, "")
    assert "the root of its host" in err
    assert not (folder / "dist").exists()


def test_without_an_address_build_says_what_is_missing(command: Command, resume: Path) -> None:
    assert WARNING in command("build", "--no-pdf").err
    assert WARNING not in command("build", "--no-pdf", "-q").err
    with resume.open("a", encoding="utf-8") as file:
        file.write("meta: {cloudResume: {siteUrl: 'https://ada.example.com'}}\n")
    assert WARNING not in command("build", "--no-pdf").err
