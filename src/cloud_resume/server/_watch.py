"""Notice that files have changed, by looking at them again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_Stamp = tuple[int, int, int]  # inode, size, modification time in ns: a rename over the file changes the first

RETRY_AFTER = 10  # looks
PATIENCE = 10  # looks for which a file may be gone: some editors remove a file before they write it anew


class Watch:
    """Tell when files have changed and come to rest, so that none is read while it is half written."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Watch `paths`, whether they exist or not, for changes from now on."""
        self._seen = self._last = {path: _stamp(path) for path in paths}
        self._steady = 0

    def follow(self, paths: Iterable[Path]) -> None:
        """Watch `paths` instead; a change of one that was watched already is not lost."""
        self._seen = self._last = {path: self._seen[path] if path in self._seen else _stamp(path) for path in paths}
        self._steady = 0

    def look(self, *, retry: bool = False) -> bool:
        """Tell whether to read the files again; to be called a few times a second.

        With `retry` now and then without a change too: what was amiss may be a file that is not known yet.
        """
        now = {path: _stamp(path) for path in self._seen}
        self._steady = self._steady + 1 if now == self._last else 0
        self._last = now
        gone = any(now[path] is None and stamp is not None for path, stamp in self._seen.items())
        if now == self._seen:
            return retry and self._steady % RETRY_AFTER == 0
        if self._steady < (PATIENCE if gone else 1):
            return False
        self._seen = now
        return True


def _stamp(path: Path) -> _Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
