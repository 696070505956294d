"""The store of one machine: an SQLite file that any number of threads and processes share."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from os.path import samestat
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cloud_resume.counter._errors import StoreError
from cloud_resume.counter._visit import next_day, visitor_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY_TIMEOUT = 5.0  # seconds to wait for another process

# An answered visit survives a power cut (FULL), and what is deleted is overwritten (secure_delete).
_SETUP = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS day (
    day TEXT PRIMARY KEY,
    visits INTEGER NOT NULL,
    visitors INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS secret (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    day TEXT NOT NULL,
    value BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS visitor (
    key BLOB PRIMARY KEY
) WITHOUT ROWID;
COMMIT;
"""


class SQLiteStore:
    """A `Store` in a file; one object serves all threads of a process."""

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        """Open the file at `path`, or make it, readable by its owner alone, in a folder that exists.

        With `read_only` the file has to exist and is not written to, though others may count in it meanwhile;
        `count` raises StoreError.

        Raises StoreError for a file that is out of reach, not an SQLite database, or another program's.
        """
        self._lock = Lock()
        self._swept_day: str | None = None
        self._path = path = Path(path).resolve()
        with _store_errors():
            if not read_only:
                path.touch(mode=0o600)
            self._opened = path.stat()
            self._connection = sqlite3.connect(
                f"{path.as_uri()}?{_reading(path) if read_only else 'mode=rw'}",
                uri=True,
                timeout=_BUSY_TIMEOUT,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._set_up(read_only=read_only)
            except (sqlite3.Error, StoreError):
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def count(self, day: str, viewer: bytes | None) -> tuple[int, int]:
        """Count a visit; see `Store.count`."""
        with self._use():
            with self._connection as db:
                db.execute("BEGIN IMMEDIATE")
                turned = db.execute(
                    "INSERT INTO secret VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE"
                    " SET day = excluded.day, value = excluded.value WHERE secret.day NOT BETWEEN excluded.day AND ?",
                    (day, os.urandom(32), next_day(day)),
                )
                if turned.rowcount:
                    db.execute("DELETE FROM visitor")
                    self._swept_day = None
                day, secret = db.execute("SELECT day, value FROM secret").fetchone()
                visitors = 0
                if viewer is not None:
                    key = visitor_key(secret, viewer)
                    visitors = db.execute("INSERT OR IGNORE INTO visitor VALUES (?)", (key,)).rowcount
                db.execute(
                    "INSERT INTO day VALUES (?, 1, ?) ON CONFLICT (day) DO UPDATE"
                    " SET visits = visits + 1, visitors = visitors + excluded.visitors",
                    (day, visitors),
                )
                totals = self._totals()
            self._sweep(day)
        return totals

    def totals(self) -> tuple[int, int]:
        """Give the total visits and visitors."""
        with self._use():
            return self._totals()

    def history(self) -> list[tuple[str, int, int]]:
        """Give day, visits and visitors of each day, the oldest first."""
        with self._use():
            return self._connection.execute("SELECT day, visits, visitors FROM day ORDER BY day").fetchall()

    @contextmanager
    def _use(self) -> Iterator[None]:
        """Keep other threads out; raise StoreError in the end where the file at the path is not the one in use.

        SQLite goes on with a file that was removed, and what is counted there is gone with the process.
        """
        with self._lock, _store_errors():
            yield
            if not (self._path.exists() and samestat(self._opened, self._path.stat())):
                message = "SQLite: the file was removed or replaced while in use"
                raise StoreError(message)

    def _set_up(self, *, read_only: bool) -> None:
        deadline = time.monotonic() + _BUSY_TIMEOUT
        while True:
            try:
                self._check(read_only=read_only)
                if not read_only:
                    self._connection.executescript(_SETUP)
            except sqlite3.OperationalError as error:
                # SQLite does not wait, as it does elsewhere, for another process that is entering WAL mode too.
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    def _check(self, *, read_only: bool) -> None:
        """Let nothing be written to another program's file, nor its numbers be read."""
        names = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master")}
        is_empty = not names and not read_only
        if not is_empty and not names >= {"day", "secret", "visitor"}:
            message = "SQLite: not a file of visits"
            raise StoreError(message)

    def _totals(self) -> tuple[int, int]:
        visits, visitors = self._connection.execute(
            "SELECT coalesce(sum(visits), 0), coalesce(sum(visitors), 0) FROM day"
        ).fetchone()
        return visits, visitors

    def _sweep(self, day: str) -> None:
        """Empty the write-ahead log, which still holds the secrets before that of `day`.

        Once a day in each process, for the one that turned the secret over may have been killed before its
        own sweep; again at the next visit where it failed, or another connection was reading.
        """
        if self._swept_day == day:
            return
        with suppress(sqlite3.Error):  # the visit is counted, and its answer must not say otherwise
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                self._swept_day = day


def _reading(path: Path) -> str:
    """Give the parameters of SQLite's URI by which the file at `path` can be read.

    Who reads shares log and locks with who writes, and makes their files where there are none. Where that is not
    allowed, nobody writes, and SQLite wants to be told so (https://sqlite.org/wal.html, "Read-Only Databases").
    """
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() or os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        message = f"SQLite: {error}"
        raise StoreError(message) from error
