"""What we write for RenderCV, checked by RenderCV itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from tests.resume.formats.test_rendercv import RESUMES, resume_of
from tools.rendercv import PINS

from cloud_resume.cloud._virtualenv import python_with
from cloud_resume.resume import Resume, load, to_rendercv
from cloud_resume.resume._formats._rendercv import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[3]
SAMPLES = [
    ROOT / "examples/resume.yaml",
    ROOT / "src/cloud_resume/cli/starter/resume.yaml",
    ROOT / "node_modules/@jsonresume/schema/sample.resume.json",
    *sorted((ROOT / "node_modules/@jsonresume/schema/examples").glob("*.json")),
    ROOT / "node_modules/fresh-test-resumes/src/jrs/richard-hendriks.json",
]
ORDER = [
    "work",
    "education",
    "projects",
    "skills",
    "certificates",
    "publications",
    "awards",
    "volunteer",
    "languages",
    "interests",
    "references",
]
# reads files, and gives of each its sections with the type and the number of their entries
READER = """
import json, pathlib, sys
from rendercv.data.reader import read_a_yaml_file, validate_input_dictionary_and_return_the_data_model as validate
for path in sys.argv[1:]:
    cv = validate(read_a_yaml_file(pathlib.Path(path))).cv
    print(json.dumps([(section.title, section.entry_type, len(section.entries)) for section in cv.sections]))
"""


def sections(resumes: Sequence[Resume], folder: Path) -> list[Any]:
    """Give what RenderCV finds in the export of each."""
    paths = []
    for number, resume in enumerate(resumes):
        paths.append(folder / f"{number}.yaml")
        paths[-1].write_bytes(to_rendercv(resume).content)
    python = python_with(PINS, print)
    done = subprocess.run([python, "-c", READER, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_are_valid_and_whole(path: Path, tmp_path: Path) -> None:
    resume = load(path).resume
    assert resume
    # RenderCV refuses a number that nobody can have, as those of examples are
    resume = resume._replace(basics=resume.basics._replace(phone="+44 20 7946 0958"))
    (found,) = sections([resume], tmp_path)
    counts = [len(getattr(resume, section, [resume.basics.summary])) for section in TITLES]
    assert [count for _, _, count in found] == [count for count in counts if count]


def test_any_resume_is_valid(tmp_path: Path) -> None:
    resumes: list[Resume] = []

    @given(document=RESUMES)
    def collect(document: dict[str, Any]) -> None:
        document.get("basics", {}).pop("phone", None)
        resumes.append(resume_of(document))

    collect()
    assert len(resumes) >= 50
    sections(resumes, tmp_path)  # at once, for RenderCV takes a second to start
