"""What the package hands out, and when."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cloud_resume import counter


@pytest.mark.parametrize("name", counter.__all__)
def test_every_exported_name_is_there(name: str) -> None:
    assert getattr(counter, name).__name__ == name


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Visitor'"):
        counter.Visitor  # noqa: B018 - that it is not there is the point


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = "import sys, cloud_resume.counter; print([name for name in sys.modules if 'resume' in name])"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True).stdout
    assert loaded.strip() == "['cloud_resume', 'cloud_resume.counter']"
