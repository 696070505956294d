"""What Lighthouse says of the page as it is served: all that it can say, in each of its categories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools.lighthouse import CATEGORIES, scores

from cloud_resume.resume import THEMES

if TYPE_CHECKING:
    from tests.browser.conftest import Serve


@pytest.mark.parametrize("theme", THEMES)
def test_every_category_is_at_100(serve: Serve, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert dict(zip(CATEGORIES, scores(serve(theme)), strict=True)) == dict.fromkeys(CATEGORIES, 100)
