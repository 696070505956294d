"""Puts site and counter on this machine's emulator as they would be on AWS, and takes them away again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._environment import local_folder, open_environment, units
from cloud_resume.cloud._package import package
from cloud_resume.cloud._publish import publish
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
    at = open_environment(project, "local", create=True, port=port, report=report)
    build = project / "build"
    build.mkdir(exist_ok=True)
    write_file(package(), build / "counter.zip")
    report("Applying the infrastructure")
    at.terragrunt.run_all("apply", at.environ, on_line, bootstrap=True)
    site = at.outputs("s3-cloudfront")
    report("Publishing the site")
    with closing(at.client("s3")) as s3:
        publish(files, site["bucket"], s3)
    return Deployment(at.url(site), Path(at.environ["AWS_CA_BUNDLE"]))


def destroy_local(
    project: Path,
    *,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> None:
    """Destroy all of ``infra/live/local``, and the emulator with its state; where that is gone, there is nothing to do.

    Cut anywhere, it can be run again. Raises as `deploy_local` does.
    """
    units(project, "local")
    folder = local_folder(project)
    if not folder.exists():
        return
    at = open_environment(project, "local", report=report)
    report("Destroying the infrastructure")
    # A deployment that was cut short may have left no bucket, and to destroy takes one.
    at.terragrunt.run_all("destroy", at.environ, on_line, bootstrap=True)
    _emulator.erase(folder)
