"""MiniStack, as `cloud-resume deploy local` runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.lambda_runtime import free_port
from tools.proxy import Proxy

from cloud_resume.cloud import _emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.cloud._emulator import Emulator


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    folder = tmp_path_factory.mktemp("emulator")
    try:
        yield _emulator.start(folder, port=free_port())
    finally:
        _emulator.erase(folder)


@pytest.fixture(scope="session")
def database(emulator: Emulator) -> Iterator[str]:
    """Give a way to it without TLS, which the counter's tests know nothing of."""
    with Proxy(emulator.endpoint, ca=emulator.ca) as proxy:
        yield proxy.url
