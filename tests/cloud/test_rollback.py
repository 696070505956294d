"""Putting an earlier release back: its files and its function, and nothing by halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from cloud_resume.cloud import publish, releases, rollback
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cloud.conftest import Cloud

    from cloud_resume.cloud import Release

ONE = {"404.html": b"none", "assets/main.11111111.css": b"1", "index.html": b"one", "resume.pdf": b"%PDF"}
TWO = {"404.html": b"none", "assets/main.22222222.css": b"2", "index.html": b"two"}
THREE = TWO | {"index.html": b"three"}

WRITES = ("CopyObject", "PutObject", "DeleteObject", "UpdateAlias", "CreateInvalidation")
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "Something")


def _publish(cloud: Cloud, files: Mapping[str, bytes]) -> Release:
    return publish(cloud.at, files, report=cloud.reports.append).release


def _rollback(cloud: Cloud, release: str | None = None) -> Release:
    return rollback(cloud.at, release, report=cloud.reports.append)


def test_it_puts_files_and_function_back(cloud: Cloud) -> None:
    one = _publish(cloud, ONE)
    cloud.new_function("one", "none")
    two = _publish(cloud, TWO)
    cloud.made()
    back = _rollback(cloud)
    manifest = f"PutObject releases/{back.id}.json"
    assert cloud.made(*WRITES) == [
        "UpdateAlias",
        "CopyObject resume.pdf",
        "CopyObject index.html",
        manifest,
        "CreateInvalidation / /index.html /resume.pdf",
        manifest,
    ]
    assert cloud.objects == ONE | TWO | ONE
    assert cloud.alias == "1"
    assert (back.restored, back.function) == (one.id, "1")
    assert [release.id for release in releases(cloud.at)] == [back.id, two.id, one.id]
    page = cloud.s3.head_object(Bucket=cloud.bucket, Key="index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert page["VersionId"] == back.files["index.html"].version != one.files["index.html"].version


def test_again_it_goes_further_back_and_never_to_what_was_left(cloud: Cloud) -> None:
    one, two, _ = (_publish(cloud, files) for files in (ONE, TWO, THREE))
    assert _rollback(cloud).restored == two.id
    back = _rollback(cloud)
    assert back.restored == one.id
    with pytest.raises(OutsideError, match=rf"prod has no release to go back to; name one of \w+, \w+, {two.id}, "):
        _rollback(cloud)
    _publish(cloud, THREE)
    assert _rollback(cloud).restored == back.id


def test_forward_again_by_name(cloud: Cloud) -> None:
    _publish(cloud, ONE)
    two = _publish(cloud, TWO)
    _rollback(cloud)
    assert _rollback(cloud, two.id).restored == two.id
    assert cloud.objects["index.html"] == b"two"
    assert "resume.pdf" not in cloud.objects


def test_what_is_live_already_is_no_new_release(cloud: Cloud) -> None:
    one = _publish(cloud, ONE)
    cloud.made()
    assert _rollback(cloud, one.id) == one
    assert cloud.made(*WRITES) == []


def test_an_unknown_release(cloud: Cloud) -> None:
    one, two = _publish(cloud, ONE), _publish(cloud, TWO)
    with pytest.raises(OutsideError, match=f"prod has no release 2026; there are {two.id}, {one.id}"):
        _rollback(cloud, "2026")


def test_nothing_to_go_back_to(cloud: Cloud) -> None:
    with pytest.raises(OutsideError, match=r"prod has no release to go back to$"):
        _rollback(cloud)
    with pytest.raises(OutsideError, match="prod has no release x; nothing was published yet"):
        _rollback(cloud, "x")
    _publish(cloud, ONE)
    with pytest.raises(OutsideError, match=r"prod has no release to go back to$"):
        _rollback(cloud)


def test_a_version_that_is_gone_is_told_before_anything_is_changed(cloud: Cloud) -> None:
    one = _publish(cloud, ONE)
    cloud.new_function("one", "none")
    _publish(cloud, TWO)
    cloud.s3.delete_object(Bucket=cloud.bucket, Key="index.html", VersionId=one.files["index.html"].version)
    cloud.made()
    with pytest.raises(OutsideError, match=f"of the release {one.id} the bucket no longer holds index.html; nothing"):
        _rollback(cloud)
    assert cloud.made(*WRITES) == []


def test_a_function_that_is_gone_is_told_before_anything_is_changed(cloud: Cloud) -> None:
    _publish(cloud, ONE)
    cloud.new_function("one", "none")
    _publish(cloud, TWO)
    cloud.function.delete_function(FunctionName=cloud.units["api_gateway-lambda"]["function_name"], Qualifier="1")
    cloud.made()
    with pytest.raises(OutsideError, match=r"version 1 of the function counter-.* can't be gone back to: "):
        _rollback(cloud)
    assert cloud.made(*WRITES) == []


@pytest.mark.parametrize(("secrets", "version"), [(("two", "one"), "1"), (("three", "two"), "2")])
def test_a_function_that_does_not_know_the_secret_stays(cloud: Cloud, secrets: tuple[str, str], version: str) -> None:
    """The first is a distribution that still sends the secret of before."""
    _publish(cloud, ONE)
    cloud.new_function(*secrets)
    _publish(cloud, TWO)
    if version == "2":
        cloud.give("api_gateway-lambda", origin_verify=secrets[0])
    back = _rollback(cloud)
    assert (cloud.alias, back.function) == (version, version)
    assert cloud.objects["index.html"] == b"one"
    stays = "The function stays at version 2: version 1 is from before the origin's secret was rotated"
    assert any(report.startswith(stays) for report in cloud.reports) == (version == "2")


@pytest.mark.parametrize("copies", range(2))
def test_a_cut_is_completed_by_the_same_again(cloud: Cloud, copies: int) -> None:
    one = _publish(cloud, ONE)
    cloud.new_function("one", "none")
    _publish(cloud, TWO)
    cloud.refuse["CopyObject"] = copies, KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        _rollback(cloud)
    assert cloud.objects["index.html"] == b"two"
    cloud.refuse.clear()
    assert _rollback(cloud).restored == one.id
    assert cloud.objects == ONE | TWO | ONE
    assert cloud.alias == "1"


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("GetFunctionConfiguration", "version 1 of the function .* can't be gone back to"),
        ("UpdateAlias", "the function .* can't be set to its version 1"),
        ("CopyObject", "resume.pdf could not be put into the bucket"),
        ("CreateInvalidation", r"is in place, .*`cloud-resume rollback prod \w+` tells it"),
    ],
)
def test_a_refusal_is_told(cloud: Cloud, operation: str, said: str) -> None:
    one = _publish(cloud, ONE)
    cloud.new_function("one", "none")
    _publish(cloud, TWO)
    cloud.refuse[operation] = 0, DENIED
    with pytest.raises(OutsideError, match=f"{said}.*not you"):
        _rollback(cloud)
    cloud.refuse.clear()
    assert _rollback(cloud, one.id).stale == ()
    assert cloud.objects["index.html"] == b"one"
    assert cloud.alias == "1"
