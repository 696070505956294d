"""Copies of the Terraform modules to try things on, so that the tree stays as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cloud_resume.cloud._cache import cache as users_cache
from cloud_resume.cloud._terragrunt import TERRAFORM, Tool, find

INFRA = Path(__file__).parents[2] / "infra"
MODULES = sorted(path.name for path in (INFRA / "modules").iterdir())

_initialised = TemporaryDirectory()


def copy_of(module: str, folder: Path, tool: Tool = TERRAFORM) -> Path:
    """Copy a module into `folder`, initialised; "settings" is the file that Terragrunt puts beside each."""
    return shutil.copytree(_original(module, tool), folder / module, symlinks=True)


def terraform(folder: Path, *words: str, tool: Tool = TERRAFORM) -> subprocess.CompletedProcess[str]:
    """Run Terraform or OpenTofu in a folder."""
    providers = users_cache() / "providers"  # the provider is 700 MB, and is linked to from there
    providers.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [find(tool), *words, "-no-color"],
        cwd=folder,
        env=os.environ | {"TF_PLUGIN_CACHE_DIR": str(providers), "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def _original(module: str, tool: Tool) -> Path:
    folder = Path(_initialised.name, tool.program, module)
    if module == "settings":
        shutil.copytree(INFRA / "tests", folder / "tests")
        shutil.copy(INFRA / "settings.tf", folder)
    else:
        shutil.copytree(INFRA / "modules" / module, folder, ignore=shutil.ignore_patterns(".terraform*"))
    done = terraform(folder, "init", "-backend=false", tool=tool)
    assert done.returncode == 0, done.stderr
    return folder
