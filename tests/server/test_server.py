"""A resume that is served while it is being written."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume import site
from cloud_resume.counter import SQLiteStore
from cloud_resume.errors import OutsideError
from cloud_resume.resume import load
from cloud_resume.server import Server, _server, data_file
from cloud_resume.server._watch import RETRY_AFTER, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.server.conftest import Client

    from cloud_resume.resume import Reading

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
BROKEN = "basics:\n  name: Ada\n  url: javascript:alert(1)\n"
PIXEL = bytes.fromhex(  # a PNG of one pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


class Served:
    """A server, what it was told to serve, and what it reported."""

    def __init__(self, file: Path, connect: Callable[[str], Client], **options: Any) -> None:  # noqa: ANN401
        """Start a server on a free port."""
        self.file = file
        self.readings: Queue[Reading] = Queue()
        self.failures: Queue[Exception] = Queue()
        self.server = Server(file, port=0, on_build=self.readings.put, on_failure=self.failures.put, **options)
        self.client = connect(self.server.url)
        self.first = self.reading()

    def reading(self) -> Reading:
        """Wait for the next reading of the file."""
        return self.readings.get(timeout=10)

    def failure(self) -> Exception:
        """Wait for the next failure."""
        return self.failures.get(timeout=10)

    def write(self, text: str) -> None:
        """Save the file as many editors do: a new one, renamed over the old."""
        new = self.file.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.replace(self.file)

    def page(self) -> str:
        """Get the page as text."""
        return self.client.get("/").body.decode()

    def style(self) -> str:
        """Get the style sheet that the page names."""
        named = re.search(r"assets/page\.\w+\.css", self.page())
        assert named
        return self.client.get(f"/{named[0]}").body.decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a resume."""
    path = tmp_path / "resume.yaml"
    path.write_text("basics:\n  name: Ada Lovelace\n", encoding="utf-8")
    return path


@pytest.fixture
def serve(
    file: Path, connect: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Served]]:
    """Give what serves the resume, looking for changes in quick succession."""
    monkeypatch.setattr(_server, "LOOK_EVERY", 0.01)
    started = []

    def serve(**options: Any) -> Served:  # noqa: ANN401
        started.append(Served(file, connect, **options))
        return started[-1]

    yield serve
    for served in started:
        served.server.close()


def test_page_pdf_and_404_are_served(serve: Callable[..., Served]) -> None:
    served = serve()
    assert served.first.resume is not None
    assert "Ada Lovelace" in served.page()
    assert served.client.get("/resume.pdf").body.startswith(b"%PDF-")
    assert served.client.get("/nothing").status == 404


def test_visits_are_counted_beside_the_resume(serve: Callable[..., Served]) -> None:
    served = serve()
    assert served.client.request("POST", "/api/visits", BROWSER).json() == {"visitors": 1, "visits": 1}
    assert served.client.request("POST", "/api/visits", BROWSER).json() == {"visitors": 1, "visits": 2}
    assert served.client.get("/api/visits").json() == {"visitors": 1, "visits": 2}
    data = served.file.parent / ".cloud-resume" / "visits.sqlite3"
    assert data == data_file(served.file)
    assert data.is_file()
    assert data.with_name(".gitignore").read_text() == "*\n"


def test_counts_outlive_the_server(serve: Callable[..., Served]) -> None:
    first = serve()
    first.client.request("POST", "/api/visits", BROWSER)
    first.server.close()
    assert serve().client.get("/api/visits").json() == {"visitors": 1, "visits": 1}


def test_visits_are_counted_where_it_is_told(serve: Callable[..., Served], tmp_path: Path) -> None:
    data = tmp_path / "elsewhere" / "counts"
    serve(data=data).client.request("POST", "/api/visits", BROWSER)
    assert data.is_file()
    assert not data_file(tmp_path / "resume.yaml").parent.exists()
    assert not data.with_name(".gitignore").exists()


def test_the_live_reload_of_a_page_does_not_raise_the_count(serve: Callable[..., Served]) -> None:
    client = serve().client
    client.request("POST", "/api/visits", BROWSER)
    answer = client.request("POST", "/api/visits", BROWSER | {"Cookie": "live-reload=1"})
    assert answer.json() == {"visitors": 1, "visits": 1}


@pytest.mark.parametrize("method", ["TRACE", "FOO", "DELETE"])
def test_another_method_is_refused_by_the_counter(serve: Callable[..., Served], method: str) -> None:
    answer = serve().client.request(method, "/api/visits", BROWSER)
    assert (answer.status, answer.json()) == (405, {"message": "Method Not Allowed"})
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("path", ["/api/", "/api/nothing"])
def test_another_path_of_the_api_is_the_counter_s_to_refuse(serve: Callable[..., Served], path: str) -> None:
    answer = serve().client.get(path)
    assert (answer.status, answer.json()) == (405, {"message": "Method Not Allowed"})
    assert not answer.headers["Allow"]


def test_a_call_from_another_site_s_page_is_refused(serve: Callable[..., Served]) -> None:
    client = serve().client
    assert client.request("POST", "/api/visits", BROWSER | {"Sec-Fetch-Site": "cross-site"}).status == 403


def test_an_edit_reaches_the_open_page(serve: Callable[..., Served]) -> None:
    served = serve()
    events = served.client.events()
    before = next(events)
    served.write("basics:\n  name: Grace Hopper\n")
    assert served.reading().resume is not None
    assert next(events)["version"] != before["version"]
    assert "Grace Hopper" in served.page()


def test_a_broken_edit_is_shown_over_the_last_good_page(serve: Callable[..., Served]) -> None:
    served = serve()
    events = served.client.events()
    before = next(events)
    served.write(BROKEN)
    assert served.reading().resume is None
    broken = next(events)
    assert broken["version"] == before["version"]
    assert "resume.yaml:3:" in broken["problems"][0]
    assert "Ada Lovelace" in served.page()
    served.write("basics:\n  name: Ada Lovelace\n")
    assert next(events) == before


def test_a_resume_that_is_broken_from_the_start_has_its_problems_for_a_page(
    serve: Callable[..., Served], file: Path
) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    served = serve()
    assert served.first.resume is None
    events = served.client.events()
    before = next(events)
    answer = served.client.get("/")
    assert answer.status == 503
    assert "resume.yaml:3:" in answer.body.decode()
    served.write("basics:\n  name: Ada Lovelace\n")
    assert next(events)["version"] != before["version"]
    assert "Ada Lovelace" in served.page()


def test_the_same_problems_are_reported_once(serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve()
    served.write(BROKEN)
    assert served.reading().resume is None
    loaded: Queue[Path] = Queue()

    def count_and_load(file: Path, **options: Any) -> Reading:  # noqa: ANN401 - whatever `load` takes
        loaded.put(file)
        return load(file, **options)

    monkeypatch.setattr(_server, "load", count_and_load)
    for _ in range(2):
        assert loaded.get(timeout=10) == served.file
    served.write("basics:\n  name: Grace Hopper\n")
    assert served.reading().resume is not None


def test_a_translation_is_found_when_it_comes_and_an_edit_of_it_reaches_the_open_page(
    serve: Callable[..., Served], file: Path
) -> None:
    served = serve()
    german = file.with_name("resume.de.yaml")
    german.write_text("basics:\n  name: Ada Gräfin\n", encoding="utf-8")
    while "Ada Gräfin" not in served.client.get("/de/index.html").body.decode():
        served.reading()  # half a file may have been read in between
    events = served.client.events()
    before = next(events)
    german.write_text(BROKEN, encoding="utf-8")
    assert "resume.de.yaml:3:" in next(events)["problems"][0]
    german.write_text("basics:\n  name: Ada Byron\n", encoding="utf-8")
    while next(events)["version"] == before["version"]:
        pass
    assert "Ada Byron" in served.client.get("/de/index.html").body.decode()
    assert 'href="de/index.html"' in served.page()
    german.unlink()
    while "de/index.html" in served.page():
        served.reading()
    assert served.client.get("/de/index.html").status == 404


def test_the_picture_of_a_translation_is_watched_too(serve: Callable[..., Served], file: Path) -> None:
    picture = file.with_name("me.png")
    picture.write_bytes(PIXEL)
    file.with_name("resume.de.yaml").write_text("basics:\n  name: Ada\n  image: me.png\n", encoding="utf-8")
    served = serve()
    assert served.first.resume is not None
    os.utime(picture, ns=(1, 1))
    assert served.reading().resume is not None


def test_a_picture_is_watched_too(serve: Callable[..., Served], file: Path) -> None:
    picture = file.with_name("me.png")
    picture.write_bytes(PIXEL)
    file.write_text("basics:\n  name: Ada\n  image: me.png\n", encoding="utf-8")
    served = serve()
    assert served.first.resume is not None
    os.utime(picture, ns=(1, 1))
    assert served.reading().resume is not None


def test_a_picture_that_is_damaged_is_a_problem_like_any_other(serve: Callable[..., Served], file: Path) -> None:
    picture = file.with_name("me.png")
    picture.write_bytes(PIXEL[:-30])
    file.write_text("basics:\n  name: Ada\n  image: me.png\n", encoding="utf-8")
    served = serve()
    assert served.first.resume is None
    assert "me.png:1:1: error: " in served.page()
    picture.write_bytes(PIXEL)
    while served.reading().resume is None:
        pass  # half a picture may have been read in between
    assert served.client.get("/").status == 200


def test_a_picture_that_was_missing_is_found_when_it_comes(serve: Callable[..., Served], file: Path) -> None:
    file.write_text("basics:\n  name: Ada\n  image: pictures/me.png\n", encoding="utf-8")
    served = serve()
    assert served.first.resume is None
    pictures = file.with_name("pictures")
    pictures.mkdir()
    (pictures / "me.png").write_bytes(PIXEL)
    while served.reading().resume is None:
        pass  # half a picture may have been read in between
    assert served.client.get("/").status == 200


@pytest.mark.parametrize("template", ["assets/page.css", "resume.typ"])
def test_the_theme_is_watched_too(
    serve: Callable[..., Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(site.ASSETS.parent, theme)
    monkeypatch.setattr(site, "ASSETS", theme / "assets")
    served = serve()
    (theme / template).write_text("/* another */", encoding="utf-8")
    assert served.reading().resume is not None


def test_a_resume_that_is_gone_is_reported_until_it_is_back(serve: Callable[..., Served]) -> None:
    served = serve()
    events = served.client.events()
    before = next(events)
    served.file.unlink()
    assert isinstance(served.failure(), OutsideError)
    assert "resume.yaml" in next(events)["problems"][0]
    assert "Ada Lovelace" in served.page()
    served.write("basics:\n  name: Ada Lovelace\n")
    assert next(events) == before


def test_a_broken_resume_that_is_gone_is_reported_once(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    served.write(BROKEN)
    assert served.reading().resume is None
    served.file.unlink()
    served.failure()
    looks: Queue[bool] = Queue()
    look = Watch.look

    def count_and_look(watch: Watch, *, retry: bool) -> bool:
        looks.put(found := look(watch, retry=retry))
        return found

    monkeypatch.setattr(Watch, "look", count_and_look)
    assert not any(looks.get(timeout=10) for _ in range(2 * RETRY_AFTER))
    assert served.failures.empty()


def test_a_build_that_fails_leaves_the_last_page(serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve()

    def build(*_: object, **__: object) -> dict[str, bytes]:
        message = "the typesetter fell over"
        raise RuntimeError(message)

    with monkeypatch.context() as patch:
        patch.setattr(site, "build", build)
        served.write("basics:\n  name: Grace Hopper\n")
        assert str(served.failure()) == "the typesetter fell over"
    assert "Ada Lovelace" in served.page()
    served.write("basics:\n  name: Katherine Johnson\n")
    served.reading()
    assert "Katherine Johnson" in served.page()


def test_a_store_that_fails_is_a_500_and_leaves_the_page(
    serve: Callable[..., Served], capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve()
    with closing(sqlite3.connect(data_file(served.file), isolation_level=None)) as connection:
        connection.execute("DROP TABLE day")
    answer = served.client.request("POST", "/api/visits", BROWSER)
    assert (answer.status, answer.json()) == (500, {"message": "Internal Server Error"})
    failure = served.failure()
    assert isinstance(failure, OutsideError)
    assert str(failure) == (
        f"can't keep the counts in {data_file(served.file)}: SQLite: no such table: day;"
        " serve again, or name another file by --data"
    )
    assert "Ada Lovelace" in served.page()
    assert capsys.readouterr() == ("", "")  # it is told once, by who is called for it


def test_counts_that_are_removed_are_a_500_until_it_serves_again(serve: Callable[..., Served]) -> None:
    served = serve()
    shutil.rmtree(data_file(served.file).parent)
    assert served.client.request("POST", "/api/visits", BROWSER).status == 500
    assert str(served.failure()) == (
        f"can't keep the counts in {data_file(served.file)}: SQLite: the file was removed or replaced while in use;"
        " serve again, or name another file by --data"
    )
    served.server.close()
    assert serve().client.request("POST", "/api/visits", BROWSER).json() == {"visitors": 1, "visits": 1}


def test_a_failure_is_never_without_a_message(serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve()

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(SQLiteStore, "totals", fail)
    assert served.client.get("/api/visits").status == 500
    assert str(served.failure()) == "AssertionError()"
    monkeypatch.setattr(site, "build", fail)
    served.write("basics:\n  name: Grace Hopper\n")
    assert str(served.failure()) == "AssertionError()"


def test_a_missing_resume_is_one_clear_error(serve: Callable[..., Served], file: Path) -> None:
    file.unlink()
    with pytest.raises(OutsideError, match=r"resume\.yaml"):
        serve()


def test_counts_that_cannot_be_kept_are_one_clear_error(serve: Callable[..., Served], tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"can't keep the counts in .*; name another file by --data"):
        serve(data=tmp_path)
    with pytest.raises(OutsideError, match=r"can't keep the counts in .*; name another file by --data"):
        serve(data=tmp_path / "resume.yaml" / "counts")


def test_serving_lasts_until_it_is_closed(file: Path) -> None:
    with Server(file, port=0) as server:
        waiting = Thread(target=server.serve_forever)
        waiting.start()
        assert waiting.is_alive()
    waiting.join()


def test_a_variant_is_served_and_a_tag_that_is_gone_reported(serve: Callable[..., Served], file: Path) -> None:
    tagged = "basics: {name: Ada}\nskills: [{name: Cards, tags: [one]}, {name: Sums, tags: [two]}]\n"
    file.write_text(tagged, encoding="utf-8")
    served = serve(only=["one"])
    assert "Cards" in served.page()
    assert "Sums" not in served.page()
    served.write(tagged.replace("one", "three"))
    assert "the tags there are: three, two" in str(served.failure())
    assert "Cards" in served.page()


@pytest.mark.parametrize("asked", [True, False])
def test_a_change_of_the_theme_is_served(serve: Callable[..., Served], file: Path, *, asked: bool) -> None:
    sheet = file.parent / "mine/theme.css"
    sheet.parent.mkdir()
    sheet.write_text("h1 { color: teal }", encoding="utf-8")
    setting = "" if asked else "meta: {cloudResume: {theme: ./mine}}\n"
    file.write_text(f"basics: {{name: Ada}}\n{setting}", encoding="utf-8")
    served = serve(theme=str(sheet.parent) if asked else None)
    assert "color: teal" in served.style()
    sheet.write_text("h1 { color: plum }", encoding="utf-8")
    served.reading()
    assert "color: plum" in served.style()


def test_a_theme_of_ours_is_served(serve: Callable[..., Served]) -> None:
    assert "Swiss" in serve(theme="swiss").style()
