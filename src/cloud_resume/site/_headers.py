"""What a file of the site is to be served as: the same on a laptop and in production."""

from __future__ import annotations

_CONTENT_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}


def content_type(path: str) -> str:
    """Give the media type for a file's path; not from the machine's own table, which differs by machine."""
    return _CONTENT_TYPES.get(path.rpartition(".")[2], "application/octet-stream")


def cache_control(path: str) -> str:
    """Let what carries its hash in its name be kept for a year, and have all else asked for anew."""
    return "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
