"""Building the tools: what Go is asked for, and that it is asked once."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tools.go_tools import ACT, MODULES, build, main

from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAGRUNT, Tool
from cloud_resume.errors import OutsideError

# A Go that notes how it was called and makes a program which gives that as its version.
GO = """
echo "$CGO_ENABLED $*" >>{log}
test ! -e {log}.fail || exit 1
for word; do case $word in -o=*) program=${{word#-o=}} ;; esac; done
mkdir -p "${{program%/*}}"
printf '#!/bin/sh\\necho %s\\n' "$*" >"$program"
chmod +x "$program"
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give what Go notes; there are no programs but that one and the system's, and an empty cache."""
    path = tmp_path / "path"
    path.mkdir()
    (path / "go").write_text("#!/bin/sh" + GO.format(log=tmp_path / "log"))
    (path / "go").chmod(0o755)
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "log"


@pytest.fixture
def module(tmp_path: Path) -> Path:
    return shutil.copytree(MODULES / "terragrunt", tmp_path / "terragrunt")


@pytest.mark.parametrize(
    ("tool", "package", "flag"),
    [
        (TERRAGRUNT, "github.com/gruntwork-io/terragrunt", "internal/version.Version=v1.1.3"),
        (OPENTOFU, "github.com/opentofu/opentofu/cmd/tofu", "github.com/opentofu/opentofu/version.dev=no"),
        (ACT, "github.com/nektos/act", "-s -w"),
    ],
)
def test_the_pinned_package_is_built_with_its_version(tool: Tool, package: str, flag: str, log: Path) -> None:
    program = build(tool, MODULES / tool.name.lower())
    (call,) = log.read_text().splitlines()
    assert call.startswith("0 build ")
    assert call.endswith(f" {package}")
    assert flag in call
    assert flag in subprocess.check_output([program], text=True)
    assert program == Path(os.environ["XDG_CACHE_HOME"]) / "cloud-resume" / "bin" / tool.program


def test_it_is_built_once_for_the_same_pins(log: Path, module: Path) -> None:
    program = build(TERRAGRUNT, module)
    first = program.readlink()
    assert build(TERRAGRUNT, module).readlink() == first
    assert log.read_text().count(" build ") == 1
    with (module / "go.sum").open("a") as pins:
        pins.write("another\n")
    assert build(TERRAGRUNT, module).readlink() != first
    assert log.read_text().count(" build ") == 2


def test_a_failed_build_leaves_nothing(log: Path, module: Path) -> None:
    fail = log.with_name("log.fail")
    fail.touch()
    with pytest.raises(OutsideError, match=r"Terragrunt 1\.1\.3 could not be built"):
        build(TERRAGRUNT, module)
    assert not [path for path in log.parent.glob("cache/**/*") if path.is_file()]
    fail.unlink()
    assert build(TERRAGRUNT, module).exists()


def test_without_go_the_next_step_is_told(log: Path, module: Path) -> None:
    (log.parent / "path" / "go").unlink()
    with pytest.raises(OutsideError, match=r"Go 1\.21 or newer .* https://go.dev/doc/install"):
        build(TERRAGRUNT, module)


def test_what_is_there_is_not_built(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terragrunt = log.parent / "path" / "terragrunt"
    terragrunt.write_text("#!/bin/sh\necho terragrunt version v1.1.5\n")
    terragrunt.chmod(0o755)
    with pytest.raises(OutsideError, match=r"OpenTofu 1\.12 is needed"):
        main([])
    assert not log.exists()
    main(["install"])
    (call,) = log.read_text().splitlines()
    assert call.endswith("opentofu/cmd/tofu")
    said = capsys.readouterr().out.splitlines()[1:]
    assert said[0] == f"Terragrunt: {terragrunt}"
    assert said[1].startswith("Building OpenTofu 1.12.6,")
    assert said[2].startswith("OpenTofu: ")


def test_act_is_built_where_it_is_asked_for(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OutsideError, match=r"act 0\.2 is needed"):
        main(["act"])
    assert not log.exists()
    main(["install", "act"])
    (call,) = log.read_text().splitlines()
    assert call.endswith("github.com/nektos/act")
    assert capsys.readouterr().out.splitlines()[0].startswith("Building act 0.2.89,")
