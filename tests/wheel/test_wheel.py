"""What pip installs can do all that a clone can: from the wheel alone to a page on the local stack, and away again.

The tests are steps of one story, told in this order; each of the later ones needs what the earlier ones made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tools.terraform import cli_configuration

from cloud_resume.cloud._terragrunt import TERRAGRUNT, find

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NAME = "Your Name"


class Repository:
    """A repository that `new` laid down, with the Cloud Resume that it installs for itself."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        """Take a folder, and the environment to run programs in."""
        self.folder = folder
        self.environ = environ
        self.url = ""

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program in it, as a person would; what it says is shown where it fails."""
        done = subprocess.run(words, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def cloud_resume(self, *words: str) -> str:
        """Run its own command line; give what it says on standard output."""
        return self.run(".venv/bin/cloud-resume", *words).stdout

    def page(self) -> str:
        """Give the page that is live."""
        parts = urlsplit(self.url)
        context = ssl.create_default_context(cafile=self.folder / ".cloud-resume/emulator/client.pem")
        with closing(HTTPSConnection("127.0.0.1", parts.port, context=context, timeout=60)) as connection:
            connection.request("GET", "/", headers={"Host": parts.netloc})
            return connection.getresponse().read().decode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """Build the wheel, install it where nothing of ours is, and let it lay down a repository."""
    scratch = tmp_path_factory.mktemp("wheel")
    build = ("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", scratch, ROOT)
    subprocess.run([sys.executable, "-m", *build], check=True)
    pins = re.findall(r"^([\w.\[\]-]+==[^\s\\;]+)", (ROOT / "requirements/dev.txt").read_text(), re.MULTILINE)
    (scratch / "pins.txt").write_text("\n".join(pins))
    environ = {
        **{name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}},
        "PATH": f"{Path(find(TERRAGRUNT)).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(scratch / "pins.txt"),
        "PIP_FIND_LINKS": str(scratch),
        "TF_CLI_CONFIG_FILE": str(cli_configuration(scratch)),
    }
    subprocess.run([sys.executable, "-m", "venv", scratch / "first"], check=True)
    pip = (scratch / "first/bin/python", "-m", "pip", "install", "--quiet", "cloud-resume")
    subprocess.run(pip, env=environ, check=True)
    new = (scratch / "first/bin/cloud-resume", "new", "mine")
    subprocess.run(new, cwd=scratch, env=environ, check=True)
    repository = Repository(scratch / "mine", environ)
    yield repository
    if (repository.folder / ".cloud-resume/emulator").exists():
        repository.run(".venv/bin/cloud-resume", "destroy", "local", "--yes")
    shutil.rmtree(scratch)


def test_its_own_checks_pass(repository: Repository) -> None:
    repository.run("make", "test", "tools")
    assert (repository.folder / "build/site/index.html").is_file()
    repository.run("terragrunt", "hcl", "fmt", "--check", "--working-dir", "infra")


def test_it_is_deployed(repository: Repository) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    repository.url = repository.cloud_resume("deploy", "local", "--port", str(port)).strip()
    assert NAME in repository.page()
    repository.cloud_resume("smoke", "local")
    assert "### Plan of local" in repository.cloud_resume("plan", "local")
    assert json.loads(repository.cloud_resume("status", "local", "--format", "json"))["url"] == repository.url


def test_a_change_is_published_and_taken_back(repository: Repository) -> None:
    resume = repository.folder / "resume.yaml"
    resume.write_text(resume.read_text(encoding="utf-8").replace(NAME, "Another Name"), encoding="utf-8")
    repository.cloud_resume("publish", "local")
    assert NAME not in repository.page()
    repository.cloud_resume("rollback", "local")
    assert NAME in repository.page()


def test_nothing_was_counted_and_nothing_is_left(repository: Repository) -> None:
    assert json.loads(repository.cloud_resume("stats", "local", "--format", "json"))["visits"] == 0
    repository.cloud_resume("destroy", "local", "--yes")
    assert not (repository.folder / ".cloud-resume/emulator").exists()
