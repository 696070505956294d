"""Puts the site's files into the bucket that CloudFront serves, as a release."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from cloud_resume.cloud._release import File, Published, live
from cloud_resume.site import cache_control, content_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud_resume.cloud._environment import Environment


def publish(at: Environment, files: Mapping[str, bytes], *, report: Callable[[str], object]) -> Published:
    """Make these files, named by relative POSIX path, the site of an environment.

    Only what differs by content or headers is uploaded: what others refer to first and HTML last, so that no page is
    served before its assets. Then CloudFront is told once to drop the changed paths. Where it was cut short, the old
    page is still whole, and the same again completes it. `report` is told of each step.

    Raises OutsideError where nothing is deployed, or AWS refuses.
    """
    # CloudFront looks for an index in no folder but the root, so /de/ is an object of that name.
    names = {name: name for name in files}
    names |= {name.removesuffix("index.html"): name for name in files if name.endswith("/index.html")}
    wanted = {
        key: File(sha256(files[name]).hexdigest(), content_type(name), cache_control(name))
        for key, name in names.items()
    }
    with live(at) as site:

        def put(key: str) -> str:
            version: str = site.s3.put_object(
                Bucket=site.bucket,
                Key=key,
                Body=files[names[key]],
                ContentType=wanted[key].content_type,
                CacheControl=wanted[key].cache_control,
            )["VersionId"]
            return version

        function = site.function_version()
        return site.become(wanted, function, put, again=f"cloud-resume publish {at.name}", report=report)
