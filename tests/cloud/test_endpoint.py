"""What is refused before anything goes to AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud._endpoint import refuse_endpoints
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".aws").mkdir()
    return tmp_path


def config(home: Path, text: str, name: str = "config") -> None:
    (home / ".aws" / name).write_text(text)


def test_plain_settings_are_let_through(home: Path) -> None:
    refuse_endpoints({"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": ""})
    config(home, "[default]\nregion = eu-north-1\n[profile emulator]\nendpoint_url = http://localhost:4566\n")
    refuse_endpoints({})


@pytest.mark.parametrize(
    "name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_API_GATEWAY", "AWS_S3_ENDPOINT"]
)
def test_a_variable_is_named(name: str) -> None:
    with pytest.raises(OutsideError, match=f"{name} is http://127.0.0.1:1"):
        refuse_endpoints({name: "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("text", "environ"),
    [
        ("[default]\nendpoint_url = http://x\n", {}),
        ("[profile default]\nendpoint_url = http://x\n", {}),
        ("[profile work]\nendpoint_url = http://x\n", {"AWS_PROFILE": "work"}),
        ("[profile work]\nendpoint_url = http://x\n", {"AWS_DEFAULT_PROFILE": "work"}),
    ],
)
def test_a_profiles_endpoint_is_named(home: Path, text: str, environ: dict[str, str]) -> None:
    config(home, text)
    with pytest.raises(OutsideError, match=r"endpoint_url of the profile (default|work) is http://x"):
        refuse_endpoints(environ)


def test_one_in_the_credentials_counts(home: Path) -> None:
    config(home, "[default]\naws_access_key_id = 1\nendpoint_url = http://x\n", "credentials")
    with pytest.raises(OutsideError, match="profile default"):
        refuse_endpoints({})


def test_other_files_can_be_named(home: Path) -> None:
    (home / "other").write_text("[default]\nendpoint_url = http://x\n")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        with pytest.raises(OutsideError, match="profile default"):
            refuse_endpoints({name: str(home / "other")})


def test_a_services_section_is_followed(home: Path) -> None:
    services = "[services here]\ns3 =\n  endpoint_url = http://x\ndynamodb =\n  other = 1\n"
    config(home, f"{services}[default]\nservices = here\n")
    with pytest.raises(
        OutsideError, match="services here, which the profile default names, has an endpoint_url for s3"
    ):
        refuse_endpoints({})
    config(home, f"{services}[default]\nservices = there\n")
    refuse_endpoints({})


def test_all_is_told_at_once(home: Path) -> None:
    config(home, "[default]\nendpoint_url = http://x\n")
    with pytest.raises(OutsideError, match=r"AWS_ENDPOINT_URL is .*; endpoint_url of .*Take that away first"):
        refuse_endpoints({"AWS_ENDPOINT_URL": "http://y"})


@pytest.mark.parametrize("content", [b"endpoint_url = http://x\n", b"\xff\xfe"])
def test_a_file_that_is_none_is_told(home: Path, content: bytes) -> None:
    (home / ".aws" / "config").write_bytes(content)
    with pytest.raises(OutsideError, match=r"\.aws/config can't be read"):
        refuse_endpoints({})
