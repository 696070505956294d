"""The PDF, held by veraPDF to the standards that it claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site.conftest import ROOT, _samples
from tests.site.test_pdf_scripts import WORDS, _resume
from tools.verapdf import broken

from cloud_resume import site
from cloud_resume.resume import Basics, Resume, Settings, load

if TYPE_CHECKING:
    from pathlib import Path

    from cloud_resume.resume import Picture


def written(resumes: dict[str, Resume], folder: Path) -> list[Path]:
    files = []
    for name, resume in resumes.items():
        files.append(folder / f"{name}.pdf")
        files[-1].write_bytes(site.pdf(resume))
    return files


def test_the_samples_and_every_script_keep_pdf_a_2a_and_pdf_ua_1(portrait: Picture, tmp_path: Path) -> None:
    resumes = {path.name: resume for path in _samples() if (resume := load(path).resume)}
    resumes |= {lang: _resume(lang) for lang in WORDS}
    everything = load(ROOT / "tests/resumes/everything.yaml").resume
    assert everything
    resumes["photo"] = everything._replace(settings=Settings(photo_in_pdf=True), picture=portrait)
    assert len(resumes) > 10
    assert broken(written(resumes, tmp_path)) == []


def test_a_file_that_claims_neither_keeps_neither(tmp_path: Path) -> None:
    found = broken(written({"thai": Resume(basics=Basics(name="Ada", label="ก"))}, tmp_path))
    assert {rule.standard for rule in found} == {"2a", "ua1"}
    assert any("notdef" in rule.rule for rule in found)
