"""Runs the test suites, brings the tools they need, and closes with a table that leaves none out."""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET


class Tool(NamedTuple):
    """Something that suites need and the Python environment does not hold."""

    name: str
    probe: str  # a command that exits 0 where the tool is there
    bring: tuple[str, ...]  # commands that may bring it, tried in turn; apt-get only as root


class Suite(NamedTuple):
    """A folder of tests, with the tools without which it cannot run."""

    name: str
    folder: str  # a suite leaves out what lies in the folder of another
    needs: tuple[Tool, ...] = ()
    covered: bool = False  # whether it alone must reach the coverage that pyproject.toml demands
    workers: int = 1  # that share its modules; more than one where it waits for most of its time


class Result(NamedTuple):
    """What became of a suite; the counts are tests."""

    suite: str
    outcome: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    note: str = ""


NODE = (
    Tool(
        "Node.js 20.19",
        probe="node -e 'const [a, b] = process.versions.node.split(`.`); process.exit(+(a * 100 + +b < 2019))'",
        bring=(".venv/bin/pip install --quiet --require-hashes --requirement requirements/node.txt",),
    ),
    Tool(
        "node_modules",
        probe="test node_modules/.package-lock.json -nt package-lock.json",
        bring=("npm ci --ignore-scripts",),
    ),
)
CHROMIUM = Tool(
    "Chromium",
    probe=".venv/bin/python -m tools.chromium",
    bring=(".venv/bin/playwright install --no-shell chromium", "apt-get install --yes chromium"),
)
CYPRESS = (
    NODE[0],
    Tool(
        "e2e/node_modules",
        probe="test e2e/node_modules/.package-lock.json -nt e2e/package-lock.json",
        bring=("npm ci --prefix e2e --ignore-scripts",),
    ),
    Tool(
        "Cypress",
        probe="sh -c 'e2e/node_modules/.bin/cypress version --component binary | grep ^[0-9]'",
        bring=("e2e/node_modules/.bin/cypress install", "npm run --prefix e2e install-from-npm"),
    ),
    Tool(
        "Xvfb, or another of Cypress's libraries,",
        probe="e2e/node_modules/.bin/cypress verify",
        bring=(
            "apt-get install --yes xvfb xauth libgtk-3-0 libgbm1 libnss3 libasound2",
            "apt-get install --yes xvfb xauth libgtk-3-0t64 libgbm1 libnss3 libasound2t64",  # Debian 13, Ubuntu 24.04
        ),
    ),
)
POPPLER = Tool("poppler's programs", probe="pdftotext -v", bring=("apt-get install --yes poppler-utils",))
RENDERCV = Tool(
    "RenderCV",
    probe=".venv/bin/python -m tools.rendercv",
    bring=(".venv/bin/python -m tools.rendercv install",),
)
JDK = Tool(
    "A JDK, of Java 17 or newer",
    probe="javac --release 17 --version",
    bring=("apt-get install --yes default-jdk-headless",),
)
MAVEN = Tool("Maven", probe="mvn --version", bring=("apt-get install --yes maven",))
VERAPDF = Tool(
    "veraPDF",
    probe=".venv/bin/python -m tools.verapdf",
    bring=(".venv/bin/python -m tools.verapdf install",),
)
EMULATOR = Tool(
    "MiniStack",
    probe=".venv/bin/python -m tools.emulator",
    bring=(".venv/bin/python -m tools.emulator install",),
)
INFRA = (
    Tool(
        "Terraform 1.11 (https://developer.hashicorp.com/terraform/install)",
        probe=".venv/bin/python -m tools.terraform",
        bring=("apt-get install --yes terraform",),  # where HashiCorp's packages are known
    ),
    Tool("Go 1.21", probe="go version", bring=("apt-get install --yes golang",)),
    Tool(
        "Terragrunt or OpenTofu",
        probe=".venv/bin/python -m tools.go_tools",
        bring=(".venv/bin/python -m tools.go_tools install",),
    ),
)
OBSERVATORY = Tool(
    "tests/infra/observatory/node_modules",
    probe="sh -c 'cd tests/infra/observatory && test node_modules/.package-lock.json -nt package-lock.json'",
    bring=("npm ci --prefix tests/infra/observatory --ignore-scripts --omit=optional",),
)
ACT = Tool(
    "act",
    probe=".venv/bin/python -m tools.go_tools act",
    bring=(".venv/bin/python -m tools.go_tools install act",),
)
JQ = Tool("jq", probe="jq --version", bring=("apt-get install --yes jq",))
LAMBDA_RUNTIME = Tool(
    "Lambda's runtime",
    probe=".venv/bin/python -m tools.lambda_runtime",
    bring=(".venv/bin/python -m tools.lambda_runtime install",),
)

SUITES = (
    Suite("unit", "tests", needs=NODE, covered=True),
    Suite("html", "tests/html", needs=NODE),
    Suite("pdf", "tests/site/poppler", needs=(*NODE, POPPLER)),
    Suite("verapdf", "tests/site/verapdf", needs=(*NODE, JDK, MAVEN, VERAPDF)),
    Suite("rendercv", "tests/resume/rendercv", needs=(*NODE, RENDERCV)),
    Suite("browser", "tests/browser", needs=(*NODE, CHROMIUM)),
    Suite("e2e", "tests/e2e", needs=CYPRESS),
    Suite("dynamodb-local", "tests/engines/dynamodb_local", needs=(*NODE, JDK)),
    Suite("ministack", "tests/engines/ministack", needs=(EMULATOR,)),
    Suite("lambda", "tests/engines/lambda_runtime", needs=(*NODE, JDK, LAMBDA_RUNTIME)),
    Suite("infra", "tests/infra", needs=(*INFRA, EMULATOR, CHROMIUM, NODE[0], OBSERVATORY), workers=3),
    Suite("wheel", "tests/wheel", needs=(*INFRA, EMULATOR)),
    Suite("pipeline", "tests/pipeline", needs=(*INFRA, EMULATOR, ACT, JQ, *CYPRESS)),
)


def main(arguments: Sequence[str], suites: Sequence[Suite] = SUITES) -> int:
    """Run the suites named, or all; return 0 if nothing failed, else 1.

    The last line printed is "N passed, N failed", with ", N skipped" where there were any. It counts tests; a
    suite that was not run adds one: to the skipped, or to the failed where $CI is "true".
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join(suite.name for suite in suites))
    names = parser.parse_args(arguments).name
    if unknown := set(names) - {suite.name for suite in suites}:
        parser.error(f"no suite {', '.join(sorted(unknown))}: there are {', '.join(s.name for s in suites)}")

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # where pip puts programs
    results = [_result(suite, suites) for suite in suites if suite.name in names or not names]
    _print_table(results)
    passed, failed, skipped = (sum(counts) for counts in zip(*(result[2:5] for result in results), strict=True))
    print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


def _result(suite: Suite, suites: Sequence[Suite]) -> Result:
    missing = next((tool for tool in suite.needs if not _brought(tool)), None)
    if missing:
        ways = " or: ".join(f"sudo {way}" if way.startswith("apt-get") else way for way in missing.bring)
        note = f"{missing.name} is missing; to bring it: {ways}"
        in_ci = os.environ.get("CI") == "true"
        return Result(suite.name, "not run", failed=in_ci, skipped=not in_ci, note=note)

    print(f"\n== {suite.name}", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder, "junit.xml")
        broken = next((step for step in _steps(suite, suites, junit) if not _succeeds(step)), None)
        passed, failed, skipped = _count(junit)
    note = ""
    if broken and not failed:  # too little is covered, no test was found, or pytest itself crashed
        failed, note = 1, f"failed: {shlex.join(broken[2:4])}"
    seconds = time.monotonic() - start
    return Result(suite.name, "failed" if failed else "passed", passed, failed, skipped, seconds, note)


def _steps(suite: Suite, suites: Sequence[Suite], junit: Path) -> list[list[str]]:
    others = [other.folder for other in suites if other.folder.startswith(f"{suite.folder}/")]
    pytest = ["pytest", suite.folder, f"--junit-xml={junit}", *(f"--ignore={folder}" for folder in others)]
    if suite.workers > 1:
        pytest += ["-p", "xdist", "--numprocesses", str(suite.workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    modules = [pytest]
    if suite.covered:  # what an earlier run covered must not count; the report combines the data of all processes
        modules = [["coverage", "erase"], ["coverage", "run", "-m", *pytest], ["coverage", "report"]]
    return [[sys.executable, "-m", *module] for module in modules]


def _count(junit: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped; none if pytest came to no report."""
    if not junit.exists():
        return 0, 0, 0
    suite = ET.parse(junit).getroot()[0]  # noqa: S314 - pytest wrote it a moment ago
    tests, failures, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    return max(0, tests - failures - errors - skipped), failures + errors, skipped


def _brought(tool: Tool) -> bool:
    """Say whether the tool is there, after trying to bring it if it was not."""
    probe = shlex.split(tool.probe)
    for way in tool.bring:
        if _succeeds(probe, quiet=True):
            return True
        command = shlex.split(way)
        if command[0] == "apt-get":
            if os.geteuid() != 0:
                continue
            _succeeds(["apt-get", "update"], quiet=True)  # a fresh container knows no package
        print(f"{tool.name} is missing. Trying: {way}", flush=True)
        _succeeds(command)
    return _succeeds(probe, quiet=True)


def _succeeds(command: list[str], *, quiet: bool = False) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, check=False, capture_output=quiet).returncode == 0


def _print_table(results: Sequence[Result]) -> None:
    print(f"\n{'suite':15} result   passed  failed  skipped  seconds")
    for suite, outcome, passed, failed, skipped, seconds, note in results:
        numbers = f"{passed:6}  {failed:6}  {skipped:7}  {seconds:7.1f}"
        print(f"{suite:15} {outcome:7}  {note if outcome == 'not run' else f'{numbers}  {note}'.rstrip()}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
