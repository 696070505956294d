"""The zip that Lambda runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

import pytest

import cloud_resume
from cloud_resume.cloud import package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive() -> ZipFile:
    return ZipFile(BytesIO(package()))


def test_it_holds_the_counter_without_sqlite(archive: ZipFile) -> None:
    assert archive.testzip() is None
    assert archive.namelist() == [
        "cloud_resume/__init__.py",
        "cloud_resume/counter/__init__.py",
        "cloud_resume/counter/_client.py",
        "cloud_resume/counter/_counter.py",
        "cloud_resume/counter/_dynamodb.py",
        "cloud_resume/counter/_errors.py",
        "cloud_resume/counter/_robots.py",
        "cloud_resume/counter/_sigv4.py",
        "cloud_resume/counter/_store.py",
        "cloud_resume/counter/_visit.py",
        "cloud_resume/counter/amazon-roots.pem",
        "cloud_resume/counter/handler.py",
    ]


def test_it_is_under_64_kb() -> None:
    assert len(package()) < 64_000


def test_nothing_in_it_tells_the_machine_or_the_day(archive: ZipFile, monkeypatch: pytest.MonkeyPatch) -> None:
    for entry in archive.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.compress_type == ZIP_STORED
        assert (entry.create_system, entry.external_attr) == (3, 0o100644 << 16)
        assert (entry.extra, entry.comment, entry.flag_bits) == (b"", b"", 0)
    before = package()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert package() == before


def test_it_does_not_need_zlib() -> None:
    code = "import sys; sys.modules['zlib'] = None; from cloud_resume.cloud import package; print(len(package()))"
    size = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert int(size) == len(package())


def test_what_stands_beside_the_modules_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = tmp_path / "counter"
    counter.mkdir()
    for name in ("__init__.py", "_sqlite.py", "_visit.py~", ".DS_Store"):
        (counter / name).write_bytes(b"")
    (tmp_path / "__init__.py").write_bytes(b"")
    monkeypatch.setattr("cloud_resume.cloud._package._SOURCE", tmp_path)
    names = ZipFile(BytesIO(package())).namelist()
    assert names == [f"{tmp_path.name}/__init__.py", f"{tmp_path.name}/counter/__init__.py"]


def test_it_runs_alone(archive: ZipFile, tmp_path: Path) -> None:
    archive.extractall(tmp_path)
    code = (
        "from cloud_resume.counter import handler\n"
        "import sys\n"
        "assert 'sqlite3' not in sys.modules\n"
        "print(handler.__file__, handler.handler(None, None)['statusCode'])"
    )
    environ = {
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "COUNTS_TABLE": "counts",
        "KEYS_TABLE": "keys",
        "ORIGIN_VERIFY": "current",
        "VIEWER_ADDRESS_HEADER": "CloudFront-Viewer-Address",
        "PYTHONPATH": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-S", "-c", code]  # -S: the environment's own packages are out of reach
    ran = subprocess.run(command, capture_output=True, check=True, env=environ, text=True)
    assert ran.stdout.split() == [str(tmp_path / "cloud_resume/counter/handler.py"), "400"]


def test_the_package_itself_is_a_docstring(archive: ZipFile) -> None:
    assert archive.read("cloud_resume/__init__.py").decode() == f'"""{cloud_resume.__doc__}"""\n'
