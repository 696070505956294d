"""Where the cache is."""

from pathlib import Path

import pytest

from cloud_resume.cloud._cache import cache


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("/caches", "/caches/cloud-resume"),
        ("", "/home/ada/.cache/cloud-resume"),
        ("caches", "/home/ada/.cache/cloud-resume"),
    ],
)
def test_it_is_where_the_specification_has_it(home: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path counts for nothing, as the XDG Base Directory Specification wants it."""
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert cache() == Path(expected)


def test_it_needs_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache() == Path("/home/ada/.cache/cloud-resume")
