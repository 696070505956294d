"""What CloudWatch makes of an alarm as it is planned: what it looks at, and whether it alarms."""

from __future__ import annotations

import ast
import json
import operator
from typing import TYPE_CHECKING, Any

from tests.infra.modules import copy_of, terraform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# A provider that asks nobody: the module reads nothing of an account.
PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"""

COMPARISONS = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def planned(folder: Path, **variables: str) -> dict[str, dict[str, Any]]:
    """Plan the module's alarms; gives each one's arguments by its name."""
    copy = copy_of("cloudwatch", folder)
    (copy / "provider.tf").write_text(PROVIDER)
    values = {
        "name": "cloud-resume-test",
        "region": "us-east-1",
        "function_name": "counter",
        "api_id": "api",
        "table_names": {"counts": "counts", "keys": "keys"},
        "topic_arn": "arn:aws:sns:us-east-1:000000000000:alerts",
    } | variables
    (copy / "values.tfvars.json").write_text(json.dumps(values))
    done = terraform(copy, "plan", "-var-file=values.tfvars.json", "-out=plan")
    assert done.returncode == 0, done.stderr
    resources = json.loads(terraform(copy, "show", "-json", "plan").stdout)["planned_values"]["root_module"][
        "resources"
    ]
    alarms = [resource["values"] for resource in resources if resource["type"] == "aws_cloudwatch_metric_alarm"]
    return {alarm["alarm_name"].removeprefix("cloud-resume-test-"): alarm for alarm in alarms}


def value(alarm: Mapping[str, Any], sums: Mapping[str, float]) -> float | None:
    """Give the value that an alarm looks at; None where there is no data for it.

    `sums` has what was counted within the alarm's period, by the metric's name. A metric that is not in it has no data.
    """
    if not alarm["metric_query"]:
        return sums.get(alarm["metric_name"])
    (expression,) = [query["expression"] for query in alarm["metric_query"] if query["return_data"]]
    metrics = {query["id"]: query["metric"][0] for query in alarm["metric_query"] if query["metric"]}
    assert {metric["stat"] for metric in metrics.values()} == {"Sum"}
    data = {name: sums[metric["metric_name"]] for name, metric in metrics.items() if metric["metric_name"] in sums}
    try:
        return _result(ast.parse(expression, mode="eval").body, data)
    except KeyError:
        return None


def is_raised(alarm: Mapping[str, Any], sums: Mapping[str, float]) -> bool:
    """Say whether what was counted within one period, as for `value`, raises the alarm."""
    assert alarm["evaluation_periods"] == 1  # else one period would not tell
    found = value(alarm, sums)
    if found is None:
        return {"breaching": True, "notBreaching": False}[alarm["treat_missing_data"]]
    return bool(COMPARISONS[alarm["comparison_operator"]](found, alarm["threshold"]))


def _result(node: ast.expr, data: Mapping[str, float]) -> float:
    """Give the result of an expression of metric math that is plain arithmetic."""
    match node:
        case ast.BinOp(left, operation, right):
            return float(ARITHMETIC[type(operation)](_result(left, data), _result(right, data)))
        case ast.Name(name):
            return data[name]
        case ast.Constant(int(number) | float(number)):
            return number
    message = f"no arithmetic: {ast.unparse(node)}"
    raise ValueError(message)
