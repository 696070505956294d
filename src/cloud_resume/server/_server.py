"""Serve a resume on this machine: its site, built anew at each change, and the visitor counter."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from cloud_resume import site
from cloud_resume.counter import Counter, Settings, SQLiteStore, StoreError
from cloud_resume.errors import OutsideError, ResumeError
from cloud_resume.resume import THEME_FILE, THEMES, Reading, caret, load, themed, translations, variant
from cloud_resume.server._gateway import Gateway, new_origin_verify
from cloud_resume.server._listener import Listener
from cloud_resume.server._live import Live
from cloud_resume.server._watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping


LOOK_EVERY = 0.1  # seconds between two looks at the files


def data_file(file: Path) -> Path:
    """Give the place of the counts that belong to a resume, unless told another."""
    return file.parent / ".cloud-resume" / "visits.sqlite3"


class Server:
    """A web server that runs from the moment it is made until `close`; a context manager."""

    def __init__(
        self,
        file: Path,
        *,
        host: str = "127.0.0.1",
        port: int = 8000,
        data: Path | None = None,
        only: Collection[str] = (),
        theme: str | None = None,
        on_build: Callable[[Reading], object] = lambda _: None,
        on_failure: Callable[[Exception], object] = lambda _: None,
    ) -> None:
        """Build the site of `file`, or of its variant, and serve it; count in `data`, by default `data_file(file)`.

        Port 0 is a free one. `on_build` is called with every reading of the file, the first one too: one without a
        resume leaves the last good page in place. `on_failure` is called for a visit that could not be counted (the
        browser got a 500) and for a change that could not be built for a reason other than the resume's own errors;
        the error's message is never empty. Both are called from other threads.

        Raises OutsideError where file, port or data are not to be had, UsageError for a tag of `only` that nothing has.
        """
        self._file = file
        self._only = only
        self._theme = theme
        self._on_build = on_build
        self._on_failure = on_failure
        self._reading: Reading | None = None
        self._translations = translations(file)
        self._live = Live()
        self._watch = Watch(self._inputs())
        self._closing = Event()
        origin_verify = new_origin_verify()
        path = data or data_file(file)
        with ExitStack() as opened:
            store = opened.enter_context(closing(_open_store(path, is_ours=data is None)))
            settings = Settings(origin_verify=(origin_verify,), viewer_address_header="CloudFront-Viewer-Address")
            may_fail = _outside_errors(path, "serve again, or name another file by --data")
            handler = may_fail(Counter(store, settings).handle)
            gateway = Gateway(handler, origin_verify=origin_verify, on_failure=self._report)
            listener = opened.enter_context(Listener(host, port, live=self._live, gateway=gateway))
            self.url = listener.url
            self._build()
            # An interrupt comes to the main thread alone, between any two lines: what needs an order ends in these
            # threads. The main one only tells them and waits; who interrupts that wait too ends the process.
            self._threads = (
                Thread(target=self._answer, args=(listener, store), daemon=True),
                Thread(target=self._rebuild, daemon=True),
            )
            opened.callback(self.close)
            for thread in self._threads:
                thread.start()
            opened.pop_all()

    def serve_forever(self) -> None:
        """Wait until the server is closed by another thread, or the wait is interrupted."""
        # Not for ever at once: a signal that the system gives to another thread is seen when this one next runs.
        while not self._closing.wait(LOOK_EVERY):
            pass

    def close(self) -> None:
        """Answer what has been asked, then stop."""
        self._closing.set()
        self._live.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def __enter__(self) -> Self:
        """Give the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the server."""
        self.close()

    def _answer(self, listener: Listener, store: SQLiteStore) -> None:
        listener.timeout = LOOK_EVERY
        with closing(store), listener:
            while not self._closing.is_set():
                listener.handle_request()

    def _rebuild(self) -> None:
        while not self._closing.wait(LOOK_EVERY):
            is_broken = self._reading is not None and self._reading.resume is None
            if self._watch.look(retry=is_broken) or translations(self._file) != self._translations:
                try:
                    self._build()
                except Exception as error:  # noqa: BLE001 - the next edit may mend it, whatever it is
                    self._reading = None
                    self._live.fail([str(error) or repr(error)])
                    self._report(error)

    def _report(self, error: Exception) -> None:
        """Tell of a failure; what was not foreseen may have no message, as an assertion has none."""
        self._on_failure(error if str(error) else RuntimeError(repr(error)))

    def _build(self) -> None:
        self._translations = translations(self._file)
        reading, files = _built(self._file, self._only, self._theme)
        if files is not None:
            self._live.publish(files)
        elif reading == self._reading:
            return
        else:
            self._live.fail([caret(problem) for problem in reading.problems if problem.severity == "error"])
        self._reading = reading
        self._watch.follow(self._inputs())
        self._on_build(reading)

    def _inputs(self) -> Iterator[Path]:
        """Give the files that the site is made of, as far as they are known."""
        yield self._file
        yield from self._translations
        yield from site.ASSETS.rglob("*")
        yield from site.ASSETS.parent.glob("*.typ")  # the PDF's template
        resume = self._reading and self._reading.resume
        for each in (resume, *resume.translations) if resume else ():
            if each.basics.image and ":" not in each.basics.image:  # neither data nor an address
                yield self._file.parent / each.basics.image
        if self._theme and self._theme not in THEMES:
            yield Path(self._theme, THEME_FILE)
        elif resume and "/" in resume.settings.theme:
            yield self._file.parent / resume.settings.theme / THEME_FILE


def _built(file: Path, only: Collection[str], theme: str | None) -> tuple[Reading, Mapping[str, bytes] | None]:
    """Give the reading of a resume and the files of its site, or None for one that has errors."""
    reading = load(file, unshowable=site.unshowable)
    if reading.resume is None:
        return reading, None
    try:
        chosen = variant(reading.resume, only)
        return reading, site.build(themed(chosen, theme) if theme is not None else chosen)
    except ResumeError as error:
        return Reading(None, (*reading.problems, *error.problems)), None


def _open_store(path: Path, *, is_ours: bool) -> SQLiteStore:
    """Open the store at `path`; a folder that `is_ours` is kept out of Git."""
    with _outside_errors(path, "name another file by --data"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_ours:
            path.with_name(".gitignore").write_text("*\n", encoding="utf-8")
        return SQLiteStore(path)


@contextmanager
def _outside_errors(path: Path, advice: str) -> Iterator[None]:
    """Give `advice` where the counts can't be kept at `path`."""
    try:
        yield
    except (OSError, StoreError) as error:
        message = f"can't keep the counts in {path}: {error}; {advice}"
        raise OutsideError(message) from error
