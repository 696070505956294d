"""Each command on real files."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from cloud_resume import site
from cloud_resume._version import __version__
from cloud_resume.cli import _serve, main
from cloud_resume.cloud import package
from cloud_resume.counter import SQLiteStore
from cloud_resume.resume import load

if TYPE_CHECKING:
    from typing import Any

    from tests.cli.conftest import Command

BROKEN = "basics: {name: Ada, email: ada@example.org}\nwork: [{name: X, startDate: 2014-02-31}]\n"


def test_check_finds_nothing(command: Command, resume: Path) -> None:
    assert resume.exists()
    code, out, err = command("check")
    assert (code, out) == (0, "")
    assert err == "Stays private: basics.phone.\nNo problems found.\n"


def test_check_says_what_goes_public(command: Command, resume: Path) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("meta: {cloudResume: {public: [basics.phone]}}\n")
    assert "Goes public by your settings: basics.phone." in command("check").err


def test_check_shows_place_line_and_caret(command: Command, resume: Path) -> None:
    resume.write_text(BROKEN, encoding="utf-8")
    code, out, err = command("check", str(resume))
    assert (code, out) == (1, "")
    head, line, caret, *_ = err.splitlines()
    assert head.startswith(f"{resume}:2:29: error: ")
    assert line.lstrip() == BROKEN.splitlines()[1]
    assert line[caret.index("^") :].startswith("2014-02-31")
    assert err.endswith("1 error\n")


@pytest.mark.parametrize("words", [["check"], ["build", "--no-pdf"]])
def test_a_character_without_a_glyph_is_a_warning(command: Command, resume: Path, words: list[str]) -> None:
    resume.write_text("basics: {name: Ada 🚀 Łovelace, email: a@example.com}\n", encoding="utf-8")
    code, _, err = command(*words)
    assert code == 0
    assert err.startswith("resume.yaml:1:20: warning: no font has 🚀 (U+1F680) in `name`")


def test_check_gives_json(command: Command, resume: Path) -> None:
    resume.write_text(BROKEN.replace("name: X", "nmae: X"), encoding="utf-8")
    code, out, err = command("check", "--format", "json")
    assert (code, err) == (1, "")
    rows = json.loads(out)
    keys = {"file", "line", "column", "severity", "code", "message", "suggestion"}
    assert all(row.keys() == keys for row in rows)
    assert {(row["file"], row["severity"], row["code"]) for row in rows} >= {
        ("resume.yaml", "warning", "unknown-key"),
        ("resume.yaml", "error", "impossible-date"),
    }


def test_a_picture_that_can_not_be_decoded_is_an_error(command: Command, resume: Path) -> None:
    (resume.parent / "me.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    resume.write_text("basics: {name: Ada, email: ada@example.com, image: me.png}\n")
    (resume.parent / "resume.de.yaml").write_bytes(resume.read_bytes())
    outcome = command("check")
    assert outcome.code == 1
    assert outcome.err.count("me.png:1:1: error: the picture is damaged: save it anew [image-format]") == 1
    assert "No problems" not in outcome.err


def test_strict_takes_warnings_as_errors(command: Command, resume: Path) -> None:
    resume.write_text("basics: {name: Ada}\n", encoding="utf-8")
    assert command("check").code == 0
    assert command("check", "--strict").code == 1


def _send(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_standard_input(command: Command, resume: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _send(monkeypatch, BROKEN.encode())
    code, out, _ = command("check", "-", "--format", "json")
    assert code == 1
    assert json.loads(out)[0]["file"] == "<stdin>"
    assert command("build", str(resume), "-o", "a", "--no-pdf").code == 0
    _send(monkeypatch, resume.read_bytes())
    assert command("build", "-", "-o", "b", "--no-pdf").code == 0
    assert (resume.parent / "a/index.html").read_bytes() == (resume.parent / "b/index.html").read_bytes()


def test_build_writes_the_site(command: Command, resume: Path) -> None:
    code, out, err = command("build")
    assert (code, out) == (0, "")
    assert "dist/index.html" in err
    built = load(resume).resume
    assert built is not None
    for name, content in site.build(built).items():
        assert (resume.parent / "dist" / name).read_bytes() == content
    assert command("build", "--no-pdf").code == 0
    assert not (resume.parent / "dist/resume.pdf").exists()


def test_a_broken_resume_builds_nothing_and_shows_all(command: Command, resume: Path) -> None:
    command("build", "--no-pdf")
    before = (resume.parent / "dist/index.html").read_bytes()
    resume.write_text(BROKEN.replace("2014-02-31", "2014-02-31, endDate: 2014-19-39"), encoding="utf-8")
    for words in (["build"], ["pdf", "-o", "out.pdf"]):
        code, out, err = command(*words)
        assert (code, out) == (1, "")
        assert err.count("impossible-date") == 2
    assert (resume.parent / "dist/index.html").read_bytes() == before
    assert not (resume.parent / "out.pdf").exists()


def test_languages_are_built_side_by_side(command: Command, resume: Path) -> None:
    german = resume.with_name("resume.de.yaml")
    german.write_bytes(resume.read_bytes())
    code, out, err = command("build", "--no-pdf")
    assert (code, out) == (0, "")
    assert "Languages: en, de." in err
    dist = resume.parent / "dist"
    assert '<html lang="de">' in (dist / "de/index.html").read_text(encoding="utf-8")
    german.unlink()
    assert "Languages" not in command("build", "--no-pdf").err
    assert not (dist / "de").exists()


@pytest.mark.parametrize("words", [["check"], ["build"]])
def test_a_problem_of_any_language_is_one_of_the_resume(command: Command, resume: Path, words: list[str]) -> None:
    resume.with_name("resume.de.yaml").write_text("basics: {name: Ada, url: 'javascript:x'}\n", encoding="utf-8")
    code, _, err = command(*words)
    assert code == 1
    assert "resume.de.yaml:1:26: error:" in err
    assert sorted(path.name for path in resume.parent.iterdir()) == ["resume.de.yaml", "resume.yaml"]


def test_one_language_can_be_asked_for_by_its_file(command: Command, resume: Path) -> None:
    german = resume.with_name("resume.de.yaml")
    german.write_bytes(resume.read_bytes())
    assert command("build", "resume.de.yaml", "--no-pdf").code == 0
    assert '<html lang="de">' in (resume.parent / "dist/index.html").read_text(encoding="utf-8")
    assert not (resume.parent / "dist/de").exists()


def test_check_says_what_goes_public_in_any_language(command: Command, resume: Path) -> None:
    german = resume.read_text(encoding="utf-8") + "meta: {cloudResume: {public: [basics.phone]}}\n"
    resume.with_name("resume.de.yaml").write_text(german, encoding="utf-8")
    err = command("check").err
    assert "Goes public by your settings: basics.phone." in err
    assert "Stays private" not in err


def test_build_refuses_a_folder_of_others(command: Command, resume: Path) -> None:
    (resume.parent / "dist").mkdir()
    (resume.parent / "dist/thesis.tex").write_text("years of work", encoding="utf-8")
    code, _, err = command("build", "--no-pdf")
    assert code == 1
    assert "thesis.tex" in err
    assert [path.name for path in (resume.parent / "dist").iterdir()] == ["thesis.tex"]


def test_pdf_has_the_private_fields(command: Command, resume: Path) -> None:
    code, out, err = command("pdf", "-o", "out.pdf")
    assert (code, out) == (0, "")
    assert "do not publish" in err
    built = load(resume).resume
    assert built is not None
    assert (resume.parent / "out.pdf").read_bytes() == site.pdf(built)


@pytest.mark.parametrize("words", [["pdf", "-o", "out.pdf"], ["build"]])
def test_a_pdf_that_ends_badly_is_a_warning(command: Command, resume: Path, words: list[str]) -> None:
    with resume.open("a", encoding="utf-8") as file:
        file.write("  summary: |\n" + "    Line.\n\n" * 341)
    code, _, err = command(*words)
    assert code == 0
    assert "the last page of the PDF is less than a fifth full" in err


def test_pdf_does_not_write_over_the_resume(command: Command, resume: Path) -> None:
    before = resume.read_bytes()
    code, out, err = command("pdf", "-o", "resume.yaml")
    assert (code, out) == (1, "")
    assert "resume.yaml" in err
    assert resume.read_bytes() == before


def test_pdf_to_standard_output(resume: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    built = load(resume).resume
    assert built is not None
    assert main(["pdf", "-o", "-"]) == 0
    assert capfdbinary.readouterr() == (site.pdf(built), b"")


def test_new_makes_a_folder_that_builds(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = command("new", "mine")
    assert (code, out) == (0, "")
    assert err.endswith("mine is there. Next: cd mine && cloud-resume serve\n")
    assert {path.name for path in (folder / "mine").iterdir()} == {
        *(".ci", ".github", ".gitignore", "Makefile", "README.md", "e2e", "infra", "requirements.txt"),
        *("resume.schema.json", "resume.yaml", "tools"),
    }
    first = (folder / "mine/resume.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./resume.schema.json"
    monkeypatch.chdir("mine")
    assert command("check", "--strict").code == 0
    assert command("build").code == 0


def test_new_lays_down_what_this_project_is_deployed_with(command: Command, folder: Path) -> None:
    assert command("new", "mine").code == 0
    root = Path(__file__).parents[2]
    workflows = (f".github/workflows/{name}.yaml" for name in ("drift", "pipeline"))
    tracked = ("git", "ls-files", "-z", "e2e", "infra", "tools/terragrunt", *workflows)
    known = subprocess.run(tracked, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    expected = {name: (root / name).read_bytes() for name in known if name and "/tests/" not in name}
    laid = {
        path.relative_to(folder / "mine").as_posix(): path.read_bytes()
        for name in (".github", "e2e", "infra", "tools")
        for path in (folder / "mine" / name).rglob("*")
        if path.is_file()
    }
    assert laid == expected
    assert os.access(folder / "mine/.ci/run", os.X_OK)


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, f"cloud-resume[aws]=={__version__}"),
        (
            {"url": "https://example.com/us/it.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"}},
            "cloud-resume[aws] @ git+https://example.com/us/it.git@0a1b2c",
        ),
        ({"url": "file:///home/me/it", "dir_info": {}}, "cloud-resume[aws] @ file:///home/me/it"),
    ],
)
def test_new_names_the_cloud_resume_that_it_is(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, origin: object, requirement: str
) -> None:
    direct = json.dumps(origin) if origin else None
    monkeypatch.setattr(metadata.PathDistribution, "read_text", lambda _, name: {"direct_url.json": direct}[name])
    err = command("new", "mine").err
    assert (folder / "mine/requirements.txt").read_text() == f"{requirement}\n"
    assert ("for the pipeline, name its Git URL" in err) == ("file:" in requirement)


def test_new_takes_an_empty_folder_and_no_other(command: Command, folder: Path) -> None:
    (folder / "mine").mkdir()
    assert command("new", "mine").code == 0
    before = sorted((folder / "mine").iterdir())
    code, _, err = command("new", "mine")
    assert code == 1
    assert "not empty" in err
    assert sorted((folder / "mine").iterdir()) == before
    (folder / "file").touch()
    assert command("new", "file").code == 1


def test_new_from_a_resume_keeps_it_all(command: Command, folder: Path) -> None:
    picture = folder / "old" / "me.png"
    picture.parent.mkdir()
    picture.write_bytes(PIXEL)
    old = picture.with_name("resume.json")
    content = {
        "basics": {"name": "Ada", "email": "ada@example.org", "image": "me.png", "shoeSize": "38"},
        "work": [{"company": "X", "position": "Y", "startDate": "2014"}],
    }
    old.write_text(json.dumps(content), encoding="utf-8")
    code, out, err = command("new", "mine", "--from", str(old))
    assert (code, out) == (0, "")
    assert "legacy-key" in err
    assert "unknown-key" in err
    text = (folder / "mine/resume.yaml").read_text(encoding="utf-8")
    assert "shoeSize: " in text
    assert (folder / "mine/me.png").read_bytes() == PIXEL
    assert load(folder / "mine/resume.yaml").resume == load(old).resume


def test_new_from_a_resume_says_what_was_renamed(command: Command, folder: Path) -> None:
    (folder / "old.json").write_text('{"work": [{"company": "X"}]}', encoding="utf-8")
    err = command("new", "mine", "--from", "old.json").err
    assert "`company` is called `name` now; renamed [legacy-key]" in err
    assert "did you mean" not in err


@pytest.mark.parametrize(
    "content", ['{\n\t"basics": {"name": "Ada", "image": "me.png"}\n}', "basics: {name: Ada, image: me.png}"]
)
def test_new_from_standard_input(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (folder / "me.png").write_bytes(PIXEL)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert command("new", "mine", "--from", "-").code == 0
    resume = load(folder / "mine/resume.yaml").resume
    assert resume is not None
    assert (resume.basics.name, resume.picture and resume.picture.data) == ("Ada", PIXEL)


def test_new_from_what_has_no_end_ends(command: Command, folder: Path) -> None:
    code, _, err = command("new", "mine", "--from", "/dev/zero")
    assert code == 1
    assert "too-large" in err
    assert not (folder / "mine").exists()


def test_new_from_a_pipe_reads_it_once(command: Command, folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, b'{\n\t"basics": {"name": "Ada"}\n}')
    os.close(write)
    assert command("new", "mine", "--from", f"/dev/fd/{read}").code == 0
    os.close(read)
    assert "name: Ada\n" in (folder / "mine/resume.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("picture", ["./resume.yaml", ".gitignore", "Resume.Schema.json", "resume.yaml/me.png"])
def test_new_from_a_resume_whose_picture_is_in_the_way_makes_nothing(
    command: Command, folder: Path, picture: str
) -> None:
    (folder / "old" / picture).parent.mkdir(parents=True)
    (folder / "old" / picture).write_bytes(PIXEL)
    (folder / "old/old.json").write_text(json.dumps({"basics": {"image": picture}}), encoding="utf-8")
    code, _, err = command("new", "mine", "--from", "old/old.json")
    assert (code, err) == (
        1,
        f"error: the picture {picture} has the name of a file that is made here: rename it, in the resume too\n",
    )
    assert not (folder / "mine").exists()


def test_new_from_a_resume_without_its_picture_says_so(command: Command, folder: Path) -> None:
    (folder / "old.json").write_text(
        '{"basics": {"image": "me.png"}, "awards": [{"date": "2014-13"}]}', encoding="utf-8"
    )
    code, _, err = command("new", "mine", "--from", "old.json")
    assert code == 1
    assert "image-missing" in err
    assert "impossible-date" in err
    assert (folder / "mine/resume.yaml").is_file()


def test_new_from_another_programs_file_says_what_has_no_place(command: Command, folder: Path) -> None:
    (folder / "cv.yaml").write_text("cv: {name: Ada, email: ada@example.org, team: Cards}\n", encoding="utf-8")
    code, _, err = command("new", "mine", "--from", "cv.yaml")
    assert code == 0
    assert "cv.yaml:1:41: warning: `team` of `cv` has no place" in err
    assert "name: Ada\n" in (folder / "mine/resume.yaml").read_text(encoding="utf-8")


def test_new_from_linkedins_archive(command: Command, folder: Path) -> None:
    with ZipFile(folder / "LinkedIn.zip", "w") as archive:
        archive.writestr("media/picture.jpg", b"x" * 2 * 1024 * 1024)  # more than a resume's file may have
        archive.writestr("Positions.csv", "Company Name,Title,Started On\nWorks,Analyst,spring\n")
    code, _, err = command("new", "mine", "--from", "LinkedIn.zip")
    assert code == 1
    assert "not-a-date" in err
    assert "startDate: spring" in (folder / "mine/resume.yaml").read_text(encoding="utf-8")


def test_new_from_linkedins_archive_that_was_unpacked(command: Command, folder: Path) -> None:
    (folder / "Basic").mkdir()
    assert command("new", "mine", "--from", "Basic").code == 3
    (folder / "Basic/Skills.csv").write_text("Name\nCards\n", encoding="utf-8")
    assert command("new", "mine", "--from", "Basic").code == 1
    (folder / "Basic/Profile.csv").write_text("First Name,Team\nAda,Cards\n", encoding="utf-8")
    code, _, err = command("new", "mine", "--from", "Basic")
    assert code == 0
    assert "Basic/Profile.csv:2:1: warning: `Team`" in err
    assert "name: Cards" in (folder / "mine/resume.yaml").read_text(encoding="utf-8")


def test_new_from_a_broken_resume_shows_what_is_left_to_mend(command: Command, folder: Path) -> None:
    (folder / "old.yaml").write_text(BROKEN, encoding="utf-8")
    code, _, err = command("new", "mine", "--from", "old.yaml")
    assert code == 1
    assert "impossible-date" in err
    assert "2014-02-31" in (folder / "mine/resume.yaml").read_text(encoding="utf-8")


def test_new_from_what_is_no_resume_makes_nothing(command: Command, folder: Path) -> None:
    (folder / "old.json").write_text("{", encoding="utf-8")
    assert command("new", "mine", "--from", "old.json").code == 1
    assert command("new", "mine", "--from", "none.json").code == 3
    assert not (folder / "mine").exists()


@pytest.mark.parametrize("there", [False, True])
def test_new_that_fails_leaves_nothing(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    write, calls = site.write_file, []

    def fail(content: bytes, path: Path) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(content, path)

    monkeypatch.setattr(site, "write_file", fail)
    if there:
        (folder / "mine").mkdir()
    code, out, err = command("new", "mine")
    assert (code, out) == (3, "")
    assert err == f"error: {calls[1]}: No space left on device\n"
    assert list(folder.rglob("*")) == ([folder / "mine"] if there else [])


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def _count(folder: Path, visits: dict[str, int]) -> None:
    path = folder / ".cloud-resume" / "visits.sqlite3"
    path.parent.mkdir()
    with closing(SQLiteStore(path)) as store:
        for day, number in visits.items():
            for visitor in range(number):
                store.count(day, bytes([visitor // 2]))


def test_stats_draws_a_chart(command: Command, folder: Path) -> None:
    _count(folder, {"2026-11-01": 1, "2026-11-03": 8})
    code, out, err = command("stats")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "5 visitors, 9 visits",
        "",
        "day (UTC)   visitors  visits",
        f"2026-11-01         1       1  {'█' * 10}",
        "2026-11-02         0       0",
        f"2026-11-03         4       8  {'█' * 40}",
    ]


@pytest.mark.parametrize(("columns", "bar"), [("50", 20), ("20", 0)])
def test_stats_keeps_to_the_terminal(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, columns: str, bar: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _count(folder, {"2026-11-03": 8})
    assert command("stats").out.count("█") == bar


def test_stats_shows_a_month_and_says_so(command: Command, folder: Path) -> None:
    _count(folder, {"2026-09-01": 1, "2026-11-03": 1})
    lines = command("stats").out.splitlines()
    assert [line[:10] for line in lines[3:33]][::29] == ["2026-10-05", "2026-11-03"]
    assert lines[-1] == "The last 30 days; --format csv has all 2 that had visits."


def test_stats_gives_data(command: Command, folder: Path) -> None:
    _count(folder, {"2026-11-01": 1, "2026-11-03": 8})
    days = [{"day": "2026-11-01", "visits": 1, "visitors": 1}, {"day": "2026-11-03", "visits": 8, "visitors": 4}]
    assert json.loads(command("stats", "--format", "json").out) == {"visits": 9, "visitors": 5, "days": days}
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(command("stats", "--format", "csv").out)))
    assert rows == [{key: str(value) for key, value in day.items()} for day in days]


def test_stats_of_an_environment(command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def counts(project: Path, environment: str, **_: object) -> tuple[int, int, list[tuple[str, int, int]]]:
        assert project == folder
        return 1, 1, [(f"of {environment}", 1, 1)]

    monkeypatch.setattr("cloud_resume.cloud.counts", counts)
    assert json.loads(command("stats", "prod", "--format", "json").out)["days"][0]["day"] == "of prod"


def test_stats_of_one(command: Command, folder: Path) -> None:
    _count(folder, {"2026-11-03": 1})
    assert command("stats").out.splitlines()[0] == "1 visitor, 1 visit"


def test_stats_of_nothing(command: Command, folder: Path) -> None:
    code, out, err = command("stats")
    assert (code, out) == (3, "")
    assert "cloud-resume serve" in err
    assert not (folder / ".cloud-resume").exists()
    _count(folder, {})
    assert command("stats").out == "0 visitors, 0 visits\n"
    (folder / "other").write_text("this is no database, however long it is" * 99, encoding="utf-8")
    code, out, err = command("stats", "--data", "other")
    assert (code, out) == (3, "")
    assert "other" in err


def test_package_writes_the_zip(command: Command, folder: Path) -> None:
    code, out, err = command("package")
    assert (code, out) == (0, "")
    assert "cloud_resume.counter.handler.handler" in err
    assert (folder / "build/counter.zip").read_bytes() == package()


def test_package_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["package", "-o", "-"]) == 0
    assert capfdbinary.readouterr() == (package(), b"")


def test_serve_says_where_and_reports_each_build(
    command: Command, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cloud_resume.server.Server.serve_forever", interrupt)
    code, out, err = command("serve", "--port", "0", "--open", "--data", "counts.sqlite3")
    assert code == 130
    assert re.fullmatch(r"Built at \d\d:\d\d:\d\d\.\n", err)
    assert out == f"Serving {opened[0]} (Ctrl-C to stop)\n"
    assert (resume.parent / "counts.sqlite3").exists()
    resume.write_text(BROKEN, encoding="utf-8")
    code, _, err = command("serve", "--port", "0")
    assert code == 130
    assert "impossible-date" in err
    assert "The page comes when this is mended." in err


def test_serve_says_what_a_broken_edit_leaves(resume: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = _serve.reporter()
    report(load(resume))
    resume.write_text(BROKEN, encoding="utf-8")
    report(load(resume))
    assert "The last good page stays until this is mended." in capfd.readouterr().err


def test_serve_that_is_closed_ends_with_0(command: Command, resume: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resume.exists()
    monkeypatch.setattr("cloud_resume.server.Server.serve_forever", lambda _: None)
    assert command("serve", "--port", "0").code == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_serve_ends_cleanly_when_asked_to(resume: Path, number: int, code: int) -> None:
    words = [sys.executable, "-m", "cloud_resume", "serve", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=resume.parent, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline().startswith("Serving http://127.0.0.1:")
        process.send_signal(number)
        assert process.wait(10) == code
        assert process.stderr.read().count("\n") == 1  # that it was built


def test_serve_tells_of_a_failed_visit(capfd: pytest.CaptureFixture[str]) -> None:
    _serve.report_failure(OSError("the disk is full"))
    assert capfd.readouterr().err == "error: the disk is full\n"


def test_serve_wants_a_file(command: Command) -> None:
    code, out, err = command("serve", "-")
    assert (code, out) == (2, "")
    assert "name one instead of -" in err
