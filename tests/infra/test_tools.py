"""The tools that are built from pinned modules say the version that is pinned."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools.go_tools import MODULES, build

from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAGRUNT

if TYPE_CHECKING:
    from cloud_resume.cloud._terragrunt import Tool


@pytest.mark.parametrize(("tool", "version"), [(TERRAGRUNT, "v1.1.3"), (OPENTOFU, "v1.12.6")])
def test_a_built_tool_is_no_development_version(tool: Tool, version: str) -> None:
    program = build(tool, MODULES / tool.name.lower())
    said = subprocess.check_output([program, "--version"], text=True)
    assert re.findall(r"v\d\S*", said) == [version]


@pytest.mark.parametrize("tool", [TERRAGRUNT, OPENTOFU])
def test_what_is_replaced_is_what_its_own_module_replaces(tool: Tool) -> None:
    """Whoever raises a version has to take its module's replacements over; Go itself heeds the main module's alone."""
    folder = MODULES / tool.name.lower()
    ours = (folder / "go.mod").read_text()
    (package,) = re.findall(r"^tool (\S+)$", ours, re.MULTILINE)
    path = subprocess.check_output(["go", "list", "-f", "{{.Module.GoMod}}", package], cwd=folder, text=True).strip()
    theirs = Path(path).read_text(encoding="utf-8")
    assert replacements(ours) == replacements(theirs) != set()


def replacements(module: str) -> set[str]:
    return set(re.findall(r"(\S+(?: v\S+)? => .*)", module))
