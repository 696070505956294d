"""Opening an environment: what it needs, where it goes, and that its clients go nowhere else."""

from __future__ import annotations

import json
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import trustme

from cloud_resume.cloud import Environment, _emulator, _environment, is_begun, open_environment
from cloud_resume.cloud._state import Outputs
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.errors import NotDeployedError, OutsideError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token"}
SETTINGS = {"account_id": "111122223333", "region": "eu-west-2"}
SITE = {"url": "https://resume.example.com", "distribution_domain": {"name": "d123.cloudfront.net", "zone_id": "Z"}}


@pytest.fixture
def project(tmp_path: Path, cache: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a checkout on a machine with the tools and with credentials."""
    assert not cache.exists()
    for environment in ("local", "prod"):
        (tmp_path / "infra" / "live" / environment).mkdir(parents=True)
    _settings(program, SETTINGS)
    program("terraform", "echo Terraform v1.11.4")
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "STATE_S3_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def _settings(program: Program, settings: dict[str, str]) -> None:
    program(
        "terragrunt",
        f"""
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  render*) echo '{json.dumps({"inputs": settings})}' ;;
  *) echo '{{}}' ;;
esac""",
    )


def _at(project: Path, environ: dict[str, str]) -> Environment:
    return Environment("prod", project, Terragrunt(project), SETTINGS, environ)


def test_one_on_aws(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_environment(project, "prod")
    assert (at.name, at.project, at.region, at.settings) == ("prod", project, "eu-west-2", SETTINGS)
    assert at.environ.items() >= CREDENTIALS.items()
    assert at.state_bucket == "cloud-resume-state-111122223333"
    assert at.url(SITE) == "https://resume.example.com/"

    monkeypatch.setenv("STATE_S3_BUCKET", "mine")
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    at = open_environment(project, "prod")
    assert at.state_bucket == "mine"
    assert "AWS_SESSION_TOKEN" not in at.environ


def test_a_client_on_aws_is_of_its_region_and_goes_to_aws(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_environment(project, "prod")
    monkeypatch.setenv("AWS_PROFILE", "nonesuch")
    with closing(at.client("s3")) as here, closing(at.client("acm", region="us-east-1")) as there:
        assert (here.meta.region_name, here.meta.endpoint_url) == ("eu-west-2", "https://s3.eu-west-2.amazonaws.com")
        assert there.meta.region_name == "us-east-1"


def test_outputs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_environment, "states", lambda at: Outputs(at.name, {"dynamodb": {"shards": 4}}))
    at = open_environment(project, "prod")
    assert at.outputs("dynamodb") == {"shards": 4}
    with pytest.raises(NotDeployedError, match="prod is not deployed, or not to its end; `cloud-resume deploy prod`"):
        at.outputs("sns")


def test_what_is_for_aws_goes_to_no_emulator(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:4566")
    with pytest.raises(OutsideError, match="AWS_ENDPOINT_URL is https://127"):
        open_environment(project, "prod")


def test_nothing_is_made_with_the_settings_of_an_example(
    project: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)  # what is to be written comes before what is to be installed
    with pytest.raises(
        UsageError, match=r"^still .* in .*/prod/env.hcl: account_id \(111122223333\); write yours there"
    ):
        open_environment(project, "prod", create=True)
    _settings(program, SETTINGS | {"email": "you@example.com"})
    with pytest.raises(UsageError, match=r": account_id \(111122223333\) and email \(you@example.com\); "):
        open_environment(project, "prod", create=True)
    _settings(program, SETTINGS | {"account_id": "123456789012", "email": "ada@example.org"})
    with pytest.raises(OutsideError, match="no AWS credentials"):
        open_environment(project, "prod", create=True)


def test_a_mistake_in_the_settings_is_shown_in_its_place(project: Path, program: Program) -> None:
    program(
        "terragrunt",
        """
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  *) echo 'Error: Unsupported attribute' >&2
     echo '../root.hcl:4,17-40: Error in function call; failed: ../env.hcl:11,3-8: Invalid expression; Not so..' >&2
     exit 1 ;;
esac""",
    )
    with pytest.raises(OutsideError, match=r"^/.*/prod/env.hcl:11:3: Invalid expression; Not so$"):
        open_environment(project, "prod")
    program("terragrunt", "test $1 = --version && echo terragrunt version v1.1.3 || { echo no disk >&2; exit 1; }")
    with pytest.raises(OutsideError, match=r"this failed: (.|\n)*no disk"):
        open_environment(project, "prod")


def test_one_with_an_emulators_account_goes_to_it(
    project: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settings(program, SETTINGS | {"account_id": "000000000000"})
    with pytest.raises(OutsideError, match=r"prod/env.hcl, is an emulator's; AWS_ENDPOINT_URL names it"):
        open_environment(project, "prod")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:4567")
    at = open_environment(project, "prod")
    assert at.environ.items() >= CREDENTIALS.items()
    assert at.url(SITE) == "https://d123.cloudfront.localhost:4567/"


def test_credentials_are_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    with pytest.raises(OutsideError, match="no AWS credentials"):
        open_environment(project, "prod")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(OutsideError, match="nobody"):
        open_environment(project, "prod")


@pytest.mark.parametrize(("minutes", "is_told"), [(29, True), (31, False)])
def test_credentials_that_end_soon_are_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, minutes: float, *, is_told: bool
) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    given = {"Version": 1, "AccessKeyId": "id", "SecretAccessKey": "secret", "SessionToken": "token"}
    given["Expiration"] = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    (project / "credentials.json").write_text(json.dumps(given))
    (project / "config").write_text(f"[default]\ncredential_process = cat {project}/credentials.json\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(project / "config"))
    said: list[str] = []
    at = open_environment(project, "prod", report=said.append)
    assert at.environ["AWS_SESSION_TOKEN"] == "token"
    assert [line.partition(", and")[0] for line in said] == (
        ["The AWS credentials end in less than 30 minutes"] if is_told else []
    )


def test_boto3_is_asked_for_by_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloud_resume.cloud._environment.find_spec", lambda _: None)
    with pytest.raises(OutsideError, match=r"pip install 'cloud-resume\[aws\]'"):
        open_environment(project, "prod")


def test_a_folder_without_units(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no .*/infra/live/prod; run this in the folder that"):
        open_environment(tmp_path, "prod")


def test_a_machine_without_an_emulator_has_nothing(project: Path) -> None:
    with pytest.raises(OutsideError, match="nothing is deployed in local"):
        open_environment(project, "local")
    assert not (project / ".cloud-resume").exists()


def test_a_first_start_that_fails_begins_nothing(project: Path, emulator_folder: Path, port: int) -> None:
    emulator_folder.mkdir(parents=True)
    mode = emulator_folder / "mode"
    mode.write_text("dies")
    with pytest.raises(OutsideError, match="did not come up"):
        open_environment(project, "local", create=True, port=port)
    assert not is_begun(project, "local")
    with pytest.raises(OutsideError, match="nothing is deployed in local"):
        open_environment(project, "local")

    mode.unlink()
    open_environment(project, "local", create=True, port=port)
    _emulator.stop(emulator_folder)
    mode.write_text("dies")
    with pytest.raises(OutsideError, match="did not come up"):
        open_environment(project, "local")
    assert is_begun(project, "local"), "what it holds is there"
    mode.unlink()
    assert open_environment(project, "local").environ["AWS_ENDPOINT_URL"] == f"https://127.0.0.1:{port}"


def test_the_emulator_is_started_and_woken(project: Path, emulator_folder: Path, port: int) -> None:
    said: list[str] = []
    at = open_environment(project, "local", create=True, port=port, report=said.append)
    assert at.environ["AWS_ENDPOINT_URL"] == f"https://127.0.0.1:{port}"
    assert at.environ["AWS_ACCESS_KEY_ID"] == "test"
    assert at.state_bucket == "cloud-resume-state-local"
    assert said == ["Starting the emulator"]
    assert open_environment(project, "local", report=said.append).environ == at.environ
    assert said == ["Starting the emulator"]  # one that runs is not said to be started
    _emulator.stop(emulator_folder)
    assert open_environment(project, "local").environ == at.environ
    assert _emulator.status(emulator_folder)


def test_a_client_for_an_emulator_goes_there_whatever_is_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_PROFILE": "nonesuch",
        "AWS_ENDPOINT_URL_S3": "https://example.invalid",
        "AWS_CA_BUNDLE": "/nonexistent",
        "AWS_ACCESS_KEY_ID": "of-the-user",
        "HTTPS_PROXY": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            seen.append(f"{self.path} {self.headers['Authorization']}")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    authority = trustme.CA()
    authority.cert_pem.write_to_path(project / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.handle_request)
        thread.start()
        environ = {
            "AWS_ENDPOINT_URL": f"https://127.0.0.1:{server.server_port}",
            "AWS_CA_BUNDLE": str(project / "ca.pem"),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        with closing(_at(project, environ).client("s3")) as s3:
            s3.head_bucket(Bucket="bucket")
        thread.join()
    (request,) = seen
    assert request.startswith("/bucket AWS4-HMAC-SHA256 Credential=test/")
