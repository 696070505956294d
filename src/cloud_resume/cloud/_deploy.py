"""Brings an environment to what the units and the resume say: infrastructure, function and site."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud._backup import restore_counts
from cloud_resume.cloud._infrastructure import apply, apply_all, plan
from cloud_resume.cloud._package import package
from cloud_resume.cloud._publish import publish
from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._release import live, releases
from cloud_resume.cloud._rollback import rollback
from cloud_resume.cloud._smoke import smoke
from cloud_resume.cloud._state import states
from cloud_resume.errors import OutsideError, SmokeError, UsageError
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud_resume.cloud._environment import Environment
    from cloud_resume.cloud._infrastructure import Plan
    from cloud_resume.cloud._release import Published, Release
    from cloud_resume.cloud._statistics import Counts

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
    restore: Counts | None = None,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> Deployment:
    """Apply the environment's units, publish its site, and ask it whether it works.

    `build` makes the site, as `cloud_resume.site.build` does, for the URL that it will have. `agree`, if there is
    one, is shown what would be changed, if anything would, and raises to leave it at that. `report` is told of each
    step, `on_line` each line that Terragrunt prints. Stopped anywhere it can be done again, and changes what has
    changed.

    `restore` are counts to take into the table, which has to be empty. A site that does not work gives way to the
    last release that was found to work, or where none was to the one before it.

    Raises SmokeError where the site does not work, OutsideError where a tool fails, or AWS refuses; UsageError where
    fewer shards are set than hold counts.
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

    _refuse_fewer_shards(at)
    folder = at.project / "build"
    folder.mkdir(exist_ok=True)
    write_file(package(), folder / "counter.zip")
    if agree is None:
        with step("apply", "Applying the infrastructure"):
            apply_all(at, hear, report=report)
    else:
        with TemporaryDirectory(prefix="cloud-resume-") as plans:  # which hold secrets
            with step("plan", "Planning the infrastructure"):
                planned = plan(at, Path(plans), on_line, report=report)
            if planned.changes:
                agree(planned)
                with step("apply", "Applying the infrastructure"):
                    apply(at, planned, Path(plans), hear)
            else:
                report("The infrastructure is as it should be; nothing is applied")
    if restore:
        with step("restore", "Taking the counts back in"):
            is_new = restore_counts(at, restore)
        report(f"{restore.visitors:,} visitors and {restore.visits:,} visits are {'in' if is_new else 'in already'}")
    with live(at) as site:
        url, before = site.url, site.newest
    with step("publish", "Publishing the site"):
        published = publish(at, build(url), report=report)
    with step("smoke", "Asking the live site whether it works"):
        try:
            smoke(at, report=report)
        except SmokeError as error:
            raise SmokeError(error.failures, _put_back(at, before, published, report)) from error
    ca = at.environ.get("AWS_CA_BUNDLE") if at.name == "local" else None
    return Deployment(url, Path(ca) if ca else None, _is_subscription_pending(at), steps, waits)


def _refuse_fewer_shards(at: Environment) -> None:
    """Raise UsageError where readers would no longer see what the upper shards hold."""
    deployed = states(at).get("api_gateway-lambda", {}).get("shards", 0)
    if at.settings["shards"] < deployed:
        message = (
            f"shards in infra/live/{at.name}/env.hcl is {at.settings['shards']}, and {deployed} hold counts, of which "
            f"the page would show a part; set it to {deployed} or more"
        )
        raise UsageError(message)


def _put_back(at: Environment, before: Release | None, published: Published, report: Callable[[str], object]) -> str:
    """Make the last release that worked live again, if it is not this one; say what is live now."""
    if before is None:
        return f"It is the first release, and stays up. When it is mended: cloud-resume deploy {at.name}"
    name, good = "The release before it", before
    try:
        if passed := next((release for release in releases(at) if release.passed), None):
            name, good = "The last release that worked", passed
        if good.id == published.release.id:
            return f"Nothing new was published; `cloud-resume rollback {at.name}` puts the release before it back"
        rollback(at, good.id, report=report)
    except OutsideError as error:
        return f"{name}, {good.id}, could not be put back: {error}"
    return f"{name}, {good.id}, was put back and is live again"


def _is_subscription_pending(at: Environment) -> bool:
    topic = at.outputs("sns")["topic_arn"]
    with closing(at.client("sns")) as sns, refusal("the subscription to the alarms can't be read"):
        return int(sns.get_topic_attributes(TopicArn=topic)["Attributes"].get("SubscriptionsPending", 0)) > 0


def _seconds(hours: str | None, minutes: str | None, seconds: str) -> int:
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds)
