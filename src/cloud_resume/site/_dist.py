"""What is made, on disk: written beside the old and swapped in, so that nobody ever finds half of it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from cloud_resume.errors import OutputError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST = ".cloud-resume.json"
"""The file that lists the others of a written folder: path, size in bytes, SHA-256."""

_LITTER = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))  # left by a file manager that looked in
_SHOWN = 3  # names in a message
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # Linux: <fcntl.h>, <stdio.h>
_RENAME_SWAP = 2  # macOS: <sys/stdio.h>


def write(files: Mapping[str, bytes], folder: Path, *, keep: Path | None = None) -> None:
    """Make a folder hold these files, named by relative POSIX path, a manifest of them, and nothing else.

    A process that is killed at any point leaves the old site or the new one, and what is left beside it goes with
    the next write; nothing is forced to the disk, for a site that a power cut took is built anew. Raises
    OutputError, and touches nothing, if the folder holds a file that was not written here or was changed since, or
    `keep`, or is not one that can be swapped; OutsideError if the system refuses.
    """
    target = _real(folder)
    if not target.name:
        message = f"{folder} is the root of all files, beside which nothing can be written: name a folder with -o."
        raise OutputError(message)
    with _explained(folder), _staged_beside(target) as staged:
        _check(target, folder, keep)
        for name, content in {**files, MANIFEST: _manifest(files)}.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _swap_in(staged, target)


def write_file(data: bytes, path: Path, *, keep: Path | None = None) -> None:
    """Write one file, whole or not at all; what is no regular file, as a pipe, is written to as it is.

    A file that is replaced hands on its mode. Raises OutputError if the path is a folder or that of `keep`;
    OutsideError if the system refuses.
    """
    target = _real(path)
    if target.is_dir():
        message = f"{path} is a folder: name a file with -o."
        raise OutputError(message)
    if keep and target == _real(keep):
        message = f"{path} is the resume itself: name another file with -o."
        raise OutputError(message)
    with _explained(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        with _staged_beside(target) as staged:
            if not target.exists():
                staged.write_bytes(data)
            else:
                staged.touch(0o600)  # until it is whole nobody else may read it, whoever may then
                staged.write_bytes(data)
                staged.chmod(S_IMODE(target.stat().st_mode))
            staged.replace(target)


def _real(path: Path) -> Path:
    """Follow links, that of the path's own name too, but none that leads in a circle."""
    return Path(os.path.realpath(path))


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = (
            f"{place} can't be written: {error.strerror}: {error.filename}. "
            "Look at the permissions and the room left, or name another place with -o."
        )
        raise OutsideError(message) from error


@contextmanager
def _staged_beside(target: Path) -> Iterator[Path]:
    """Give a free path on the target's file system, and the right to be the only one that writes there."""
    import fcntl  # noqa: PLC0415 - building alone needs no lock

    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}.cloud-resume-"
    parent = os.open(target.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(parent, fcntl.LOCK_EX)
        for left in target.parent.iterdir():
            if left.name.startswith(prefix):
                _recover(left, target)
        staged = target.with_name(f"{prefix}{os.getpid()}")
        try:
            yield staged
        finally:
            with suppress(OSError):  # what stays is removed by the next write
                _remove(staged)
    finally:
        os.close(parent)


def _recover(left: Path, target: Path) -> None:
    """Put back the old site if a run was killed between two renames, and remove whatever else it left."""
    if left.suffix == ".old" and not target.exists():
        left.rename(target)
    else:
        _remove(left)


def _check(target: Path, folder: Path, keep: Path | None) -> None:
    """Raise OutputError if the folder is not ours to swap."""
    if not os.path.lexists(target):
        return
    reason = None
    if not target.is_dir():
        reason = "is a file"
    elif keep and _real(keep).is_relative_to(target):
        reason = f"holds {keep} itself"
    elif names := [str(path.relative_to(target)) for path in islice(_foreign(target), _SHOWN)]:
        reason = f"holds {', '.join(names)}, not written by cloud-resume or changed since"
    elif Path.cwd().is_relative_to(target):
        reason = "is where you are, and can't be swapped from within"
    elif target.is_mount():
        reason = "is a mount point, which can't be swapped"
    if reason:
        message = f"{folder} {reason}: name another folder with -o. Nothing was touched."
        raise OutputError(message)


def _foreign(folder: Path) -> Iterator[Path]:
    """Find the files that are not, byte for byte, those of the folder's manifest."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL

    written = _read_manifest(folder)
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name == MANIFEST or path.name in _LITTER:
            continue
        regular = path.is_file() and not path.is_symlink()
        if not (name in written and regular and sha256(path.read_bytes()).hexdigest() == written[name]):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        else:
            yield path


def _manifest(files: Mapping[str, bytes]) -> bytes:
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL

    entries = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()} for name, content in sorted(files.items())
    }
    return (json.dumps({"files": entries}, indent=2) + "\n").encode()


def _read_manifest(folder: Path) -> dict[str, str]:
    """Give path and SHA-256 of what was written, or nothing if there is no manifest that says so."""
    try:
        entries = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {name: entry["sha256"] for name, entry in entries.items()}
    except (AttributeError, FileNotFoundError, LookupError, RecursionError, TypeError, ValueError):
        return {}


def _swap_in(staged: Path, target: Path) -> None:
    """Put a folder where another one may be; the other one is then, if at all, where the first one was."""
    with suppress(OSError):  # there is one, and it is not empty
        staged.rename(target)
        return
    with suppress(AttributeError, OSError):  # no such call on this system, or not on this file system
        _exchange(staged, target)
        return
    old = staged.with_name(f"{staged.name}.old")
    target.rename(old)
    try:
        staged.rename(target)
    except OSError:
        old.rename(target)
        raise
    with suppress(OSError):  # the next write finds it under this name too
        old.rename(staged)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders at one stroke, for which Python has no call."""
    import ctypes  # noqa: PLC0415 - slow, and needed only where a site is there already

    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(a, b, _RENAME_SWAP)
    else:
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    if failed:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), str(other))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for member in path.iterdir():
            _remove(member)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
