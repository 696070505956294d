"""An account on an emulator of its own, a checkout to deploy from, and the ways to look at what came of it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import boto3
import pytest

from cloud_resume.cloud import Environment, _emulator
from cloud_resume.cloud._cache import cache
from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAFORM, Terragrunt, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.cloud._emulator import Emulator

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # tools/ is no package

from tests.infra.modules import copy_of  # noqa: E402 - found by the line above
from tools.terraform import cli_configuration  # noqa: E402 - the same

LONGEST = (
    "test_commands",
    "test_pipeline",
    "test_settings",
    "test_stack",
    "test_mutations",
    "test_opentofu",
    "test_release",
)
"""The modules that take minutes, the slowest first."""

# Service, call, the way to the names in its answer, arguments.
HOLDINGS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("acm", "list_certificates", "CertificateSummaryList.DomainName", {}),
    ("apigatewayv2", "get_apis", "Items.Name", {}),
    ("budgets", "describe_budgets", "Budgets.BudgetName", {"AccountId": "000000000000"}),
    ("cloudfront", "list_cache_policies", "CachePolicyList.Items.CachePolicy.Id", {"Type": "custom"}),
    ("cloudfront", "list_distributions", "DistributionList.Items.Id", {}),
    ("cloudfront", "list_origin_access_controls", "OriginAccessControlList.Items.Id", {}),
    (
        "cloudfront",
        "list_origin_request_policies",
        "OriginRequestPolicyList.Items.OriginRequestPolicy.Id",
        {"Type": "custom"},
    ),
    (
        "cloudfront",
        "list_response_headers_policies",
        "ResponseHeadersPolicyList.Items.ResponseHeadersPolicy.Id",
        {"Type": "custom"},
    ),
    ("cloudwatch", "describe_alarms", "MetricAlarms.AlarmName", {}),
    ("cloudwatch", "list_dashboards", "DashboardEntries.DashboardName", {}),
    ("dynamodb", "list_tables", "TableNames", {}),
    ("iam", "list_roles", "Roles.RoleName", {}),
    ("lambda", "list_functions", "Functions.FunctionName", {}),
    ("logs", "describe_log_groups", "logGroups.logGroupName", {}),
    ("s3", "list_buckets", "Buckets.Name", {}),
    ("sns", "list_subscriptions", "Subscriptions.SubscriptionArn", {}),
    ("sns", "list_topics", "Topics.TopicArn", {}),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left with it when the others are done."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


class Answer(NamedTuple):
    """What came over HTTPS."""

    status: int
    headers: dict[str, str]  # by lower-case name
    body: bytes


class Account:
    """An AWS account on an emulator, and the checkout that it is deployed to from."""

    state_bucket = "cloud-resume-state-local"

    def __init__(
        self,
        project: Path,
        emulator: Emulator,
        environment: str = "local",
        variables: dict[str, str] | None = None,
    ) -> None:
        """Take a running emulator, and variables such as those of credentials; without them, it is as the root user."""
        self.project = project
        self.emulator = emulator
        self.environment = environment
        self.variables = variables or {}

    @property
    def environ(self) -> dict[str, str]:
        """Give what Terragrunt needs in its environment to work on this account."""
        return self.emulator.environment() | {"STATE_S3_BUCKET": self.state_bucket} | self.variables

    @property
    def units(self) -> Path:
        """Give the folder of the units."""
        return self.project / "infra" / "live" / self.environment

    def terragrunt(self, command: str, **environ: str) -> list[str]:
        """Run a command over all units; gives its output's lines."""
        lines: list[str] = []
        bootstrap = not self.variables  # no role may make or mend the state's bucket
        Terragrunt(self.units).run_all(command, self.environ | environ, lines.append, bootstrap=bootstrap)
        return lines

    def outputs(self, unit: str) -> dict[str, Any]:
        """Give the outputs of a unit."""
        settings = {"account_id": "000000000000", "region": "us-east-1"}
        at = Environment(self.units.name, self.project, Terragrunt(self.units), settings, self.environ)
        return at.outputs(unit)

    def cloud_resume(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run our command line in the checkout, as a person would."""
        return subprocess.run(
            [sys.executable, "-m", "cloud_resume", *words],
            cwd=self.project,
            env=os.environ | environ,
            capture_output=True,
            text=True,
            check=True,
        )

    def cut(self, folder: Path, *words: str | Path) -> int:
        """Run a destruction in a folder, and interrupt it when a first unit is gone; gives its exit code."""
        with subprocess.Popen(
            words,
            cwd=folder,
            env=self.environ | {"TG_TF_PATH": find(TERRAFORM)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            for line in process.stdout or ():
                if "Destroy complete!" in line:
                    os.killpg(process.pid, signal.SIGINT)
                    break
            process.communicate()
        return process.returncode

    def seen_from(self, project: Path) -> Account:
        """Give the same account, to be deployed to from another checkout."""
        return Account(project, self.emulator, self.environment, self.variables)

    def under(self, variables: dict[str, str]) -> Account:
        """Give the same account, to be worked on with these variables."""
        return Account(self.project, self.emulator, self.environment, variables)

    def drift(self, plans: Path) -> dict[str, set[str]]:
        """Plan all units; gives by unit the types of the resources that would change, and the names of outputs."""
        self.terragrunt("plan", TG_JSON_OUT_DIR=str(plans))
        found = {}
        for file in plans.rglob("*.json"):
            plan = json.loads(file.read_text())
            changed = {item["type"] for item in plan["resource_changes"] if item["change"]["actions"] != ["no-op"]}
            outputs = plan.get("output_changes", {}).items()
            changed |= {name for name, change in outputs if change["actions"] != ["no-op"]}
            if changed:
                found[file.parent.name] = changed
        return found

    def holdings(self) -> dict[str, list[str]]:
        """Give what the account holds of each kind of thing that the units make, but for the state's bucket."""
        found = {}
        for service, call, path, arguments in HOLDINGS:
            with self.client(service) as client:
                answer = getattr(client, call)(**arguments)
            for name in path.split("."):
                answer = [item[name] for item in answer] if isinstance(answer, list) else answer.get(name, [])
            found[call] = [name for name in answer if name != self.state_bucket]
        return found

    def client(self, service: str) -> closing[Any]:
        """Give a client of boto3's, in a context that closes it."""
        environ = self.environ
        client = boto3.client(  # type: ignore[call-overload]  # by a name that is not known before
            service,
            endpoint_url=self.emulator.endpoint,
            verify=str(self.emulator.ca),
            region_name="us-east-1",
            aws_access_key_id=environ["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environ["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=environ.get("AWS_SESSION_TOKEN"),
        )
        return closing(client)

    def request(self, method: str, url: str, **headers: str) -> Answer:
        """Ask the emulator for a URL, whatever its host; `_` in a header's name stands for `-`."""
        parts = urlsplit(url)
        context = ssl.create_default_context(cafile=self.emulator.ca)
        connection = HTTPSConnection("127.0.0.1", self.emulator.port, context=context, timeout=60)
        try:
            named = {"Host": parts.netloc} | {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, parts.path or "/", headers=named)
            response = connection.getresponse()
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()


@pytest.fixture(scope="session", autouse=True)
def _provider(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let Terraform and OpenTofu find the provider, also where the registry is out of reach.

    It is fetched here, for the cache of providers bears one writer at a time and processes share it.
    """
    os.environ["TF_CLI_CONFIG_FILE"] = str(cli_configuration(tmp_path_factory.mktemp("terraform")))
    with (cache() / "providers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for tool in (TERRAFORM, OPENTOFU):
            copy_of("sns", tmp_path_factory.mktemp(tool.program), tool)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Give what makes a checkout in a folder of its own, all alike whatever becomes of the tree."""
    original = tmp_path_factory.mktemp("original")
    leave_out = shutil.ignore_patterns(".terragrunt-cache", ".terraform*")
    for name in ("infra", "examples"):
        shutil.copytree(ROOT / name, original / name, ignore=leave_out)
    return lambda: shutil.copytree(original, tmp_path_factory.mktemp("copies") / "checkout")


@pytest.fixture(scope="module")
def account(checkout: Callable[[], Path]) -> Iterator[Account]:
    """Give an empty account; its emulator is ended with the module."""
    project = checkout()
    with emulator_in(project) as emulator:
        yield Account(project, emulator)


@contextmanager
def emulator_in(project: Path) -> Iterator[Emulator]:
    """Run an emulator in a checkout, at a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    folder = project / ".cloud-resume" / "emulator"
    try:
        yield _emulator.start(folder, port=port)
    finally:
        _emulator.erase(folder)
