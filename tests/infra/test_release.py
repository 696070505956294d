"""Releases on the emulator: published, cut short, refused, put back, tested; the tests need what `deployed` made."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.cloud import _release, open_environment, publish, releases, smoke
from cloud_resume.cloud._state import states
from cloud_resume.cloud._terragrunt import TERRAFORM, find
from cloud_resume.errors import OutsideError, SmokeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.infra.conftest import Account

    from cloud_resume.cloud import Environment

CUT = """
import os, signal, sys
from cloud_resume.cli import _output, main

_output.note = lambda line: "(3 of " in line and os.kill(os.getpid(), signal.SIGKILL)
main(["publish", "local", sys.argv[1]])
"""
"""Publish a file, and die before the third object."""


@pytest.fixture(scope="module", autouse=True)
def deployed(account: Account) -> str:
    """Deploy; gives the page's URL, without a slash at its end."""
    return account.cloud_resume("deploy", "local", "examples/resume.yaml", TG_TF_PATH=find(TERRAFORM)).stdout.strip(
        "/\n"
    )


@pytest.fixture(scope="module")
def at(account: Account, deployed: str) -> Environment:
    """Give the environment."""
    assert deployed
    return open_environment(account.project, "local")


@pytest.fixture(scope="module")
def site(at: Environment) -> dict[str, Any]:
    """Give the outputs of `s3-cloudfront`."""
    return at.outputs("s3-cloudfront")


@pytest.fixture
def edit(account: Account) -> Callable[[str], Path]:
    """Give what puts a word into the resume, and gives the file."""

    def edit(word: str) -> Path:
        text = (account.project / "examples" / "resume.yaml").read_text(encoding="utf-8")
        file = account.project / "examples" / f"{word}.yaml"
        file.write_text(text.replace("  label: ", f"  label: {word} ", 1), encoding="utf-8")
        assert word in file.read_text(encoding="utf-8")
        return file

    return edit


def _versions(account: Account, bucket: str) -> dict[str, list[str]]:
    """Give the versions of each object, the current one first."""
    found: dict[str, list[str]] = {}
    with account.client("s3") as s3:
        for version in s3.list_object_versions(Bucket=bucket)["Versions"]:
            found.setdefault(version["Key"], []).append(version["VersionId"])
    return found


def _invalidations(account: Account, distribution: str) -> int:
    with account.client("cloudfront") as cloudfront:
        quantity: int = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"]["Quantity"]
        return quantity


def test_a_change_is_uploaded_and_invalidated_once(
    account: Account, deployed: str, site: dict[str, Any], edit: Callable[[str], Path]
) -> None:
    before, told = _versions(account, site["bucket"]), _invalidations(account, site["distribution_id"])
    done = account.cloud_resume("publish", "local", str(edit("Change")))
    after = _versions(account, site["bucket"])
    changed = {name for name in after if after[name] != before.get(name)}
    assert {"index.html", "resume.pdf", f"releases/{done.stdout.strip()}.json"} <= changed
    assert not any(name.startswith("assets/page.") or name == "robots.txt" for name in changed)
    assert b"Change " in account.request("GET", f"{deployed}/").body
    assert _invalidations(account, site["distribution_id"]) == told + 1


def test_each_language_answers_at_its_folder(account: Account, deployed: str, edit: Callable[[str], Path]) -> None:
    file = edit("Both")
    german = file.read_text(encoding="utf-8").replace("lang: en", "lang: de")
    file.with_suffix(".de.yaml").write_text(german, encoding="utf-8")
    account.cloud_resume("publish", "local", str(file))
    page = account.request("GET", f"{deployed}/de/")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b'<html lang="de"' in page.body
    assert page.body == account.request("GET", f"{deployed}/de/index.html").body


def test_an_unchanged_site_uploads_nothing_and_invalidates_nothing(
    account: Account, site: dict[str, Any], edit: Callable[[str], Path]
) -> None:
    first = account.cloud_resume("publish", "local", str(edit("Same")))
    before, told = _versions(account, site["bucket"]), _invalidations(account, site["distribution_id"])
    again = account.cloud_resume("publish", "local", str(edit("Same")))
    assert "Nothing has changed since release:" in again.stderr
    assert again.stdout == first.stdout
    assert _versions(account, site["bucket"]) == before
    assert _invalidations(account, site["distribution_id"]) == told


def test_a_rollback_puts_page_and_function_back(
    account: Account, deployed: str, at: Environment, edit: Callable[[str], Path]
) -> None:
    old = account.cloud_resume("publish", "local", str(edit("Old"))).stdout.strip()
    api = states(at)["api_gateway-lambda"]
    name, alias = api["function_name"], api["function_alias"]
    with account.client("lambda") as function:
        before = function.get_alias(FunctionName=name, Name=alias)["FunctionVersion"]
        function.update_function_configuration(FunctionName=name, Description="newer")
        newer = function.publish_version(FunctionName=name)["Version"]
        function.update_alias(FunctionName=name, Name=alias, FunctionVersion=newer)
        account.cloud_resume("publish", "local", str(edit("New")))
        assert b"New " in account.request("GET", f"{deployed}/").body

        done = account.cloud_resume("rollback", "local")
        assert f"The release {old} is live again" in done.stderr
        assert function.get_alias(FunctionName=name, Name=alias)["FunctionVersion"] == before != newer
    assert b"Old " in account.request("GET", f"{deployed}/").body
    assert account.request("GET", f"{deployed}/api/visits").status == 200
    listed = account.cloud_resume("rollback", "local", "--list").stdout
    assert listed.splitlines()[1].startswith(done.stdout.strip())
    assert listed.splitlines()[1].endswith(f"{old} again")


def test_a_release_that_is_not_there_changes_nothing(account: Account, at: Environment, site: dict[str, Any]) -> None:
    before = _versions(account, site["bucket"])
    with pytest.raises(subprocess.CalledProcessError) as raised:
        account.cloud_resume("rollback", "local", "20010101T000000Z")
    assert raised.value.returncode == 3
    assert f"there are {releases(at)[0].id}, " in raised.value.stderr
    assert _versions(account, site["bucket"]) == before


def test_a_kill_between_two_files_leaves_the_old_page_and_the_same_again_completes_it(
    account: Account, deployed: str, site: dict[str, Any], edit: Callable[[str], Path]
) -> None:
    account.cloud_resume("publish", "local", str(edit("Whole")))
    before = _versions(account, site["bucket"])
    cut = subprocess.run([sys.executable, "-c", CUT, str(edit("Cut"))], cwd=account.project, check=False)
    after = _versions(account, site["bucket"])
    assert cut.returncode == -9
    assert after != before
    assert after["index.html"] == before["index.html"]
    assert b"Whole " in account.request("GET", f"{deployed}/").body

    done = account.cloud_resume("publish", "local", str(edit("Cut")))
    assert b"Cut " in account.request("GET", f"{deployed}/").body
    assert "Published" in done.stderr
    account.cloud_resume("smoke", "local")


@pytest.fixture
def denied(account: Account, at: Environment) -> Iterator[Callable[[str], Environment]]:
    """Give what gives the environment with credentials that may do all but one action."""
    with account.client("iam") as iam:
        iam.create_user(UserName="somebody")
        key = iam.create_access_key(UserName="somebody")["AccessKey"]

        def deny(action: str) -> Environment:
            statements = [
                {"Effect": "Allow", "Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": action, "Resource": "*"},
            ]
            policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
            iam.put_user_policy(UserName="somebody", PolicyName="some", PolicyDocument=policy)
            keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
            return at._replace(environ={**at.environ, **keys})

        yield deny
        iam.delete_user_policy(UserName="somebody", PolicyName="some")
        iam.delete_access_key(UserName="somebody", AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName="somebody")


def _live(at: Environment) -> dict[str, bytes]:
    """Give the files of the newest release."""
    bucket = states(at)["s3-cloudfront"]["bucket"]
    with closing(at.client("s3")) as s3:
        return {name: s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in releases(at)[0].files}


def test_access_denied_is_said_and_the_old_page_stays(at: Environment, denied: Callable[[str], Environment]) -> None:
    files = _live(at)
    with pytest.raises(OutsideError, match=r"index.html could not be put into the bucket .*AccessDenied"):
        publish(denied("s3:PutObject"), files | {"index.html": b"denied"}, report=print)
    assert _live(at) == files
    smoke(at)


def test_a_refused_invalidation_leaves_the_release_and_is_made_up_for(
    account: Account, at: Environment, site: dict[str, Any], denied: Callable[[str], Environment]
) -> None:
    distribution = site["distribution_id"]
    told = _invalidations(account, distribution)
    files = _live(at) | {"robots.txt": b"User-agent: *\n"}
    with pytest.raises(
        OutsideError, match=rf"(?s)is in place, .*`cloud-resume publish local` tells it, .*-id {distribution} .*Denied"
    ):
        publish(denied("cloudfront:CreateInvalidation"), files, report=print)
    assert _live(at) == files
    assert _invalidations(account, distribution) == told
    assert not publish(at, files, report=print).is_new
    assert _invalidations(account, distribution) == told + 1


def test_smoke_counts_nobody_and_finds_what_is_wrong(
    account: Account, deployed: str, at: Environment, site: dict[str, Any]
) -> None:
    before = account.request("GET", f"{deployed}/api/visits").body
    assert account.cloud_resume("smoke", "local").stderr.endswith("local works.\n")
    assert account.request("GET", f"{deployed}/api/visits").body == before

    with account.client("s3") as s3:
        s3.put_object(Bucket=site["bucket"], Key="index.html", Body=b"defaced", ContentType="text/html; charset=utf-8")
    with pytest.raises(SmokeError, match=r"(?s)^[^\n]+\n  / is not what was published\n`cloud-resume rollback local`"):
        smoke(at)
    assert publish(at, _live(at) | {"index.html": b"mended"}, report=print).uploaded == ("index.html",)
    smoke(at)


def test_five_releases_are_kept(
    account: Account, at: Environment, site: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_release, "_UNDER_WAY", timedelta())
    files = _live(at)
    made = [publish(at, files | {"index.html": b"%d" % number}, report=print).release.id for number in range(6)]
    assert [release.id for release in releases(at)] == made[:0:-1]
    kept = _versions(account, site["bucket"])
    named = {name: {release.files[name].version for release in releases(at)} for name in files}
    assert {name: set(kept[name]) for name in files} == named


def test_the_status_tells_all_of_it(account: Account, deployed: str, at: Environment) -> None:
    lock = {"ID": "4f", "Operation": "OperationTypeApply", "Who": "ada@engine", "Created": "2026-11-03T17:44:55.1234Z"}
    key = "live/local/sns/terraform.tfstate.tflock"
    with account.client("s3") as s3:
        s3.put_object(Bucket=account.state_bucket, Key=key, Body=json.dumps(lock))
        found = json.loads(account.cloud_resume("status", "local", "--format", "json").stdout)
        s3.delete_object(Bucket=account.state_bucket, Key=key)
    assert found["url"] == f"{deployed}/"
    assert found["release"]["id"] == releases(at)[0].id
    assert len(found["alarms"]) == 7
    assert found["budget"]["limit"] == 1
    assert (found["not_deployed"], found["unknown"]) == ([], [])
    assert (found["locks"][0]["unit"], found["locks"][0]["who"]) == ("sns", "ada@engine")
