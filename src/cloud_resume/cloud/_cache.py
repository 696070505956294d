"""Where the tools that a user has no need to see are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache() -> Path:
    """Give our folder in the user's cache, as the XDG Base Directory Specification has it; it may not exist yet."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return Path(home if os.path.isabs(home) else Path.home() / ".cache") / "cloud-resume"  # noqa: PTH117 - is a str
