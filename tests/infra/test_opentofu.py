"""The whole of it once with OpenTofu: from an empty account to an empty account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.infra.test_stack import DRIFT

from cloud_resume.cloud._terragrunt import OPENTOFU, find

if TYPE_CHECKING:
    from pathlib import Path

    from tests.infra.conftest import Account


@pytest.fixture(autouse=True)
def _opentofu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TG_TF_PATH", find(OPENTOFU))


def test_all_of_it(account: Account, tmp_path: Path) -> None:
    url = account.cloud_resume("deploy", "local", "examples/resume.yaml").stdout.strip()
    assert account.request("GET", url).status == 200
    assert account.request("GET", f"{url}api/visits").body == b'{"visitors": 0, "visits": 0}'
    assert account.drift(tmp_path) == DRIFT

    account.terragrunt("destroy")
    assert not any(account.holdings().values())
    account.cloud_resume("destroy", "local", "--yes")
    assert not (account.project / ".cloud-resume" / "emulator").exists()
