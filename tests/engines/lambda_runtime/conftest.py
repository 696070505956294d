"""The function's zip in AWS's own Lambda runtime, with Amazon DynamoDB Local behind it."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tools.dynamodb_local import dynamodb_local
from tools.lambda_runtime import function, pythons
from tools.tables import new_tables

from cloud_resume.cloud import package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tools.lambda_runtime import Function, Python

    Start = Callable[..., AbstractContextManager[Function]]


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    with dynamodb_local() as url:
        yield url


@pytest.fixture(scope="session")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the zip's content, which Lambda unpacks too."""
    folder = tmp_path_factory.mktemp("task")
    with ZipFile(BytesIO(package())) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(params=pythons(), ids=lambda python: python.version)
def python(request: pytest.FixtureRequest) -> Python:
    python: Python = request.param
    return python


@pytest.fixture
def tables(database: str) -> Iterator[str]:
    with new_tables(database) as tables:
        yield tables


@pytest.fixture
def start(database: str, task: Path, tables: str, python: Python) -> Start:
    """Give what starts the function, with settings of a test's own, and ends it."""

    @contextmanager
    def start(**settings: str) -> Iterator[Function]:
        environ = {
            "AWS_ENDPOINT_URL_DYNAMODB": database,
            "COUNTS_TABLE": f"{tables}counts",
            "KEYS_TABLE": f"{tables}keys",
            "ORIGIN_VERIFY": "current",
            "VIEWER_ADDRESS_HEADER": "CloudFront-Viewer-Address",
        }
        with function(task, "cloud_resume.counter.handler.handler", environ | settings, python=python) as running:
            yield running

    return start
