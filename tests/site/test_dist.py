"""The site on disk: whole at any time, and never in the place of what is somebody else's."""

import ctypes
import fcntl
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pytest

from cloud_resume import site
from cloud_resume.errors import OutputError, OutsideError
from cloud_resume.site import _dist

OLD = {"index.html": b"old", "assets/page.1.css": b"old style", "resume.pdf": b"old pdf"}
NEW = {"index.html": b"new", "assets/page.2.css": b"new style", "resume.txt": b"new text"}


def _tree(folder: Path) -> dict[str, bytes]:
    """Give all files of a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != site.MANIFEST
    }


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Give a folder with a site in it."""
    folder = tmp_path / "dist"
    site.write(OLD, folder)
    return folder


def _refuse(*_arguments: object) -> NoReturn:
    message = "not here"
    raise OSError(message)


def test_the_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    site.write(NEW, tmp_path / "a/b/dist")
    assert _tree(tmp_path) == {f"a/b/dist/{name}": content for name, content in NEW.items()}


def test_the_root_of_all_files_is_refused() -> None:
    with pytest.raises(OutputError, match=r"^/ is the root of all files"):
        site.write(NEW, Path("/"))


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    site.write(NEW, tmp_path)
    assert _tree(tmp_path) == NEW


def test_the_new_site_takes_the_place_of_the_old(dist: Path) -> None:
    site.write(NEW, dist)
    assert _tree(dist) == NEW
    assert [path.name for path in dist.parent.iterdir()] == ["dist"]


def test_the_manifest_lists_what_was_written(dist: Path) -> None:
    files = json.loads((dist / site.MANIFEST).read_bytes())["files"]
    assert files == {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()} for name, content in OLD.items()
    }


def test_the_same_site_is_the_same_folder(dist: Path) -> None:
    manifest = (dist / site.MANIFEST).read_bytes()
    site.write(dict(reversed(OLD.items())), dist)
    assert (dist / site.MANIFEST).read_bytes() == manifest


def test_permissions_are_what_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        site.write(NEW, tmp_path / "dist")
        site.write_file(b"pdf", tmp_path / "ada.pdf")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert {name for name, mode in modes.items() if mode == 0o750} == {"dist", "assets"}
    assert {mode for name, mode in modes.items() if name not in {"dist", "assets"}} == {0o640}


def test_a_link_to_the_folder_stays_one(dist: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("dist")
    site.write(NEW, link)
    assert link.is_symlink()
    assert _tree(dist) == NEW


def _add(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"mine")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("notes.txt", "notes.txt"),
        ("assets/mine.css", "assets/mine.css"),
        (".htaccess", ".htaccess"),
        ("index.html", "index.html"),
        (f"assets/{site.MANIFEST}", f"assets/{site.MANIFEST}"),
    ],
)
def test_a_file_of_somebody_else_is_refused(dist: Path, name: str, shown: str) -> None:
    _add(dist, name)
    before = _tree(dist)
    with pytest.raises(OutputError, match=rf"{shown}, not written by cloud-resume or changed since: .*-o"):
        site.write(NEW, dist)
    assert _tree(dist) == before
    assert [path.name for path in dist.parent.iterdir()] == ["dist"]


def test_not_all_files_of_somebody_else_are_named(dist: Path) -> None:
    for number in range(9):
        _add(dist, f"mine-{number}")
    with pytest.raises(OutputError, match="holds mine-0, mine-1, mine-2, not"):
        site.write(NEW, dist)


@pytest.mark.parametrize("target", ["index.html", "."])
def test_a_link_of_somebody_else_is_refused(dist: Path, target: str) -> None:
    (dist / "link").symlink_to(target)
    with pytest.raises(OutputError, match="holds link,"):
        site.write(NEW, dist)


def test_a_link_in_the_place_of_a_file_is_refused(dist: Path, tmp_path: Path) -> None:
    (dist / "index.html").rename(tmp_path / "mine.html")
    (dist / "index.html").symlink_to(tmp_path / "mine.html")
    with pytest.raises(OutputError, match=r"holds index\.html,"):
        site.write(NEW, dist)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"index.html": 1}}',
        b'{"files": {"index.html": {}}}',
        b"[" * 9999,
    ],
)
def test_a_folder_without_a_manifest_of_ours_is_not_ours(dist: Path, manifest: bytes) -> None:
    (dist / site.MANIFEST).write_bytes(manifest)
    with pytest.raises(OutputError, match=r"holds assets/page\.1\.css, index\.html, resume\.pdf,"):
        site.write(NEW, dist)
    (dist / site.MANIFEST).unlink()
    with pytest.raises(OutputError):
        site.write(NEW, dist)
    assert _tree(dist) == OLD


def test_what_a_file_manager_left_is_no_matter(dist: Path) -> None:
    for name in (".DS_Store", "assets/.DS_Store", "Thumbs.db", "desktop.ini"):
        _add(dist, name)
    site.write(NEW, dist)
    assert _tree(dist) == NEW


@pytest.mark.parametrize("name", ["resume.yaml", "resume.json"])
def test_the_resume_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    dist = tmp_path / "dist"
    site.write({"resume.json": b"{}"}, dist)
    (dist / name).write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match=f"dist holds dist/{name} itself: "):
        site.write(NEW, Path("dist"), keep=Path("dist", name))
    assert (dist / name).read_bytes() == b"{}"


def test_a_resume_elsewhere_is_no_matter(dist: Path) -> None:
    site.write(NEW, dist, keep=dist.parent / "resume.yaml")
    assert _tree(dist) == NEW


def test_the_folder_of_the_resume_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resume.yaml").write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match=r"^\. holds resume.yaml itself: name another folder with -o"):
        site.write(NEW, Path(), keep=Path("resume.yaml"))


@pytest.mark.parametrize("inside", [".", "assets"])
def test_where_one_is_can_not_be_swapped(dist: Path, monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    monkeypatch.chdir(dist / inside)
    with pytest.raises(OutputError, match="is where you are"):
        site.write(NEW, dist)
    assert _tree(dist) == OLD


def test_a_mount_point_can_not_be_swapped(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == dist)
    with pytest.raises(OutputError, match="is a mount point"):
        site.write(NEW, dist)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"mine")
    with pytest.raises(OutputError, match="is a file: "):
        site.write(NEW, tmp_path / "dist")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(OutputError, match="is a file: "):
        site.write(NEW, tmp_path / "circle")


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutsideError, match=r"file/dist can't be written: .*permissions"):
        site.write(NEW, tmp_path / "file/dist")
    with pytest.raises(OutsideError, match=r"file/ada\.pdf can't be written: "):
        site.write_file(b"", tmp_path / "file/ada.pdf")


@pytest.mark.parametrize("swap", ["exchange", "rename"])
def test_a_write_that_is_killed_leaves_the_old_site_or_the_new(tmp_path: Path, swap: str) -> None:
    writes = _struck_writes(tmp_path, "kill", swap)
    found = Counter(write["found"] for write in writes)
    assert found["old"] >= 10
    assert found["new"] >= 3
    # Where two folders can't be exchanged, there is one moment between two renames.
    assert found["nothing"] == (0 if swap == "exchange" else 1)
    assert found.total() == found["old"] + found["new"] + found["nothing"]
    assert {write["end"] for write in writes} == {"killed", "not struck"}


@pytest.mark.parametrize("swap", ["exchange", "rename"])
def test_a_write_that_fails_leaves_the_old_site(tmp_path: Path, swap: str) -> None:
    writes = _struck_writes(tmp_path, "fail", swap)
    ends = {(write["end"], write["found"]) for write in writes}
    assert ends == {("failed", "old"), ("done all the same", "new"), ("not struck", "new")}


def _struck_writes(folder: Path, how: str, swap: str) -> list[dict[str, str]]:
    """Give what came of writes that were struck at one call after the other."""
    script = Path(__file__).with_name("kill_writes.py")
    done = subprocess.run([sys.executable, script, folder, how, swap], check=True, capture_output=True, text=True)
    writes = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(write["next"], *write["beside"]) for write in writes} == {("new", "dist")}
    return writes


@pytest.mark.parametrize("end", ["", ".old"])
def test_what_killed_writes_left_is_removed(dist: Path, end: str) -> None:
    site.write(OLD, dist.with_name(f".dist.cloud-resume-1{end}"))
    _add(dist.parent, ".dist.cloud-resume-2")
    _add(dist.parent, ".dist-of-mine")
    site.write(NEW, dist)
    assert sorted(path.name for path in dist.parent.iterdir()) == [".dist-of-mine", "dist"]
    assert _tree(dist) == NEW


def test_the_old_site_comes_back_if_only_the_old_one_is_left(dist: Path) -> None:
    dist.rename(dist.with_name(".dist.cloud-resume-1.old"))
    with pytest.raises(OutputError):
        site.write(NEW, dist, keep=dist / "resume.pdf")
    assert _tree(dist) == OLD


def test_a_failed_swap_is_undone(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        return _refuse() if target == dist and not path.name.endswith(".old") else rename(path, target)

    monkeypatch.setattr(_dist, "_exchange", _refuse)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutsideError):
        site.write(NEW, dist)
    assert _tree(dist.parent) == {f"dist/{name}": content for name, content in OLD.items()}


def test_a_file_system_without_locks_will_do(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", _refuse)
    site.write(NEW, dist)
    assert _tree(dist) == NEW


class _MacOS:
    """The C library of a system with `renamex_np`, which knows no `renameat2`."""

    def __init__(self, result: int) -> None:
        self.result = result
        self.calls: list[tuple[bytes, bytes, int]] = []

    def renamex_np(self, one: bytes, other: bytes, flags: int) -> int:
        self.calls.append((one, other, flags))
        return self.result


def test_macos_has_a_call_of_its_own(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libc = _MacOS(result=-1)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_options: libc)
    site.write(NEW, dist)
    ((one, other, flags),) = libc.calls
    assert Path(os.fsdecode(one)).name.startswith(".dist.cloud-resume-")
    assert (other, flags) == (os.fsencode(dist), 2)
    assert _tree(dist) == NEW


def test_writes_at_the_same_time_do_not_mix(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    sites = [{f"{name}-{number}": b"%d" % number for name in "abc"} for number in range(8)]
    start = threading.Barrier(len(sites))

    def write(files: dict[str, bytes]) -> None:
        start.wait()
        for _ in range(5):
            site.write(files, dist)

    threads = [threading.Thread(target=write, args=(files,)) for files in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _tree(dist) in sites
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_one_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a/ada.pdf"
    for content in (b"old", b"new"):
        site.write_file(content, path)
        assert _tree(tmp_path) == {"a/ada.pdf": content}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400, 0o666])
def test_one_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ada.pdf"
    path.write_bytes(b"old")
    path.chmod(mode)
    site.write_file(b"new", path)
    assert path.stat().st_mode & 0o777 == mode
    assert path.read_bytes() == b"new"


def test_one_file_is_for_nobody_else_to_read_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ada.pdf"
    path.touch(0o600)
    write = Path.write_bytes
    modes = []

    def watched(staged: Path, data: bytes) -> int:
        modes.append(staged.stat().st_mode & 0o777)
        return write(staged, data)

    monkeypatch.setattr(Path, "write_bytes", watched)
    site.write_file(b"private", path)
    assert modes == [0o600]


def test_one_file_stays_as_it_was_if_the_write_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ada.pdf"
    site.write_file(b"old", path)
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(OutsideError):
        site.write_file(b"new", path)
    assert _tree(tmp_path) == {"ada.pdf": b"old"}


def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to("ada.pdf")
    site.write_file(b"pdf", link)
    assert link.is_symlink()
    assert (tmp_path / "ada.pdf").read_bytes() == b"pdf"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    site.write_file(b"pdf", pipe)
    reader.join()
    assert read == [b"pdf"]
    assert pipe.is_fifo()


def test_neither_a_folder_nor_the_resume_is_written_over(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder: "):
        site.write_file(b"pdf", tmp_path)
    resume = tmp_path / "resume.yaml"
    resume.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(resume)
    with pytest.raises(OutputError, match="is the resume itself: "):
        site.write_file(b"pdf", tmp_path / "link", keep=resume)
    assert resume.read_bytes() == b"mine"
    site.write_file(b"pdf", tmp_path / "ada.pdf", keep=resume)
    assert (tmp_path / "ada.pdf").read_bytes() == b"pdf"
