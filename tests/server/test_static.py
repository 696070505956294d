"""Files, as CloudFront answers for them."""

import gzip

import pytest

from cloud_resume.server._static import answer

FILES = {
    "index.html": b"home",
    "404.html": b"not here",
    "assets/a b.0123abcd.css": b"body {}" * 99,
    "resume.pdf": b"%PDF-1.7",
}


def test_the_root_is_the_index() -> None:
    response = answer(FILES, "GET", "/", {})
    assert response.status == 200
    assert response.body == b"home"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response == answer(FILES, "GET", "/index.html", {})


def test_a_folder_is_its_index() -> None:
    files = FILES | {"de/index.html": b"heim"}
    assert answer(files, "GET", "/de/", {}) == answer(files, "GET", "/de/index.html", {})
    assert answer(files, "GET", "/de", {}).status == 404  # whose links would lead astray


def test_a_path_is_percent_decoded() -> None:
    response = answer(FILES, "GET", "/assets/a%20b.0123abcd.css", {})
    assert response.status == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/nothing", "/assets/", "/../index.html", "/%2e%2e/etc/passwd", "/%ff", "//"])
def test_what_is_not_there_is_the_site_s_404_page(path: str) -> None:
    response = answer(FILES, "GET", path, {})
    assert response.status == 404
    assert response.body == b"not here"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"


def test_without_a_page_the_site_is_unavailable() -> None:
    response = answer({"404.html": b"broken"}, "GET", "/", {})
    assert (response.status, response.body) == (503, b"broken")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_file_can_only_be_read(method: str) -> None:
    response = answer(FILES, method, "/", {})
    assert response.status == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("form", ["{}", '{}, W/"other"', '"other",{}', "*"])
def test_a_browser_that_has_the_file_gets_no_body(form: str) -> None:
    etag = answer(FILES, "GET", "/resume.pdf", {}).headers["ETag"]
    response = answer(FILES, "GET", "/resume.pdf", {"if-none-match": form.format(etag)})
    assert (response.status, response.body) == (304, b"")
    assert response.headers["ETag"] == etag


def test_a_strong_etag_matches_its_weak_form() -> None:
    etag = answer(FILES, "GET", "/", {}).headers["ETag"]
    assert answer(FILES, "GET", "/", {"if-none-match": etag.removeprefix("W/")}).status == 304


def test_another_content_has_another_etag() -> None:
    etag = answer(FILES, "GET", "/", {}).headers["ETag"]
    assert answer(FILES | {"index.html": b"new"}, "GET", "/", {"if-none-match": etag}).status == 200


def test_a_missing_page_is_never_not_modified() -> None:
    assert answer(FILES, "GET", "/nothing", {"if-none-match": "*"}).status == 404


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip, br", "GZIP", "gzip;q=0.5", "gzip; q=1, br;q=0"])
def test_text_is_compressed_for_whoever_takes_it(accepted: str) -> None:
    response = answer(FILES, "GET", "/", {"accept-encoding": accepted})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.body) == b"home"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.000, br", "identity"])
def test_text_is_plain_for_whoever_does_not(accepted: str) -> None:
    response = answer(FILES, "GET", "/", {"accept-encoding": accepted})
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.body == b"home"


def test_a_pdf_goes_as_it_is() -> None:
    response = answer(FILES, "GET", "/resume.pdf", {"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert response.body == b"%PDF-1.7"
