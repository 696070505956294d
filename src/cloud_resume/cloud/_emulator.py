"""Runs MiniStack, the AWS emulator, as a process that outlives the command that started it.

The emulator listens on loopback alone, checks every call against IAM, speaks TLS under a certificate authority of its
own, and keeps its state in a folder.
"""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import time
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from shutil import rmtree
from socket import create_server
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud._process import ask
from cloud_resume.cloud._virtualenv import python_with
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PORT = 4566  # MiniStack's own default

_REQUIREMENTS = Path(__file__).with_name("emulator.txt")
_NAMES = ("127.0.0.1", "localhost", "*.cloudfront.localhost")
_PATIENCE = 60.0  # seconds that it may take to come up or to go down, on a machine that is busy with other things
_GLANCE = 0.05  # seconds between two looks


class Emulator(NamedTuple):
    """A running emulator."""

    pid: int
    port: int
    ca: Path  # the certificate of its authority, in PEM

    @property
    def endpoint(self) -> str:
        """Give the URL of all services; an address and not a name, so that clients of S3 put the bucket in the path."""
        return f"https://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Give this process's environment with every AWS client pointed at the emulator, as the account's root user.

        Nothing is left in it of the user's own settings for AWS, so that no call can go there.
        """
        others = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        return others | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_CA_BUNDLE": str(self.ca),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def start(folder: Path, *, port: int | None = None, report: Callable[[str], object] = lambda _: None) -> Emulator:
    """Start the emulator that keeps its state in `folder`, or give the one that runs there already.

    Without `port` it takes the one that it had before, at first 4566. The first start on a machine installs it, from
    the package index. `report` is told of either.

    Raises OutsideError where it can't be installed, its port is taken, or it does not come up.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        running = status(folder)
        if running is None:
            report("Starting the emulator")
            return _spawn(folder, python_with(_REQUIREMENTS, report), port or _last_port(folder))
    if port not in (None, running.port):
        message = (
            f"the emulator runs at port {running.port} already, and stays there: leave --port out; "
            "or `cloud-resume destroy local` takes it away, with all that it holds"
        )
        raise OutsideError(message)
    return running


def stop(folder: Path) -> None:
    """Stop the emulator of `folder`, if it runs, and keep its state."""
    if not folder.exists():
        return
    with _alone(folder):
        running = status(folder)
        if running is None:
            return
        # The functions that it runs are of its process group. They go too, for it would wait half a minute for them to
        # let go of their connections. And it may end by itself at any moment.
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
            if not _waited(lambda: status(folder) is None):
                os.killpg(running.pid, signal.SIGKILL)
                _waited(lambda: status(folder) is None)


def erase(folder: Path) -> None:
    """Stop the emulator of `folder`, and forget its state."""
    stop(folder)
    rmtree(folder, ignore_errors=True)


def status(folder: Path) -> Emulator | None:
    """Give the emulator of `folder`, or None where none runs.

    It holds a lock on its pid file for as long as it lives: one that is not locked is what a dead emulator left.
    """
    import fcntl  # noqa: PLC0415 - not on Windows, where the rest of this package works

    try:
        with _pid_file(folder).open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                pid, port = map(int, file.read().split())
                return Emulator(pid, port, folder / "client.pem")
    except FileNotFoundError:
        pass
    return None


def has_come_up(folder: Path) -> bool:
    """Tell whether an emulator ever came up in `folder`: before that it holds nothing."""
    return _pid_file(folder).exists()


def _pid_file(folder: Path) -> Path:
    return folder / "pid"


def _last_port(folder: Path) -> int:
    try:
        return int(_pid_file(folder).read_text(encoding="ascii").split()[1])
    except FileNotFoundError:
        return PORT


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one command at a time start or stop the emulator of a folder."""
    import fcntl  # noqa: PLC0415 - not on Windows, where the rest of this package works

    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _spawn(folder: Path, python: Path, port: int) -> Emulator:
    import fcntl  # noqa: PLC0415 - not on Windows, where the rest of this package works

    _refuse_taken(port)
    ca = folder / "client.pem"
    if not ca.exists():
        ask(python, "-m", "trustme", "--quiet", "--dir", folder, "--identities", *_NAMES)
    is_first = not has_come_up(folder)
    scratch = folder / "tmp"
    rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    new = folder / "pid.new"  # it takes its name when it is locked and whole, so that nobody reads half of it
    with (folder / "log").open("wb") as log, new.open("w", encoding="ascii") as pid_file:
        fcntl.flock(pid_file, fcntl.LOCK_EX)
        process = subprocess.Popen(  # noqa: S603 - no shell
            _command(python, folder, port),
            env=_environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[pid_file.fileno()],
            start_new_session=True,  # Ctrl-C is meant for the command that started it
        )
        try:
            print(process.pid, port, file=pid_file, flush=True)
            new.replace(_pid_file(folder))
            _wait_for(process, port, folder)
        except BaseException:
            process.kill()
            process.wait()
            if is_first:
                _pid_file(folder).unlink(missing_ok=True)
            raise
    process.returncode = 0  # it is to outlive us, of which Python would warn
    return Emulator(process.pid, port, ca)


def _wait_for(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Return when the emulator answers."""
    _waited(lambda: process.poll() is not None or _is_ready(port, folder / "client.pem"))
    if process.poll() is not None or not _is_ready(port, folder / "client.pem"):
        log = folder / "log"
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
        raise OutsideError("\n".join([f"the emulator did not come up; {log} ends with:", *last]))


def _command(python: Path, folder: Path, port: int) -> list[Path | str]:
    """Run its server by the server's own command: MiniStack's would also listen on port 443 where it may."""
    words = ("--workers", "0", "--bind", f"127.0.0.1:{port}", "--keep-alive", "75", "--log-level", "warning")
    certificate = ("--certfile", folder / "server.pem", "--keyfile", folder / "server.key")
    return [python, "-m", "hypercorn", "ministack.app:app", *words, *certificate]


def _environment(folder: Path, port: int) -> dict[str, str]:
    """Give the emulator, and so the functions that it runs, nothing of the user's environment but the PATH."""
    ca = str(folder / "client.pem")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        "USE_SSL": "1",
        "MINISTACK_SSL_CERT": str(folder / "server.pem"),
        "MINISTACK_SSL_KEY": str(folder / "server.key"),
        "AWS_CA_BUNDLE": ca,
        "SSL_CERT_FILE": ca,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "state" / "s3"),
        # What we do not use and what would listen on all addresses, or end the containers of others.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": f"unix://{folder}/no-docker",
    }


def _refuse_taken(port: int) -> None:
    try:
        create_server(("127.0.0.1", port)).close()
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]  # without the address once more
        message = (
            f"port {port}, which the emulator wants, is not free ({why}); end what listens there, or take another by "
            "`cloud-resume deploy local --port N`"
        )
        raise OutsideError(message) from error


def _is_ready(port: int, ca: Path) -> bool:
    connection = HTTPSConnection("127.0.0.1", port, timeout=5, context=ssl.create_default_context(cafile=ca))
    try:
        connection.request("GET", "/_ministack/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _waited(is_so: Callable[[], bool]) -> bool:
    """Say whether something came to be so while it was waited for."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(_GLANCE)
    return True
