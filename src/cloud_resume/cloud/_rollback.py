"""Puts an earlier release back: its files and its version of the function, never infrastructure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cloud._release import Live, Release, live
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud_resume.cloud._environment import Environment


def rollback(at: Environment, release: str | None = None, *, report: Callable[[str], object]) -> Release:
    """Make the site that of an earlier release, and give the new release that this is.

    Without `release` it is the one before; after a rollback that is the one before what was gone back to. A version of
    the function that does not know the secret of today would answer 403 to every reader; then the function stays, and
    `report` is told so.

    Raises OutsideError where there is no such release, something of it is gone, or AWS refuses.
    """
    with live(at) as site:
        target = site.release(release) if release else _one_before(site)
        changed = site.changed(target.files)
        gone = [name for name in changed if not site.has(name, target.files[name].version)]
        if gone:
            message = (
                f"of the release {target.id} the bucket no longer holds {', '.join(gone)}; nothing was changed. "
                f"`cloud-resume rollback {at.name} --list` shows the other releases"
            )
            raise OutsideError(message)
        function = site.function_version()
        if target.function != function:
            if site.function_knows_secret(target.function):
                report(f"Setting the function to its version {target.function}")
                site.move_alias(target.function)
                function = target.function
            else:
                report(
                    f"The function stays at version {function}: version {target.function} is from before the origin's "
                    "secret was rotated, and would refuse every reader"
                )

        def copy(name: str) -> str:
            source = {"Bucket": site.bucket, "Key": name, "VersionId": target.files[name].version}
            version: str = site.s3.copy_object(Bucket=site.bucket, Key=name, CopySource=source)["VersionId"]
            return version

        again = f"cloud-resume rollback {at.name} {target.id}"
        return site.become(target.files, function, copy, again=again, restored=target.id, report=report).release


def _one_before(site: Live) -> Release:
    """Give the release before the newest, or before that which the newest has put back."""
    live_now = site.newest
    while live_now and live_now.restored and live_now.restored in site.ids:
        live_now = site.release(live_now.restored)
    before = [name for name in site.ids if live_now and name < (live_now.restored or live_now.id)]
    if not before:
        others = f"; name one of {', '.join(site.ids[1:])}" if site.ids[1:] else ""
        message = f"{site.environment} has no release to go back to{others}"
        raise OutsideError(message)
    return site.release(before[0])
