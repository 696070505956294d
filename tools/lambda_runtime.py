"""Runs a Lambda function in AWS's own runtime: the Runtime Interface Emulator and, inside it, awslambdaric."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection, create_server
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._cache import cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PINS = Path(__file__).with_suffix(".txt")
PATIENCE = 30  # seconds for the emulator to come up, and for an invocation
ASK = "import sys; print(sys.executable)"
GLANCE = 0.01  # seconds between two looks


class Python(NamedTuple):
    """An interpreter to run functions with."""

    path: str
    version: str  # as in 3.13


def pythons() -> list[Python]:
    """Give this interpreter, and those on PATH of the other versions that Lambda has."""
    own = "{}.{}".format(*sys.version_info)
    found = [Python(sys.executable, own)]
    for version in ("3.11", "3.12", "3.13", "3.14"):
        path = shutil.which(f"python{version}")
        if path and version != own:
            asked = subprocess.run([path, "-c", ASK], check=False, capture_output=True, text=True)
            if asked.returncode == 0:  # else it is a wrapper for a version that is not installed
                found.append(Python(asked.stdout.strip(), version))
    return found


def folder(python: Python) -> Path:
    """Name the folder in the cache that holds the runtime for an interpreter, once it is installed."""
    key = sha256(PINS.read_bytes()).hexdigest()[:12]
    return cache() / f"lambda-py{python.version}-{key}"


def install(python: Python) -> None:
    """Install the runtime for an interpreter; CalledProcessError where pip can't."""
    cache().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache()) as scratch:
        new = Path(scratch) / "new"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--target", str(new)]
        pins = ["--no-deps", "--require-hashes", "--requirement", str(PINS)]
        subprocess.run([*pip, *pins, "--only-binary=:all:", f"--python-version={python.version}"], check=True)
        machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
        emulator = new / "aws-lambda-rie"
        (new / "samcli" / "local" / "rapid" / f"aws-lambda-rie-{machine}").replace(emulator)
        emulator.chmod(0o755)
        shutil.rmtree(new / "samcli")
        new.rename(folder(python))


class Function:
    """A function that runs; it can be invoked by one caller at a time."""

    def __init__(self, port: int) -> None:
        """Take the emulator's port."""
        self._port = port
        self.log = ""  # all that emulator and function have written, once the function has ended

    def invoke(self, event: object) -> Any:  # noqa: ANN401 - whatever a function gives
        """Give what the function returns, or Lambda's report of its error."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        connection.request("POST", "/2015-03-31/functions/function/invocations", json.dumps(event))
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def init_duration(self) -> float:
        """Give the milliseconds from the start of the interpreter until the handler's module was imported."""
        [duration] = re.findall(r"INIT REPORT\(durationMs: ([\d.]+)\)", self.log)
        return float(duration)


@contextmanager
def function(task: Path, handler: str, environ: Mapping[str, str], *, python: Python) -> Iterator[Function]:
    """Run the handler that lies in the folder `task`; its cold start is part of the first invocation.

    `environ` is all that it has of the environment, besides what Lambda sets.
    """
    runtime = folder(python)
    port, api_port = free_port(), free_port()
    command = [
        str(runtime / "aws-lambda-rie"),
        f"--runtime-interface-emulator-address=127.0.0.1:{port}",
        f"--runtime-api-address=127.0.0.1:{api_port}",
        *(python.path, "-m", "awslambdaric", handler),
    ]
    own = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(runtime),
        "PYTHONDONTWRITEBYTECODE": "1",  # the folder is read-only in Lambda, so that each cold start compiles anew
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "10",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
    }
    running = Function(port)
    with TemporaryFile("w+") as log:
        with subprocess.Popen(
            command, cwd=task, env={**own, **environ}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as emulator:
            try:
                _wait_for(emulator, port)
                yield running
            finally:
                emulator.terminate()
        log.seek(0)
        running.log = log.read()


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(emulator: subprocess.Popen[bytes], port: int) -> None:
    """Return when the emulator listens."""
    end = time.monotonic() + PATIENCE
    while emulator.poll() is None and time.monotonic() < end:
        with suppress(ConnectionRefusedError), create_connection(("127.0.0.1", port)):
            return
        time.sleep(GLANCE)
    message = "the Lambda Runtime Interface Emulator did not come up"
    raise RuntimeError(message)


def main(arguments: list[str]) -> int:
    """Say whether the runtime is there for each interpreter; `install` brings it where it is not."""
    missing = [python for python in pythons() if not folder(python).exists()]
    if arguments == ["install"]:
        for python in missing:
            install(python)
        return 0
    return len(missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
