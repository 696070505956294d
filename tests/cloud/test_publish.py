"""What is uploaded, in which order and with which headers, and what becomes of it when it is cut short."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud_resume.cloud import _release, publish, releases
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cloud.conftest import Cloud

    from cloud_resume.cloud import Published

FILES = {
    "404.html": b"none",
    "assets/main.0a1b2c3d.css": b"a{}",
    "assets/picture.0a1b2c3d.jpg": b"jpeg",
    "index.html": b"page",
    "resume.pdf": b"%PDF",
}
CHANGED = FILES | {"index.html": b"another page", "assets/main.4e5f6a7b.css": b"b{}"}
del CHANGED["assets/main.0a1b2c3d.css"]

WRITES = ("PutObject", "DeleteObject", "DeleteObjects", "CreateInvalidation")
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "Something")


def _publish(cloud: Cloud, files: Mapping[str, bytes]) -> Published:
    return publish(cloud.at, files, report=cloud.reports.append)


def _invalidated(cloud: Cloud) -> list[str]:
    """Give the paths of the invalidation; there was one since the last time."""
    (call,) = cloud.made("CreateInvalidation")
    return call.split()[1:]


def _manifest(cloud: Cloud, release: str) -> dict[str, Any]:
    body = cloud.s3.get_object(Bucket=cloud.bucket, Key=f"releases/{release}.json")["Body"]
    manifest: dict[str, Any] = json.load(body)
    return manifest


def test_a_page_comes_after_all_that_it_refers_to_and_the_release_last(cloud: Cloud) -> None:
    done = _publish(cloud, FILES)
    manifest = f"PutObject releases/{done.release.id}.json"
    assert cloud.made(*WRITES) == [
        "PutObject assets/main.0a1b2c3d.css",
        "PutObject assets/picture.0a1b2c3d.jpg",
        "PutObject resume.pdf",
        "PutObject 404.html",
        "PutObject index.html",
        manifest,
        "CreateInvalidation / /404.html /index.html /resume.pdf",
        manifest,
    ]
    assert cloud.objects == FILES
    assert cloud.reports[0] == "Uploading assets/main.0a1b2c3d.css (1 of 5)"
    assert cloud.reports[-1] == "Invalidating /, /404.html, /index.html, /resume.pdf"


def test_a_page_in_a_folder_answers_at_the_folder_too(cloud: Cloud) -> None:
    _publish(cloud, FILES | {"de/index.html": b"Seite", "de/resume.pdf": b"%PDF"})
    page = cloud.s3.get_object(Bucket=cloud.bucket, Key="de/")
    assert page["Body"].read() == b"Seite"
    assert page["ContentType"] == "text/html; charset=utf-8"
    *_, none, folder, german, home, manifest, told, _ = cloud.made(*WRITES)
    assert [none, folder, german, home] == [
        f"PutObject {key}" for key in ("404.html", "de/", "de/index.html", "index.html")
    ]
    assert manifest.startswith("PutObject releases/")
    assert {"/de/", "/de/index.html"} <= set(told.split())
    _publish(cloud, FILES)
    assert cloud.objects == FILES


def test_each_has_the_headers_that_it_is_to_be_served_with(cloud: Cloud) -> None:
    _publish(cloud, FILES)

    def headers(name: str) -> tuple[str, str]:
        answer = cloud.s3.head_object(Bucket=cloud.bucket, Key=name)
        return answer["ContentType"], answer["CacheControl"]

    assert headers("assets/main.0a1b2c3d.css") == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert headers("index.html") == ("text/html; charset=utf-8", "no-cache")
    assert headers("resume.pdf") == ("application/pdf", "no-cache")


def test_a_release_is_a_manifest(cloud: Cloud) -> None:
    release = _publish(cloud, FILES).release
    manifest = _manifest(cloud, release.id)
    page = cloud.s3.head_object(Bucket=cloud.bucket, Key="index.html")
    assert manifest == {
        "id": release.created.strftime("%Y%m%dT%H%M%SZ"),
        "restored": None,
        "function": "1",
        "files": {name: manifest["files"][name] for name in FILES},
        "stale": [],
        "passed": False,
    }
    assert manifest["files"]["index.html"] == {
        "sha256": "3660315a9af3df255d8f19ab077e4797822b41488a0e2a04bc6af71213c23274",
        "content_type": "text/html; charset=utf-8",
        "cache_control": "no-cache",
        "version": page["VersionId"],
    }
    assert releases(cloud.at) == [release]


def test_only_what_changed_is_uploaded_and_invalidated(cloud: Cloud) -> None:
    first = _publish(cloud, FILES)
    cloud.made()
    done = _publish(cloud, CHANGED)
    assert done.uploaded == ("assets/main.4e5f6a7b.css", "index.html")
    manifest = f"PutObject releases/{done.release.id}.json"
    assert cloud.made(*WRITES) == [
        "PutObject assets/main.4e5f6a7b.css",
        "PutObject index.html",
        manifest,
        "CreateInvalidation / /index.html",
        manifest,
        "DeleteObjects",
    ]
    assert cloud.objects == FILES | CHANGED, "who has the old page open still gets its assets"
    assert [release.id for release in releases(cloud.at)] == [done.release.id, first.release.id]
    assert done.release.id > first.release.id


def test_an_unchanged_site_uploads_nothing_and_invalidates_nothing(cloud: Cloud) -> None:
    first = _publish(cloud, FILES)
    cloud.made()
    again = _publish(cloud, FILES)
    calls = [call for call in cloud.calls if "terraform.tfstate" not in call]
    newest = f"GetObject releases/{first.release.id}.json"
    assert calls == ["HeadBucket", "ListObjectsV2", "ListObjectVersions", newest, "GetAlias"]
    assert again == (first.release, False, (), ())


def test_another_function_alone_makes_a_release(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.new_function("one", "none")
    cloud.made()
    done = _publish(cloud, FILES)
    assert (done.is_new, done.release.function, done.uploaded) == (True, "2", ())
    assert {call.split("/")[0] for call in cloud.made(*WRITES)} <= {"PutObject releases", "DeleteObjects"}


def test_what_is_left_out_goes_at_once(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.made()
    files = {name: content for name, content in FILES.items() if name != "resume.pdf"}
    done = _publish(cloud, files)
    assert (done.uploaded, done.removed) == ((), ("resume.pdf",))
    assert _invalidated(cloud) == ["/resume.pdf"]
    assert cloud.objects == files
    assert not _publish(cloud, files).is_new


def test_what_somebody_else_did_to_the_bucket_is_seen(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.s3.put_object(Bucket=cloud.bucket, Key="index.html", Body=b"defaced")
    cloud.s3.put_object(Bucket=cloud.bucket, Key="phishing.html", Body=b"bank")
    cloud.s3.delete_object(Bucket=cloud.bucket, Key="404.html")
    done = _publish(cloud, FILES)
    assert (done.uploaded, done.removed) == (("404.html", "index.html"), ("phishing.html",))
    assert cloud.objects == FILES


def test_what_no_release_of_the_last_five_names_is_deleted_for_good(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_release, "_UNDER_WAY", timedelta())
    pages = [
        {"index.html": b"%d" % number, f"assets/main.{number:08}.css": b"%d" % number, "resume.pdf": b"%PDF"}
        for number in range(7)
    ]
    made = [_publish(cloud, page).release.id for page in pages]
    assert [release.id for release in releases(cloud.at)] == made[:1:-1]
    assert cloud.objects.keys() == {"index.html", "resume.pdf"} | {f"assets/main.{n:08}.css" for n in range(2, 7)}
    cloud.s3.delete_object(Bucket=cloud.bucket, Key="resume.pdf")
    _publish(cloud, pages[0])  # its manifests, rewritten once, and the delete marker go with the one after
    _publish(cloud, pages[1])
    left = cloud.s3.list_object_versions(Bucket=cloud.bucket)
    kept = releases(cloud.at)
    named = {(name, file.version) for release in kept for name, file in release.files.items()}
    found = {(item["Key"], item["VersionId"]) for item in left["Versions"] if not item["Key"].startswith("releases/")}
    assert found == named
    assert len(kept) == 5
    assert "DeleteMarkers" not in left


def test_two_at_once_leave_the_page_its_assets_and_the_next_the_rest(cloud: Cloud) -> None:
    """One makes its site live while the other is about to upload its page."""

    def another(doing: str) -> None:
        if doing.startswith("Uploading index.html "):
            _publish(cloud, {"index.html": b"of another", "assets/main.8c9d0e1f.css": b"c{}"})

    _publish(cloud, FILES)
    publish(cloud.at, CHANGED, report=another)
    missing = {"404.html", "resume.pdf"}
    assert cloud.objects.items() >= {(name, CHANGED[name]) for name in CHANGED.keys() - missing}
    assert not cloud.objects.keys() & missing
    assert set(_publish(cloud, CHANGED).uploaded) == missing
    assert cloud.objects.items() >= CHANGED.items()


@pytest.mark.parametrize("puts", range(5))
def test_a_cut_leaves_the_old_page_whole_and_the_same_again_completes_it(cloud: Cloud, puts: int) -> None:
    _publish(cloud, FILES)
    new = {name: content + b" new" for name, content in FILES.items() if not name.startswith("assets")} | {
        "assets/main.4e5f6a7b.css": b"b{}",
        "assets/picture.4e5f6a7b.jpg": b"another",
    }
    cloud.refuse["PutObject"] = puts, KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        _publish(cloud, new)
    assert cloud.objects["index.html"] == FILES["index.html"]
    assert cloud.objects.items() >= {(name, FILES[name]) for name in FILES if name.startswith("assets/")}
    assert len(releases(cloud.at)) == 1

    cloud.refuse.clear()
    cloud.made()
    done = _publish(cloud, new)
    assert cloud.objects == {**{name: FILES[name] for name in FILES if name.startswith("assets/")}, **new}
    assert set(done.uploaded) == new.keys(), "who can tell what became of what is in no release?"
    assert _invalidated(cloud) == ["/", "/404.html", "/index.html", "/resume.pdf"]
    assert not _publish(cloud, new).is_new


def test_a_cut_between_removal_and_release_is_completed(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    files = {name: content for name, content in FILES.items() if name != "resume.pdf"}
    cloud.refuse["PutObject"] = 0, KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        _publish(cloud, files)
    cloud.refuse.clear()
    cloud.made()
    done = _publish(cloud, files)
    assert (done.is_new, done.removed) == (True, ())
    assert _invalidated(cloud) == ["/resume.pdf"]


def test_a_refused_invalidation_leaves_the_release_and_is_made_up_for(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.refuse["CreateInvalidation"] = 0, DENIED
    distribution = cloud.units["s3-cloudfront"]["distribution_id"]
    with pytest.raises(
        OutsideError,
        match=rf"^release \w+ is in place, but CloudFront was not told .*`cloud-resume publish prod` tells it, .*"
        rf"create-invalidation --distribution-id {distribution} --paths / /index.html` .*not you",
    ):
        _publish(cloud, CHANGED)
    newest = releases(cloud.at)[0]
    assert newest.stale == ("/", "/index.html")
    assert cloud.objects["index.html"] == CHANGED["index.html"]

    cloud.refuse.clear()
    cloud.made()
    done = _publish(cloud, CHANGED)
    assert done == (newest._replace(stale=()), False, (), ())
    assert cloud.made(*WRITES) == ["CreateInvalidation / /index.html", f"PutObject releases/{newest.id}.json"]


def test_the_next_release_makes_up_for_it_as_well(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.refuse["CreateInvalidation"] = 0, DENIED
    with pytest.raises(OutsideError):
        _publish(cloud, CHANGED)
    cloud.refuse.clear()
    cloud.made()
    _publish(cloud, CHANGED | {"resume.pdf": b"%PDF-2"})
    assert _invalidated(cloud) == ["/", "/index.html", "/resume.pdf"]


def test_the_page_is_no_older_than_its_clock_says(cloud: Cloud) -> None:
    release = _publish(cloud, FILES).release
    future = "releases/29990101T000000Z.json"
    source = f"{cloud.bucket}/releases/{release.id}.json"
    cloud.s3.copy_object(Bucket=cloud.bucket, Key=future, CopySource=source)
    assert _publish(cloud, CHANGED).release.id == "29990101T000001Z"


@pytest.mark.parametrize(
    ("operation", "calls", "said"),
    [
        ("ListObjectVersions", 0, "the bucket .* can't be listed"),
        ("GetAlias", 0, "the alias of counter-.* can't be read"),
        ("GetObject", 0, "the state of prod in .* can't be read"),
        ("GetObject", 2, "the release .* can't be read"),
        ("PutObject", 0, r"assets/main.4e5f6a7b.css could not be put into the bucket site-"),
        ("DeleteObject", 0, "resume.pdf could not be removed from the bucket"),
    ],
)
@pytest.mark.parametrize("error", [DENIED, EndpointConnectionError(endpoint_url="https://x")])
def test_a_refusal_is_told_and_ends_it(cloud: Cloud, operation: str, calls: int, said: str, error: Exception) -> None:
    _publish(cloud, FILES)
    cloud.refuse[operation] = calls, error
    with pytest.raises(OutsideError, match=f"{said}.*: .*(AccessDenied|connect)"):
        _publish(cloud, {name: content for name, content in CHANGED.items() if name != "resume.pdf"})
    cloud.refuse.clear()
    assert len(releases(cloud.at)) == 1


def test_a_release_that_can_not_be_recorded_is_told(cloud: Cloud) -> None:
    cloud.refuse["PutObject"] = len(FILES), DENIED
    with pytest.raises(OutsideError, match=r"the release .* could not be recorded"):
        _publish(cloud, FILES)


def test_what_can_not_be_deleted_is_told(cloud: Cloud) -> None:
    _publish(cloud, FILES)
    cloud.refuse["DeleteObjects"] = 0, DENIED
    with pytest.raises(OutsideError, match=r"release \w+ is live, but what is older than 5 releases .*not you"):
        _publish(cloud, CHANGED)
    cloud.refuse.clear()
    key = f"releases/{releases(cloud.at)[0].id}.json"
    cloud.undeleted = [{"Key": key, "Code": "AccessDenied", "Message": "not you either"}]
    with pytest.raises(OutsideError, match=rf"is live, but .*the next one tries again: {key}: not you either"):
        _publish(cloud, FILES)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"files": []}', b'{"files": {"a": {"b": 1}}}', b"\xff"])
def test_a_manifest_that_is_none_is_told(cloud: Cloud, body: bytes) -> None:
    cloud.s3.put_object(Bucket=cloud.bucket, Key="releases/20260102T030405Z.json", Body=body)
    with pytest.raises(OutsideError, match=r"s3://site-\d+/releases/20260102T030405Z.json is no release of ours"):
        _publish(cloud, FILES)


@pytest.mark.parametrize("unit", ["s3-cloudfront", "api_gateway-lambda"])
def test_where_nothing_is_deployed_or_half_that_is_said(cloud: Cloud, unit: str) -> None:
    said = "prod is not deployed, or not to its end; `cloud-resume deploy prod` deploys it"
    cloud.take(unit)
    with pytest.raises(OutsideError, match=said):
        _publish(cloud, FILES)
    cloud.give(unit)  # which was made, but not to its end
    with pytest.raises(OutsideError, match=said):
        _publish(cloud, FILES)
    assert cloud.objects == {}
