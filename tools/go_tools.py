"""Says whether Terragrunt and OpenTofu are there; `python -m tools.go_tools install` builds what is missing.

With `act` as the last word it is act, which runs the pipeline on this machine.

They are built from the Go modules that pin them. That takes minutes, once: a build is kept in the user's cache under
the hash of what pins it, and `cloud-resume` finds it by the link in `bin` there.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from cloud_resume.cloud._cache import cache
from cloud_resume.cloud._terragrunt import OPENTOFU, TERRAGRUNT, Tool, find
from cloud_resume.errors import OutsideError

MODULES = Path(__file__).parent

ACT = Tool("act", "act", "0.2", "https://nektosact.com/installation/")

# Without these Terragrunt calls itself "latest" and OpenTofu "-dev", which no version constraint takes.
VERSION_FLAGS = {
    TERRAGRUNT: "-X github.com/gruntwork-io/terragrunt/internal/version.Version=v{version}",
    OPENTOFU: "-X github.com/opentofu/opentofu/version.dev=no",
}


def main(words: Sequence[str]) -> None:
    """Say where the tools are; build what is missing if told to "install", else OutsideError names it."""
    for tool in (ACT,) if "act" in words else (TERRAGRUNT, OPENTOFU):
        try:
            program = find(tool)
        except OutsideError:
            if "install" not in words:
                raise
            program = str(build(tool, MODULES / tool.name.lower()))
        print(f"{tool.name}: {program}")


def build(tool: Tool, module: Path) -> Path:
    """Build the tool that the Go module in a folder pins, or give what was built before; OutsideError on failure."""
    pins = (module / "go.mod").read_bytes()
    key = sha256(pins + (module / "go.sum").read_bytes()).hexdigest()[:12]
    program = cache() / f"{tool.program}-{key}" / tool.program
    if not program.exists():
        package, version = _pinned(pins.decode())
        flags = VERSION_FLAGS.get(tool, "").format(version=version)
        _go_build(f"{tool.name} {version}", module, package, f"-s -w {flags}", program)
    link = cache() / "bin" / tool.program
    link.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=cache()) as scratch:
        new = Path(scratch) / "link"
        new.symlink_to(program)
        new.replace(link)
    return link


def _pinned(pins: str) -> tuple[str, str]:
    """Give the package that a go.mod names as its tool, and the version of the module that holds it."""
    (package,) = re.findall(r"^tool (\S+)$", pins, re.MULTILINE)
    versions = re.findall(r"^\t(\S+) v(\S+)", pins, re.MULTILINE)
    (version,) = (version for path, version in versions if f"{package}/".startswith(f"{path}/"))
    return package, version


def _go_build(what: str, module: Path, package: str, flags: str, program: Path) -> None:
    if shutil.which("go") is None:
        message = f"Go 1.21 or newer is needed to build {what}; see https://go.dev/doc/install"
        raise OutsideError(message)
    print(f"Building {what}, for some minutes, once", flush=True)
    program.parent.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=program.parent.parent) as scratch:
        new = Path(scratch) / "new"
        command = [
            "go",
            "build",
            "-trimpath",
            "-buildvcs=false",
            f"-ldflags={flags}",
            f"-o={new}/{program.name}",
            package,
        ]
        if subprocess.run(command, cwd=module, env={**os.environ, "CGO_ENABLED": "0"}, check=False).returncode:
            message = f"{what} could not be built; Go's own words are above"
            raise OutsideError(message)
        shutil.rmtree(program.parent, ignore_errors=True)
        new.rename(program.parent)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OutsideError as error:
        sys.exit(f"error: {error}")
