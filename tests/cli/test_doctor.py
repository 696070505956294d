"""`cloud-resume doctor`: its table, its JSON and its exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from cloud_resume import cloud
from cloud_resume.cloud import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

WELL = Finding("region", "ok", "us-east-1")
WARNING = Finding("state bucket", "warning", "not there yet", "deploy")
MISSING = Finding("boto3", "missing", "not installed", "install it")


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> Mock:
    doctor = Mock(return_value=[WELL, WARNING])
    monkeypatch.setattr(cloud, "doctor", doctor)
    return doctor


def test_a_warning_is_no_failure(command: Command, folder: Path, doctor: Mock) -> None:
    code, out, err = command("doctor", "prod")
    assert (code, err) == (0, "")
    assert out == (
        "ok       region        us-east-1\n"
        "warning  state bucket  not there yet\n"
        "                       -> deploy\n"
    )  # fmt: skip
    doctor.assert_called_once_with(folder, "prod")


def test_what_is_missing_is_one(command: Command, folder: Path, doctor: Mock) -> None:
    doctor.return_value = [WELL, MISSING]
    code, out, _ = command("doctor", "--format", "json")
    assert code == 3
    assert json.loads(out) == [
        {"thing": "region", "state": "ok", "said": "us-east-1", "step": ""},
        {"thing": "boto3", "state": "missing", "said": "not installed", "step": "install it"},
    ]
    doctor.assert_called_once_with(folder, None)
