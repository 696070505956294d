"""`cloud-resume export`: each format, to a file and to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume import site
from cloud_resume.cli import _export, main
from cloud_resume.resume import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_the_formats_are_those_of_the_site() -> None:
    assert _export.FORMATS == site.EXPORTS


@pytest.mark.parametrize("form", ["markdown", "rendercv"])
def test_text_goes_to_standard_output(command: Command, resume: Path, form: str) -> None:
    code, out, err = command("export", form)
    built = load(resume).resume
    assert built
    assert (code, out) == (0, site.export(built, form).content.decode())
    assert "+1 555 0100" in out
    assert err == ""


@pytest.mark.parametrize("form", site.EXPORTS)
def test_a_file_is_written_and_what_has_no_place_told(command: Command, resume: Path, form: str) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("  image: https://example.com/me.png\n")
    code, out, err = command("export", form, "-o", "out")
    built = load(resume).resume
    assert built
    assert (code, out) == (0, "")
    assert (resume.parent / "out").read_bytes() == site.export(built, form).content
    assert f"{form}: `image` of `basics` is left out" in err
    assert "private fields included" in err


def test_docx_to_standard_output_is_its_bytes(resume: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "docx", str(resume)]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK\x03\x04")


def test_a_variant_is_exported(command: Command, resume: Path) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("skills: [{name: Cards, tags: [a]}, {name: Sums, tags: [b]}]\n")
    out = command("export", "markdown", "--only", "a").out
    assert "Cards" in out
    assert "Sums" not in out


def test_a_broken_resume_and_the_resume_itself_are_not_written_over(command: Command, resume: Path) -> None:
    before = resume.read_bytes()
    assert command("export", "markdown", "-o", "resume.yaml").code == 1
    assert resume.read_bytes() == before
    resume.write_text("work: [{name: X, startDate: 2014-02-31}]\n", encoding="utf-8")
    assert command("export", "markdown", "-o", "out.md").code == 1
    assert not (resume.parent / "out.md").exists()


def test_another_format_is_wrong_usage(command: Command) -> None:
    code, _, err = command("export", "latex")
    assert code == 2
    assert "docx" in err


def test_there_and_back_again(command: Command, resume: Path) -> None:
    assert command("export", "rendercv", "-o", "Ada_CV.yaml").code == 0
    code, _, err = command("new", "mine", "--from", "Ada_CV.yaml")
    assert code == 0
    assert "warning" not in err
    assert err.endswith("mine is there. Next: cd mine && cloud-resume serve\n")
    text = (resume.parent / "mine/resume.yaml").read_text(encoding="utf-8")
    assert "city: London\n    countryCode: GB\n" in text


@pytest.mark.parametrize("words", [["pdf", "-o", "out"], ["export", "markdown", "-o", "out"]])
def test_one_file_alone_is_made_whatever_its_translations_are(command: Command, resume: Path, words: list[str]) -> None:
    resume.with_name("resume.de.yaml").write_text("work: 1\n", encoding="utf-8")
    assert command("build").code == 1
    assert command(*words).code == 0
    assert (resume.parent / "out").exists()
