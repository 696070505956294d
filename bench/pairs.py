"""Whole processes timed in pairs: ours and the reference in turn, so that a machine that drifts drifts for both."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Pair(NamedTuple):
    """Medians in milliseconds, and the median of the ratios pair by pair."""

    ours: float
    reference: float
    ratio: float


def wall(command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> float:
    """Run a command to its end and give the milliseconds of the wall clock; one that fails ends the benchmark."""
    # What is installed has its bytecode beside it.
    installed = {name: value for name, value in (env or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=installed, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def compare(ours: Sequence[str], reference: Sequence[str], *, cwd: Path, runs: int = 15) -> Pair:
    """Time two commands in turn, after one run of each that warms the caches."""
    wall(ours, cwd=cwd)
    wall(reference, cwd=cwd)
    times = [(wall(ours, cwd=cwd), wall(reference, cwd=cwd)) for _ in range(runs)]
    return Pair(
        statistics.median(mine for mine, _ in times),
        statistics.median(theirs for _, theirs in times),
        statistics.median(mine / theirs for mine, theirs in times),
    )
