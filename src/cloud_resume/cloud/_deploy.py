"""Puts site and counter on this machine's emulator as they would be on AWS, and takes them away again."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._package import package
from cloud_resume.cloud._publish import local_s3, publish, require_boto3
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.errors import OutsideError, UsageError
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cloud_resume.cloud._emulator import Emulator

_STATE_BUCKET = "cloud-resume-state-local"


class Deployment(NamedTuple):
    """What was deployed, and where it is to be seen."""

    url: str
    ca: Path  # the certificate, in PEM, of the authority that a browser would have to trust


def deploy_local(
    project: Path,
    files: Mapping[str, bytes],
    *,
    port: int | None = None,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> Deployment:
    """Start the emulator, apply all of ``infra/live/local`` in the folder `project` to it, and publish `files`.

    `files` is a site as `cloud_resume.site.build` gives it. `port` is the emulator's, by default the one of the last
    time, at first 4566. `report` is told of each step, `on_line` each line that Terragrunt prints. Done again it
    changes what has changed.

    Raises UsageError where `project` holds no such units, OutsideError where a tool is missing or fails.
    """
    require_boto3()
    terragrunt = Terragrunt(units(project, "local"))
    emulator = _start(project, port, report)
    environ = _environ(emulator)
    build = project / "build"
    build.mkdir(exist_ok=True)
    write_file(package(), build / "counter.zip")
    report("Applying the infrastructure")
    terragrunt.run_all("apply", environ, on_line, bootstrap=True)
    site = terragrunt.outputs("s3-cloudfront", environ)
    report("Publishing the site")
    with closing(local_s3(emulator)) as s3:
        publish(files, site["bucket"], s3)
    # Browsers take every name under localhost for this machine, and the emulator knows its distributions by them.
    host = re.sub(r"\.net$", f".localhost:{emulator.port}", site["distribution_domain"]["name"])
    return Deployment(f"https://{host}/", emulator.ca)


def destroy_local(
    project: Path,
    *,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> None:
    """Destroy all of ``infra/live/local``, and the emulator with its state; where that is gone, there is nothing to do.

    Cut anywhere, it can be run again. Raises as `deploy_local` does.
    """
    terragrunt = Terragrunt(units(project, "local"))
    folder = _folder(project)
    if not folder.exists():
        return
    emulator = _start(project, None, report)
    report("Destroying the infrastructure")
    # A deployment that was cut short may have left no bucket, and to destroy takes one.
    terragrunt.run_all("destroy", _environ(emulator), on_line, bootstrap=True)
    _emulator.erase(folder)


def units(project: Path, environment: str) -> Path:
    """Give the folder of an environment's units; UsageError where `project` holds none."""
    folder = project / "infra" / "live" / environment
    if not folder.is_dir():
        message = f"there is no {folder}; run this in a checkout of Cloud Resume"
        raise UsageError(message)
    return folder


def local_environ(project: Path, report: Callable[[str], object]) -> dict[str, str]:
    """Give the environment for programs that speak to what was deployed here; the emulator is started if need be."""
    if not _folder(project).exists():
        message = "nothing is deployed in local; `cloud-resume deploy local` deploys it"
        raise OutsideError(message)
    return _environ(_start(project, None, report))


def _folder(project: Path) -> Path:
    return project / ".cloud-resume" / "emulator"


def _start(project: Path, port: int | None, report: Callable[[str], object]) -> Emulator:
    report("Starting the emulator")
    folder = _folder(project)
    folder.parent.mkdir(exist_ok=True)
    (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return _emulator.start(folder, port=port, report=report)


def _environ(emulator: Emulator) -> dict[str, str]:
    return emulator.environment() | {"STATE_S3_BUCKET": _STATE_BUCKET}
