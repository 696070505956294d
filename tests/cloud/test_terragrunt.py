"""Terragrunt: which tools are found, what a missing one is told like, and how units are run."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAFORM, TERRAGRUNT, Terragrunt, find
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

    from cloud_resume.cloud._terragrunt import Tool

# Tells how it was called, where, and with which settings.
TERRAGRUNT_SCRIPT = """
case "$*" in
  --version) echo "terragrunt version v1.1.3" ;;
  *secret*) echo 'a: data.aws_secretsmanager_random_password.it: Read complete after 0s [id=x]y&"]'; test ! -e fail ;;
  *broken*) echo "much"; echo "2 errors occurred:"; echo "this one"; exit 1 ;;
  *) echo "$* in $PWD, $WHO, $TG_TF_PATH, $TF_PLUGIN_CACHE_DIR" ;;
esac
"""


@pytest.fixture
def terragrunt(tmp_path: Path, cache: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Terragrunt:
    """Give one over the units of `tmp_path`, with the test's own tools."""
    assert not cache.exists()
    for name in ("TG_TF_PATH", "TF_PLUGIN_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    program("terragrunt", TERRAGRUNT_SCRIPT)
    program("terraform", "echo Terraform v1.11.4; echo on linux_amd64")
    return Terragrunt(tmp_path)


@pytest.mark.parametrize(
    ("tool", "said"),
    [(TERRAGRUNT, "terragrunt version v1.1.3"), (TERRAFORM, "Terraform v1.11.4\non x"), (OPENTOFU, "OpenTofu v1.12.6")],
)
@pytest.mark.usefixtures("cache")
def test_a_tool_of_the_right_version_is_found(tool: Tool, said: str, program: Program) -> None:
    path = program(tool.program, f"echo '{said}'")
    assert find(tool) == str(path)


def test_a_built_one_is_found_after_those_on_path(cache: Path, program: Program) -> None:
    built = program("tofu", "echo OpenTofu v1.12.6", cache / "bin")
    assert find(OPENTOFU) == str(built)
    installed = program("tofu", "echo OpenTofu v1.12.9")
    assert find(OPENTOFU) == str(installed)
    program("tofu", "echo OpenTofu v1.9.0")
    assert find(OPENTOFU) == str(built)


def test_the_first_of_several_is_taken(cache: Path, program: Program) -> None:
    assert not cache.exists()
    tofu = program("tofu", "echo OpenTofu v1.12.6")
    assert find(TERRAFORM, OPENTOFU) == str(tofu)
    terraform = program("terraform", "echo Terraform v1.11.0")
    assert find(TERRAFORM, OPENTOFU) == str(terraform)


@pytest.mark.usefixtures("cache", "program")
def test_a_missing_one_is_told_with_what_is_needed() -> None:
    with pytest.raises(OutsideError) as told:
        find(TERRAFORM, OPENTOFU)
    message = str(told.value)
    assert message.startswith("Terraform 1.11 or OpenTofu 1.12 is needed, and none is on PATH.")
    assert "make tools" in message
    assert "https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install/" in message


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("echo terragrunt version v0.99.1", "0.99.1"),
        ("echo terragrunt version v1.10.0", "1.10.0"),
        ("echo terragrunt version latest", "of no known version"),
        ("exit 1", "of no known version"),
    ],
)
@pytest.mark.usefixtures("cache")
def test_one_of_another_version_is_told(script: str, what: str, program: Program) -> None:
    path = program("terragrunt", script)
    with pytest.raises(OutsideError, match=f"Terragrunt 1.1 is needed, and {path} is {what}"):
        find(TERRAGRUNT)


@pytest.mark.usefixtures("cache")
def test_one_that_does_not_run_is_told(program: Program) -> None:
    path = program("terragrunt", "")
    path.write_text("#!/nonexistent/interpreter\n")
    with pytest.raises(OutsideError, match="of no known version"):
        find(TERRAGRUNT)


@pytest.mark.parametrize(("bootstrap", "option"), [(False, ""), (True, " --backend-bootstrap")])
def test_all_units_are_run_after_one_has_fetched_the_provider(
    terragrunt: Terragrunt, tmp_path: Path, cache: Path, option: str, *, bootstrap: bool
) -> None:
    lines: list[str] = []
    terragrunt.run_all("apply", {"WHO": "ada"}, lines.append, bootstrap=bootstrap)
    rest = f" in {tmp_path}, ada, {tmp_path}/path/terraform, {cache}/providers"
    assert lines == [
        f"run{option} --working-dir {tmp_path}/dynamodb -- init{rest}",
        f"run{option} --all apply{rest}",
    ]
    assert (cache / "providers").is_dir()


@pytest.mark.usefixtures("terragrunt")
@pytest.mark.parametrize("said", ["OpenTofu v1.12.6", "Terraform v1.11.0"])
def test_the_users_own_choices_stand(
    said: str, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = program("chosen", f"echo {said}")
    monkeypatch.setenv("TG_TF_PATH", str(chosen))
    monkeypatch.setenv("TF_PLUGIN_CACHE_DIR", "/my/cache")
    lines: list[str] = []
    Terragrunt(tmp_path).run_all("plan", os.environ, lines.append)
    assert all(line.endswith(f", {chosen}, /my/cache") for line in lines)


@pytest.mark.usefixtures("terragrunt")
@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("echo Terraform v1.12.0", "Terraform v1.12.0"),
        ("echo OpenTofu v1.11.4; echo on x", "OpenTofu v1.11.4"),
        ("echo terragrunt version v1.1.3", "of no known version"),
        ("exit 1", "of no known version"),
    ],
)
def test_another_that_the_user_chose_is_told(
    script: str, what: str, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = program("chosen", script)
    monkeypatch.setenv("TG_TF_PATH", str(chosen))
    told = f"Terraform 1.11 or OpenTofu 1.12 is needed, and TG_TF_PATH names {chosen}, which is {what}. In a"
    with pytest.raises(OutsideError, match=re.escape(told)):
        Terragrunt(tmp_path)


def test_a_failure_is_told_by_its_end(terragrunt: Terragrunt) -> None:
    with pytest.raises(OutsideError, match=r"^this failed: .* --all broken\nthis one$"):
        terragrunt.run_all("broken", {}, str)


@pytest.mark.usefixtures("terragrunt")
def test_units_are_affected_by_what_head_has_changed_since_it_left(tmp_path: Path, program: Program) -> None:
    repository = tmp_path / "repository"
    units = repository / "infra" / "live" / "prod"
    for unit in ("sns", "budget"):
        (units / unit).mkdir(parents=True)
    git = ("git", "-C", repository, "-c", "user.name=Mara", "-c", "user.email=mara@example.com")
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message=fork"], check=True)
    fork = subprocess.check_output([*git, "rev-parse", "HEAD"], text=True).strip()
    subprocess.run([*git, "checkout", "--quiet", "-b", "change"], check=True)
    for branch in ("main", "change"):
        subprocess.run([*git, "checkout", "--quiet", branch], check=True)
        subprocess.run([*git, "commit", "--quiet", "--allow-empty", f"--message=of {branch}"], check=True)

    found = "infra/github-oidc infra/live/dev/budget infra/live/prod/sns infra/live/prod/removed"
    program(
        "terragrunt",
        f"""
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  "find --working-dir {units} --filter [{fork}...HEAD]") printf "%s\\n" {found} ;;
esac""",
    )
    assert Terragrunt(units).affected("main") == ["sns"]
    with pytest.raises(OutsideError, match=r"(?s)merge-base origin/main HEAD.*`git fetch` brings origin/main"):
        Terragrunt(units).affected("origin/main")


def test_a_new_secret_is_shown_to_nobody(terragrunt: Terragrunt, tmp_path: Path) -> None:
    line = "a: data.aws_secretsmanager_random_password.it: Read complete after 0s [id=***]"
    lines: list[str] = []
    terragrunt.run_all("secret", {}, lines.append)
    assert lines[1:] == [line]
    (tmp_path / "fail").touch()
    with pytest.raises(OutsideError) as told:
        terragrunt.run_all("secret", {}, str)
    assert str(told.value).endswith(f"\n{line}")
