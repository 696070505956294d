"""Keeps what is meant for AWS from an emulator."""

from __future__ import annotations

import re
from configparser import Error as ConfigError
from configparser import RawConfigParser
from pathlib import Path
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# As the SDKs and the provider read them, and older ones as Terraform's S3 backend still does.
_VARIABLE = re.compile(r"AWS_ENDPOINT_URL(_\w+)?|AWS_(DYNAMODB|IAM|S3|STS)_ENDPOINT")


def refuse_endpoints(environ: Mapping[str, str]) -> None:
    """Raise OutsideError if the environment, or the AWS profile that it names, sends calls anywhere but to AWS.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html says where that can be set.
    """
    if found := [*_in_variables(environ), *_in_profile(environ)]:
        message = f"this goes to AWS itself, but calls would go elsewhere: {'; '.join(found)}. Take that away first."
        raise OutsideError(message)


def _in_variables(environ: Mapping[str, str]) -> Iterator[str]:
    for name, value in environ.items():
        if value and _VARIABLE.fullmatch(name):
            yield f"{name} is {value}"


def _in_profile(environ: Mapping[str, str]) -> Iterator[str]:
    profile = environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or "default"
    config = _read(environ.get("AWS_CONFIG_FILE") or "~/.aws/config")
    credentials = _read(environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials")
    settings: dict[str, str] = {}
    for file, section in ((config, profile), (config, f"profile {profile}"), (credentials, profile)):
        if file.has_section(section):
            settings |= file.items(section)
    if "endpoint_url" in settings:
        yield f"endpoint_url of the profile {profile} is {settings['endpoint_url']}"
    services = f"services {settings.get('services', '')}"
    if config.has_section(services):
        for service, value in config.items(services):
            if "endpoint_url" in value:
                yield f"{services}, which the profile {profile} names, has an endpoint_url for {service}"


def _read(path: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False, default_section="")
    try:
        parser.read(Path(path).expanduser(), encoding="utf-8")  # silent about a file that is not there
    except (ConfigError, OSError, UnicodeError) as error:
        message = f"{path} can't be read: {error}"
        raise OutsideError(message) from error
    return parser
