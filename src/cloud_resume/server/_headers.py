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

_CONTENT_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
}
# CloudFront compresses by content type; a PDF or a picture is compressed already.
_COMPRESSED = frozenset(("css", "html", "js", "json", "svg", "txt"))


def content_type(path: str) -> str:
    """Give the media type for a file's path; not from the machine's own table, which differs by machine."""
    return _CONTENT_TYPES.get(_suffix(path), "application/octet-stream")


def cache_control(path: str) -> str:
    """Let what carries its hash in its name be kept for a year, and have all else asked for anew."""
    return "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"


def is_compressed(path: str) -> bool:
    """Tell whether the file goes out as gzip to whoever takes that."""
    return _suffix(path) in _COMPRESSED


def _suffix(path: str) -> str:
    return path.rpartition(".")[2]
