"""Changes of files, as they are seen look by look."""

import os
from pathlib import Path

import pytest

from cloud_resume.server._watch import PATIENCE, RETRY_AFTER, Watch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "resume.yaml"
    path.write_text("one", encoding="utf-8")
    return path


def looks_until_change(watch: Watch) -> int:
    for look in range(1, PATIENCE + 5):
        if watch.look():
            return look
    pytest.fail("no change was seen")


def test_nothing_is_told_while_nothing_changes(file: Path) -> None:
    watch = Watch([file])
    assert not any(watch.look() for _ in range(PATIENCE + 5))


def test_a_change_is_told_once_and_when_it_has_come_to_rest(file: Path) -> None:
    watch = Watch([file])
    file.write_text("tw", encoding="utf-8")
    assert not watch.look()
    file.write_text("two, longer", encoding="utf-8")
    assert not watch.look()
    assert watch.look()
    assert not watch.look()


def test_the_same_size_is_told_by_its_time(file: Path) -> None:
    watch = Watch([file])
    os.utime(file, ns=(1, 1))
    assert looks_until_change(watch) == 2


def test_a_rename_over_the_file_is_told_even_with_size_and_time_kept(file: Path) -> None:
    watch = Watch([file])
    stat = file.stat()
    other = file.with_suffix(".new")
    other.write_text("two", encoding="utf-8")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)
    assert looks_until_change(watch) == 2


def test_a_file_that_is_gone_for_a_moment_is_waited_for(file: Path) -> None:
    watch = Watch([file])
    file.unlink()
    assert not any(watch.look() for _ in range(PATIENCE))
    file.write_text("two", encoding="utf-8")
    assert looks_until_change(watch) == 2


def test_a_file_that_stays_away_is_told(file: Path) -> None:
    watch = Watch([file])
    file.unlink()
    assert looks_until_change(watch) == PATIENCE + 1
    assert not watch.look()


def test_a_file_that_appears_is_told(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    watch = Watch([path])
    assert not watch.look()
    path.write_bytes(b"png")
    assert looks_until_change(watch) == 2


def test_another_set_is_followed_without_a_change_being_lost(file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    watch = Watch([file])
    file.write_text("changed before it is followed again", encoding="utf-8")
    picture.write_bytes(b"png")
    watch.follow([file, picture])
    assert looks_until_change(watch) == 2
    watch.follow([file])
    picture.unlink()
    assert not any(watch.look() for _ in range(PATIENCE + 5))


def test_what_is_amiss_is_looked_into_again_and_again(file: Path) -> None:
    watch = Watch([file])
    retries = [watch.look(retry=True) for _ in range(3 * RETRY_AFTER)]
    assert sum(retries) == 3


def test_another_set_is_not_looked_into_at_once(file: Path, tmp_path: Path) -> None:
    watch = Watch([file])
    watch.follow([file, tmp_path / "picture.png"])
    assert [watch.look(retry=True) for _ in range(RETRY_AFTER)] == [False] * (RETRY_AFTER - 1) + [True]
    watch.follow([file])
    assert [watch.look(retry=True) for _ in range(RETRY_AFTER)] == [False] * (RETRY_AFTER - 1) + [True]


def test_there_is_no_retry_while_a_file_is_gone(file: Path) -> None:
    watch = Watch([file])
    file.unlink()
    assert not any(watch.look(retry=True) for _ in range(PATIENCE))
