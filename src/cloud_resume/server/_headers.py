"""The headers that a file is served with, on a laptop as in production."""

from __future__ import annotations

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every response. Production adds Strict-Transport-Security, which means nothing over plain HTTP."""

# CloudFront compresses by content type; a PDF or a picture is compressed already.
_COMPRESSED = frozenset(("css", "html", "js", "json", "txt"))


def is_compressed(path: str) -> bool:
    """Tell whether the file goes out as gzip to whoever takes that."""
    return path.rpartition(".")[2] in _COMPRESSED
