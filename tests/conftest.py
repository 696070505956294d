"""Golden files: what is rendered, kept beside the test and written anew by ``--update-golden``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class Golden(Protocol):
    """Compares a text with the golden file of that name."""

    def __call__(self, name: str, text: str) -> None:
        """Fail with the difference; with ``--update-golden`` write the file."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Give the comparison with the files in ``golden/`` beside the test module."""
    folder: Path = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path} is missing; pytest --update-golden writes it"
        assert text == path.read_bytes().decode(), f"{name} has changed; pytest --update-golden takes it over"

    return compare
