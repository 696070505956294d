"""Takes an environment away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._environment import local_folder
from cloud_resume.cloud._infrastructure import destroy as destroy_infrastructure
from cloud_resume.cloud._state import has_state_bucket

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud_resume.cloud._environment import Environment


def destroy(
    at: Environment,
    *,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> None:
    """Destroy the environment's units, and the emulator of ``local`` with all that it holds.

    Cut anywhere, it can be run again. Raises OutsideError where a tool fails or AWS refuses.
    """
    if has_state_bucket(at):
        report("Destroying the infrastructure")
        destroy_infrastructure(at, on_line)
    if at.name == "local":
        _emulator.erase(local_folder(at.project))
