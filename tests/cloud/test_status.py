"""How an environment is, also where it is half there; all of it is moto's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError

from cloud_resume.cloud import publish, status
from cloud_resume.cloud._status import Budget
from cloud_resume.counter import DynamoDBStore, RefusedError
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Cloud

ACCOUNT = "123456789012"
UNITS = ("api_gateway-lambda", "budget", "certificate", "cloudwatch", "dns", "dynamodb", "s3-cloudfront", "sns")
LOCK = {"ID": "4f", "Operation": "OperationTypeApply", "Who": "ada@engine", "Created": "2026-11-03T17:44:55.123456789Z"}
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "Something")


@pytest.fixture
def whole(cloud: Cloud, tmp_path: Path) -> Cloud:
    """Deploy what is looked at, all of it."""
    cloud.at = cloud.at._replace(project=tmp_path)
    for unit in UNITS:
        (tmp_path / "infra/live/prod" / unit).mkdir(parents=True)
        (tmp_path / "infra/live/prod" / unit / "terragrunt.hcl").touch()
    name = cloud.bucket
    cloud.clients["dynamodb"].create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "CounterName", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "CounterName", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"CounterName": {"S": "visitors"}, "count": {"N": "2"}, "visits": {"N": "3"}}
    cloud.clients["dynamodb"].put_item(TableName=name, Item=item)
    for alarm in ("quiet", "loud"):
        cloud.clients["cloudwatch"].put_metric_alarm(
            AlarmName=f"{name}-{alarm}",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            Namespace="x",
            MetricName="x",
            Threshold=0,
            Period=300,
            Statistic="Sum",
        )
    cloud.clients["cloudwatch"].set_alarm_state(AlarmName=f"{name}-loud", StateValue="ALARM", StateReason="x")
    limit = {"Amount": "5", "Unit": "USD"}
    budget = {"BudgetName": name, "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    cloud.clients["budgets"].create_budget(AccountId=ACCOUNT, Budget=budget)
    topic = cloud.clients["sns"].create_topic(Name=name)["TopicArn"]
    cloud.clients["sns"].subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    table = {"name": name}
    cloud.give("api_gateway-lambda", shards=1)
    cloud.give("dynamodb", counts_table=table, keys_table=table)
    cloud.give("cloudwatch", alarm_names=[f"{name}-quiet", f"{name}-loud"])
    cloud.give("budget", budget_name=name)
    cloud.give("sns", topic_arn=topic)
    return cloud


def test_all_of_it(whole: Cloud) -> None:
    release = publish(whole.at, {"index.html": b"page"}, report=whole.reports.append).release
    found = status(whole.at)
    name = whole.bucket
    port = whole.at.environ["AWS_ENDPOINT_URL"].rpartition(":")[2]
    domain = whole.units["s3-cloudfront"]["distribution_domain"]["name"].removesuffix(".net")
    assert found.environment == "prod"
    assert found.url == f"https://{domain}.localhost:{port}/"
    assert found.release == release
    assert found.function == "1"
    assert (found.visits, found.visitors) == (3, 2)
    assert found.alarms == {f"{name}-quiet": "OK", f"{name}-loud": "ALARM"}
    assert found.budget == Budget(0, 5, "USD")
    assert (found.unconfirmed, found.locks, found.unknown, found.not_deployed) == ((), (), (), ())


def test_who_has_not_confirmed(whole: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto confirms all subscriptions by itself."""
    answer = {"Subscriptions": [{"Endpoint": "ada@example.org", "SubscriptionArn": "PendingConfirmation"}]}
    ask = Mock(return_value=answer)
    monkeypatch.setattr(whole.clients["sns"], "list_subscriptions_by_topic", ask, raising=False)
    assert status(whole.at).unconfirmed == ("ada@example.org",)


def test_a_lock(whole: Cloud) -> None:
    key = "live/prod/sns/terraform.tfstate.tflock"
    whole.s3.put_object(Bucket=whole.at.state_bucket, Key=key, Body=json.dumps(LOCK))
    whole.unlock_command = lambda unit, lock: [unit, lock]  # type: ignore[attr-defined]
    (lock,) = status(whole.at).locks
    assert (lock.unit, lock.who, lock.since) == ("sns", "ada@engine", datetime(2026, 11, 3, 17, 44, 55, tzinfo=UTC))


def test_half_of_it(whole: Cloud) -> None:
    whole.take("s3-cloudfront")
    whole.take("sns")
    whole.units["api_gateway-lambda"].clear()
    whole.give("api_gateway-lambda")
    whole.s3.delete_object(Bucket=whole.at.state_bucket, Key="live/prod/budget/terraform.tfstate")
    found = status(whole.at)
    assert found.not_deployed == ("budget", "s3-cloudfront", "sns")
    assert found.unknown == ()
    assert (found.url, found.release, found.visits, found.budget, found.unconfirmed) == (None, None, None, None, ())
    assert len(found.alarms) == 2

    whole.at.settings["domain"] = "resume.example.com"
    assert set(status(whole.at).not_deployed) == {"budget", "certificate", "dns", "s3-cloudfront", "sns"}


def test_an_answer_that_lacks_something_is_not_taken_for_a_unit_that_does(
    whole: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole.clients["sns"], "list_subscriptions_by_topic", lambda **_: {}, raising=False)
    with pytest.raises(KeyError, match="Subscriptions"):
        status(whole.at)


def test_nothing_of_it(cloud: Cloud) -> None:
    said = "nothing is deployed in prod; `cloud-resume deploy prod` deploys it"
    cloud.take("s3-cloudfront")
    cloud.take("api_gateway-lambda")
    with pytest.raises(OutsideError, match=said):
        status(cloud.at)
    cloud.at.environ["STATE_S3_BUCKET"] = "none"
    with pytest.raises(OutsideError, match=said):
        status(cloud.at)


def test_what_is_refused_keeps_nothing_else(whole: Cloud) -> None:
    for call in ("DescribeAlarms", "DescribeBudget", "ListSubscriptionsByTopic", "ListObjectVersions"):
        whole.refuse[call] = 0, DENIED
    whole.clients["dynamodb"].delete_table(TableName=whole.bucket)
    found = status(whole.at)
    said = [problem.partition(":")[0] for problem in found.unknown]
    assert said == [
        f"the bucket {whole.bucket} can't be listed",
        "the counts of prod can't be read",
        "the alarms can't be read",
        "the budget can't be read",
        "the subscriptions to the alarms can't be read",
    ]
    assert found.url


def test_counts_that_the_role_may_not_read_are_no_problem(whole: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline's roles may not; Moto checks no permissions."""
    denied = RefusedError("BatchGetItem", "AccessDeniedException", {"message": "not you"}, settled=True)
    monkeypatch.setattr(DynamoDBStore, "totals", Mock(side_effect=denied))
    found = status(whole.at)
    assert (found.counts_denied, found.visits, found.visitors, found.unknown) == (True, None, None, ())

    denied.code = "UnrecognizedClientException"
    found = status(whole.at)
    assert (found.counts_denied, len(found.unknown)) == (False, 1)


def test_a_state_that_is_refused(whole: Cloud) -> None:
    whole.refuse["GetObject"] = 0, DENIED
    with pytest.raises(OutsideError, match=rf"the state of prod in {whole.at.state_bucket} can't be read: .*not you"):
        status(whole.at)
