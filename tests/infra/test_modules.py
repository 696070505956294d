"""The infrastructure's code: its form, what each module makes of its settings, and what auditors would say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.infra.modules import INFRA, MODULES, copy_of, terraform

from cloud_resume.cloud import package
from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAFORM, TERRAGRUNT, Tool, find
from cloud_resume.cloud._virtualenv import python_with
from cloud_resume.counter import Counter, Settings, SQLiteStore
from cloud_resume.server._headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENTS = ("local", "dev", "prod")
CHECKOV = INFRA.parent / "tools" / "checkov.txt"

HEADERS_TEST = """
run "headers_of_the_local_server" {
  assert {
    condition = merge(
      {
        for header in aws_cloudfront_response_headers_policy.site.custom_headers_config[0].items :
        header.header => header.value
      },
      [
        for security in aws_cloudfront_response_headers_policy.site.security_headers_config : {
          Content-Security-Policy = security.content_security_policy[0].content_security_policy
          Referrer-Policy         = security.referrer_policy[0].referrer_policy
          X-Content-Type-Options  = length(security.content_type_options) == 1 ? "nosniff" : "none"
          X-Frame-Options         = security.frame_options[0].frame_option
        }
      ]...
    ) == %s
    error_message = "The distribution's headers are not the local server's."
  }
}
"""

ACTIONS = """
import json, sys
from policy_sentry.querying.actions import get_action_data
unknown = []
for action in json.load(sys.stdin):
    service, name = action.split(":")
    found = get_action_data(service, name)
    if not found or not found.get(service):
        unknown.append(action)
print(json.dumps(unknown))
"""


def run(*words: str | Path, folder: Path = INFRA) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def test_files_are_formatted() -> None:
    for words in ((find(TERRAFORM), "fmt", "-check", "-recursive"), (find(TERRAGRUNT), "hcl", "fmt", "--check")):
        done = run(*words)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("tool", [TERRAFORM, OPENTOFU], ids=lambda tool: tool.name)
def test_module_is_valid_with_what_stands_beside_it(module: str, tool: Tool, tmp_path: Path) -> None:
    copy = copy_of(module, tmp_path, tool)
    for path in INFRA.glob("*.tf"):
        shutil.copy(path, copy)
    answer = json.loads(terraform(copy, "validate", "-json", tool=tool).stdout)
    assert (answer["valid"], answer["diagnostics"]) == (True, [])


@pytest.mark.parametrize("module", ["settings", *MODULES])
def test_module_has_its_properties(module: str, tmp_path: Path) -> None:
    done = terraform(copy_of(module, tmp_path), "test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_headers_are_those_of_the_local_server(tmp_path: Path) -> None:
    copy = copy_of("s3-cloudfront", tmp_path)
    tests = copy / "tests" / "s3-cloudfront.tftest.hcl"
    head = tests.read_text().partition("\nrun ")[0]
    tests.write_text(head + HEADERS_TEST % json.dumps(SECURITY_HEADERS))
    done = terraform(copy, "test")
    assert done.returncode == 0, done.stdout + done.stderr
    tests.write_text(head + HEADERS_TEST % json.dumps(SECURITY_HEADERS | {"Referrer-Policy": "origin"}))
    assert "are not the local server's" in terraform(copy, "test").stderr


def test_one_requirement_holds_for_all_modules() -> None:
    for name, version in (("versions.tf", "~> 1.11.0"), ("versions.tofu", "~> 1.12.0")):
        (text,) = {(INFRA / "modules" / module / name).read_text() for module in MODULES}
        assert f'required_version = "{version}"' in text
        assert re.findall(r'source += "(.*)"\n +version = "(.*)"', text) == [("hashicorp/aws", "5.100.0")]


def test_a_change_of_what_is_in_the_zip_affects_its_unit() -> None:
    done = subprocess.run(
        [find(TERRAGRUNT), "find", "--json", "--reading"],
        cwd=INFRA / "live" / "prod",
        env=os.environ | {"STATE_S3_BUCKET": "unread"},
        capture_output=True,
        text=True,
        check=True,
    )
    (unit,) = (unit for unit in json.loads(done.stdout) if unit["path"] == "api_gateway-lambda")
    assert set(ZipFile(BytesIO(package())).namelist()) <= {path.rpartition("/src/")[2] for path in unit["reading"]}


def test_units_are_the_same_in_every_environment() -> None:
    units = {path.stem for path in (INFRA / "units").glob("*.hcl")}
    assert units == set(MODULES) - {"github-oidc"}
    for environment in ENVIRONMENTS:
        assert {path.parent.name for path in (INFRA / "live" / environment).glob("*/terragrunt.hcl")} == units
    assert len({path.read_text() for path in (INFRA / "live").glob("*/*/terragrunt.hcl")}) == 1


def test_environments_have_the_same_settings() -> None:
    local, dev, prod = ({*_settings(environment)} for environment in ENVIRONMENTS)
    assert dev == prod
    assert local - prod == {"api_origin"}  # nobody else's API is anywhere but at its own endpoint
    assert _settings("local")["account_id"] == '"000000000000"'


def test_no_file_names_an_endpoint_or_a_key() -> None:
    for path in INFRA.rglob("*"):
        if path.suffix in {".hcl", ".tf", ".tofu"} and ".terra" not in str(path.relative_to(INFRA)):
            text = path.read_text()
            assert not re.search(r"\bendpoints *{|\bendpoint_url\b|\b(access|secret)_key\b|AKIA", text), path


def test_the_function_never_gives_the_status_that_is_rewritten(tmp_path: Path) -> None:
    (rewritten,) = re.findall(r"error_code += (\d+)", (INFRA / "modules" / "s3-cloudfront" / "main.tf").read_text())

    settings = Settings(origin_verify=("proof",), viewer_address_header="X-Forwarded-For")
    with closing(SQLiteStore(tmp_path / "visits.sqlite3")) as store:
        counter = Counter(store, settings)
        for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
            for path in ("/api/visits", "/api/visits/", "/api/nothing", "/api/"):
                event = {
                    "version": "2.0",
                    "rawPath": path,
                    "headers": {"x-origin-verify": "proof"},
                    "requestContext": {"http": {"method": method}},
                }
                assert counter.handle(event)["statusCode"] != int(rewritten), (method, path)


def test_checkov_finds_nothing() -> None:
    python = python_with(CHECKOV, print)
    done = run(python, "-m", "checkov.main", "--config-file", ".checkov.yaml", "-o", "json", folder=INFRA.parent)
    summary = json.loads(done.stdout)["summary"]
    assert (summary["failed"], summary["parsing_errors"]) == (0, 0), done.stdout
    assert summary["passed"] > 50


def test_every_action_of_the_policies_is_one_of_awss() -> None:
    policies = "".join(path.read_text() for path in INFRA.glob("modules/*/*.tf"))
    services = "acm|apigateway|budgets|cloudfront|cloudwatch|dynamodb|iam|kms|lambda|logs|route53|s3|secretsmanager|sns"
    actions = sorted(set(re.findall(rf'"((?:{services}):[A-Z]\w+)"(?! =)', policies)))
    assert len(actions) > 100
    done = subprocess.run(
        [python_with(CHECKOV, print), "-c", ACTIONS],
        input=json.dumps([*actions, "s3:PutNothing"]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == ["s3:PutNothing"]


def test_what_only_aws_asks_for_has_its_page() -> None:
    policies = (INFRA / "modules" / "github-oidc" / "policies.tf").read_text()
    table = (INFRA.parent / "docs" / "infrastructure.md").read_text()
    statements = set(re.findall(r'"(OnlyAWS\w+)"', policies))
    assert len(statements) > 5
    for sid in statements:
        assert re.search(rf"^\| `{sid}`.*https://docs\.aws\.amazon\.com/", table, re.MULTILINE), sid


def _settings(environment: str) -> dict[str, str]:
    text = (INFRA / "live" / environment / "env.hcl").read_text()
    return dict(re.findall(r"^  (\w+) += (\S*)", text, re.MULTILINE))
