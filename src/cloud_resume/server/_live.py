"""The site as it stands, and the word to the open pages when it changes."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEARTBEAT = 10.0  # seconds; a browser that has gone is noticed by a write that fails

_ASSETS = {f"_live.{suffix}": Path(__file__).with_name(f"live.{suffix}").read_bytes() for suffix in ("js", "css")}


class Snapshot(NamedTuple):
    """What is served at one moment."""

    version: str  # a digest of the site; a page that carries another one is out of date
    files: Mapping[str, bytes]  # by path relative to the site's root
    problems: tuple[str, ...] = ()  # why the last edit is not what is served


class Live:
    """Hold the last site that could be built; safe to use from any thread."""

    def __init__(self) -> None:
        """Start with nothing to serve."""
        self._changed = Condition()
        self._closed = False
        self.snapshot = Snapshot("", {})

    def publish(self, site: Mapping[str, bytes]) -> None:
        """Serve this site from now on, and have the open pages reload."""
        self._set(_snapshot(site))

    def fail(self, problems: Sequence[str]) -> None:
        """Show the problems over the last good page, or on a page of their own where there is none yet."""
        if "index.html" in self.snapshot.files:
            self._set(self.snapshot._replace(problems=tuple(problems)))
        else:
            self._set(_snapshot({"404.html": _problem_page(problems)}))

    def close(self) -> None:
        """End every stream of events."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def events(self) -> Iterator[bytes]:
        """Give the snapshot's version and problems now and at each change, as Server-Sent Events."""
        sent = None
        while not self._closed:
            snapshot = self.snapshot
            yield b":\n\n" if snapshot is sent else _event(snapshot)
            sent = snapshot
            with self._changed:
                if self.snapshot is sent and not self._closed:
                    self._changed.wait(HEARTBEAT)

    def _set(self, snapshot: Snapshot) -> None:
        with self._changed:
            self.snapshot = snapshot
            self._changed.notify_all()


def _snapshot(site: Mapping[str, bytes]) -> Snapshot:
    digest = hashlib.sha256()
    for path, content in sorted(site.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    version = digest.hexdigest()[:16]
    pages = {path: _with_script(page, version) for path, page in site.items() if path.endswith(".html")}
    return Snapshot(version, {**site, **pages, **_ASSETS})


def _with_script(page: bytes, version: str) -> bytes:
    head, end, body = page.partition(b"</head>")
    script = f'<script src="/_live.js" data-version="{version}" defer></script>'
    return head + script.encode() + end + body


def _problem_page(problems: Sequence[str]) -> bytes:
    found = "".join(f"<pre>{html.escape(problem)}</pre>" for problem in problems)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Nothing to show yet</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_live.css">
</head>
<body class="problems">
<main>
<h1>The resume has problems</h1>
{found}
<p>This page reloads as soon as they are mended.</p>
</main>
</body>
</html>
""".encode(errors="xmlcharrefreplace")  # a file's name need not be Unicode


def _event(snapshot: Snapshot) -> bytes:
    state = json.dumps({"version": snapshot.version, "problems": snapshot.problems})
    return f"retry: 500\ndata: {state}\n\n".encode()
