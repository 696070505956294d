"""Empties buckets that keep versions."""

from __future__ import annotations

from typing import Any

from cloud_resume.cloud._refusal import refusal
from cloud_resume.errors import OutsideError


def empty(s3: Any, bucket: str) -> None:  # noqa: ANN401 - a client of boto3's
    """Delete every version of every object, and every delete marker; a bucket that is not there is empty.

    `s3` is a client of boto3's. Raises OutsideError where AWS refuses.
    """
    outcome = f"the bucket {bucket} could not be emptied"
    with refusal(outcome):
        try:
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
                found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]  # a thousand at most, as it takes
                objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in found]
                if objects:
                    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
                    for error in answer.get("Errors", []):
                        message = f"{outcome}: {error['Key']}: {error['Message']}"
                        raise OutsideError(message)
        except s3.exceptions.NoSuchBucket:
            return
