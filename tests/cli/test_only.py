"""Variants by `--only`, whatever is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from cloud_resume import cloud
from cloud_resume.cloud import Deployment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from tests.cli.conftest import Command


@pytest.fixture
def tagged(resume: Path) -> Path:
    """Put a resume with tags into the folder."""
    with resume.open("a", encoding="utf-8") as file:
        file.write(
            "skills:\n"
            "  - {name: Programming, keywords: [Python, Gopher], tagged: {backend: [Gopher]}}\n"
            "  - {name: Statistics, tags: [data]}\n"
        )
    return resume


def test_build_leaves_out_everywhere_what_is_tagged_otherwise(command: Command, tagged: Path) -> None:
    assert command("build", "--only", "backend").code == 0
    dist = tagged.parent / "dist"
    made = {
        path.name: path.read_text(encoding="utf-8")
        for path in dist.iterdir()
        if path.suffix in (".html", ".json", ".txt")
    }
    made["resume.pdf"] = "".join(page.extract_text() for page in PdfReader(dist / "resume.pdf").pages)
    for name in ("index.html", "resume.json", "resume.txt", "resume.pdf"):
        assert "Gopher" in made[name], name
        assert "Statistics" not in made[name], name
        assert not re.search(r"\b(backend|tags|tagged)\b", made[name]), name


def test_pdf_takes_more_than_one(command: Command, tagged: Path) -> None:
    assert command("pdf", "--only", "backend", "--only=data", "-o", "out.pdf").code == 0
    text = PdfReader(tagged.parent / "out.pdf").pages[0].extract_text()
    assert "Gopher" in text
    assert "Statistics" in text


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize("words", [["build"], ["pdf", "-o", "out.pdf"], ["serve", "--port", "0"], ["deploy", "local"]])
def test_a_tag_that_nothing_has_is_wrong_usage(command: Command, folder: Path, words: list[str]) -> None:
    code, out, err = command(*words, "--only", "front")
    assert (code, out) == (2, "")
    assert "the tags there are: backend, data" in err
    assert not {"dist", "out.pdf"} & {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("tagged")
def test_deploy_takes_a_variant(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed: dict[str, bytes] = {}

    def deploy(_: None, build: Callable[[str], dict[str, bytes]], **__: Any) -> Deployment:  # noqa: ANN401 - what a test leaves alone
        deployed.update(build("https://localhost:4566"))
        return Deployment("https://localhost:4566", folder, subscription_pending=False, steps={}, waits={})

    monkeypatch.setattr(cloud, "open_environment", lambda *_, **__: None)
    monkeypatch.setattr(cloud, "deploy", deploy)
    assert command("deploy", "local", "--only", "data").code == 0
    assert b"Statistics" in deployed["index.html"]
    assert b"Gopher" not in deployed["index.html"]
