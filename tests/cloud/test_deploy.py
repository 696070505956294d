"""Deploying and destroying on this machine, with stand-ins for the emulator and for Terragrunt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from cloud_resume.cloud import Environment, _emulator, deploy_local, destroy_local, package
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

FILES = {"index.html": b"page"}
OUTPUTS = {"bucket": "the-bucket", "distribution_domain": {"name": "d123.cloudfront.net", "zone_id": "Z"}}
TERRAGRUNT = """
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  render*) echo '{{"inputs": {{"region": "us-east-1", "account_id": "000000000000"}}}}' ;;
  *output*) echo '{outputs}' ;;
  *) echo "$* $AWS_ENDPOINT_URL $STATE_S3_BUCKET"; test ! -e fail ;;
esac
"""


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Mock:
    s3 = Mock(spec_set=["close", "put_object"])
    monkeypatch.setattr(Environment, "client", lambda _, service: {"s3": s3}[service])
    return s3


@pytest.fixture
def project(tmp_path: Path, emulator_folder: Path, cache: Path, program: Program) -> Path:
    """Give a checkout, on a machine with the tools; its emulator is ended with the test."""
    assert not cache.exists()
    project = emulator_folder.parent.parent
    assert project == tmp_path
    (project / "infra" / "live" / "local").mkdir(parents=True)
    outputs = json.dumps({name: {"value": value} for name, value in OUTPUTS.items()})
    program("terragrunt", TERRAGRUNT.format(outputs=outputs))
    program("terraform", "echo Terraform v1.11.4")
    return project


def test_the_whole_of_it(project: Path, emulator_folder: Path, port: int, s3: Mock) -> None:
    steps: list[str] = []
    lines: list[str] = []
    deployment = deploy_local(project, FILES, port=port, report=steps.append, on_line=lines.append)

    assert deployment.url == f"https://d123.cloudfront.localhost:{port}/"
    assert deployment.ca.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert steps == ["Starting the emulator", "Applying the infrastructure", "Publishing the site"]
    local = project / "infra/live/local"
    assert lines == [
        f"run --backend-bootstrap {words} https://127.0.0.1:{port} cloud-resume-state-local"
        for words in (f"--working-dir {local}/dynamodb -- init", "--all apply")
    ]
    assert (project / "build/counter.zip").read_bytes() == package()
    assert s3.put_object.call_args.kwargs["Bucket"] == "the-bucket"
    assert s3.put_object.call_args.kwargs["Body"] == b"page"
    s3.close.assert_called_once_with()
    assert _emulator.status(emulator_folder)
    assert (project / ".cloud-resume/.gitignore").read_text() == "*\n"


@pytest.mark.usefixtures("s3")
def test_it_can_be_done_again(project: Path, emulator_folder: Path, port: int) -> None:
    first = deploy_local(project, FILES, port=port)
    emulator = _emulator.status(emulator_folder)
    assert deploy_local(project, FILES) == first
    assert _emulator.status(emulator_folder) == emulator


def test_without_a_tool_nothing_is_begun(project: Path, program: Program) -> None:
    program("terragrunt", "echo terragrunt version v0.55.0")
    with pytest.raises(OutsideError, match=r"Terragrunt 1\.1 is needed"):
        deploy_local(project, FILES)
    assert not (project / ".cloud-resume").exists()


@pytest.mark.usefixtures("project")
def test_without_boto3_nothing_is_begun(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.cloud._environment.find_spec", lambda _: None)
    with pytest.raises(OutsideError, match="boto3"):
        deploy_local(project, FILES)
    assert not (project / ".cloud-resume").exists()


@pytest.mark.parametrize("command", [lambda folder: deploy_local(folder, FILES), destroy_local])
def test_it_wants_a_checkout(tmp_path: Path, command: Mock) -> None:
    with pytest.raises(UsageError, match=r"there is no .*/infra/live/local"):
        command(tmp_path)


@pytest.mark.usefixtures("s3")
def test_destroying_leaves_nothing(project: Path, emulator_folder: Path, port: int) -> None:
    deploy_local(project, FILES, port=port)
    steps: list[str] = []
    lines: list[str] = []
    destroy_local(project, report=steps.append, on_line=lines.append)
    assert steps == ["Starting the emulator", "Destroying the infrastructure"]
    assert lines[-1] == f"run --backend-bootstrap --all destroy https://127.0.0.1:{port} cloud-resume-state-local"
    assert not emulator_folder.exists()
    assert _emulator.status(emulator_folder) is None

    lines.clear()
    destroy_local(project, on_line=lines.append)
    assert lines == []


@pytest.mark.usefixtures("s3")
def test_destroying_can_be_taken_up_again(project: Path, emulator_folder: Path, port: int) -> None:
    deploy_local(project, FILES, port=port)
    _emulator.stop(emulator_folder)
    (project / "infra/live/local/fail").touch()
    with pytest.raises(OutsideError, match="this failed"):
        destroy_local(project)
    assert _emulator.status(emulator_folder)
    (project / "infra/live/local/fail").unlink()
    destroy_local(project)
    assert not emulator_folder.exists()
