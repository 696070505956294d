"""Write a site over another again and again, struck at one system call after the other, and print what is found.

Called as `kill_writes.py FOLDER kill|fail exchange|rename`. Each line of the output is JSON: how the write ended,
what was there then, and what was beside it after one more write.
"""

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from cloud_resume import site
from cloud_resume.errors import OutsideError
from cloud_resume.site import _dist

OLD = {"index.html": b"old", "assets/old.css": b"old", "only-old.txt": b"old"}
NEW = {"index.html": b"new", "assets/new.css": b"new", "only-new.txt": b"new"}
CALLS = ("fcntl.", "open", "os.", "ctypes.dlsym")  # names of audit events, each raised before its call
DONE, UNSTRUCK = 10, 11
LOADED = (ctypes, fcntl, hashlib)  # before the first strike, for it is the writing that is to be struck


def no_exchange(one: Path, other: Path) -> None:
    """Answer as a file system that can't exchange two folders."""
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(one), None, str(other))


def strike(at: int, how: str) -> list[str]:
    """Kill this process, or fail, at a call of that number; the list will have its name."""
    calls = count(1)
    struck: list[str] = []

    def hook(event: str, _arguments: object) -> None:
        if event.startswith(CALLS) and next(calls) == at:
            struck.append(event)
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "the disk")

    sys.addaudithook(hook)
    return struck


def struck_write(dist: Path, at: int, how: str) -> str:
    """Write in a process of its own, and say how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            struck = strike(at, how)
            site.write(NEW, dist)
            code = DONE if struck else UNSTRUCK
        except OutsideError:
            code = OutsideError.exit_code
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ends = {
        DONE: "done all the same",
        UNSTRUCK: "not struck",
        OutsideError.exit_code: "failed",
        -signal.SIGKILL: "killed",
    }
    return ends.get(code, f"exit code {code}")


def found(dist: Path) -> str:
    """Say whose files there are."""
    if not dist.exists():
        return "nothing"
    files = {path.relative_to(dist).as_posix(): path.read_bytes() for path in dist.rglob("*") if path.is_file()}
    listed = json.loads(files.pop(site.MANIFEST, b'{"files": {}}'))["files"]
    known = {"old": OLD, "new": NEW}
    return next((name for name, site in known.items() if files == site and listed.keys() == site.keys()), str(files))


def main(folder: Path, how: str, swap: str) -> None:
    """Strike one call later each time, until a write comes through."""
    if swap == "rename":
        _dist._exchange = no_exchange  # noqa: SLF001 - what this system has, others have not
    for at in count(1):
        dist = folder / str(at) / "dist"
        site.write(OLD, dist)
        end = struck_write(dist, at, how)
        after = found(dist)
        site.write(NEW, dist)
        beside = sorted(path.name for path in dist.parent.iterdir())
        line = json.dumps({"end": end, "found": after, "next": found(dist), "beside": beside})
        sys.stdout.write(f"{line}\n")
        if end == "not struck":
            return


main(Path(sys.argv[1]), *sys.argv[2:])
