"""What the tests of `cloud` share: programs that stand in for those of others, and a cache of their own."""

from __future__ import annotations

import itertools
import json
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cloud_resume.cloud import Environment, _emulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import OperationModel

    from cloud_resume.cloud._terragrunt import Terragrunt


class Program(Protocol):
    """Put a program on PATH, by its name and the lines of shell that it is made of."""

    def __call__(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Give its path."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that stands for our own in the user's cache; nothing is in it yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "cloud-resume"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Let a test make its own programs, before which there are none but the system's."""
    path = tmp_path / "path"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")

    def make(name: str, script: str, folder: Path | None = None) -> Path:
        file = (folder or path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return make


@pytest.fixture
def emulator_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let what stands for MiniStack be the emulator; give the Python that it runs by."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("stand_in.py")}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(_emulator, "python_with", lambda *_: python)
    return python


@pytest.fixture
def emulator_folder(tmp_path: Path, emulator_python: Path) -> Iterator[Path]:
    """Give the folder of an emulator, which is ended with the test."""
    assert emulator_python.exists()
    folder = tmp_path / ".cloud-resume" / "emulator"
    yield folder
    _emulator.erase(folder)


@pytest.fixture
def port() -> int:
    """Give a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
    return number


class Cloud:
    """An environment with a bucket, a distribution and a function, all of moto's; its calls are noted.

    `refuse` says by operation how many calls go well and what the next raises, `undeleted` the errors of S3's answers.
    """

    def __init__(self, clients: Mapping[str, Any], number: int) -> None:
        """Deploy it by these clients of boto3, by service; `number` is in its names."""
        self.calls: list[str] = []
        self.refuse: dict[str, tuple[int, BaseException]] = {}
        self.undeleted: list[dict[str, str]] = []
        self.units: dict[str, dict[str, Any]] = {}
        self.reports: list[str] = []
        environ = {"AWS_ENDPOINT_URL": clients["s3"].meta.endpoint_url, "STATE_S3_BUCKET": f"state-{number}"}
        environ |= dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "test")
        settings = {"account_id": "123456789012", "region": "us-east-1"}
        self.at = Environment("prod", Path(), cast("Terragrunt", self), settings, environ)
        self.clients = clients
        self.s3, cloudfront, self.function, iam = (clients[name] for name in ("s3", "cloudfront", "lambda", "iam"))
        self.bucket = f"site-{number}"
        self.s3.create_bucket(Bucket=self.at.state_bucket)
        self.s3.create_bucket(Bucket=self.bucket)
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
        config = {
            "CallerReference": self.bucket,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
            "Comment": "",
            "Enabled": True,
        }
        distribution = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]
        role = iam.create_role(RoleName=self.bucket, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        name = f"counter-{number}"
        self.function.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=role,
            Handler="handler.handler",
            Code={"ZipFile": b"0"},
            Environment=_secrets("one", "none"),
            Publish=True,
        )
        self.function.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
        self.give(
            "s3-cloudfront",
            bucket=self.bucket,
            distribution_id=distribution["Id"],
            distribution_domain={"name": distribution["DomainName"]},
            url="https://resume.example.com",
        )
        self.give(
            "api_gateway-lambda",
            function_name=name,
            function_alias="live",
            origin_verify="one",
            api_endpoint="https://abc.execute-api.localhost",
        )

    def give(self, unit: str, environment: str = "prod", **outputs: Any) -> None:  # noqa: ANN401 - of any type
        """Let the state of a unit say that these outputs, too, are its own."""
        self.units[unit] = self.units.get(unit, {}) | outputs
        values = {name: {"value": value, "type": "string"} for name, value in self.units[unit].items()}
        self._write(unit, environment, {"outputs": values, "resources": [{"mode": "managed"}]})

    def take(self, unit: str) -> None:
        """Let a unit be destroyed."""
        del self.units[unit]
        self._write(unit, "prod", {"outputs": {}, "resources": []})

    def _write(self, unit: str, environment: str, state: dict[str, object]) -> None:
        key = f"live/{environment}/{unit}/terraform.tfstate"
        self.s3.put_object(Bucket=self.at.state_bucket, Key=key, Body=json.dumps({"version": 4} | state))

    def new_function(self, *secrets: str) -> None:
        """Publish another version of the function, which accepts these secrets, and let the alias stand for it."""
        name = self.units["api_gateway-lambda"]["function_name"]
        self.function.update_function_configuration(FunctionName=name, Environment=_secrets(*secrets))
        self.function.update_function_code(FunctionName=name, ZipFile=str(secrets).encode())
        version = self.function.publish_version(FunctionName=name)["Version"]
        self.function.update_alias(FunctionName=name, Name="live", FunctionVersion=version)

    @property
    def alias(self) -> str:
        """Give the version of the function that is live."""
        name = self.units["api_gateway-lambda"]["function_name"]
        version: str = self.function.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
        return version

    @property
    def objects(self) -> dict[str, bytes]:
        """Give what the bucket holds, but for the releases."""
        listed = self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", ())
        keys = [item["Key"] for item in listed if not item["Key"].startswith("releases/")]
        return {key: self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys}

    def made(self, *operations: str) -> list[str]:
        """Give which of these calls were made since the last time, each with the key or the paths that it is of."""
        calls = [call for call in self.calls if call.split()[0] in operations]
        self.calls.clear()
        return calls

    def note(self, params: dict[str, Any], model: OperationModel, **_: object) -> None:
        """Stand before each call."""
        paths = params.get("InvalidationBatch", {}).get("Paths", {}).get("Items", ())
        self.calls.append(" ".join(filter(None, (model.name, params.get("Key"), *paths))))
        if model.name in self.refuse:
            left, error = self.refuse[model.name]
            if left == 0:
                raise error
            self.refuse[model.name] = left - 1, error

    def add_errors(self, parsed: dict[str, Any], **_: object) -> None:
        """Stand behind DeleteObjects."""
        parsed["Errors"] = self.undeleted


def _secrets(current: str, previous: str) -> dict[str, dict[str, str]]:
    return {"Variables": {"ORIGIN_VERIFY": current, "ORIGIN_VERIFY_PREVIOUS": previous}}


@pytest.fixture(scope="session")
def moto() -> Iterator[dict[str, Any]]:
    """Give clients, by service, of an AWS of moto's; to make one takes long."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    session = boto3.Session("test", "test", region_name="us-east-1")
    services: Any = (
        "s3",
        "cloudfront",
        "lambda",
        "iam",
        "cloudwatch",
        "budgets",
        "sns",
        "dynamodb",
        "sts",
        "route53",
        "acm",
    )
    clients = {service: session.client(service, endpoint_url=f"http://{host}:{port}") for service in services}
    yield clients
    for client in clients.values():
        client.close()
    server.stop()


@pytest.fixture
def at_moto(moto: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let every environment's clients be those of moto."""
    monkeypatch.setattr(Environment, "client", lambda _, service, **__: moto[service])
    return moto


_numbers = itertools.count()


@pytest.fixture
def cloud(moto: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Give an environment that is deployed, and nothing published in it."""
    cloud = Cloud(moto, next(_numbers))
    monkeypatch.setattr(Environment, "client", lambda _, service, **__: moto[service])
    hooks = (("provide-client-params", cloud.note), ("after-call.s3.DeleteObjects", cloud.add_errors))
    for client, hook in itertools.product(moto.values(), hooks):
        client.meta.events.register(*hook)
    yield cloud
    for client, hook in itertools.product(moto.values(), hooks):
        client.meta.events.unregister(*hook)
