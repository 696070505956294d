"""What html-validate says of the pages that are built; .htmlvalidate.json makes no exception to its rules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESUMES = (
    "examples/resume.yaml",
    "node_modules/@jsonresume/schema/sample.resume.json",
    "tests/resumes/bare.yaml",
    "tests/resumes/everything.yaml",
    "tests/resumes/hostile.json",
)


def html_validate(*pages: Path) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "node_modules/.bin/html-validate"), "--max-warnings=0", "--config=.htmlvalidate.json"]
    return subprocess.run([*command, *map(str, pages)], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("resume", RESUMES)
def test_every_page_is_valid(resume: str, tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "cloud_resume",
        "build",
        "--no-pdf",
        "--site-url=https://ada.example.com",
        str(ROOT / resume),
        "-o",
        str(tmp_path / "site"),
    ]
    subprocess.run(build, check=True)
    pages = sorted(tmp_path.glob("site/**/*.html"))
    assert {page.name for page in pages} >= {"index.html", "404.html"}
    found = html_validate(*pages)
    assert found.stdout + found.stderr == ""
    assert found.returncode == 0


def test_the_page_of_every_language_is_valid(tmp_path: Path) -> None:
    sample = (ROOT / "examples/resume.yaml").read_text(encoding="utf-8")
    text = "**a** *b* `c`\\\n[d](https://example.com)\n\n- e\n\nf"
    for name, lang in (("resume", "en"), ("resume.ar", "ar"), ("resume.zh-Hant", "zh-Hant"), ("resume.sv", "sv")):
        resume = (
            sample.replace("lang: en", f"lang: {lang}")
            + f"references: [{{name: Ann, reference: {json.dumps(text)}}}]\n"
        )
        (tmp_path / f"{name}.yaml").write_text(resume, encoding="utf-8")
    build = [sys.executable, "-m", "cloud_resume", "build", "--no-pdf", "--site-url=https://ada.example.com"]
    subprocess.run([*build, "resume.yaml"], cwd=tmp_path, check=True)
    pages = sorted(tmp_path.glob("dist/**/*.html"))
    assert len(pages) == 5
    found = html_validate(*pages)
    assert (found.stdout + found.stderr, found.returncode) == ("", 0)


def test_what_is_not_valid_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang='en'><title>A page</title><p><div>no paragraph</div></p></html>")
    assert html_validate(page).returncode == 1
