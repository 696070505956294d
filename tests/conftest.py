"""What every suite shares: golden files, and Hypothesis without a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pathlib import Path

settings.register_profile("untimed", deadline=None)  # a slow machine is not a failure
settings.load_profile("untimed")


class Golden(Protocol):
    """Compares a text with the golden file of that name."""

    def __call__(self, name: str, text: str) -> None:
        """Fail with the difference; with ``--update-golden`` write the file."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Give the comparison with what was rendered before and is kept in ``golden/`` beside the test module."""
    folder: Path = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path} is missing; pytest --update-golden writes it"
        assert text == path.read_bytes().decode(), f"{name} has changed; pytest --update-golden takes it over"

    return compare
