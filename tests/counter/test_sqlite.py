"""The SQLite file: shared, durable, and without what was deleted from it."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from cloud_resume.counter import SQLiteStore, StoreError
from cloud_resume.counter._visit import visitor_key

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY, NEXT_DAY = "2026-11-03", "2026-11-04"

# Counts visits of visitors of its own, and says so after each.
VISITING = """
import sys
from cloud_resume.counter import SQLiteStore

store = SQLiteStore(sys.argv[1])
for number in range(int(sys.argv[3])):
    store.count("2026-11-03", f"{sys.argv[2]} {number}".encode())
    print(number, flush=True)
"""


def visiting(path: Path, name: str, visits: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", VISITING, str(path), name, str(visits)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visits.sqlite3"


def secrets(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [secret for (secret,) in connection.execute("SELECT value FROM secret")]


def everything(path: Path) -> bytes:
    """Give all bytes of the database and of what SQLite keeps beside it."""
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_what_was_counted_is_there_the_next_time(path: Path) -> None:
    with closing(SQLiteStore(path)) as store:
        store.count(DAY, b"ada")
    with closing(SQLiteStore(path)) as store:
        assert store.count(DAY, b"ada") == (2, 1)


def test_threads_share_one_store(path: Path) -> None:
    with closing(SQLiteStore(path)) as store, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.count(DAY, str(number % 10).encode()), range(200)))
        assert store.totals() == (200, 10)


def test_processes_share_one_file_from_its_beginning(path: Path) -> None:
    processes = [visiting(path, str(number), 20) for number in range(4)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with closing(SQLiteStore(path)) as store:
        assert store.totals() == (80, 80)


def test_an_acknowledged_visit_survives_kill_9(path: Path) -> None:
    with visiting(path, "killed", 1_000_000) as killed, visiting(path, "other", 50) as other:
        assert killed.stdout is not None
        for _ in range(50):
            killed.stdout.readline()
        killed.kill()
        acknowledged = 50 + len(killed.stdout.readlines())
        other.communicate()
    assert killed.returncode == -signal.SIGKILL
    with closing(SQLiteStore(path)) as store:
        visits, visitors = store.totals()
        # The last one may have been counted without the time to say so.
        assert visits == visitors
        assert visits - 50 in {acknowledged, acknowledged + 1}
        assert store.count(DAY, b"killed 0") == (visits + 1, visitors)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("replaced", [False, True])
def test_what_a_file_holds_that_is_gone_is_an_error(path: Path, *, read_only: bool, replaced: bool) -> None:
    with closing(SQLiteStore(path)) as store, closing(SQLiteStore(path, read_only=read_only)) as other:
        store.count(DAY, b"ada")
        for file in path.parent.iterdir():
            file.unlink()
        if replaced:
            SQLiteStore(path).close()
        for call in (partial(store.count, DAY, b"ada"), store.totals, other.totals, other.history):
            with pytest.raises(StoreError, match="removed or replaced"):
                call()


def test_a_visit_is_not_acknowledged_when_the_file_goes_as_it_is_counted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink_and_key(secret: bytes, viewer: bytes) -> bytes:
        path.unlink()
        return visitor_key(secret, viewer)

    monkeypatch.setattr("cloud_resume.counter._sqlite.visitor_key", unlink_and_key)
    with closing(SQLiteStore(path)) as store, pytest.raises(StoreError, match="removed or replaced"):
        store.count(DAY, b"ada")


def test_a_visit_that_fails_half_way_is_as_if_it_never_was(path: Path) -> None:
    with closing(SQLiteStore(path)) as store, closing(sqlite3.connect(path)) as hand:
        hand.execute("ALTER TABLE day RENAME TO missing")
        with pytest.raises(StoreError, match="no such table"):
            store.count(DAY, b"ada")
        hand.execute("ALTER TABLE missing RENAME TO day")
        assert store.count(DAY, b"ada") == (1, 1)


def test_the_secret_of_yesterday_is_in_no_file(path: Path) -> None:
    with closing(SQLiteStore(path)) as one, closing(SQLiteStore(path)) as other:
        one.count(DAY, b"ada")
        other.count(DAY, b"bob")
        [old] = secrets(path)
        assert old in everything(path)
        other.count(NEXT_DAY, None)
        assert old not in everything(path)
        [new] = secrets(path)
        assert new != old


def test_the_keys_of_yesterday_are_in_no_file(path: Path) -> None:
    with closing(SQLiteStore(path)) as store:
        for number in range(20):
            store.count(DAY, str(number).encode())
        with closing(sqlite3.connect(path)) as connection:
            keys = [key for (key,) in connection.execute("SELECT key FROM visitor")]
        assert all(key in everything(path) for key in keys)
        store.count(NEXT_DAY, None)
        assert not any(key in everything(path) for key in keys)


def test_the_secret_goes_when_the_reader_in_its_way_is_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.counter._sqlite._BUSY_TIMEOUT", 0.01)
    with closing(SQLiteStore(path)) as store, closing(sqlite3.connect(path)) as reader:
        store.count(DAY, None)
        [old] = secrets(path)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM day").fetchall()
        assert store.count(NEXT_DAY, None) == (2, 0)
        assert old in everything(path)
        reader.execute("COMMIT")
        store.count(NEXT_DAY, None)
        assert old not in everything(path)


def test_the_secret_that_a_wrong_clock_left_is_in_no_file(path: Path) -> None:
    with closing(SQLiteStore(path)) as one, closing(SQLiteStore(path)) as other:
        one.count(DAY, None)
        other.count("2036-01-01", None)
        [wrong] = secrets(path)
        one.count(DAY, None)
        assert wrong not in everything(path)


class _FullDisk(sqlite3.Connection):
    """SQLite's answer where the write-ahead log can't be emptied."""

    is_full = True

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        if self.is_full and "wal_checkpoint" in sql:
            message = "database or disk is full"
            raise sqlite3.OperationalError(message)
        return super().execute(sql, *parameters)


def test_a_counted_visit_is_no_error_where_the_log_cannot_be_emptied(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = partial(sqlite3.connect, factory=_FullDisk)
    monkeypatch.setattr("cloud_resume.counter._sqlite.sqlite3.connect", connect)
    with closing(SQLiteStore(path)) as store:
        assert store.count(DAY, b"ada") == (1, 1)
        [old] = secrets(path)
        assert store.count(NEXT_DAY, b"ada") == (2, 2)
        assert old in everything(path)
        monkeypatch.setattr(_FullDisk, "is_full", False)
        assert store.count(NEXT_DAY, b"ada") == (3, 2)
        assert old not in everything(path)


def test_only_its_owner_reads_it(path: Path) -> None:
    with closing(SQLiteStore(path)) as store:
        store.count(DAY, b"ada")
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        SQLiteStore(tmp_path / "missing" / "visits.sqlite3")


def test_another_kind_of_file_is_an_error_and_stays_as_it_was(path: Path) -> None:
    path.write_text("visits, visitors\n" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database"):
        SQLiteStore(path)
    assert path.read_bytes() == before


def test_a_file_that_is_kept_busy_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.counter._sqlite._BUSY_TIMEOUT", 0.05)
    with closing(SQLiteStore(path)) as store, closing(sqlite3.connect(path)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            store.count(DAY, b"ada")
        writer.rollback()
        assert store.count(DAY, b"ada") == (1, 1)


def test_a_new_file_that_is_kept_busy_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.counter._sqlite._BUSY_TIMEOUT", 0.05)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            SQLiteStore(path)


class _AnotherEntersWalMode(sqlite3.Connection):
    """SQLite's answer, the first time, when two processes make the same file."""

    answers: ClassVar = [sqlite3.OperationalError("database is locked")]

    def executescript(self, sql: str, /) -> sqlite3.Cursor:
        for error in self.answers[:]:
            self.answers.remove(error)
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().executescript(sql)


def test_a_new_file_that_another_makes_too_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = partial(sqlite3.connect, factory=_AnotherEntersWalMode)
    monkeypatch.setattr("cloud_resume.counter._sqlite.sqlite3.connect", connect)
    with closing(SQLiteStore(path)) as store:
        assert store.totals() == (0, 0)
    assert _AnotherEntersWalMode.answers == []


def test_a_reader_follows_what_others_count(path: Path) -> None:
    with closing(SQLiteStore(path)) as store, closing(SQLiteStore(path, read_only=True)) as reader:
        assert reader.totals() == (0, 0)
        store.count(DAY, b"ada")
        assert reader.totals() == (1, 1)
        assert reader.history() == [(DAY, 1, 1)]


def test_a_reader_follows_who_comes_after_it(path: Path) -> None:
    SQLiteStore(path).close()
    with closing(SQLiteStore(path, read_only=True)) as reader, closing(SQLiteStore(path)) as store:
        assert reader.totals() == (0, 0)
        store.count(DAY, b"ada")
        assert reader.totals() == (1, 1)


def test_a_reader_counts_nothing(path: Path) -> None:
    with closing(SQLiteStore(path)) as store, closing(SQLiteStore(path, read_only=True)) as reader:
        with pytest.raises(StoreError, match="readonly"):
            reader.count(DAY, b"ada")
        assert store.totals() == (0, 0)


@pytest.mark.parametrize("name", ["visits?mode=memory", "visits#1", "100% of visits", "bes\u00f6k"])
def test_a_file_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(SQLiteStore(name)) as store:
        store.count(DAY, b"ada")
    assert list(tmp_path.iterdir()) == [tmp_path / name]
    with closing(SQLiteStore(name, read_only=True)) as reader:
        assert reader.totals() == (1, 1)


def test_a_reader_makes_no_file(path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        SQLiteStore(path, read_only=True)
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreError, match="not a file of visits"):
        SQLiteStore(path, read_only=True)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("table", ["bookmark (url TEXT)", "day (day TEXT, visits INTEGER, visitors INTEGER)"])
def test_the_file_of_another_program_is_an_error_and_stays_as_it_was(
    path: Path, table: str, *, read_only: bool
) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"CREATE TABLE {table}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a file of visits"):
        SQLiteStore(path, read_only=read_only)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Give a folder outside of `tmp_path`, into which only root sees."""
    with TemporaryDirectory() as name:
        shelf = Path(name)
        yield shelf
        shelf.chmod(0o700)


@contextmanager
def may_only_read(shelf: Path) -> Iterator[None]:
    """Take from this process the right to write to `shelf`, and root's to write anywhere."""
    for file in shelf.iterdir():
        file.chmod(0o444)
    shelf.chmod(0o555)
    user = os.getuid()
    nobody = user or 65534
    os.setresuid(nobody, nobody, user)
    try:
        yield
    finally:
        os.setresuid(user, user, user)


def test_a_reader_needs_no_right_to_write(shelf: Path) -> None:
    path = shelf / "visits.sqlite3"
    with closing(SQLiteStore(path)) as store:
        store.count(DAY, b"ada")
    with may_only_read(shelf), closing(SQLiteStore(path, read_only=True)) as reader:
        assert reader.totals() == (1, 1)


def test_a_reader_needs_no_right_to_write_beside_who_has_it(shelf: Path) -> None:
    path = shelf / "visits.sqlite3"
    with visiting(path, "other", 1_000_000) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with may_only_read(shelf), closing(SQLiteStore(path, read_only=True)) as reader:
            for number in range(1, 20):
                other.stdout.readline()
                assert reader.totals() > (number, number)
        other.kill()


@pytest.mark.parametrize("parts", [["", "-wal"], ["", "-wal", "-shm"]])
def test_a_reader_never_passes_over_the_log_of_who_was_killed(path: Path, shelf: Path, parts: list[str]) -> None:
    copy = shelf / path.name
    with closing(SQLiteStore(path)) as store:
        store.count(DAY, b"ada")
        store.count(DAY, b"bob")
        for part in parts:
            copy.with_name(copy.name + part).write_bytes(path.with_name(path.name + part).read_bytes())
    if "-shm" in parts:
        with may_only_read(shelf), closing(SQLiteStore(copy, read_only=True)) as reader:
            assert reader.totals() == (2, 2)
    else:
        with may_only_read(shelf), pytest.raises(StoreError, match="unable to open"):
            SQLiteStore(copy, read_only=True)
    shelf.chmod(0o700)
    with closing(SQLiteStore(copy, read_only=True)) as reader:
        assert reader.totals() == (2, 2)


def test_a_closed_store_counts_no_more(path: Path) -> None:
    store = SQLiteStore(path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count(DAY, b"ada")
