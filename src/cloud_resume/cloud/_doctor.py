"""Looks for what a deployment would miss, and says of each thing what to do next."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._environment import EXAMPLES, is_begun, local_folder, open_environment, units
from cloud_resume.cloud._infrastructure import SUPPORT
from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._state import has_state_bucket, locks, state_client, state_region
from cloud_resume.cloud._terragrunt import Terragrunt, find_terraform, find_terragrunt
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from cloud_resume.cloud._environment import Environment

OK, WARNING, MISSING = "ok", "warning", "missing"

_AGAIN = "mend that, and look again"
_STALE = timedelta(hours=1)  # nothing takes this long
_FEW = 10  # functions at once, in a new account
_QUOTA = "https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384"


class Finding(NamedTuple):
    """What came of looking at one thing."""

    thing: str
    state: str  # ok; warning: a deployment goes through, or it can't be told; missing: none does
    said: str
    step: str = ""  # what to do next


def doctor(project: Path, environment: str | None = None) -> list[Finding]:
    """Look at the tools, and at all that an environment of the checkout `project` needs, changing nothing.

    Without `environment` it is what any needs, and ``local``. Raises UsageError where `project` has no such units.
    """
    name = environment or "local"
    folder = units(project, name)
    tools = list(_tools())
    if any(finding.state == MISSING for finding in tools):
        return tools
    if name == "local":
        return [*tools, *_local(project)]
    found = [*tools, *_settings(name, Terragrunt(folder).settings(os.environ))]
    at, credentials = _opened(project, name)
    found += credentials
    if at is None:
        return [*found, Finding("the rest", WARNING, f"not looked at without that: {', '.join(_LOOKS)}")]
    return [*found, *(finding for thing, look in _LOOKS.items() for finding in _looked(thing, look, at))]


def _tools() -> Iterator[Finding]:
    yield Finding("Python", OK, "{}.{}.{}".format(*sys.version_info))
    for thing, look in (("Terragrunt", find_terragrunt), ("Terraform", find_terraform)):
        try:
            yield Finding(thing, OK, look())
        except OutsideError as error:
            said, _, step = str(error).partition(". ")
            yield Finding(thing, MISSING, said, step)
    if find_spec("boto3"):
        yield Finding("boto3", OK, "installed")
    else:
        yield Finding("boto3", MISSING, "not installed; it speaks to AWS", "pip install 'cloud-resume[aws]'")


def _local(project: Path) -> Iterator[Finding]:
    if not is_begun(project, "local"):
        yield Finding("emulator", OK, "none yet; `cloud-resume deploy local` installs and starts it")
        return
    running = _emulator.status(local_folder(project))
    if running is None:
        yield Finding("emulator", OK, "not running; whatever needs it starts it")
        return
    yield Finding("emulator", OK, f"running at port {running.port}")
    yield from _looked("state locks", _locks, open_environment(project, "local"))


def _opened(project: Path, name: str) -> tuple[Environment | None, list[Finding]]:
    """Give the environment, unless AWS is not to be reached with its credentials, and what there is to say of them."""
    try:
        at = open_environment(project, name)
    except OutsideError as error:
        said, _, step = str(error).partition("; ")
        return None, [Finding("credentials", MISSING, said, step)]
    credentials = Finding("credentials", OK, "found")
    try:
        return at, [credentials, _identity(at)]
    except OutsideError as error:  # which takes no permission, so nothing else would be answered
        return None, [credentials, Finding("identity", MISSING, str(error), _AGAIN)]


def _looked(thing: str, look: Callable[[Environment], Iterator[Finding]], at: Environment) -> list[Finding]:
    """Give what a look has found, or why it could not."""
    found = []
    try:
        for finding in look(at):
            found.append(finding)  # noqa: PERF402 - what came before an error counts
    except OutsideError as error:
        found.append(Finding(thing, MISSING, str(error), _AGAIN))
    return found


def _settings(environment: str, settings: Mapping[str, Any]) -> Iterator[Finding]:
    import boto3  # noqa: PLC0415 - an extra, and slow to load

    file = f"infra/live/{environment}/env.hcl"
    for name, example in EXAMPLES.items():
        value = settings.get(name)
        if value == example:
            yield Finding(name, MISSING, f"{value} is an example's", f"set {name} in {file} to yours")
        else:
            yield Finding(name, OK, str(value))
    region = settings["region"]
    if region in boto3.Session().get_available_regions("lambda"):
        yield Finding("region", OK, region)
    else:
        yield Finding("region", MISSING, f"AWS has no {region}", f"set region in {file}, as us-east-1")


def _identity(at: Environment) -> Finding:
    with closing(at.client("sts")) as sts, refusal("AWS does not take the credentials"):
        caller = sts.get_caller_identity()
    account = at.settings["account_id"]
    if caller["Account"] == account:
        return Finding("identity", OK, caller["Arn"])
    return Finding(
        "identity",
        MISSING,
        f"{caller['Arn']} is not of the account {account}",
        f"take credentials for {account}, or set account_id in infra/live/{at.name}/env.hcl to {caller['Account']}",
    )


def _state(at: Environment) -> Iterator[Finding]:
    thing, bucket = "state bucket", at.state_bucket
    if not has_state_bucket(at):
        yield Finding(thing, WARNING, f"{bucket} is not there yet", "a person's first deployment makes it")
        return
    with closing(state_client(at)) as s3, refusal(f"{bucket} does not say how it is set up"):
        region = s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] or "us-east-1"
        versioning = s3.get_bucket_versioning(Bucket=bucket).get("Status")
    if region != state_region(at):
        yield Finding(thing, MISSING, f"{bucket} is in {region}, not {state_region(at)}", f"STATE_S3_REGION={region}")
    elif versioning != "Enabled":
        step = f"aws s3api put-bucket-versioning --bucket {bucket} --versioning-configuration Status=Enabled"
        yield Finding(thing, WARNING, f"{bucket} keeps no versions, so no earlier state comes back", step)
    else:
        yield Finding(thing, OK, f"{bucket} in {region}, with versions")
    yield from _locks(at)


def _locks(at: Environment) -> Iterator[Finding]:
    held = locks(at)
    if not held:
        yield Finding("state locks", OK, "none")
    for lock in held:
        said = f"{lock.unit} is locked by {lock.who} for {lock.age}"
        if datetime.now(UTC) - lock.since < _STALE:
            yield Finding("state locks", WARNING, said, "wait until that run has ended")
        else:
            yield Finding("state locks", MISSING, said, f"if that run is gone: {lock.lift}")


def _domain(at: Environment) -> Iterator[Finding]:
    domain, zone = (str(at.settings.get(name) or "") for name in ("domain", "zone"))
    if not domain:
        yield Finding("domain", OK, "none; the site gets a name of CloudFront's")
        return
    with closing(at.client("route53")) as route53, refusal("the hosted zones can't be read"):
        zones = route53.list_hosted_zones_by_name(DNSName=f"{zone}.")["HostedZones"]
        public = [each["Id"] for each in zones if each["Name"] == f"{zone}." and not each["Config"]["PrivateZone"]]
        if not public:
            step = f"make it in Route 53, or set zone in infra/live/{at.name}/env.hcl to the one that {domain} is in"
            yield Finding("domain", MISSING, f"there is no public hosted zone {zone}", step)
            return
        servers = route53.get_hosted_zone(Id=public[0])["DelegationSet"]["NameServers"]
    yield Finding("domain", OK, f"{domain} in the hosted zone {zone}")
    yield from _certificate(at, domain, zone, servers)


def _certificate(at: Environment, domain: str, zone: str, servers: list[str]) -> Iterator[Finding]:
    """Look at the certificate, which is issued only where the zone is delegated to Route 53."""
    with closing(at.client("acm", region="us-east-1")) as acm, refusal("the certificates can't be read"):
        pages = acm.get_paginator("list_certificates").paginate()
        found = [each for page in pages for each in page["CertificateSummaryList"]]
    states = {each["Status"] for each in found if each["DomainName"] == domain}
    if "ISSUED" in states:
        yield Finding("certificate", OK, "issued, so the zone is delegated")
        return
    yield Finding(
        "delegation",
        WARNING,
        f"whether {zone} is delegated to Route 53 can't be told before a certificate is issued",
        f"`dig NS {zone}` has to show {', '.join(servers)}; its registrar sets them",
    )
    if states:
        yield Finding(
            "certificate",
            WARNING,
            f"waits: {', '.join(sorted(states))}",
            "it is issued some minutes after the zone is delegated",
        )
    else:
        yield Finding("certificate", OK, "none yet; a deployment makes it")


def _cloudfront(at: Environment) -> Iterator[Finding]:
    with closing(at.client("cloudfront")) as cloudfront, refusal("the distributions can't be read"):
        count = cloudfront.list_distributions(MaxItems="1")["DistributionList"]["Quantity"]
    if count:
        yield Finding("CloudFront", OK, "the account has a distribution, so it is verified")
    else:
        yield Finding(
            "CloudFront",
            WARNING,
            "whether AWS still wants to verify the account can't be told before its first distribution",
            f"if the first deployment is refused for it: {SUPPORT}",
        )


def _concurrency(at: Environment) -> Iterator[Finding]:
    with closing(at.client("lambda")) as function, refusal("the limits of Lambda can't be read"):
        limit = function.get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    reserved = at.settings.get("reserved_concurrency", -1)
    if limit > _FEW:
        yield Finding("Lambda", OK, f"{limit} functions at once")
    elif reserved >= 0:
        yield Finding(
            "Lambda",
            MISSING,
            f"the account runs {limit} functions at once, of which none can be reserved",
            f"set reserved_concurrency in infra/live/{at.name}/env.hcl to -1, or ask for more: {_QUOTA}",
        )
    else:
        said = f"the account runs {limit} functions at once"
        yield Finding("Lambda", WARNING, said, f"more are for the asking: {_QUOTA}")


_LOOKS = {
    "state": _state,
    "domain": _domain,
    "CloudFront": _cloudfront,
    "Lambda": _concurrency,
}
