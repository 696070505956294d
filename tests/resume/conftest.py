"""The resumes that the tests of the reader are fed with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_NODE_MODULES = Path(__file__).parents[2] / "node_modules"


@pytest.fixture(scope="session")
def npm_file() -> Callable[[str], Path]:
    """Find a file of an npm package by its path, such as ``@jsonresume/schema/schema.json``."""

    def find(path: str) -> Path:
        file = _NODE_MODULES / path
        if not file.is_file():
            pytest.fail(f"{path} is missing: run `npm ci`")
        return file

    return find
