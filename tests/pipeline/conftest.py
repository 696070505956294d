"""The pipeline on this machine: a repository, act as its runner, a GitHub on loopback, and the emulator as AWS."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import yaml
from tests.pipeline.github import GitHub
from tools.go_tools import ACT
from tools.terraform import cli_configuration

from cloud_resume.cloud import Environment, _emulator, open_environment
from cloud_resume.cloud._terragrunt import TERRAFORM, TERRAGRUNT, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.cloud._emulator import Emulator

ROOT = Path(__file__).parents[2]
ACTIONS = Path(__file__).with_name("actions")
PERMISSIONS = ROOT / "tests" / "infra" / "permissions.py"

OWNER, NAME = "mara-lindholm", "resume"
OWNER_ID, REPOSITORY_ID = 1001, 2002
NUMBER = 7  # of the pull request

ROLE = "arn:aws:iam::000000000000:role/cloud-resume-prod-{}"
STAND_INS = {
    "actions/checkout": "checkout",
    "actions/setup-go": "setup",
    "actions/setup-node": "setup",
    "hashicorp/setup-terraform": "setup",
    "aws-actions/configure-aws-credentials": "credentials",
}

# What the project's own tests are to the pipeline: a command that passes or fails.
CI_RUN = "#!/bin/sh\ntest ! -e broken && echo 'The tests ran.'\n"


class Call(NamedTuple):
    """A call of AWS."""

    role: str  # whose credentials it was made with; "root" for the account's owner
    action: str
    resource: str  # an ARN


class Run(NamedTuple):
    """What became of a run of the pipeline."""

    passed: bool
    steps: list[tuple[str, str, bool]]  # job, step, whether it passed; in the order in which they ended
    log: str

    def jobs(self) -> list[str]:
        """Name the jobs that ran, in turn."""
        return list(dict.fromkeys(job for job, _, _ in self.steps))


class Pipeline:
    """A repository on GitHub whose pipeline applies `prod`, in an account that is the emulator's."""

    def __init__(self, folder: Path, emulator: Emulator, github: GitHub, record: Path) -> None:
        """Make the repository in `folder`, with one commit; `record` is where the emulator writes down who did what."""
        self.emulator = emulator
        self.github = github
        self.record = record
        self.checkout = folder / "checkout"
        self._folder = folder
        self._events = 0
        _copy(self.checkout)
        _set_up(self.checkout, emulator)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Mara Lindholm")
        self.git("config", "user.email", "mara.lindholm@example.com")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.git("remote", "add", "origin", f"https://github.com/{OWNER}/{NAME}")
        self.commit("Begin")
        self.git("tag", "begin")

    def git(self, *words: str) -> str:
        """Run git in the checkout."""
        return subprocess.check_output(["git", *words], cwd=self.checkout, text=True).strip()

    def commit(self, message: str) -> None:
        """Commit all that there is, but for what a checkout holds besides."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)

    def environ(self) -> dict[str, str]:
        """Give the environment of programs that work on the account as its owner."""
        return self.emulator.environment() | {"STATE_S3_BUCKET": "resume-state"}

    def at(self) -> Environment:
        """Open `prod` as the account's owner."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environ().items():
                patch.setenv(name, value)
            return open_environment(self.checkout, "prod")

    def pull_request(self, *, fork: bool = False, author: str = OWNER) -> Run:
        """Run the pipeline for the commit that is checked out, as GitHub does when it is pushed to a pull request."""
        head = "somebody/resume" if fork else f"{OWNER}/{NAME}"
        event = {
            "action": "synchronize",
            "number": NUMBER,
            "pull_request": {
                "number": NUMBER,
                "user": {"login": author},
                "head": {"ref": "change", "repo": {"full_name": head}},
                "base": {"ref": "main", "repo": {"full_name": f"{OWNER}/{NAME}"}},
            },
        }
        return self._run("pull_request", event)

    def merge(self) -> Run:
        """Run the pipeline for the commit that is checked out, as GitHub does when it comes to main."""
        self.git("checkout", "--quiet", "-B", "main")
        return self._run("push", {"ref": "refs/heads/main"})

    def calls(self) -> list[Call]:
        """Give who did what at AWS since this was asked last, in turn."""
        lines = [json.loads(line) for line in self.record.read_text().splitlines()] if self.record.exists() else []
        self.record.unlink(missing_ok=True)
        return [Call(_role(line["who"] or ""), line["action"], line["resource"]) for line in lines]

    def request(self, url: str) -> tuple[int, bytes]:
        """Ask for a URL of the site; gives status and body."""
        parts = urlsplit(url)
        context = ssl.create_default_context(cafile=self.emulator.ca)
        with closing(HTTPSConnection("127.0.0.1", self.emulator.port, context=context, timeout=60)) as connection:
            connection.request("GET", parts.path, headers={"Host": parts.netloc})
            response = connection.getresponse()
            return response.status, response.read()

    def holdings(self) -> dict[str, Any]:
        """Give what a pull request must leave as it is, byte for byte: bucket, distribution, table, and state."""
        at = self.at()
        site, tables = at.outputs("s3-cloudfront"), at.outputs("dynamodb")
        with closing(at.client("cloudfront")) as cloudfront:
            distribution = cloudfront.get_distribution_config(Id=site["distribution_id"])
            distribution.pop("ResponseMetadata")
        with closing(at.client("dynamodb")) as dynamodb:
            items = [dynamodb.scan(TableName=tables[name]["name"])["Items"] for name in ("counts_table", "keys_table")]
            table = dynamodb.describe_table(TableName=tables["counts_table"]["name"])["Table"]
        with closing(at.client("s3")) as s3:
            buckets = {bucket: _objects(s3, bucket) for bucket in (site["bucket"], at.state_bucket)}
        return {"distribution": distribution, "items": items, "table": table, "buckets": buckets}

    def _run(self, event_name: str, event: dict[str, Any]) -> Run:
        self._events += 1
        event_file = self._folder / f"event-{self._events}.json"
        event_file.write_text(json.dumps(event))
        workflow = yaml.safe_load((self.checkout / ".github/workflows/pipeline.yaml").read_text())
        self.github.subjects = _subjects(workflow, event_name)
        options = [f"--local-repository={use}={ACTIONS / STAND_INS[use.split('@')[0]]}" for use in _uses(workflow)]
        variables = {
            "AWS_REGION": "us-east-1",
            "STATE_S3_BUCKET": "resume-state",
            "PLAN_ROLE_ARN": ROLE.format("plan"),
            "APPLY_ROLE_ARN": ROLE.format("apply"),
        }
        options += [f"--var={name}={value}" for name, value in variables.items()]
        environ = {
            "GITHUB_API_URL": self.github.url,
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.github.url}/token?",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-job",
        }
        options += [f"--env={name}={value}" for name, value in environ.items()]
        done = subprocess.run(
            [
                *(find(ACT), event_name, "--json", "--no-cache-server", "--no-skip-checkout"),
                *("--platform=ubuntu-latest=-self-hosted", "--defaultbranch=main", f"--actor={OWNER}"),
                *("--workflows=.github/workflows/pipeline.yaml", f"--eventpath={event_file}"),
                *(f"--action-cache-path={self._folder / 'act'}", "--secret=GITHUB_TOKEN=of-the-run", *options),
            ],
            cwd=self.checkout,
            env=self._machine(),
            capture_output=True,
            text=True,
            check=False,
        )
        return _read(done)

    def _machine(self) -> dict[str, str]:
        """Give the runner's environment: where AWS is, and no credentials."""
        environ = {
            name: value for name, value in self.environ().items() if not re.match("AWS_.*(KEY|BUCKET)|STATE", name)
        }
        return environ | {
            "ORIGIN": str(self.checkout),
            "VENV": sys.prefix,
            "NODE_MODULES": str(ROOT / "e2e" / "node_modules"),
            "TG_TF_PATH": find(TERRAFORM),
        }


def _role(arn: str) -> str:
    found = re.search(r"role/([\w-]+)", arn)
    return found[1] if found else arn.rpartition(":")[2]


def _copy(project: Path) -> None:
    """Copy the project as git knows it, changed files as they are."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=ROOT, text=True).rstrip("\0").split("\0"):
        if (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, project / name)


def _set_up(project: Path, emulator: Emulator) -> None:
    """Do what a person does once, and let `prod` be on the emulator."""
    shutil.copy(project / "examples" / "resume.yaml", project)
    (project / ".ci" / "run").write_text(CI_RUN)
    workflow = project / ".github" / "workflows" / "pipeline.yaml"
    workflow.write_text(workflow.read_text().replace("  queue: max\n", ""))  # of which act has not heard yet
    origin = f'{{ domain = "localhost", port = {emulator.port}, path = "/_aws/execute-api/API_ID/$default" }}'
    _settings(
        project / "infra" / "live" / "prod" / "env.hcl",
        account_id='"000000000000"',
        email='"mara.lindholm@example.com"',
        viewer_address_header='"X-Forwarded-For"',
        permissions_boundary="true",
        api_origin=origin,
    )
    ids = f'{{ owner = "{OWNER}", owner_id = {OWNER_ID}, name = "{NAME}", id = {REPOSITORY_ID} }}'
    _settings(project / "infra" / "github-oidc" / "env.hcl", repository=ids)


def _settings(file: Path, **changes: str) -> None:
    """Change settings in an env.hcl, and add those that are not in it; the values are HCL."""
    text = file.read_text()
    for name, value in changes.items():
        line = f"  {name} = {value}"
        text, found = re.subn(rf"^  {name} += .*$", line.replace("\\", r"\\"), text, flags=re.MULTILINE)
        if not found:
            text = text.replace("locals {\n", f"locals {{\n{line}\n", 1)
    file.write_text(text)


def _objects(s3: Any, bucket: str) -> list[tuple[str, str, str]]:  # noqa: ANN401 - boto3 makes its types as it runs
    """Give key, version and content's hash of each version of each object."""
    versions = s3.list_object_versions(Bucket=bucket)["Versions"]
    bodies = [s3.get_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])["Body"] for each in versions]
    return [
        (each["Key"], each["VersionId"], sha256(body.read()).hexdigest())
        for each, body in zip(versions, bodies, strict=True)
    ]


def _uses(workflow: dict[str, Any]) -> set[str]:
    return {step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step}


def _subjects(workflow: dict[str, Any], event: str) -> dict[str, str]:
    """Give the subjects of the tokens that GitHub would give, by the jobs that may have one.

    https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
    """
    repository = f"repo:{OWNER}@{OWNER_ID}/{NAME}@{REPOSITORY_ID}"
    subjects = {}
    for name, job in workflow["jobs"].items():
        if job["permissions"].get("id-token") == "write":
            context = "pull_request" if event == "pull_request" else "ref:refs/heads/main"
            if "environment" in job:
                context = f"environment:{job['environment']['name']}"
            subjects[name] = f"{repository}:{context}"
    return subjects


def _read(done: subprocess.CompletedProcess[str]) -> Run:
    """Read what act logs: a line of JSON for each thing that happens."""
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    steps = [
        (line["jobID"], line["step"], line["stepResult"] == "success")
        for line in lines
        if line.get("stage") == "Main" and len(line["stepID"]) == 1 and line.get("stepResult") in {"success", "failure"}
    ]
    log = "".join(line["msg"] if line.get("raw_output") else f"{line['msg']}\n" for line in lines)
    return Run(done.returncode == 0, steps, log + done.stderr)


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """Give a repository that is set up: the roles are applied, and `prod` is deployed once, by a person."""
    folder = tmp_path_factory.mktemp("pipeline")
    os.environ["TF_CLI_CONFIG_FILE"] = str(cli_configuration(folder / "terraform"))
    record = folder / "checks.jsonl"
    own_command, own_environment = _emulator._command, _emulator._environment  # noqa: SLF001 - to put AWS's checks in

    def command(python: Path, emulator: Path, port: int) -> list[Path | str]:
        return [python, PERMISSIONS, *own_command(python, emulator, port)[3:]]  # in place of -m hypercorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch, GitHub(f"{OWNER}/{NAME}") as github:
        patch.setattr(_emulator, "_command", command)
        patch.setattr(_emulator, "_environment", lambda *words: own_environment(*words) | {"RECORD": str(record)})
        try:
            emulator = _emulator.start(folder / "emulator", port=port)
            pipeline = Pipeline(folder, emulator, github, record)
            _deploy(pipeline)
            yield pipeline
        finally:
            _emulator.erase(folder / "emulator")


def _deploy(pipeline: Pipeline) -> None:
    environ = pipeline.environ() | {"TG_TF_PATH": find(TERRAFORM), "TG_NON_INTERACTIVE": "true"}
    roles = pipeline.checkout / "infra" / "github-oidc"
    for words in (
        (find(TERRAGRUNT), "run", "--backend-bootstrap", "--working-dir", roles, "--", "apply", "-auto-approve"),
        (sys.executable, "-m", "cloud_resume", "deploy", "prod", "--yes"),
    ):
        done = subprocess.run(words, cwd=pipeline.checkout, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    pipeline.calls()
