"""The picture: where it may be, what it may be, and what is said of all else."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from cloud_resume.resume import Picture, Problem, Reading, load, read

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 8
WEBP = b"RIFF\x10\0\0\0WEBPVP8 "


def text(image: str) -> bytes:
    return f"basics: {{name: Ada, email: ada@example.com, image: '{image}'}}".encode()


def load_with(folder: Path, image: str) -> Reading:
    (folder / "resume.yaml").write_bytes(text(image))
    return load(folder / "resume.yaml")


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    assert (problem.line, problem.column) == (1, 52)
    return problem


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")],
    ids=["PNG", "JPEG", "WebP"],
)
@pytest.mark.parametrize("image", ["me.jpg", "./me.jpg", "pictures/me.jpg"])
def test_a_picture_is_read_and_told_by_its_content(tmp_path: Path, image: str, data: bytes, media_type: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / image).write_bytes(data)
    reading = load_with(tmp_path, image)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.picture == Picture(data, media_type)
    assert reading.resume.basics.image == image


@pytest.mark.parametrize("header", ["data:image/png;base64", "DATA:;BASE64"])
def test_a_data_uri_is_read_and_told_by_its_content(header: str) -> None:
    reading = read(text(f"{header},{b64encode(JPEG).decode()}"), name="resume.yaml")
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.picture == Picture(JPEG, "image/jpeg")


def test_a_data_uri_may_be_folded() -> None:
    lines = ["basics:", "  image: >-", "    data:image/png;base64,", f"    {b64encode(PNG).decode()}"]
    reading = read("\n".join(lines).encode(), name="resume.yaml")
    assert reading.resume is not None
    assert reading.resume.picture == Picture(PNG, "image/png")


@pytest.mark.parametrize(
    "uri", ["data:image/png,abc", "data:image/png;base64,a", "data:;base64,é", "data:", "data:;base64,"]
)
def test_an_incomplete_data_uri_is_an_error(uri: str) -> None:
    assert only(read(text(uri), name="resume.yaml")).code == "image-format"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"RIFF\x10\0\0\0WAVE", b"\x89PNG"])
def test_any_other_format_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "me.png").write_bytes(data)
    reading = load_with(tmp_path, "me.png")
    assert only(reading).code == "image-format"
    assert reading.resume is None


def test_five_megabytes_are_read_and_a_byte_more_is_not(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(PNG.ljust(5 * 1024 * 1024, b"\0"))
    assert load_with(tmp_path, "me.png").problems == ()
    (tmp_path / "me.png").write_bytes(PNG.ljust(5 * 1024 * 1024 + 1, b"\0"))
    problem = only(load_with(tmp_path, "me.png"))
    assert (problem.code, problem.message) == ("image-too-large", "the picture has more than 5 MB")


def test_a_missing_picture_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    problem = only(load_with(tmp_path, "me.png"))
    assert (problem.code, problem.message) == ("image-missing", f"there is no file {tmp_path / 'me.png'}")


def test_a_name_that_would_break_the_line_is_printable(tmp_path: Path) -> None:
    reading = load_with(tmp_path, "a\u202eb.png")
    assert only(reading).message.isprintable()


def test_what_is_no_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "me.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    for image in ("me.png", "pipe.png", "."):
        assert only(load_with(tmp_path, image)).code == "image-missing"


def test_links_in_a_circle_and_endless_names_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to("b.png")
    (tmp_path / "b.png").symlink_to("a.png")
    assert only(load_with(tmp_path, "a.png")).code == "image-missing"
    assert only(load_with(tmp_path, "a" * 300 + ".png")).code == "image-missing"


@pytest.mark.parametrize(
    "image",
    ["../me.png", "a/../../me.png", "a/../me.png", "..\\me.png", "/me.png", "\\me.png", "C:\\me.png", "c:me.png"],
)
@pytest.mark.parametrize("in_folder", [True, False])
def test_a_path_out_of_the_folder_is_an_error(tmp_path: Path, image: str, *, in_folder: bool) -> None:
    (tmp_path / "me.png").write_bytes(PNG)
    (tmp_path / "folder").mkdir()
    folder = tmp_path / "folder" if in_folder else None
    assert only(read(text(image), name="resume.yaml", folder=folder)).code == "image-outside"


def test_a_link_out_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(PNG)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "me.png").symlink_to("../me.png")
    assert only(load_with(folder, "me.png")).code == "image-outside"


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(PNG)
    (tmp_path / "link.png").symlink_to("me.png")
    assert load_with(tmp_path, "link.png").problems == ()


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "me.png").write_bytes(PNG)
    (tmp_path / "link").symlink_to("folder")
    assert load_with(tmp_path / "link", "me.png").problems == ()


def test_without_a_folder_no_file_is_looked_up() -> None:
    reading = read(text("me.png"), name="resume.yaml")
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.basics.image == "me.png"
    assert reading.resume.picture is None


def test_a_picture_elsewhere_is_not_shown_and_said_so() -> None:
    reading = read(text("https://example.com/me.png"), name="resume.yaml")
    assert only(reading).code == "remote-image"
    assert reading.resume is not None
    assert reading.resume.picture is None


@pytest.mark.parametrize("image", ["file:///etc/passwd", "javascript:alert(1)", "https://a:b@example.com/me.png"])
def test_an_unsafe_url_is_one_problem(image: str) -> None:
    assert only(read(text(image), name="resume.yaml")).code == "unsafe-url"
