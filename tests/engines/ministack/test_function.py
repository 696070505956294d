"""The function's zip as a function of MiniStack's, under a role that may do what the store needs and no more."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from tools.tables import KEYS

from cloud_resume.cloud import package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.cloud._emulator import Emulator

NAME = "counter"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"],
            "Resource": "arn:aws:dynamodb:us-east-1:*:table/counts",
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:BatchGetItem", "dynamodb:PutItem"],
            "Resource": "arn:aws:dynamodb:us-east-1:*:table/keys",
        },
    ],
}


@pytest.fixture
def connect(emulator: Emulator) -> Iterator[Callable[[str], Any]]:
    """Give what makes a client of a service; an open one would keep the emulator from ending."""
    client: Callable[..., Any] = boto3.Session("test", "test", region_name="us-east-1").client
    with ExitStack() as stack:
        yield lambda service: stack.enter_context(
            closing(client(service, endpoint_url=emulator.endpoint, verify=str(emulator.ca)))
        )


@pytest.fixture
def function(connect: Callable[[str], Any]) -> Iterator[Callable[[object], Any]]:
    """Give what invokes the function, which finds its tables empty."""
    dynamodb, iam, functions = connect("dynamodb"), connect("iam"), connect("lambda")
    for table, key in KEYS.items():
        dynamodb.create_table(
            TableName=table,
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.put_role_policy(RoleName=NAME, PolicyName=NAME, PolicyDocument=json.dumps(POLICY))
    functions.create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role=role["Arn"],
        Handler="cloud_resume.counter.handler.handler",
        Code={"ZipFile": package()},
        Timeout=10,
        Environment={
            "Variables": {
                "COUNTS_TABLE": "counts",
                "KEYS_TABLE": "keys",
                "ORIGIN_VERIFY": "current",
                "VIEWER_ADDRESS_HEADER": "X-Forwarded-For",
            }
        },
    )

    def invoke(event: object) -> Any:  # noqa: ANN401 - whatever a function gives
        return json.loads(functions.invoke(FunctionName=NAME, Payload=json.dumps(event))["Payload"].read())

    yield invoke
    functions.delete_function(FunctionName=NAME)  # a warm one keeps the emulator from ending for half a minute


def event(address: str, method: str = "POST") -> dict[str, Any]:
    headers = {"x-origin-verify": "current", "x-forwarded-for": address, "user-agent": "Mozilla/5.0"}
    return {
        "version": "2.0",
        "rawPath": "/api/visits",
        "headers": headers,
        "requestContext": {"http": {"method": method}},
    }


def test_the_zip_counts_visits(function: Callable[[object], Any], connect: Callable[[str], Any]) -> None:
    events = [event("198.51.100.7"), event("198.51.100.7"), event("2001:db8::7"), event("198.51.100.8", "GET")]
    answers = [function(each) for each in events]
    assert [answer["statusCode"] for answer in answers] == [200] * 4
    assert [json.loads(answer["body"]) for answer in answers] == [
        {"visitors": 1, "visits": 1},
        {"visitors": 1, "visits": 2},
        {"visitors": 2, "visits": 3},
        {"visitors": 2, "visits": 3},
    ]
    assert function({"Records": []})["statusCode"] == 400
    items = connect("dynamodb").scan(TableName="counts")["Items"]
    assert sum(int(item["visits"]["N"]) for item in items) == 2 * 3  # in the totals and in the day
