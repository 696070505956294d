"""Brings an environment to what the units and the resume say: infrastructure, function and site."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud._infrastructure import apply, apply_all, plan
from cloud_resume.cloud._package import package
from cloud_resume.cloud._publish import publish
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud_resume.cloud._environment import Environment
    from cloud_resume.cloud._infrastructure import Plan

_WAIT = re.compile(r"([\w-]+: .+?): \w+ complete after (?:(\d+)h)?(?:(\d+)m)?(\d+)s\b.*")
_LONG = 10  # seconds for which a resource has to be waited for to be named


class Deployment(NamedTuple):
    """What was deployed, and how long it took."""

    url: str
    ca: Path | None  # the certificate, in PEM, of the authority that a browser would have to trust, unless it does
    subscription_pending: bool  # whether alarms reach nobody before the link in AWS's e-mail is clicked
    steps: dict[str, float]  # seconds by the name of the step
    waits: dict[str, int]  # seconds by the unit and address of a resource that took long; some at the same time


def deploy(
    at: Environment,
    build: Callable[[str], Mapping[str, bytes]],
    *,
    agree: Callable[[Plan], object] | None = None,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> Deployment:
    """Apply the environment's units and publish its site.

    `build` makes the site, as `cloud_resume.site.build` does, for the URL that it will have. `agree`, if there is
    one, is shown what would be changed, if anything would, and raises to leave it at that. `report` is told of each
    step, `on_line` each line that Terragrunt prints. Stopped anywhere it can be done again, and changes what has
    changed.

    Raises OutsideError where a tool is missing or fails, or AWS refuses.
    """
    steps: dict[str, float] = {}
    waits: dict[str, int] = {}

    def hear(line: str) -> None:
        if (wait := _WAIT.fullmatch(line)) and (seconds := _seconds(*wait.groups()[1:])) >= _LONG:
            waits[wait[1]] = seconds
        on_line(line)

    @contextmanager
    def step(name: str, doing: str) -> Iterator[None]:
        report(doing)
        start = monotonic()
        yield
        steps[name] = monotonic() - start

    folder = at.project / "build"
    folder.mkdir(exist_ok=True)
    write_file(package(), folder / "counter.zip")
    if agree is None:
        with step("apply", "Applying the infrastructure"):
            apply_all(at, hear)
    else:
        with TemporaryDirectory(prefix="cloud-resume-") as plans:  # which hold secrets
            with step("plan", "Planning the infrastructure"):
                planned = plan(at, Path(plans), on_line)
            if planned.changes:
                agree(planned)
                with step("apply", "Applying the infrastructure"):
                    apply(at, planned, Path(plans), hear)
            else:
                report("The infrastructure is as it should be; nothing is applied")
    site = at.outputs("s3-cloudfront")
    url = at.url(site)
    with step("publish", "Publishing the site"):
        publish(at, build(url), report=report)
    ca = at.environ.get("AWS_CA_BUNDLE") if at.name == "local" else None
    return Deployment(url, Path(ca) if ca else None, at.outputs("sns")["subscription_pending"], steps, waits)


def _seconds(hours: str | None, minutes: str | None, seconds: str) -> int:
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds)
