"""Pack the counter into the zip that Lambda runs, the same bytes on every machine."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_SOURCE = Path(__file__).parent.parent
_NOT_FOR_LAMBDA = {"_sqlite.py"}


def package() -> bytes:
    """Give the zip; its handler is ``cloud_resume.counter.handler.handler``, for Python 3.11 and later.

    It is stored, not compressed, for the bytes must not depend on the version of zlib.
    """
    counter = _SOURCE / "counter"
    files = [_SOURCE / "__init__.py", *counter.glob("*.py"), *counter.glob("*.pem")]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for file in sorted(files):
            if file.name not in _NOT_FOR_LAMBDA:
                entry = ZipInfo(file.relative_to(_SOURCE.parent).as_posix(), (1980, 1, 1, 0, 0, 0))
                entry.create_system = 3  # Unix, whose file modes follow
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, file.read_bytes())
    return buffer.getvalue()
