"""Puts the site's files into the bucket that CloudFront serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError
from cloud_resume.site import cache_control, content_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_s3 import S3Client


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
