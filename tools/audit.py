"""Asks the advisories about all that we depend on; `python -m tools.audit sbom` lists what the package depends on."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cloud_resume.cloud._virtualenv import python_with

ROOT = Path(__file__).parents[1]
PYTHON = ("requirements/dev.txt", "src/cloud_resume/cloud/emulator.txt")  # dev.txt holds run.txt and the extras
NODE = (".", "e2e")
SBOM = "build/sbom.json"  # CycloneDX


def main(words: Sequence[str]) -> int:
    """Run all audits, or write the list; gives 1 if anything was found or failed."""
    commands: list[list[str | Path]]
    module = (python_with(ROOT / "tools" / "audit.txt", print), "-m")
    if words == ["sbom"]:
        (ROOT / SBOM).parent.mkdir(exist_ok=True)
        options = ("--pyproject", "pyproject.toml", "--output-reproducible", "--output-file", SBOM)
        commands = [[*module, "cyclonedx_py", "requirements", "requirements/run.txt", *options]]
    else:
        pip_audit = (*module, "pip_audit", "--require-hashes", "--disable-pip", "--strict", "--requirement")
        commands = [[*pip_audit, file] for file in PYTHON]
        commands += [["npm", "audit", "--package-lock-only", "--prefix", folder] for folder in NODE]
    codes = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
