"""The whole stack on the emulator, from an empty account to an empty account.

The tests are steps of one story, told in this order; each of the later ones needs what `deployed` made.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from tests.infra import alarms
from tools.chromium import chromium

from cloud_resume.cloud import _emulator, package
from cloud_resume.cloud._terragrunt import TERRAFORM, TERRAGRUNT, find
from cloud_resume.resume import load
from cloud_resume.server import _headers
from cloud_resume.site import build, cache_control, content_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.infra.conftest import Account

# Where the emulator is not like AWS. A version of it that closes a gap fails the test that looks for it.
DRIFT = {
    "cloudwatch": {"aws_cloudwatch_metric_alarm"},  # DescribeAlarms leaves out most of what PutMetricAlarm was told
}
MISSING_KEY = 403  # 404 on AWS, for the distribution may list the bucket; the emulator does not look at that
FAILED = 502  # 500 on AWS

OBSERVATORY = Path(__file__).with_name("observatory")

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"

PROBE = """
import botocore.exceptions, botocore.session

def handler(event, context):
    client = botocore.session.get_session().create_client(event["service"])
    try:
        getattr(client, event["call"])(**event["arguments"])
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "done"
"""
"""A function that tells what its role lets it do."""


@pytest.fixture(scope="module")
def deployed(account: Account) -> str:
    """Deploy, as a person would; gives the page's URL, without a slash at its end."""
    done = account.cloud_resume("deploy", "local", "examples/resume.yaml", TG_TF_PATH=find(TERRAFORM))
    seconds = re.search(r"Deployed in (\d+) seconds", done.stderr)
    assert seconds
    assert done.stdout.endswith(f".cloudfront.localhost:{account.emulator.port}/\n")
    return done.stdout.strip().rstrip("/")


@pytest.fixture(scope="module")
def files(account: Account, deployed: str) -> dict[str, bytes]:
    """Give the files of the site that is deployed."""
    resume = load(account.project / "examples" / "resume.yaml").resume
    assert resume
    return build(resume._replace(settings=resume.settings._replace(site_url=f"{deployed}/")))


def test_an_empty_account_can_be_initialised_and_planned(account: Account, tmp_path: Path) -> None:
    (account.project / "build").mkdir()
    (account.project / "build" / "counter.zip").write_bytes(package())
    account.terragrunt("init")
    assert set(account.drift(tmp_path)) == {
        "api_gateway-lambda",
        "budget",
        "cloudwatch",
        "dynamodb",
        "s3-cloudfront",
        "sns",
    }
    assert not any(account.holdings().values())


def test_the_state_is_kept_with_versions_and_from_the_public(account: Account) -> None:
    with account.client("s3") as s3:
        assert s3.get_bucket_versioning(Bucket=account.state_bucket)["Status"] == "Enabled"
        block = s3.get_public_access_block(Bucket=account.state_bucket)["PublicAccessBlockConfiguration"]
        assert len(block) == 4
        assert all(block.values())


def test_a_plan_from_another_folder_is_empty(
    account: Account, deployed: str, checkout: Callable[[], Path], tmp_path: Path
) -> None:
    assert deployed
    elsewhere = checkout()
    shutil.copytree(account.project / "build", elsewhere / "build")
    assert account.seen_from(elsewhere).drift(tmp_path) == DRIFT


def test_the_page_counts_in_a_browser(account: Account, deployed: str) -> None:
    messages: list[str] = []
    with chromium() as browser:
        for visitors in (1, 2):
            context = browser.new_context(ignore_https_errors=True, user_agent=PERSON.format(120 + visitors))
            page = context.new_page()
            page.on("console", lambda message: messages.append(message.text))
            page.goto(deployed)
            expect(page.locator(".h-resume .p-name").first).to_be_visible()
            expect(page.locator("#visitors")).to_have_text(re.compile(rf"\b{visitors}\b"))
            context.close()
    assert messages == []
    numbers = json.loads(account.request("GET", f"{deployed}/api/visits").body)
    assert numbers == {"visitors": 2, "visits": 2}


def test_every_file_is_served_as_it_was_published(account: Account, deployed: str, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        answer = account.request("GET", f"{deployed}/{name}")
        assert (answer.status, answer.body) == (200, content), name
        assert answer.headers["content-type"] == content_type(name), name
        assert answer.headers["cache-control"] == cache_control(name), name
    assert account.request("GET", deployed).body == files["index.html"]


@pytest.mark.parametrize("path", ["", "/resume.pdf", "/api/visits"])
def test_every_security_header_is_there(account: Account, deployed: str, path: str) -> None:
    headers = account.request("GET", deployed + path).headers
    for name, value in _headers.SECURITY_HEADERS.items():
        assert headers[name.lower()] == value
    assert re.fullmatch(r"max-age=\d{8,}", headers["strict-transport-security"])


@pytest.mark.parametrize("path", ["/", "/resume.pdf", "/api/visits"])
def test_http_is_sent_to_https(account: Account, deployed: str, path: str) -> None:
    answer = account.request("GET", deployed + path, X_Forwarded_Proto="http")
    assert answer.status == 301
    assert answer.headers["location"].startswith("https://")
    assert answer.headers["location"].endswith(path)


@pytest.mark.parametrize(
    ("method", "path", "origin", "status"),
    [
        ("GET", "/api/visits", "same-origin", 200),
        ("POST", "/api/visits", "same-origin", 200),
        ("POST", "/api/visits", "cross-site", 403),
        ("DELETE", "/api/visits", "same-origin", 405),
        ("GET", "/api/nothing-here", "same-origin", 405),
        ("GET", "/api/", "same-origin", 405),
    ],
)
def test_no_answer_of_the_api_is_rewritten(
    request: pytest.FixtureRequest, method: str, path: str, origin: str, status: int
) -> None:
    account, deployed = map(request.getfixturevalue, ("account", "deployed"))
    answer = account.request(method, deployed + path, User_Agent="curl", Sec_Fetch_Site=origin)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/json"
    assert isinstance(json.loads(answer.body), dict)


def test_a_missing_page(account: Account, deployed: str) -> None:
    """What CloudFront makes of a 404 is held by the module's own tests."""
    assert account.request("GET", f"{deployed}/nothing-here").status == MISSING_KEY


def test_the_bucket_is_open_to_this_distribution_alone(account: Account, deployed: str) -> None:
    outputs = account.outputs("s3-cloudfront")
    direct = f"{account.emulator.endpoint}/{outputs['bucket']}/index.html"
    assert account.request("GET", direct).status == 403

    with account.client("cloudfront") as cloudfront:
        config = cloudfront.get_distribution_config(Id=outputs["distribution_id"])["DistributionConfig"]
        config["CallerReference"] = "another"
        other = cloudfront.create_distribution(DistributionConfig=config)
        name = other["Distribution"]["DomainName"].replace(".net", f".localhost:{account.emulator.port}")
        assert account.request("GET", f"https://{name}/").status == 403
        assert account.request("GET", deployed).status == 200

        identity = other["Distribution"]["Id"]
        config["Enabled"] = False
        disabled = cloudfront.update_distribution(Id=identity, IfMatch=other["ETag"], DistributionConfig=config)
        cloudfront.delete_distribution(Id=identity, IfMatch=disabled["ETag"])


def test_the_releases_are_not_served(account: Account, deployed: str) -> None:
    bucket = account.outputs("s3-cloudfront")["bucket"]
    with account.client("s3") as s3:
        for key, status in (("releases/a.json", 403), ("another/a.json", 200)):
            s3.put_object(Bucket=bucket, Key=key, Body=b"{}")
            assert account.request("GET", f"{deployed}/{key}").status == status
            s3.delete_object(Bucket=bucket, Key=key)


def test_the_api_answers_to_the_distribution_alone(account: Account, deployed: str) -> None:
    api = account.outputs("api_gateway-lambda")["api_id"]
    direct = f"{account.emulator.endpoint}/_aws/execute-api/{api}/$default/api/visits"
    for headers in ({}, {"X_Origin_Verify": "guessed"}):
        answer = account.request("GET", direct, **headers)
        assert (answer.status, json.loads(answer.body)) == (403, {"message": "Forbidden"})
    assert account.request("GET", f"{deployed}/api/visits").status == 200


def test_the_headers_score_a_plus(account: Account, deployed: str) -> None:
    def answer(method: str, url: str, **headers: str) -> dict[str, object]:
        found = account.request(method, url, **headers)
        return {"url": url, "status": found.status, "headers": found.headers, "body": found.body.decode()}

    answers = {
        "page": answer("GET", f"{deployed}/"),
        "plain": answer("GET", f"{deployed}/".replace("https:", "http:"), X_Forwarded_Proto="http"),
        "preflight": answer(
            "OPTIONS", f"{deployed}/", Origin="https://example.com", Access_Control_Request_Method="GET"
        ),
    }
    said = subprocess.check_output(["node", OBSERVATORY / "score.mjs"], input=json.dumps(answers), text=True)
    scored = json.loads(said)
    assert scored["grade"] == "A+", scored["results"]
    assert scored["score"] >= 125, scored["results"]


def test_failed_visits_raise_the_alarm(account: Account, deployed: str, tmp_path: Path) -> None:
    name = account.outputs("api_gateway-lambda")["function_name"]
    alarm = alarms.planned(tmp_path, function_name=name)["failed-invocations"]
    clients = map(account.client, ("iam", "lambda", "cloudwatch"))
    with next(clients) as iam, next(clients) as function, next(clients) as cloudwatch:
        role = {"RoleName": name, "PolicyName": "counter"}
        policy = iam.get_role_policy(**role)["PolicyDocument"]
        without = json.loads(json.dumps(policy))
        for statement in without["Statement"]:
            statement["Action"] = [item for item in statement["Action"] if not re.search("(Put|Update)Item", item)]

        before = counted(cloudwatch, alarm)
        iam.put_role_policy(**role, PolicyDocument=json.dumps(without))
        try:
            refused = account.request("POST", f"{deployed}/api/visits", User_Agent=PERSON.format(1)).status
            visit = json.dumps(an_event(function, name))
            answers = [function.invoke(FunctionName=name, Qualifier="live", Payload=visit) for _ in range(3)]
        finally:
            iam.put_role_policy(**role, PolicyDocument=json.dumps(policy))
        after = counted(cloudwatch, alarm)
        again = function.invoke(FunctionName=name, Qualifier="live", Payload=visit)

    assert refused == FAILED
    assert all("FunctionError" in answer for answer in answers)
    since = {metric: after[metric] - before.get(metric, 0) for metric in after}
    assert since == {"Errors": 3, "Invocations": 3}  # and none by way of the API: it counts those nowhere
    assert alarms.value(alarm, since) == 100
    assert alarms.is_raised(alarm, since)
    assert json.load(again["Payload"])["statusCode"] == 200


def an_event(function: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - a client of boto3's has no type
    """Give the event of a visit that came through the distribution, as far as the handler reads it."""
    secret = function.get_function_configuration(FunctionName=name)["Environment"]["Variables"]["ORIGIN_VERIFY"]
    return {
        "version": "2.0",
        "rawPath": "/api/visits",
        "headers": {"x-origin-verify": secret, "user-agent": PERSON.format(1), "x-forwarded-for": "203.0.113.9"},
        "requestContext": {"http": {"method": "POST"}},
    }


def counted(cloudwatch: Any, alarm: dict[str, Any]) -> dict[str, float]:  # noqa: ANN401 - a client of boto3's has no type
    """Give what the last hour counted of each metric that an alarm looks at."""
    queries = [query for query in alarm["metric_query"] if query["metric"]]
    now = datetime.now(UTC)
    data = cloudwatch.get_metric_data(
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=5),
        MetricDataQueries=[
            {
                "Id": query["id"],
                "MetricStat": {
                    "Metric": {
                        "Namespace": metric["namespace"],
                        "MetricName": metric["metric_name"],
                        "Dimensions": [{"Name": key, "Value": text} for key, text in metric["dimensions"].items()],
                    },
                    "Period": metric["period"],
                    "Stat": metric["stat"],
                },
            }
            for query in queries
            for metric in query["metric"]
        ],
    )["MetricDataResults"]
    names = {query["id"]: query["metric"][0]["metric_name"] for query in queries}
    return {names[result["Id"]]: sum(result["Values"]) for result in data}


@pytest.fixture
def probe(account: Account, deployed: str) -> Iterator[Callable[..., str]]:
    """Give what has a function of the counter's role make a call to AWS, and tells what came of it."""
    assert deployed
    code = io.BytesIO()
    with ZipFile(code, "w") as archive:
        archive.writestr("probe.py", PROBE)
    with account.client("lambda") as function:
        name = account.outputs("api_gateway-lambda")["function_name"]
        role = function.get_function(FunctionName=name)["Configuration"]["Role"]
        function.create_function(
            FunctionName="probe",
            Runtime="python3.13",
            Role=role,
            Handler="probe.handler",
            Code={"ZipFile": code.getvalue()},
            Timeout=30,
        )

        def ask(service: str, call: str, **arguments: object) -> str:
            event = {"service": service, "call": call, "arguments": arguments}
            answer: str = json.load(function.invoke(FunctionName="probe", Payload=json.dumps(event))["Payload"])
            return answer

        yield ask
        function.delete_function(FunctionName="probe")
    with account.client("logs") as logs:
        logs.delete_log_group(logGroupName="/aws/lambda/probe")


@pytest.fixture
def another_table(account: Account) -> Iterator[str]:
    """Give a table that is not the counter's."""
    with account.client("dynamodb") as dynamodb:
        dynamodb.create_table(
            TableName="another",
            KeySchema=[{"AttributeName": "CounterName", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "CounterName", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield "another"
        dynamodb.delete_table(TableName="another")


def test_the_functions_role_is_refused_all_but_its_work(
    account: Account, probe: Callable[..., str], another_table: str
) -> None:
    tables = account.outputs("dynamodb")
    counts, keys = tables["counts_table"]["name"], tables["keys_table"]["name"]
    key = {"CounterName": {"S": "visits"}}
    assert probe("dynamodb", "batch_get_item", RequestItems={counts: {"Keys": [key]}}) == "done"

    refused = {
        "batch_get_item of another": probe("dynamodb", "batch_get_item", RequestItems={another_table: {"Keys": [key]}}),
        "update_item of another": probe("dynamodb", "update_item", TableName=another_table, Key=key),
        "delete_item": probe("dynamodb", "delete_item", TableName=counts, Key=key),
        "put_item": probe("dynamodb", "put_item", TableName=counts, Item=key),
        "list_tables": probe("dynamodb", "list_tables"),
        "list_buckets": probe("s3", "list_buckets"),
        "list_functions": probe("lambda", "list_functions"),
    }
    for table in (counts, keys, another_table):
        for call in ("scan", "delete_table", "describe_table"):
            refused[f"{call} {table}"] = probe("dynamodb", call, TableName=table)
    assert set(refused.values()) <= {"AccessDeniedException", "AccessDenied"}, refused


def test_what_was_made_is_kept_between_runs(account: Account, deployed: str, files: dict[str, bytes]) -> None:
    folder = account.project / ".cloud-resume" / "emulator"
    before = account.request("GET", f"{deployed}/api/visits").body
    _emulator.stop(folder)
    assert _emulator.status(folder) is None
    account.emulator = _emulator.start(folder)
    assert account.request("GET", deployed).body == files["index.html"]
    assert account.request("GET", f"{deployed}/api/visits").body == before


def test_deploying_again_changes_nothing(account: Account, deployed: str) -> None:
    again = account.cloud_resume("deploy", "local", "examples/resume.yaml", TG_TF_PATH=find(TERRAFORM))
    assert again.stdout == f"{deployed}/\n"
    changed = re.findall(
        r"^(.*): Apply complete! Resources: (?!0 added, 0 changed, 0 destroyed)", again.stderr, re.MULTILINE
    )
    assert set(changed) == DRIFT.keys()


def test_destroying_can_be_cut_and_leaves_nothing(account: Account, deployed: str) -> None:
    assert deployed
    account.cut(account.units, find(TERRAGRUNT), "run", "--all", "destroy", "--non-interactive")
    assert any(account.holdings().values())
    account.terragrunt("destroy")
    assert not any(account.holdings().values())


def test_the_emulator_goes_with_it(account: Account, deployed: str) -> None:
    assert deployed
    done = account.cloud_resume("destroy", "local", "--yes", TG_TF_PATH=find(TERRAFORM))
    assert "Nothing else is left of local." in done.stderr
    folder = account.project / ".cloud-resume" / "emulator"
    assert not folder.exists()
    os.waitpid(account.emulator.pid, 0)  # it is a child of this process
    with pytest.raises(ProcessLookupError):
        os.killpg(account.emulator.pid, 0)  # nor is one of the functions that it ran left
