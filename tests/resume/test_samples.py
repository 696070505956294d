"""The standard's samples and another project's fictional resumes have exactly the problems that they have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cloud_resume.resume import Date, Reading, load, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = "fresh-test-resumes/src/jrs/"
NEW = "@jsonresume/schema/"


def codes(reading: Reading) -> Counter[str]:
    return Counter(problem.code for problem in reading.problems)


@pytest.mark.parametrize(
    ("path", "problems"),
    [
        (f"{NEW}sample.resume.json", {}),
        (f"{NEW}examples/new-grad.resume.json", {}),
        (f"{NEW}examples/career-changer.resume.json", {"not-newest-first": 1}),
        (f"{NEW}examples/senior-engineer.resume.json", {"not-newest-first": 2}),
        (f"{OLD}richard-hendriks.json", {"legacy-key": 7}),
        (f"{OLD}john-doe.json", {"legacy-key": 7}),
        (f"{OLD}jane-incomplete.json", {"missing-email": 1, "missing-key": 1, "legacy-key": 4, "unknown-key": 4}),
        (f"{OLD}empty.json", {"missing-name": 1, "missing-email": 1, "legacy-key": 7, "unknown-key": 1}),
    ],
)
@pytest.mark.parametrize("syntax", ["json", "yaml"])
def test_a_sample_has_its_warnings_and_builds(
    npm_file: Callable[[str], Path], path: str, problems: dict[str, int], syntax: str
) -> None:
    reading = read(npm_file(path).read_bytes(), name=f"resume.{syntax}")
    assert reading.resume is not None
    assert codes(reading) == problems


def test_a_picture_that_was_not_sent_along_is_the_one_error(npm_file: Callable[[str], Path]) -> None:
    path = npm_file(f"{OLD}jane-fullstacker.json")
    assert codes(load(path)) == {"image-missing": 1, "legacy-key": 16, "unknown-key": 9}
    assert read(path.read_bytes(), name="resume.json").resume is not None


def test_the_standards_sample_is_read_whole(npm_file: Callable[[str], Path]) -> None:
    resume = load(npm_file(f"{NEW}sample.resume.json")).resume
    assert resume is not None
    assert resume.basics.name == "Richard Hendriks"
    assert resume.basics.image is None
    assert resume.basics.location.postal_code == "CA 94115"
    assert [profile.network for profile in resume.basics.profiles] == ["Twitter", "SoundCloud"]
    assert resume.work[0].start_date == Date(2013, 12, 1)
    assert resume.projects[0].roles == ("Team lead", "Designer")
    assert resume.meta.version == "v1.0.0"
    assert {len(section) for section in resume[1:12]} == {0, 1, 2}


def test_former_keys_are_read_from_old_resumes(npm_file: Callable[[str], Path]) -> None:
    resume = load(npm_file(f"{OLD}richard-hendriks.json")).resume
    assert resume is not None
    assert resume.basics.url == "http://richardhendricks.com"
    assert resume.work[0].name == "Pied Piper"
    assert resume.work[0].url == "http://piedpiper.com"
    assert resume.education[0].score == "4.0"


def test_a_file_with_a_slip_is_read_up_to_it(npm_file: Callable[[str], Path]) -> None:
    (problem,) = load(npm_file("fresh-test-resumes/src/fresh/johnny-trouble.broken.json")).problems
    assert problem.code == "syntax"
