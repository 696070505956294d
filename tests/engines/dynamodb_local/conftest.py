"""Amazon DynamoDB Local."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.dynamodb_local import dynamodb_local

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    with dynamodb_local() as url:
        yield url
