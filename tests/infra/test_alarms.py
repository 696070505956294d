"""What raises the alarms, by the expressions and thresholds that are planned."""

from __future__ import annotations

from typing import Any

import pytest
from tests.infra import alarms

THROTTLES = {"function": "Throttles"} | {
    f"{table}-{metric}": metric
    for table in ("counts", "keys")
    for metric in ("ReadThrottleEvents", "WriteThrottleEvents")
}

Alarms = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Alarms:
    """Give the alarms as they are planned, by name."""
    return alarms.planned(tmp_path_factory.mktemp("plan"))


def test_each_alarm_is_one_that_is_looked_at_here(plan: Alarms) -> None:
    assert plan.keys() == {"failed-invocations", "api-5xx"} | {f"throttled-{name}" for name in THROTTLES}


@pytest.mark.parametrize(
    ("name", "failed", "all_of_them"), [("failed-invocations", "Errors", "Invocations"), ("api-5xx", "5xx", "Count")]
)
def test_a_share_of_failures(plan: Alarms, name: str, failed: str, all_of_them: str) -> None:
    alarm = plan[name]
    raised = {count for count in range(11) if alarms.is_raised(alarm, {failed: count, all_of_them: 10})}
    assert raised == {4, 5, 6, 7, 8, 9, 10}
    assert not alarms.is_raised(alarm, {failed: 300, all_of_them: 1000})
    assert alarms.is_raised(alarm, {failed: 301, all_of_them: 1000})
    assert alarms.is_raised(alarm, {failed: 1, all_of_them: 1})
    assert not alarms.is_raised(alarm, {})
    assert {query["metric"][0]["period"] for query in alarm["metric_query"] if query["metric"]} == {300}


@pytest.mark.parametrize(("name", "metric"), THROTTLES.items())
def test_one_throttled_request(plan: Alarms, name: str, metric: str) -> None:
    alarm = plan[f"throttled-{name}"]
    assert alarms.is_raised(alarm, {metric: 1})
    assert not alarms.is_raised(alarm, {metric: 0})
    assert not alarms.is_raised(alarm, {})
    assert (alarm["statistic"], alarm["period"]) == ("Sum", 300)


def test_every_alarm_tells_the_topic(plan: Alarms) -> None:
    for alarm in plan.values():
        assert alarm["alarm_actions"] == ["arn:aws:sns:us-east-1:000000000000:alerts"]
