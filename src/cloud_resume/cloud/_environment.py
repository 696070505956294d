"""An environment: its units, its settings, and the AWS account, or the emulator, that they are applied to."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._endpoint import refuse_endpoints
from cloud_resume.cloud._state import states
from cloud_resume.cloud._terragrunt import Terragrunt
from cloud_resume.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LONGEST = 30 * 60  # seconds that a first deployment or a destruction may take, CloudFront being slow
_EMULATED = "000000000000"  # the account of an emulator; AWS gives it to nobody
EXAMPLES = {"account_id": "111122223333", "email": "you@example.com"}  # what env.hcl has to begin with


class Environment(NamedTuple):
    """What it takes to work on an environment."""

    name: str
    project: Path  # the checkout that holds its units
    terragrunt: Terragrunt
    settings: dict[str, Any]  # what env.hcl says, without what is null there
    environ: dict[str, str]  # for each program that works on it: credentials, endpoint, bucket of the state

    @property
    def region(self) -> str:
        """Give the region that its units are in."""
        region: str = self.settings["region"]
        return region

    @property
    def state_bucket(self) -> str:
        """Give the name of the bucket that holds the state of its units, and of other environments'."""
        return self.environ["STATE_S3_BUCKET"]

    def client(self, service: str, *, region: str | None = None) -> Any:  # noqa: ANN401 - boto3 makes its types as it runs
        """Give a client of boto3 for a service, in the environment's region or in another.

        It goes where `environ` says: no other setting of the user's has a say.
        """
        import boto3  # noqa: PLC0415 - an extra, and slow to load
        from botocore.config import Config  # noqa: PLC0415 - comes with boto3
        from botocore.session import Session  # noqa: PLC0415 - comes with boto3

        nothing = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}
        session = boto3.Session(
            botocore_session=Session(session_vars={name: (None, None, value, None) for name, value in nothing.items()}),
        )
        endpoint = self.environ.get("AWS_ENDPOINT_URL")
        return session.client(
            service,  # type: ignore[call-overload]  # any of them
            region_name=region or self.region,
            endpoint_url=endpoint,
            verify=self.environ.get("AWS_CA_BUNDLE"),
            aws_access_key_id=self.environ["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environ["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=self.environ.get("AWS_SESSION_TOKEN"),
            config=Config(proxies={}) if endpoint else None,
        )

    def outputs(self, unit: str) -> dict[str, Any]:
        """Give a unit's outputs by name, as its state has them; NotDeployedError where it was not applied."""
        outputs: dict[str, Any] = states(self)[unit]
        return outputs

    def url(self, site: Mapping[str, Any]) -> str:
        """Give where a browser finds the site of these outputs of ``s3-cloudfront``, with a slash at the end.

        Browsers take every name under localhost for this machine, and the emulator knows its distributions by them.
        """
        endpoint = self.environ.get("AWS_ENDPOINT_URL")
        if endpoint is None:
            return f"{site['url']}/"
        port = endpoint.rpartition(":")[2]
        return "https://" + re.sub(r"\.net$", f".localhost:{port}", site["distribution_domain"]["name"]) + "/"


def open_environment(
    project: Path,
    name: str,
    *,
    create: bool = False,
    port: int | None = None,
    report: Callable[[str], object] = lambda _: None,
) -> Environment:
    """Give the environment `name` of the checkout `project`, with credentials that can be used.

    For ``local`` the emulator is started if it does not run, at `port`, by default the one it had last; only with
    `create` is one begun where there was none. Any other environment is on AWS, unless its account is the emulator's:
    then it goes to the endpoint that is set. `report` is told of a start, and of credentials that soon end.

    Raises UsageError where `project` holds no such units or, with `create`, their settings are still the example's;
    OutsideError where a tool, boto3 or credentials are missing, where nothing was deployed in ``local``, or where calls
    for AWS would go elsewhere.
    """
    folder = units(project, name)
    if find_spec("boto3") is None:
        message = "boto3, which speaks to AWS, is not installed: pip install 'cloud-resume[aws]'"
        raise OutsideError(message)
    terragrunt = Terragrunt(folder)
    if name == "local":
        if not (create or is_begun(project, name)):
            message = "nothing is deployed in local; `cloud-resume deploy local` deploys it"
            raise OutsideError(message)
        environ = _start(local_folder(project), port, report).environment()
        return Environment(name, project, terragrunt, terragrunt.settings(environ), _with_state(environ, "local"))
    settings = terragrunt.settings(os.environ)
    if create:
        _refuse_examples(folder, settings)
    account = settings["account_id"]
    if account != _EMULATED:
        refuse_endpoints(os.environ)
    elif not os.environ.get("AWS_ENDPOINT_URL"):
        message = f"{account}, the account_id in {folder / 'env.hcl'}, is an emulator's; AWS_ENDPOINT_URL names it"
        raise OutsideError(message)
    return Environment(name, project, terragrunt, settings, _with_state(_with_credentials(report), account))


def is_begun(project: Path, name: str) -> bool:
    """Tell whether there may be anything of an environment: of ``local`` there is none before its first deployment."""
    units(project, name)
    return name != "local" or _emulator.has_come_up(local_folder(project))


def units(project: Path, environment: str) -> Path:
    """Give the folder of an environment's units; UsageError where `project` holds none."""
    folder = project / "infra" / "live" / environment
    if not folder.is_dir():
        message = f"there is no {folder}; run this in the folder that `cloud-resume new` made, or in a checkout"
        raise UsageError(message)
    return folder


def _refuse_examples(folder: Path, settings: Mapping[str, Any]) -> None:
    """Raise UsageError for what only its owner can say: a bucket for the state of another's account would be made."""
    if left := [f"{name} ({value})" for name, value in EXAMPLES.items() if settings.get(name) == value]:
        message = f"still the example's in {folder / 'env.hcl'}: {' and '.join(left)}; write yours there"
        raise UsageError(message)


def local_folder(project: Path) -> Path:
    """Give the folder of the emulator that is ``local``; it is there from the first try to deploy on."""
    return project / ".cloud-resume" / "emulator"


def _start(folder: Path, port: int | None, report: Callable[[str], object]) -> _emulator.Emulator:
    folder.parent.mkdir(exist_ok=True)
    (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return _emulator.start(folder, port=port, report=report)


def _with_state(environ: Mapping[str, str], owner: str) -> dict[str, str]:
    """Name the state's bucket, which only ``local`` has for itself, if nobody else has."""
    bucket = environ.get("STATE_S3_BUCKET") if owner != "local" else None
    return {**environ, "STATE_S3_BUCKET": bucket or f"cloud-resume-state-{owner}"}


def _with_credentials(report: Callable[[str], object]) -> dict[str, str]:
    """Give this process's environment with the credentials that the SDK finds, by whatever way they come.

    The programs get them as they are now, and can't renew them: `report` is told where they soon end.
    """
    import boto3  # noqa: PLC0415 - an extra, and slow to load
    from botocore.credentials import RefreshableCredentials  # noqa: PLC0415 - comes with boto3
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - comes with boto3

    try:
        credentials = boto3.Session().get_credentials()
        frozen = credentials.get_frozen_credentials() if credentials else None
    except BotoCoreError as error:
        raise OutsideError(str(error)) from error
    if frozen is None or not frozen.access_key or not frozen.secret_key:
        message = "no AWS credentials are to be found; `aws configure sso` sets them up"
        raise OutsideError(message)
    if isinstance(credentials, RefreshableCredentials) and credentials.refresh_needed(refresh_in=_LONGEST):
        report(
            f"The AWS credentials end in less than {_LONGEST // 60} minutes, and a deployment that outlives them stops "
            "half-way: for a long one sign in anew, or set duration_seconds of the profile's role to 3600"
        )
    environ = {name: value for name, value in os.environ.items() if name != "AWS_SESSION_TOKEN"}
    environ |= {"AWS_ACCESS_KEY_ID": frozen.access_key, "AWS_SECRET_ACCESS_KEY": frozen.secret_key}
    return environ | ({"AWS_SESSION_TOKEN": frozen.token} if frozen.token else {})
