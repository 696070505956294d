"""Keeps releases: which version of each file, and of the function, the site was made of, and how it becomes another."""

from __future__ import annotations

import json
import re
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._state import states
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud_resume.cloud._environment import Environment
    from cloud_resume.cloud._state import Outputs

KEPT = 5  # releases
_FOLDER = "releases/"
_ASSETS = "assets/"  # each has its hash in its name
_ID = "%Y%m%dT%H%M%SZ"
_BATCH = 1000  # that DeleteObjects takes
_UNDER_WAY = timedelta(hours=1)  # for which a publication may be, on another machine


class File(NamedTuple):
    """A file of a release; which version of its object it is, S3 says when it is uploaded."""

    sha256: str
    content_type: str
    cache_control: str
    version: str = ""

    def is_like(self, other: File | None) -> bool:
        """Tell whether the other is served alike, whatever its version."""
        return other is not None and self[:-1] == other[:-1]


class Release(NamedTuple):
    """What the site was made of at one time."""

    id: str  # the time in UTC, as in 20261103T174455Z; later ones sort behind
    files: Mapping[str, File]  # by relative POSIX path
    function: str  # the version behind the alias
    restored: str | None = None  # the release that it is a copy of
    stale: tuple[str, ...] = ()  # paths that CloudFront has yet to be told to drop
    passed: bool = False  # whether the smoke test found it to work

    @property
    def created(self) -> datetime:
        """Give when it was published."""
        return datetime.strptime(self.id, _ID).replace(tzinfo=UTC)

    def as_json(self) -> bytes:
        """Give the manifest."""
        manifest = {
            "id": self.id,
            "restored": self.restored,
            "function": self.function,
            "files": {name: file._asdict() for name, file in sorted(self.files.items())},
            "stale": self.stale,
            "passed": self.passed,
        }
        return (json.dumps(manifest, indent=2) + "\n").encode()


class Published(NamedTuple):
    """What came of a publication: its release, or the newest one where nothing had changed."""

    release: Release
    is_new: bool
    uploaded: tuple[str, ...]
    removed: tuple[str, ...]


class Live:
    """The site of an environment as its bucket holds it now."""

    def __init__(
        self,
        at: Environment,
        outputs: Outputs,
        *,
        s3: Any,  # noqa: ANN401 - boto3's clients
        cloudfront: Any,  # noqa: ANN401
        function: Any,  # noqa: ANN401
    ) -> None:
        """List the bucket, and read the newest release; NotDeployedError where one of the units' outputs is missing."""
        site, api = outputs["s3-cloudfront"], outputs["api_gateway-lambda"]
        self.environment = at.name
        self.url = at.url(site)
        self.bucket: str = site["bucket"]
        self._distribution: str = site["distribution_id"]
        self.api: str = api["api_endpoint"]
        self._function: str = api["function_name"]
        self._alias: str = api["function_alias"]
        self._secret: str = api["origin_verify"]
        self.s3 = s3
        self._cloudfront = cloudfront
        self._lambda = function
        self._versions: list[dict[str, Any]] = []
        self._markers: list[dict[str, Any]] = []
        with refusal(f"the bucket {self.bucket} can't be listed"):
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket):
                self._versions += page.get("Versions", [])
                self._markers += page.get("DeleteMarkers", [])
        self._current = {version["Key"]: version["VersionId"] for version in self._versions if version["IsLatest"]}
        manifest = re.compile(rf"{_FOLDER}(\d{{8}}T\d{{6}}Z)\.json")
        self.ids = sorted((found[1] for key in self._current if (found := manifest.fullmatch(key))), reverse=True)
        self.newest = self.release(self.ids[0]) if self.ids else None

    def release(self, name: str) -> Release:
        """Read a release by its id; OutsideError, which names those that there are, where there is none such."""
        if name not in self.ids:
            there_are = f"there are {', '.join(self.ids)}" if self.ids else "nothing was published yet"
            message = f"{self.environment} has no release {name}; {there_are}"
            raise OutsideError(message)
        key = f"{_FOLDER}{name}.json"
        with refusal(f"the release {name} can't be read"):
            body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        try:
            manifest = json.loads(body)
            files = {path: File(**file) for path, file in manifest["files"].items()}
            stale, passed = tuple(manifest["stale"]), manifest.get("passed", False)
            return Release(name, files, manifest["function"], manifest["restored"], stale, passed)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"s3://{self.bucket}/{key} is no release of ours; delete it, and do this again"
            raise OutsideError(message) from error

    def function_version(self) -> str:
        """Give the function's version that the alias stands for."""
        with refusal(f"the alias of {self._function} can't be read"):
            alias = self._lambda.get_alias(FunctionName=self._function, Name=self._alias)
        version: str = alias["FunctionVersion"]
        return version

    def function_knows_secret(self, version: str) -> bool:
        """Tell whether a version of the function accepts what CloudFront sends now; OutsideError where it is gone."""
        with refusal(f"version {version} of the function {self._function} can't be gone back to"):
            settings = self._lambda.get_function_configuration(FunctionName=self._function, Qualifier=version)[
                "Environment"
            ]["Variables"]
        return self._secret in (settings["ORIGIN_VERIFY"], settings["ORIGIN_VERIFY_PREVIOUS"])

    def move_alias(self, version: str) -> None:
        """Let the alias stand for another version of the function."""
        with refusal(f"the function {self._function} can't be set to its version {version}"):
            self._lambda.update_alias(FunctionName=self._function, Name=self._alias, FunctionVersion=version)

    def has(self, name: str, version: str) -> bool:
        """Tell whether the bucket still holds a version of a file."""
        return any((held["Key"], held["VersionId"]) == (name, version) for held in self._versions)

    def changed(self, wanted: Mapping[str, File]) -> list[str]:
        """Give what of a site is not live, in the order to upload it in: what a page refers to comes first."""
        changed = wanted.keys() - self._live(wanted).keys()
        return sorted(changed, key=lambda name: (not name.startswith(_ASSETS), name.endswith((".html", "/")), name))

    def _live(self, wanted: Mapping[str, File]) -> dict[str, File]:
        """Give which of these files are live.

        A version never changes, so a file is what a release says of it for as long as its version is the current one.
        All else, such as what a publication that was cut short has left, may be anything.
        """
        known = self.newest.files if self.newest else {}
        return {
            name: file
            for name, file in (*known.items(), *wanted.items())
            if self._current.get(name) == file.version and file.is_like(wanted.get(name))
        }

    def become(
        self,
        wanted: Mapping[str, File],
        function: str,
        put: Callable[[str], str],
        *,
        again: str,
        restored: str | None = None,
        report: Callable[[str], object],
    ) -> Published:
        """Make the site hold these files, and a release of them and of this version of the function.

        `put` uploads a file and gives its version. `again` is the command that goes on where this was cut short. Old
        assets stay for as long as a release names them, for pages that are open somewhere; all else that is not wanted
        goes at once.
        """
        known = self.newest.files if self.newest else {}
        changed = self.changed(wanted)
        gone = {name for name in {*known, *self._current} - wanted.keys() if not name.startswith((_ASSETS, _FOLDER))}
        removed = tuple(sorted(gone & self._current.keys()))
        release = self.newest
        is_new = (
            release is None or bool(changed or gone) or known.keys() != wanted.keys() or release.function != function
        )
        if release is None or is_new:
            files = self._live(wanted)
            for count, name in enumerate(changed, 1):
                report(f"Uploading {name} ({count} of {len(changed)})")
                with refusal(f"{name} could not be put into the bucket {self.bucket}"):
                    files[name] = wanted[name]._replace(version=put(name))
            for name in removed:
                report(f"Removing {name}")
                with refusal(f"{name} could not be removed from the bucket {self.bucket}"):
                    self.s3.delete_object(Bucket=self.bucket, Key=name)
            stale = {path for name in (*changed, *gone) if not name.startswith(_ASSETS) for path in _paths(name)}
            stale.update(release.stale if release else ())
            release = Release(self._new_id(), files, function, restored, tuple(sorted(stale)))
            self._write(release)
        if release.stale:
            report(f"Invalidating {', '.join(release.stale)}")
            release = self._invalidate(release, again)
        if is_new:
            self._delete_old(release)
        return Published(release, is_new, tuple(changed), removed)

    def mark_passed(self, release: Release) -> None:
        """Record that the smoke test has found a release to work; OutsideError where AWS refuses."""
        if not release.passed:
            self._write(release._replace(passed=True))

    def _new_id(self) -> str:
        """Give the time, or what is behind the newest release's where a clock was wrong."""
        now = datetime.now(UTC)
        if self.newest:
            now = max(now, self.newest.created + timedelta(seconds=1))
        return now.strftime(_ID)

    def _write(self, release: Release) -> None:
        with refusal(f"the release {release.id} could not be recorded in the bucket {self.bucket}"):
            self.s3.put_object(
                Bucket=self.bucket,
                Key=f"{_FOLDER}{release.id}.json",
                Body=release.as_json(),
                ContentType="application/json",
            )

    def _invalidate(self, release: Release, again: str) -> Release:
        """Have CloudFront drop what it keeps of the old files, and record that it was told."""
        with refusal(
            f"release {release.id} is in place, but CloudFront was not told to drop the old files; "
            f"`{again}` tells it, and `aws cloudfront create-invalidation --distribution-id {self._distribution} "
            f"--paths {' '.join(release.stale)}` does so by hand"
        ):
            self._cloudfront.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={
                    "Paths": {"Quantity": len(release.stale), "Items": list(release.stale)},
                    "CallerReference": release.id,
                },
            )
        told = release._replace(stale=())
        self._write(told)
        return told

    def _delete_old(self, newest: Release) -> None:
        """Delete for good each version that none of the last releases names, and the manifests before them.

        What is younger than an hour may be the assets of a page that another machine is about to upload, and stays.
        """
        young = datetime.now(UTC) - _UNDER_WAY
        kept = [newest, *(self.release(name) for name in self.ids[: KEPT - 1])]
        manifests = {f"{_FOLDER}{release.id}.json" for release in kept}
        named = {(name, file.version) for release in kept for name, file in release.files.items()}

        def is_kept(version: Mapping[str, Any]) -> bool:
            if version["Key"].startswith(_FOLDER):
                return version["IsLatest"] and version["Key"] in manifests
            return version["LastModified"] > young or (version["Key"], version["VersionId"]) in named

        old = [version for version in self._versions if not is_kept(version)]
        # A marker on top hides what it lies on; when nothing is under it any more, the bucket's lifecycle takes it.
        old += [marker for marker in self._markers if not marker["IsLatest"]]
        outcome = f"release {newest.id} is live, but what is older than {KEPT} releases could not be deleted"
        for start in range(0, len(old), _BATCH):
            objects = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in old[start : start + _BATCH]]
            with refusal(outcome):
                answer = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True})
            for error in answer.get("Errors", ()):
                message = f"{outcome}; the next one tries again: {error['Key']}: {error['Message']}"
                raise OutsideError(message)


@contextmanager
def live(at: Environment, outputs: Outputs | None = None) -> Iterator[Live]:
    """Give the site that is live in an environment, whose `outputs` are read where they are not given.

    Raises NotDeployedError where it is not deployed, or not to its end.
    """
    with (
        closing(at.client("s3")) as s3,
        closing(at.client("cloudfront")) as cloudfront,
        closing(at.client("lambda")) as function,
    ):
        yield Live(at, states(at) if outputs is None else outputs, s3=s3, cloudfront=cloudfront, function=function)


def releases(at: Environment) -> list[Release]:
    """Give the releases that are kept, the newest first.

    Raises OutsideError where nothing is deployed, or AWS refuses.
    """
    with live(at) as site:
        return [site.release(name) for name in site.ids]


def _paths(name: str) -> tuple[str, ...]:
    """Give the paths of the URLs that a file answers."""
    return ("/", "/index.html") if name == "index.html" else (f"/{quote(name)}",)
