"""The headers of production."""

import pytest

from cloud_resume.server._headers import SECURITY_HEADERS, cache_control, content_type, is_compressed


def test_a_page_loads_from_its_own_origin_alone() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"].split("; ")
    assert policy[:5] == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
    ]
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} < set(policy)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/page.0123abcd.js", "text/javascript; charset=utf-8"),
        ("resume.pdf", "application/pdf"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_the_media_type_is_the_suffix_s(path: str, expected: str) -> None:
    assert content_type(path) == expected


def test_only_what_carries_its_hash_is_kept_without_asking() -> None:
    assert cache_control("assets/page.0123abcd.css") == "public, max-age=31536000, immutable"
    assert cache_control("index.html") == cache_control("resume.pdf") == "no-cache"


def test_what_is_compressed_already_is_not_compressed_again() -> None:
    assert is_compressed("index.html")
    assert not is_compressed("resume.pdf")
