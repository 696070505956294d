"""GitHub's tokens for the pipeline's roles, what these roles are granted, and what they are refused."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.infra.conftest import Account

NAME = "cloud-resume-prod"
ACCOUNT = "000000000000"  # the emulator's
ISSUER = "https://token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"


def iam_arn(kind: str, name: str) -> str:
    """Give the ARN of one of IAM's things in the account."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def token(subject: str, audience: str = AUDIENCE, issuer: str = ISSUER) -> str:
    """Give a token as GitHub writes them; the emulator reads what it says, and checks no signature."""
    now = int(time.time())
    header = {"alg": "RS256", "typ": "JWT", "kid": "key"}
    claims = {"iss": issuer, "aud": audience, "sub": subject, "iat": now, "nbf": now, "exp": now + 300}
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), b"signature")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def assume(account: Account, role: str, web_identity: str) -> dict[str, str] | None:
    """Exchange a token for credentials of a role, "plan" or "apply", as AWS's variables; None where that is refused."""
    sts = boto3.client(
        "sts",
        endpoint_url=account.emulator.endpoint,
        verify=str(account.emulator.ca),
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED),
    )
    try:
        given = sts.assume_role_with_web_identity(
            RoleArn=iam_arn("role", f"{NAME}-{role}"), RoleSessionName="run", WebIdentityToken=web_identity
        )["Credentials"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return None
    finally:
        sts.close()
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }


def granted(account: Account, role: str) -> dict[tuple[str, str], list[str]]:
    """Give what the role's policies allow: the resources, by the statement's Sid and the action."""
    name = f"{NAME}-{role}"
    with account.client("iam") as iam:
        documents = [
            iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
        ]
        for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
            found = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)
            documents.append(found["PolicyVersion"]["Document"])
    return {
        (statement["Sid"], action): statement["Resource"]
        for document in documents
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }


def is_refused(account: Account, service: str, call: str, arguments: dict[str, Any]) -> bool:
    """Make a call; say whether it was refused for want of a permission. Raises ClientError for any other reason."""
    with account.client(service) as client:
        try:
            getattr(client, call)(**arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"AccessDenied", "AccessDeniedException", "AuthorizationError"}:
                raise
            return True
    return False
