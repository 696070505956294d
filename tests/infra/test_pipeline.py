"""The pipeline's two roles, by GitHub's tokens: what each does, what it is refused, and that no more is granted.

The tests are steps of one story, told in this order, of an environment with a domain; each of the later ones needs
what `applied` made.
"""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from tests.infra.conftest import Account, emulator_in
from tests.infra.pipeline import ACCOUNT, AUDIENCE, ISSUER, NAME, assume, granted, iam_arn, is_refused, token
from tests.infra.test_stack import DRIFT

from cloud_resume.cloud import _emulator, package
from cloud_resume.cloud._terragrunt import TERRAFORM, TERRAGRUNT, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PERMISSIONS = Path(__file__).with_name("permissions.py")

# Where the emulator's CloudFront finds its API, as live/local has it.
API_ORIGIN = '{ domain = "localhost", port = PORT, path = "/_aws/execute-api/API_ID/$default" }'

# Both forms of subject that a repository's tokens have, by its age, and what follows it for either role.
FORMS = ("repo:mara-lindholm/resume", "repo:mara-lindholm@1001/resume@2002")
PLANS = [f"{form}:{ending}" for form in FORMS for ending in ("pull_request", "ref:refs/heads/main")]
APPLIES = [f"{form}:environment:prod" for form in FORMS]

# Subject, audience and issuer of tokens that are for nothing here.
OTHERS = [
    *(
        (f"{repository}:{ending}", AUDIENCE, ISSUER)
        for repository in (
            "repo:mara-lindholm/another",
            "repo:another/resume",
            "repo:mara-lindholm@1001/resume@2003",  # who takes over a name has another id
            "repo:mara-lindholm@1002/resume@2002",
            "repo:*/*",
        )
        for ending in ("pull_request", "ref:refs/heads/main", "environment:prod")
    ),
    *(
        (f"{form}:{ending}", AUDIENCE, ISSUER)
        for form in FORMS
        for ending in ("ref:refs/heads/another", "ref:refs/tags/main", "environment:dev", "environment:prod2")
    ),
    *((subject, "another-audience", ISSUER) for subject in (*PLANS, *APPLIES)),
    *((subject, AUDIENCE, "https://token.actions.example.com") for subject in (*PLANS, *APPLIES)),
]

FUNCTION = f"{NAME}-counter"
COUNTS, KEYS = f"{NAME}-counts", f"{NAME}-keys"
BUCKET = f"{NAME}-{ACCOUNT}-us-east-1"
ITEM = {"CounterName": {"S": "visits"}}
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:{NAME}-alerts"

BOUNDARY = iam_arn("policy", f"{NAME}-boundary")
PROVIDER = iam_arn("oidc-provider", ISSUER.removeprefix("https://"))
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
TRUST = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]}'
ALLOW = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "*"}]}'

NOT_TO_PLAN: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "get_item", {"TableName": COUNTS, "Key": ITEM}),
    ("dynamodb", "batch_get_item", {"RequestItems": {COUNTS: {"Keys": [ITEM]}}}),
    ("dynamodb", "transact_get_items", {"TransactItems": [{"Get": {"TableName": COUNTS, "Key": ITEM}}]}),
    ("dynamodb", "execute_statement", {"Statement": f'SELECT * FROM "{COUNTS}"'}),  # noqa: S608 - of our own words
    *(
        ("dynamodb", call, {"TableName": table} | more)
        for table in (COUNTS, KEYS)
        for call, more in (("scan", {}), ("query", {"KeyConditionExpression": "CounterName = :name"}))
    ),
    ("dynamodb", "update_item", {"TableName": COUNTS, "Key": ITEM}),
    ("dynamodb", "put_item", {"TableName": COUNTS, "Item": ITEM}),
    ("dynamodb", "delete_item", {"TableName": COUNTS, "Key": ITEM}),
    ("dynamodb", "delete_table", {"TableName": COUNTS}),
    ("s3", "put_object", {"Bucket": BUCKET, "Key": "index.html", "Body": b""}),
    ("s3", "delete_object", {"Bucket": BUCKET, "Key": "index.html"}),
    ("s3", "put_object", {"Bucket": Account.state_bucket, "Key": "live/prod/sns/terraform.tfstate", "Body": b""}),
    ("s3", "get_object", {"Bucket": Account.state_bucket, "Key": "github-oidc/terraform.tfstate"}),
    ("lambda", "update_alias", {"FunctionName": FUNCTION, "Name": "live", "FunctionVersion": "1"}),
    ("lambda", "update_function_code", {"FunctionName": FUNCTION, "ZipFile": b""}),
    ("lambda", "invoke", {"FunctionName": FUNCTION}),
    ("logs", "get_log_events", {"logGroupName": f"/aws/lambda/{FUNCTION}", "logStreamName": "one"}),
    ("sns", "publish", {"TopicArn": TOPIC, "Message": "nothing"}),
    ("cloudwatch", "delete_alarms", {"AlarmNames": [f"{NAME}-failed-invocations"]}),
    ("iam", "create_role", {"RoleName": FUNCTION, "AssumeRolePolicyDocument": TRUST, "PermissionsBoundary": BOUNDARY}),
    ("iam", "delete_role", {"RoleName": FUNCTION}),
]

# Of IAM.
NOT_TO_APPLY: list[tuple[str, dict[str, Any]]] = [
    ("create_role", {"RoleName": FUNCTION, "AssumeRolePolicyDocument": TRUST}),
    ("create_role", {"RoleName": FUNCTION, "AssumeRolePolicyDocument": TRUST, "PermissionsBoundary": ADMINISTRATOR}),
    ("create_role", {"RoleName": "another", "AssumeRolePolicyDocument": TRUST, "PermissionsBoundary": BOUNDARY}),
    ("delete_role_permissions_boundary", {"RoleName": FUNCTION}),
    ("put_role_permissions_boundary", {"RoleName": FUNCTION, "PermissionsBoundary": ADMINISTRATOR}),
    ("attach_role_policy", {"RoleName": FUNCTION, "PolicyArn": ADMINISTRATOR}),
    ("create_user", {"UserName": "another"}),
    *(
        (call, {"RoleName": f"{NAME}-{role}"} | arguments)
        for role in ("plan", "apply")
        for call, arguments in (
            ("put_role_policy", {"PolicyName": "more", "PolicyDocument": ALLOW % "*"}),
            ("attach_role_policy", {"PolicyArn": ADMINISTRATOR}),
            ("update_assume_role_policy", {"PolicyDocument": TRUST}),
            ("delete_role_policy", {"PolicyName": "apply"}),
        )
    ),
    *(
        (call, {"PolicyArn": policy} | arguments)
        for policy in (BOUNDARY, iam_arn("policy", f"{NAME}-read"))
        for call, arguments in (
            ("create_policy_version", {"PolicyDocument": ALLOW % "*", "SetAsDefault": True}),
            ("set_default_policy_version", {"VersionId": "v1"}),
            ("delete_policy", {}),
        )
    ),
    *(
        (call, {"OpenIDConnectProviderArn": PROVIDER} | arguments)
        for call, arguments in (
            ("delete_open_id_connect_provider", {}),
            ("add_client_id_to_open_id_connect_provider", {"ClientID": "another"}),
            ("update_open_id_connect_provider_thumbprint", {"ThumbprintList": ["0" * 40]}),
        )
    ),
]

# What else is changed with each rotation, so that the role is seen to change it.
ROTATIONS = [
    {
        "email": '"another@example.com"',
        "monthly_budget": "6",
        "throttle": "{ rate = 90, burst = 180 }",
        "memory_size": "256",
        "log_retention_days": "14",
        "price_class": '"PriceClass_200"',
        "hsts": "{ include_subdomains = true, preload = false }",
        "reserved_concurrency": "5",
        "deletion_protection": "true",
    },
    {"reserved_concurrency": "-1", "deletion_protection": "false"},
]

# What only our own commands use: publish, rollback, status and smoke, which tests/pipeline runs and this does not.
OF_COMMANDS = {
    "plan": {"sns:ListSubscriptionsByTopic"},
    "apply": {
        "cloudfront:CreateInvalidation",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucketVersions",
        "s3:PutObject",
        "sns:ListSubscriptionsByTopic",
    },
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file in which the emulator writes down each check of a permission."""
    return tmp_path_factory.mktemp("record") / "checks.jsonl"


@pytest.fixture(scope="module")
def account(checkout: Callable[[], Path], record: Path) -> Iterator[Account]:
    """Give an account with a domain's zone and the pipeline's roles, whose permissions are checked as AWS does it."""
    own_command, own_environment = _emulator._command, _emulator._environment  # noqa: SLF001 - to run it by another

    def command(python: Path, folder: Path, port: int) -> list[Path | str]:
        return [python, PERMISSIONS, *own_command(python, folder, port)[3:]]  # in place of -m hypercorn

    project = checkout()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_emulator, "_command", command)
        patch.setattr(_emulator, "_environment", lambda *words: own_environment(*words) | {"RECORD": str(record)})
        with emulator_in(project) as emulator:
            account = Account(project, emulator, "prod")
            (project / "build").mkdir()
            (project / "build" / "counter.zip").write_bytes(package())
            change(
                account.units / "env.hcl",
                account_id=f'"{ACCOUNT}"',
                email='"mara@example.com"',
                domain='"resume.example.com"',
                zone='"example.com"',
                throttle="{ rate = 100, burst = 200 }",  # none of the requests during a rotation is to be throttled
                deletion_protection="false",
                permissions_boundary="true",
                viewer_address_header='"X-Forwarded-For"',
                api_origin=API_ORIGIN.replace("PORT", str(emulator.port)),
            )
            with account.client("route53") as route53:
                route53.create_hosted_zone(Name="example.com", CallerReference="1")
            make_roles(account)
            yield account


def make_roles(account: Account) -> None:
    """Apply infra/github-oidc, as the account's owner."""
    folder = account.project / "infra" / "github-oidc"
    repository = '{ owner = "mara-lindholm", owner_id = 1001, name = "resume", id = 2002 }'
    change(folder / "env.hcl", repository=repository)
    subprocess.run(
        [find(TERRAGRUNT), "run", "--backend-bootstrap", "--non-interactive", "apply", "--", "-auto-approve"],
        cwd=folder,
        env=account.environ | {"TG_TF_PATH": find(TERRAFORM)},
        check=True,
    )


def change(file: Path, **settings: str) -> None:
    """Change settings in an env.hcl, and add those that are not there; the values are HCL's."""
    text = file.read_text()
    for name, value in settings.items():
        line = f"  {name} = {value}"
        if not (found := re.search(rf"^  {name} += .*$", text, re.MULTILINE)):
            found = re.search(r"(?<=^locals {\n)", text, re.MULTILINE)
            line += "\n"
        assert found
        text = text[: found.start()] + line + text[found.end() :]
    file.write_text(text)


@pytest.fixture(scope="module")
def planner(account: Account) -> Account:
    """Give the account as it is to a run for a pull request."""
    credentials = assume(account, "plan", token(PLANS[0]))
    assert credentials
    return account.under(credentials | {"TF_CLI_ARGS_plan": "-lock=false"})  # a lock is something to write


@pytest.fixture(scope="module")
def applier(account: Account) -> Account:
    """Give the account as it is to a run for the environment."""
    credentials = assume(account, "apply", token(APPLIES[0]))
    assert credentials
    return account.under(credentials)


@pytest.fixture(scope="module")
def applied(account: Account, applier: Account) -> str:
    """Apply everything from nothing, as the pipeline does; gives the page's URL, without a slash at its end."""
    applier.terragrunt("apply")
    name = account.outputs("s3-cloudfront")["distribution_domain"]["name"]
    return f"https://{name.replace('.net', f'.localhost:{account.emulator.port}')}"


@pytest.mark.parametrize("subject", PLANS)
def test_a_run_for_a_pull_request_or_of_main_may_plan_and_not_apply(account: Account, subject: str) -> None:
    assert assume(account, "plan", token(subject))
    assert assume(account, "apply", token(subject)) is None


@pytest.mark.parametrize("subject", APPLIES)
def test_a_run_for_the_environment_may_apply_and_not_plan(account: Account, subject: str) -> None:
    assert assume(account, "apply", token(subject))
    assert assume(account, "plan", token(subject)) is None


@pytest.mark.parametrize("claims", OTHERS, ids=" ".join)
def test_no_other_run_gets_a_role(account: Account, claims: tuple[str, str, str]) -> None:
    assert assume(account, "plan", token(*claims)) is None
    assert assume(account, "apply", token(*claims)) is None


def test_the_domain_leads_to_the_distribution(account: Account, applied: str) -> None:
    with account.client("cloudfront") as cloudfront:
        (made,) = cloudfront.list_distributions()["DistributionList"]["Items"]
    assert applied.startswith(f"https://{made['DomainName'].removesuffix('net')}")
    assert made["Aliases"]["Items"] == ["resume.example.com"]
    with account.client("acm") as acm:
        arn = made["ViewerCertificate"]["ACMCertificateArn"]
        certificate = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert (certificate["DomainName"], certificate["Status"]) == ("resume.example.com", "ISSUED")

    (validation,) = [option["ResourceRecord"] for option in certificate["DomainValidationOptions"]]
    zone = account.outputs("s3-cloudfront")["distribution_domain"]["zone_id"]
    alias = {"HostedZoneId": zone, "DNSName": f"{made['DomainName']}.", "EvaluateTargetHealth": False}
    assert records(account) == {
        ("resume.example.com.", "A"): alias,
        ("resume.example.com.", "AAAA"): alias,
        (validation["Name"], validation["Type"]): [{"Value": validation["Value"]}],
    }


def records(account: Account) -> dict[tuple[str, str], Any]:
    """Give what was put into the domain's zone: by a record's name and type, what it says."""
    with account.client("route53") as route53:
        (zone,) = route53.list_hosted_zones()["HostedZones"]
        found = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    return {
        (record["Name"], record["Type"]): record.get("AliasTarget") or record["ResourceRecords"]
        for record in found
        if record["Type"] not in {"NS", "SOA"}  # which every zone has
    }


def test_the_plan_role_plans_all_units(planner: Account, applied: str, tmp_path: Path) -> None:
    assert applied
    assert planner.drift(tmp_path) == DRIFT


@pytest.mark.parametrize("call", NOT_TO_PLAN, ids=lambda call: f"{call[0]}-{call[1]}")
def test_the_plan_role_writes_nothing_and_sees_no_item(
    planner: Account, applied: str, call: tuple[str, str, dict[str, Any]]
) -> None:
    assert applied
    assert is_refused(planner, *call)


def test_the_plan_role_may_only_look(account: Account) -> None:
    actions = {action for _, action in granted(account, "plan")}
    assert len(actions) > 50
    for action in actions:
        assert re.fullmatch(r"\w+:(Describe|Get|List|View)\w+|apigateway:GET", action)
        assert not re.match(r"dynamodb:Get|s3:GetObjectVersion|lambda:GetLayer", action)


@pytest.mark.parametrize("call", NOT_TO_APPLY, ids=lambda call: call[0])
def test_the_apply_role_cannot_widen_what_it_may_do(
    applier: Account, applied: str, call: tuple[str, dict[str, Any]]
) -> None:
    assert applied
    assert is_refused(applier, "iam", *call)


def test_the_apply_role_passes_the_functions_role_to_lambda_alone(
    account: Account, applier: Account, applied: str, record: Path
) -> None:
    assert applied
    role = iam_arn("role", FUNCTION)
    machine = {"name": "machine", "definition": "{}", "roleArn": role}
    assert is_refused(applier, "stepfunctions", "create_state_machine", machine)

    with account.client("iam") as iam:
        more = {"RoleName": f"{NAME}-apply", "PolicyName": "more"}
        iam.put_role_policy(**more, PolicyDocument=ALLOW % "states:CreateStateMachine")
        assert is_refused(applier, "stepfunctions", "create_state_machine", machine)
        asked = checks(record)[-1]
        iam.delete_role_policy(**more)
    assert (asked["action"], asked["resource"], asked["allowed"]) == ("iam:PassRole", role, False)

    another = {"FunctionName": FUNCTION, "Role": iam_arn("role", f"{NAME}-apply")}
    assert is_refused(applier, "lambda", "update_function_configuration", another)


def test_the_apply_role_leaves_alone_what_is_not_the_environments(
    account: Account, applier: Account, applied: str
) -> None:
    assert applied
    with account.client("route53") as route53:
        (zone,) = route53.list_hosted_zones()["HostedZones"]
    for name, kind, value in (("example.com", "A", "192.0.2.1"), ("resume.example.com", "MX", "10 mail.example.com")):
        record = {"Name": name, "Type": kind, "TTL": 300, "ResourceRecords": [{"Value": value}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
        changed = {"HostedZoneId": zone["Id"], "ChangeBatch": batch}
        assert is_refused(applier, "route53", "change_resource_record_sets", changed)

    wanted = {"DomainName": "another.example.com", "ValidationMethod": "DNS"}
    assert is_refused(applier, "acm", "request_certificate", wanted)
    with account.client("acm") as acm:
        another = {"CertificateArn": acm.request_certificate(**wanted)["CertificateArn"]}
        assert is_refused(applier, "acm", "delete_certificate", another)
        acm.delete_certificate(**another)

    with account.client("cloudfront") as cloudfront:
        (ours,) = cloudfront.list_distributions()["DistributionList"]["Items"]
        config = cloudfront.get_distribution_config(Id=ours["Id"])["DistributionConfig"]
        config |= {"CallerReference": "another", "Aliases": {"Quantity": 0}, "Enabled": False}
        made = cloudfront.create_distribution(DistributionConfig=config)
        another = {"Id": made["Distribution"]["Id"], "IfMatch": made["ETag"]}
        assert is_refused(applier, "cloudfront", "delete_distribution", another)
        assert is_refused(applier, "cloudfront", "update_distribution", another | {"DistributionConfig": config})
        cloudfront.delete_distribution(**another)


@pytest.mark.parametrize("generation", [2, 3])
def test_the_secret_is_rotated_without_one_403(
    account: Account, applier: Account, applied: str, generation: int
) -> None:
    before = secrets(account)
    settings = ROTATIONS[generation - 2] | {"origin_verify_generation": str(generation)}
    change(account.units / "env.hcl", **settings)
    with ZipFile(account.project / "build" / "counter.zip", "a") as archive:
        archive.writestr(f"generation-{generation}", "")  # new code, too

    done = Event()

    def visit() -> list[int]:
        statuses = []
        while not done.wait(0.1):
            statuses.append(account.request("GET", f"{applied}/api/visits").status)
        return statuses

    with ThreadPoolExecutor() as pool:
        visits = pool.submit(visit)
        try:
            applier.terragrunt("apply")
        finally:
            done.set()
    assert len(visits.result()) > 50
    assert set(visits.result()) == {200}

    after = secrets(account)
    assert after["current"] == after["sent"] != before["current"]
    assert after["previous"] == before["current"] == before["sent"]
    forgotten = {*before.values()} - {*after.values()}
    assert len(forgotten) == generation - 2  # a new environment has one secret for both generations
    api = account.outputs("api_gateway-lambda")["api_id"]
    direct = f"{account.emulator.endpoint}/_aws/execute-api/{api}/$default/api/visits"
    for secret in (*after.values(), *forgotten):
        status = account.request("GET", direct, X_Origin_Verify=secret).status
        assert status == (403 if secret in forgotten else 200)


def secrets(account: Account) -> dict[str, str]:
    """Give the two secrets that the function accepts, and the one that the distribution sends."""
    with account.client("lambda") as function:
        live = function.get_function_configuration(FunctionName=FUNCTION, Qualifier="live")["Environment"]["Variables"]
    with account.client("cloudfront") as cloudfront:
        (made,) = cloudfront.list_distributions()["DistributionList"]["Items"]
    ((sent,),) = [origin["CustomHeaders"]["Items"] for origin in made["Origins"]["Items"] if origin["Id"] == "api"]
    return {
        "current": live["ORIGIN_VERIFY"],
        "previous": live["ORIGIN_VERIFY_PREVIOUS"],
        "sent": sent["HeaderValue"],
    }


def test_the_apply_role_leaves_nothing(account: Account, applier: Account, applied: str) -> None:
    assert applied
    applier.terragrunt("destroy")
    held = {call: sorted(names) for call, names in account.holdings().items() if names}
    assert held == {"list_roles": [f"{NAME}-apply", f"{NAME}-plan"]}
    assert records(account) == {}


@pytest.mark.parametrize("role", ["plan", "apply"])
def test_a_role_used_all_that_it_is_granted(account: Account, record: Path, role: str) -> None:
    used = {
        (check["action"], check["resource"])
        for check in checks(record)
        if check["allowed"] and f"/{NAME}-{role}/" in check["who"]
    }
    unused = {
        (sid, action)
        for (sid, action), resources in granted(account, role).items()
        if not any(name == action and fnmatchcase(on, pattern) for name, on in used for pattern in resources)
    }
    only_aws = {(sid, action) for sid, action in granted(account, role) if sid.startswith("OnlyAWS")}
    assert only_aws <= unused  # what an emulator asks for is no longer what AWS alone asks for
    assert {action for _, action in unused - only_aws} == OF_COMMANDS[role]


def checks(record: Path) -> list[dict[str, Any]]:
    """Give the checks of permissions so far: who, what action, on what resource, and whether it was allowed."""
    return [json.loads(line) for line in record.read_text().splitlines()]
