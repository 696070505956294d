"""The headers of production."""

from cloud_resume.server._headers import SECURITY_HEADERS, is_compressed


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


def test_what_is_compressed_already_is_not_compressed_again() -> None:
    assert is_compressed("index.html")
    assert not is_compressed("resume.pdf")
