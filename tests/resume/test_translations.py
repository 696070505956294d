"""The same resume in other languages, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.errors import OutsideError, UsageError
from cloud_resume.resume import load, translations, variant

if TYPE_CHECKING:
    from pathlib import Path

PERSON = "basics: {name: Ada, email: ada@example.com}\n"


def write(folder: Path, *names: str, text: str = PERSON) -> Path:
    """Write files, and give the first."""
    for name in names:
        (folder / name).write_text('{"basics": {"name": "Ada"}}' if name.endswith("json") else text, encoding="utf-8")
    return folder / names[0]


def stating(lang: str) -> str:
    return f"{PERSON}meta: {{cloudResume: {{lang: {lang}}}}}\n"


def langs(path: Path) -> list[str]:
    resume = load(path).resume
    assert resume is not None
    return [each.settings.lang for each in (resume, *resume.translations)]


def test_translations_stand_beside_the_resume(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.yaml", "resume.de.yaml", "resume.pt-BR.json", "resume.zh-Hant-TW.yml")
    assert langs(path) == ["en", "de", "pt-BR", "zh-Hant-TW"]


@pytest.mark.parametrize(
    "name",
    [
        "resume.old.yaml",
        "resume.backup.yaml",
        "resume.v2.yaml",
        "resume.de.txt",
        "resume.de.yaml.orig",
        "resume.en-draft.yaml",
        "resume.schema.json",
        "other.de.yaml",
        ".resume.de.yaml",
        "resume..yaml",
    ],
)
def test_no_other_file_is_a_translation(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "resume.yaml", name)
    assert translations(path) == []
    assert langs(path) == ["en"]


def test_the_name_of_the_file_that_is_asked_for_tells_whose_translations(tmp_path: Path) -> None:
    write(tmp_path, "resume.yaml", "resume.fr.yaml", "cv.yaml", "cv.de.yaml")
    assert langs(tmp_path / "cv.yaml") == ["en", "de"]


def test_a_translation_alone_is_in_its_language(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.de.yaml", "resume.json")
    assert langs(path) == ["de"]


def test_a_name_that_looks_like_a_translation_of_nothing_says_no_language(tmp_path: Path) -> None:
    assert langs(write(tmp_path, "ada.cv.yaml")) == ["en"]


def test_what_the_file_says_counts_more_than_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.yaml", text=stating("fr"))
    write(tmp_path, "resume.de.yaml", text=stating("de-AT"))
    write(tmp_path, "resume.en.yaml")
    assert langs(path) == ["fr", "de-AT", "en"]


def test_a_language_that_only_the_name_says_is_checked_too(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.yaml", "resume.sv.yaml")
    (problem,) = load(path).problems
    assert (problem.file, problem.line, problem.column) == (str(tmp_path / "resume.sv.yaml"), 1, 1)
    assert problem.code == "language-not-translated"


@pytest.mark.parametrize(
    ("names", "text", "repeats"),
    [
        (("resume.yaml", "resume.en.yaml"), PERSON, ["resume.en.yaml"]),
        (("resume.yaml", "resume.de.yaml"), stating("en"), ["resume.de.yaml"]),
        (("resume.yaml", "resume.de.yaml", "resume.de.yml"), PERSON, ["resume.de.yml"]),
        (("resume.yaml", "resume.de.yaml", "resume.DE.yml"), PERSON, ["resume.de.yaml"]),
        (("resume.yaml", "resume.de.yaml", "resume.fr.yaml"), stating("en"), ["resume.de.yaml", "resume.fr.yaml"]),
    ],
)
def test_no_language_is_there_twice(tmp_path: Path, names: tuple[str, ...], text: str, repeats: list[str]) -> None:
    reading = load(write(tmp_path, *names, text=text))
    assert reading.resume is None
    assert [(problem.file, problem.code) for problem in reading.problems] == [
        (str(tmp_path / name), "duplicate-language") for name in repeats
    ]
    assert "meta.cloudResume.lang" in reading.problems[0].message


def test_an_error_in_one_file_is_an_error_of_all_and_every_problem_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.yaml", text=PERSON + "nonsense: 1\n")
    write(tmp_path, "resume.de.yaml", text=PERSON + "work: 1\n")
    write(tmp_path, "resume.fr.yaml", text="basics: {name: Ada}\n")
    reading = load(path)
    assert reading.resume is None
    assert [(problem.file.rpartition("resume.")[2], problem.code) for problem in reading.problems] == [
        ("yaml", "unknown-key"),
        ("de.yaml", "wrong-type"),
        ("fr.yaml", "missing-email"),
    ]


def test_a_file_that_is_not_there_has_no_translations(tmp_path: Path) -> None:
    write(tmp_path, "resume.de.yaml")
    for name in ("resume.yaml", "folder/resume.yaml"):
        with pytest.raises(OutsideError, match="there is no file"):
            load(tmp_path / name)


def test_a_variant_is_one_in_every_language(tmp_path: Path) -> None:
    skills = "skills: [{name: A, tags: [x]}, {name: B, tags: [y]}, {name: C}]\n"
    path = write(tmp_path, "resume.yaml")
    write(tmp_path, "resume.de.yaml", text=PERSON + skills)
    resume = load(path).resume
    assert resume is not None
    (german,) = variant(resume, ["x"]).translations
    assert [skill.name for skill in german.skills] == ["A", "C"]
    with pytest.raises(UsageError, match="x, y"):
        variant(resume, ["z"])


@pytest.mark.parametrize(("lacking", "having"), [("resume.de.yaml", "resume.yaml"), ("resume.yaml", "resume.de.yaml")])
def test_a_tag_that_one_language_lacks_is_none(tmp_path: Path, lacking: str, having: str) -> None:
    write(tmp_path, having, text=PERSON + "skills: [{name: A, tags: [x]}, {name: B, tags: [y]}]\n")
    write(tmp_path, lacking, text=PERSON + "skills: [{name: A, tags: [z, y]}]\n")
    resume = load(tmp_path / "resume.yaml").resume
    assert resume is not None
    assert variant(resume, ["y"]).translations[0].skills
    lang = "de" if "de" in lacking else "en"
    with pytest.raises(UsageError, match=f"nothing is tagged x in the resume's file in {lang}; its tags are: y, z"):
        variant(resume, ["y", "x"])


def test_a_resume_alone_asks_nothing_of_its_translations(tmp_path: Path) -> None:
    path = write(tmp_path, "resume.yaml")
    write(tmp_path, "resume.de.yaml", text="work: 1\n")
    assert load(path).resume is None
    alone = load(path, alone=True)
    assert alone.resume is not None
    assert (alone.resume.translations, alone.problems) == ((), ())


def test_a_theme_or_an_address_of_a_translation_s_own_is_ignored(tmp_path: Path) -> None:
    site = "meta: {{cloudResume: {{theme: {}, siteUrl: https://{}}}}}\n"
    path = write(tmp_path, "resume.yaml", text=PERSON + site.format("swiss", "ada.example.com"))
    write(tmp_path, "resume.de.yaml", text=PERSON + site.format("manual", "ada.example.org"))
    write(tmp_path, "resume.fr.yaml", text=PERSON + site.format("swiss", "ada.example.com"))
    write(tmp_path, "resume.it.yaml")
    reading = load(path)
    assert reading.resume is not None
    assert {problem.file for problem in reading.problems} == {str(tmp_path / "resume.de.yaml")}
    for problem, key in zip(reading.problems, ("siteUrl", "theme"), strict=True):
        assert (problem.severity, problem.code) == ("warning", "ignored-setting")
        assert f"meta.cloudResume.{key} is ignored" in problem.message
        assert "resume.yaml" in problem.message
