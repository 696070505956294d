"""Runs the emulator with its permission checks as AWS makes them, and writes each down.

The emulator's own Python runs it in place of ``-m hypercorn``, with the same words behind it. RECORD in the environment
names the file that gets a line of JSON for each check: who, what action, on what resource, and whether it was allowed.

The emulator has other names for some actions, checks some against ``*`` that AWS ties to a resource, and knows no
condition key of IAM. This puts in AWS's: https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from ministack.core import iam_actions, iam_evaluator  # type: ignore[import-not-found]  # of the emulator's own Python
from ministack.core.responses import get_account_id  # type: ignore[import-not-found]

RECORD = Path(os.environ["RECORD"])

# What of a request is its resource, and what names it.
ARNS = ("ResourceArn", "ResourceARN", "Resource")
NAMES = {
    "BudgetName": "arn:aws:budgets::{account}:budget/{}",
    "FunctionName": "arn:aws:lambda:{region}:{account}:function:{}",
    "DashboardName": "arn:aws:cloudwatch::{account}:dashboard/{}",
    "DashboardNames.member.1": "arn:aws:cloudwatch::{account}:dashboard/{}",
    "AlarmNames.member.1": "arn:aws:cloudwatch:{region}:{account}:alarm:{}",
}
CLOUDFRONT = "arn:aws:cloudfront::{account}:{}/{}"
PATHS = {
    r"/[\d-]+/(distribution|(?:cache|origin-request|response-headers)-policy)\b/?([\w-]*)": CLOUDFRONT,
    r"/[\d-]+/(origin-access-control)/(\w+)": CLOUDFRONT,
    r"/[\d-]+/(change)/(\w+)": "arn:aws:route53:::{}/{}",
}

# What is given a role, the word that names it, and the service that gets it: AWS then asks for iam:PassRole as well.
PASSED = {
    "lambda:CreateFunction": ("Role", "lambda.amazonaws.com"),
    "lambda:UpdateFunctionConfiguration": ("Role", "lambda.amazonaws.com"),
    "states:CreateStateMachine": ("roleArn", "states.amazonaws.com"),
}

ALIAS_ACTIONS = {"GET": "lambda:GetAlias", "PUT": "lambda:UpdateAlias", "DELETE": "lambda:DeleteAlias"}

own_action = iam_actions.extract_iam_action
own_resource = iam_actions.extract_resource_arn
own_enforce = iam_evaluator.enforce

request: ContextVar[dict[str, Any]] = ContextVar("request")  # the words of the request that is being checked


def action_of(  # noqa: PLR0917 - as the emulator calls it
    service: str, method: str, path: str, headers: object, body: bytes, query: dict[str, Any]
) -> str | None:
    """Give the action's name in AWS's policies."""
    action: str | None = own_action(service, method, path, headers, body, query)
    request.set(_words(body, query) | {"body": body.decode(errors="replace")})
    if service == "budgets" and action and re.search("Budget|Notification|Subscriber", action):
        return "budgets:ViewBudget" if ":Describe" in action else "budgets:ModifyBudget"
    if action == "cloudfront:CreateDistributionWithTags":
        return "cloudfront:CreateDistribution"
    if service == "lambda" and re.search(r"/aliases/[^/]+$", path):
        return ALIAS_ACTIONS[method]
    if service == "lambda" and method == "DELETE" and path.endswith("/concurrency"):
        return "lambda:DeleteFunctionConcurrency"
    return action


def _words(body: bytes, query: dict[str, Any]) -> dict[str, Any]:
    """Give what a request says by name, in its query, its form or its JSON."""
    words = {name: value[0] if isinstance(value, list) else value for name, value in query.items()}
    try:
        document = json.loads(body)
    except ValueError:  # nothing, a form, XML or a file
        document = None
    if isinstance(document, dict):
        for part in (document, *document.values()):
            words |= part if isinstance(part, dict) else {}
    return words


def resource_of(service: str, method: str, path: str, *rest: Any) -> str:  # noqa: ANN401 - passed on, but for the last
    """Give the resource that AWS would check the action on."""
    resource: str = own_resource(service, method, path, *rest)
    if resource != "*":
        return resource
    place = {"region": rest[-2], "account": rest[-1]}
    words = request.get()
    for name in ARNS:
        if name in words:
            return str(words[name])
    for name, arn in NAMES.items():
        if name in words:
            return arn.format(words[name], **place)
    for pattern, arn in PATHS.items():
        if found := re.match(pattern, path):
            return arn.format(*found.groups(), **place)
    return "*"


def enforce(  # noqa: PLR0917 - as the emulator calls it
    key: str,
    action: str,
    service: str,
    region: str,
    resource_arn: str = "*",
    service_context: dict[str, Any] | None = None,
) -> object:
    """Check as the emulator does, with IAM's condition keys, and whether the role in the request may be passed."""
    context = dict(service_context or {}) | _conditions(action, resource_arn)
    if service == "iam" and (boundary := _boundary(action)):
        context["iam:permissionsboundary"] = boundary
    denied: object = own_enforce(key, action, service, region, resource_arn, context)
    _write(key, action, resource_arn, denied)
    word, receiver = PASSED.get(action, ("", ""))
    if denied is None and (role := request.get().get(word)):
        denied = own_enforce(key, "iam:PassRole", "iam", region, role, {"iam:passedtoservice": receiver})
        _write(key, "iam:PassRole", role, denied)
    return denied


def _conditions(action: str, resource: str) -> dict[str, Any]:
    """Give the condition keys of a request, and of its resource's tags, that the emulator knows nothing of."""
    from ministack.services import acm, cloudfront  # type: ignore[import-not-found]  # noqa: PLC0415 - as for iam below

    words = request.get()
    if action == "route53:ChangeResourceRecordSets":
        names = re.findall("<Name>(.*?)[.]?</Name>", words["body"])
        return {
            f"{action}NormalizedRecordNames": [name.lower() for name in names],
            f"{action}RecordTypes": re.findall("<Type>(.*?)</Type>", words["body"]),
        }
    if action == "acm:RequestCertificate":
        names = [words["DomainName"], *words.get("SubjectAlternativeNames", [])]
        return {"acm:DomainNames": names, "acm:ValidationMethod": words.get("ValidationMethod")}
    tags = [*cloudfront._tags.get(resource, []), *acm._certificates.get(resource, {}).get("Tags", [])]  # noqa: SLF001
    return {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in tags}


def _boundary(action: str) -> str | None:
    """Give the boundary that the request's role has, or is to have."""
    from ministack.services import iam  # noqa: PLC0415 - loads once the emulator is up

    words = request.get()
    if action in {"iam:CreateRole", "iam:PutRolePermissionsBoundary"}:
        return words.get("PermissionsBoundary")
    role = iam._roles.get_scoped(get_account_id(), None, words.get("RoleName", "")) or {}  # noqa: SLF001
    boundary: str | None = role.get("PermissionsBoundary")
    return boundary


def _write(key: str, action: str, resource: str, denied: object) -> None:
    who = getattr(iam_evaluator.resolve_credential(key or "", get_account_id()), "principal_arn", None)
    with RECORD.open("a") as lines:
        lines.write(json.dumps({"who": who, "action": action, "resource": resource, "allowed": denied is None}) + "\n")


iam_actions.extract_iam_action = action_of
iam_actions.extract_resource_arn = resource_of
iam_evaluator.enforce = enforce

sys.argv[0] = "hypercorn"
runpy.run_module("hypercorn", run_name="__main__", alter_sys=True)
