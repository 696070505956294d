"""The runner of the suites: what it runs, what it brings, what it counts and what it calls a failure."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tools.suites import NODE, SUITES, Suite, Tool, main

PASSING = "def test_one(): pass\ndef test_two(): pass\n"
FAILING = "def test_three(): raise ValueError\n"
ERROR = "import pytest\n@pytest.fixture\ndef broken(): raise ValueError\ndef test_five(broken): pass\n"
SKIPPED = "import pytest\n@pytest.mark.skip('not here')\ndef test_four(): pass\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty project the current folder, outside CI, with no trace of our own coverage run."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name == "CI" or name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # each of these runs starts a pytest
    return tmp_path


@pytest.fixture
def commands(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a folder for a test's own programs on PATH, before the system's and nothing else."""
    folder = project / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def suite(name: str, tests: str = PASSING, **fields: object) -> Suite:
    folder = Path(name)
    folder.mkdir(parents=True)
    (folder / f"test_{folder.name}.py").write_text(tests)
    return Suite(folder.name, name, **fields)  # type: ignore[arg-type]  # the fields are the caller's business


def last_line(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out.splitlines()[-1]


def test_tests_of_all_suites_are_added_up(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([], [suite("a"), suite("b", PASSING + FAILING + ERROR), suite("c", SKIPPED)]) == 1
    table, closing = capfd.readouterr().out.rsplit("\n\n", 1)
    assert closing == "4 passed, 2 failed, 1 skipped\n"
    rows = [row.split()[:5] for row in table.splitlines()[-3:]]
    assert rows == [
        ["a", "passed", "2", "0", "0"],
        ["b", "failed", "2", "2", "0"],
        ["c", "passed", "0", "0", "1"],
    ]


def test_named_suites_alone_are_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["a"], [suite("a"), suite("b", FAILING)]) == 0
    assert last_line(capfd) == "2 passed, 0 failed"


def test_an_unknown_name_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["unti"], [suite("unit")])
    assert "no suite unti: there are unit" in capfd.readouterr().err


def test_a_suite_leaves_out_the_folders_of_others(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["outer"], [suite("outer"), suite("outer/inner", FAILING)]) == 0
    assert last_line(capfd) == "2 passed, 0 failed"


def test_modules_of_a_suite_are_shared_by_its_workers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    met = tmp_path / "met"
    met.mkdir()
    meet = f"""
import time
from pathlib import Path

def test_it_meets_the_other() -> None:
    met = Path({str(met)!r})
    (met / Path(__file__).name).touch()
    end = time.monotonic() + 30
    while len(list(met.iterdir())) < 2:
        assert time.monotonic() < end
        time.sleep(0.01)
"""
    shared = suite("one", meet, workers=2)
    (Path(shared.folder) / "test_two.py").write_text(meet)
    assert main([], [shared]) == 0
    assert last_line(capfd) == "2 passed, 0 failed"


def test_no_test_at_all_is_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([], [suite("a", "")]) == 1
    assert last_line(capfd) == "0 passed, 1 failed"


def test_a_crash_without_a_report_is_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([], [suite("a", "import os; os._exit(1)")]) == 1
    assert last_line(capfd) == "0 passed, 1 failed"


def test_lines_and_branches_not_covered_are_a_failure(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.coverage.run]\nparallel = true\nbranch = true\nsource = ["double"]\n'
        '[tool.coverage.report]\nfail_under = 100\n[tool.pytest.ini_options]\npythonpath = ["."]\n'
    )
    (project / "double.py").write_text("def double(x):\n    y = 0\n    if x:\n        y = 2 * x\n    return y\n")
    both = suite("a", "from double import double\ndef test_it(): double(1), double(0)\n", covered=True)
    one = suite("b", "from double import double\ndef test_it(): double(1)\n", covered=True)
    assert main([], [both]) == 0
    assert last_line(capfd) == "1 passed, 0 failed"
    assert main([], [one]) == 1
    out = capfd.readouterr().out
    assert "failed: coverage report\n" in out
    assert out.endswith("\n1 passed, 1 failed\n")


def test_a_missing_tool_is_brought(project: Path, commands: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program(commands / "fetch", f"touch {project}/brought")
    tool = Tool("Thing", probe="test -e brought", bring=("no-such-program", "fetch", "false"))
    assert main([], [suite("a", needs=(tool,)), suite("b", needs=(tool,))]) == 0
    out = capfd.readouterr().out
    assert out.count("Thing is missing. Trying: fetch") == 1
    assert "Trying: false" not in out


@pytest.mark.parametrize("root", [True, False])
def test_apt_is_for_root_alone(
    project: Path, commands: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], root: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    program(commands / "apt-get", f'echo "$@" >>{project}/apt')
    tool = Tool("Thing", probe="grep -q install.*thing apt", bring=("apt-get install --yes thing",))
    assert main([], [suite("a", needs=(tool,))]) == 0
    if root:
        assert Path("apt").read_text() == "update\ninstall --yes thing\n"
        assert last_line(capfd) == "2 passed, 0 failed"
    else:
        assert not Path("apt").exists()
        out = capfd.readouterr().out
        assert "a               not run  Thing is missing; to bring it: sudo apt-get install --yes thing\n" in out
        assert out.endswith("\n0 passed, 0 failed, 1 skipped\n")


def test_in_ci_a_suite_not_run_is_a_failure(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CI", "true")
    tool = Tool("Thing", probe="false", bring=("first --way", "second"))
    assert main([], [suite("a", needs=(tool,)), suite("b")]) == 1
    out = capfd.readouterr().out
    assert "a               not run  Thing is missing; to bring it: first --way or: second\n" in out
    assert out.endswith("\n2 passed, 1 failed\n")


@pytest.mark.parametrize(
    ("version", "enough"), [("18.20.4", False), ("20.18.9", False), ("20.19.0", True), ("22.0.0", True)]
)
def test_node_is_new_enough(version: str, enough: bool) -> None:
    """The probe reads the real Node's version through a preloaded script that claims another."""
    claim = f"Object.defineProperty(process, 'versions', {{ value: {{ node: '{version}' }} }})"
    Path("claim.cjs").write_text(claim)
    claiming = {**os.environ, "NODE_OPTIONS": "--require ./claim.cjs"}
    done = subprocess.run(shlex.split(NODE[0].probe), env=claiming, check=False)
    assert (done.returncode == 0) == enough


def test_the_script_takes_names_and_returns_the_result() -> None:
    script = Path(sys.modules[main.__module__].__file__ or "")
    done = subprocess.run([sys.executable, script, "nonesuch"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert ", ".join(one.name for one in SUITES) in done.stderr
