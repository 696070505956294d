"""Puts the site's files into the bucket that CloudFront serves."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError
from cloud_resume.site import cache_control, content_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_s3 import S3Client

    from cloud_resume.cloud._emulator import Emulator


def require_boto3() -> None:
    """Raise OutsideError where boto3, which comes with an extra, is not installed."""
    if find_spec("boto3") is None:
        message = "boto3, which speaks to AWS, is not installed: pip install 'cloud-resume[aws]'"
        raise OutsideError(message)


def publish(files: Mapping[str, bytes], bucket: str, s3: S3Client) -> None:
    """Upload files, named by relative POSIX path, with the headers that they are to be served with.

    What others refer to comes first and HTML last, so that no page is served before its assets. Raises OutsideError
    where AWS refuses.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - an extra, and slow to load

    for name in sorted(files, key=lambda name: (name.endswith(".html"), name)):
        try:
            s3.put_object(
                Bucket=bucket,
                Key=name,
                Body=files[name],
                ContentType=content_type(name),
                CacheControl=cache_control(name),
            )
        except (BotoCoreError, ClientError) as error:
            message = f"{name} could not be put into the bucket {bucket}: {error}"
            raise OutsideError(message) from error


def local_s3(emulator: Emulator) -> S3Client:
    """Give a client for the emulator's S3, which no setting of the user's sends elsewhere."""
    import boto3  # noqa: PLC0415 - an extra, and slow to load
    from botocore.config import Config  # noqa: PLC0415 - comes with boto3
    from botocore.session import Session  # noqa: PLC0415 - comes with boto3

    # The user's own profile and files, by which botocore's session would go otherwise.
    nothing = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}
    session = boto3.Session(
        botocore_session=Session(session_vars={name: (None, None, value, None) for name, value in nothing.items()}),
    )
    environ = emulator.environment()
    return session.client(
        "s3",
        endpoint_url=emulator.endpoint,
        verify=str(emulator.ca),
        region_name="us-east-1",
        aws_access_key_id=environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environ["AWS_SECRET_ACCESS_KEY"],
        config=Config(proxies={}),
    )
