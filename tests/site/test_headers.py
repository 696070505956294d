"""What the files are to be served as."""

import pytest

from cloud_resume import site
from cloud_resume.resume import Picture, Resume


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/page.0123abcd.css", "text/css; charset=utf-8"),
        ("assets/page.0123abcd.js", "text/javascript; charset=utf-8"),
        ("assets/picture.0123abcd.jpg", "image/jpeg"),
        ("assets/picture.0123abcd.png", "image/png"),
        ("resume.pdf", "application/pdf"),
        ("resume.json", "application/json"),
        ("resume.txt", "text/plain; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_the_media_type_is_the_suffix_s(path: str, expected: str) -> None:
    assert site.content_type(path) == expected


def test_every_file_of_a_site_has_its_media_type(full: Resume, portrait: Picture) -> None:
    paths = site.build(full._replace(picture=portrait))
    assert [path for path in paths if site.content_type(path) == "application/octet-stream"] == []


def test_only_what_carries_its_hash_is_kept_without_asking() -> None:
    assert site.cache_control("assets/page.0123abcd.css") == "public, max-age=31536000, immutable"
    assert site.cache_control("index.html") == site.cache_control("resume.pdf") == "no-cache"
