"""How long the function takes to wake, beside the reference and beside one that does nothing."""

from __future__ import annotations

import statistics
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from tools.lambda_runtime import folder, function, install, pythons

from cloud_resume.cloud import package

RUNS = 15
LIMIT = 0.30

NOTHING = "def handler(event, context): return {}\n"
REFERENCE = f"""
import boto3

table = boto3.resource("dynamodb").Table("visitors")

{NOTHING}
"""
ENVIRONMENT = {
    "COUNTS_TABLE": "counts",
    "KEYS_TABLE": "keys",
    "ORIGIN_VERIFY": "secret",
    "VIEWER_ADDRESS_HEADER": "CloudFront-Viewer-Address",
}

TEXT = """\
## Cold start

`INIT REPORT` of the Lambda Runtime Interface Emulator with awslambdaric on Python {version}: medians of {runs} fresh
starts, in turn, and of their ratios to the reference's. The function's own modules have no bytecode beside them, for
in Lambda their folder is read-only, and each cold start compiles them anew.

| | ms | ratio | at most |
|---|---:|---:|---:|
| a handler that does nothing | {nothing[0]:.0f} | {nothing[1]:.2f} | |
| the counter | {counter[0]:.0f} | {counter[1]:.2f} | {limit:.2f} |
| the reference | {reference[0]:.0f} | 1.00 | |
"""


def section() -> str:
    """Measure, and give the text."""
    python = pythons()[0]
    if not folder(python).exists():
        install(python)
    handlers = {
        "nothing": "nothing.handler",
        "counter": "cloud_resume.counter.handler.handler",
        "reference": "reference.handler",
    }
    times: dict[str, list[float]] = {name: [] for name in handlers}
    with TemporaryDirectory() as scratch:
        task = Path(scratch)
        with ZipFile(BytesIO(package())) as archive:
            archive.extractall(task)
        (task / "nothing.py").write_text(NOTHING, encoding="utf-8")
        (task / "reference.py").write_text(REFERENCE, encoding="utf-8")
        for _ in range(RUNS):
            for name, handler in handlers.items():
                with function(task, handler, ENVIRONMENT, python=python) as running:
                    running.invoke({})
                times[name].append(running.init_duration())
    figures = {
        name: (
            statistics.median(own),
            statistics.median(one / other for one, other in zip(own, times["reference"], strict=True)),
        )
        for name, own in times.items()
    }
    return TEXT.format(version=python.version, runs=RUNS, limit=LIMIT, **figures)
