"""Exchanges the job's token for a role's credentials, and hands them to the steps that follow."""

import json
import os
from pathlib import Path
from urllib.request import Request, urlopen

import boto3
from botocore import UNSIGNED
from botocore.config import Config

environ = os.environ
request = Request(  # noqa: S310 - of the run's own GitHub
    f"{environ['ACTIONS_ID_TOKEN_REQUEST_URL']}&job={environ['GITHUB_JOB']}&audience=sts.amazonaws.com",
    headers={"Authorization": f"Bearer {environ['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
)
with urlopen(request) as answer:  # noqa: S310 - the same
    token = json.load(answer)["value"]

sts = boto3.client("sts", region_name=environ["REGION"], config=Config(signature_version=UNSIGNED))
credentials = sts.assume_role_with_web_identity(
    RoleArn=environ["ROLE"], RoleSessionName="GitHubActions", WebIdentityToken=token
)["Credentials"]
for name in ("SecretAccessKey", "SessionToken"):
    print(f"::add-mask::{credentials[name]}")  # noqa: T201 - a command to the runner
with Path(environ["GITHUB_ENV"]).open("a", encoding="utf-8") as variables:
    variables.write(
        f"AWS_REGION={environ['REGION']}\n"
        f"AWS_DEFAULT_REGION={environ['REGION']}\n"
        f"AWS_ACCESS_KEY_ID={credentials['AccessKeyId']}\n"
        f"AWS_SECRET_ACCESS_KEY={credentials['SecretAccessKey']}\n"
        f"AWS_SESSION_TOKEN={credentials['SessionToken']}\n"
    )
