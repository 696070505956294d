"""Terragrunt finds the units that a change of a file is one of, in a repository like ours."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.infra.modules import INFRA

from cloud_resume.cloud._terragrunt import Terragrunt

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = INFRA.parent
UNITS = ["api_gateway-lambda", "budget", "certificate", "cloudwatch", "dns", "dynamodb", "s3-cloudfront", "sns"]


@pytest.fixture(scope="module")
def affected(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """Give what changes a file on a branch, and names the units of prod that the change affects."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("infra", "src/cloud_resume"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".terra*", "__pycache__"))

    def git(*words: str) -> None:
        subprocess.run(("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *words), cwd=folder, check=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=Before")

    def change(name: str) -> list[str]:
        git("checkout", "--quiet", "-B", "branch", "main")
        with (folder / name).open("a") as file:
            file.write("\n")
        git("add", ".")
        git("commit", "--quiet", "--message=After")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("STATE_S3_BUCKET", "none")
            return Terragrunt(folder / "infra" / "live" / "prod").affected("main")

    return change


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("src/cloud_resume/__init__.py", ["api_gateway-lambda"]),
        ("infra/modules/sns/main.tf", ["sns"]),
        ("infra/units/dns.hcl", ["dns"]),
        ("infra/live/prod/env.hcl", UNITS),
        ("infra/root.hcl", UNITS),
        ("infra/provider.tf", UNITS),
        ("infra/settings.tf", UNITS),
        ("requirements.txt", ["api_gateway-lambda"]),  # of a repository of one's own, whose zip is the package's
        ("infra/live/dev/env.hcl", []),
        ("infra/github-oidc/env.hcl", []),
        ("src/cloud_resume/site/_build.py", []),
    ],
)
def test_a_change_affects_the_units_that_read_it(
    affected: Callable[[str], list[str]], name: str, units: list[str]
) -> None:
    assert affected(name) == units
