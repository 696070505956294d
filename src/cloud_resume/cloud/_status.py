"""Looks at an environment from outside: what is deployed and live, what it counts and costs, and what is amiss."""

from __future__ import annotations

from contextlib import closing
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._release import live
from cloud_resume.cloud._state import locks, states
from cloud_resume.cloud._statistics import totals
from cloud_resume.errors import DeniedError, NotDeployedError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud_resume.cloud._environment import Environment
    from cloud_resume.cloud._release import Release
    from cloud_resume.cloud._state import Lock, Outputs

_WITH_DOMAIN = ("certificate", "dns")  # units that are there with a domain alone


class Budget(NamedTuple):
    """What the account has cost this month, and what it may."""

    spent: float
    limit: float
    currency: str  # USD


class Status(NamedTuple):
    """How an environment is; what is None or empty is not there, or was not to be read."""

    environment: str
    not_deployed: tuple[str, ...]  # units
    locks: tuple[Lock, ...]
    unknown: tuple[str, ...]  # what was not to be read, and why
    url: str | None = None
    release: Release | None = None
    function: str | None = None  # the version that the alias stands for
    visits: int | None = None
    visitors: int | None = None
    counts_denied: bool = False  # to these credentials, as to the pipeline's roles; no fault of the environment
    alarms: Mapping[str, str] = MappingProxyType({})  # OK, ALARM or INSUFFICIENT_DATA, by the alarm's name
    budget: Budget | None = None
    unconfirmed: tuple[str, ...] = ()  # addresses that no alarm reaches before the link in AWS's e-mail is clicked


def status(at: Environment) -> Status:
    """Look at all of it; what is not to be read keeps nothing else from being so.

    Raises OutsideError where nothing is deployed, or the state is not to be read.
    """
    outputs = states(at)
    if not outputs:
        message = f"nothing is deployed in {at.name}; `cloud-resume deploy {at.name}` deploys it"
        raise OutsideError(message)
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for look in (_url, _live, _counts, _alarms, _budget, _subscriptions):
        try:
            found |= look(at, outputs)
        except NotDeployedError:
            continue
        except OutsideError as error:
            unknown.append(str(error))
    return Status(at.name, _not_deployed(at, outputs), tuple(locks(at)), tuple(unknown), **found)


def _not_deployed(at: Environment, outputs: Outputs) -> tuple[str, ...]:
    units = sorted(file.parent.name for file in (at.project / "infra" / "live" / at.name).glob("*/terragrunt.hcl"))
    wanted = units if at.settings.get("domain") else [unit for unit in units if unit not in _WITH_DOMAIN]
    return tuple(unit for unit in wanted if unit not in outputs)


def _url(at: Environment, outputs: Outputs) -> dict[str, Any]:
    return {"url": at.url(outputs["s3-cloudfront"])}


def _live(at: Environment, outputs: Outputs) -> dict[str, Any]:
    with live(at, outputs) as site:
        return {"release": site.newest, "function": site.function_version()}


def _counts(at: Environment, outputs: Outputs) -> dict[str, Any]:
    try:
        visits, visitors = totals(at, outputs["dynamodb"], outputs["api_gateway-lambda"])
    except DeniedError:
        return {"counts_denied": True}
    return {"visits": visits, "visitors": visitors}


def _alarms(at: Environment, outputs: Outputs) -> dict[str, Any]:
    names = outputs["cloudwatch"]["alarm_names"]
    with closing(at.client("cloudwatch")) as cloudwatch, refusal("the alarms can't be read"):
        alarms = cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]
    return {"alarms": {alarm["AlarmName"]: alarm["StateValue"] for alarm in alarms}}


def _budget(at: Environment, outputs: Outputs) -> dict[str, Any]:
    name = outputs["budget"]["budget_name"]
    with closing(at.client("budgets")) as budgets, refusal("the budget can't be read"):
        budget = budgets.describe_budget(AccountId=at.settings["account_id"], BudgetName=name)["Budget"]
    spent, limit = budget["CalculatedSpend"]["ActualSpend"], budget["BudgetLimit"]
    return {"budget": Budget(float(spent["Amount"]), float(limit["Amount"]), limit["Unit"])}


def _subscriptions(at: Environment, outputs: Outputs) -> dict[str, Any]:
    topic = outputs["sns"]["topic_arn"]
    with closing(at.client("sns")) as sns, refusal("the subscriptions to the alarms can't be read"):
        subscriptions = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return {
        "unconfirmed": tuple(
            subscription["Endpoint"]
            for subscription in subscriptions
            if subscription["SubscriptionArn"] == "PendingConfirmation"
        )
    }
