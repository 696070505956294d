"""What the pipeline does for a pull request and for a merge, run as GitHub would run it.

The tests are steps of one story, told in this order.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.conftest import Call, Pipeline, Run

NUMBER = 7  # of the pull request
PLAN, APPLY, COUNTER = (f"cloud-resume-prod-{role}" for role in ("plan", "apply", "counter"))
WRITES = ("budgets:ModifyBudget", "cloudfront:CreateInvalidation", "s3:PutObject")


def change(pipeline: Pipeline, file: str, pattern: str, new: str) -> None:
    """Commit a change of a file."""
    path = pipeline.checkout / file
    text, found = re.subn(pattern, new, path.read_text(), count=1, flags=re.MULTILINE)
    assert found, pattern
    path.write_text(text)
    pipeline.commit(f"Change {file}")


def roles(calls: list[Call]) -> set[str]:
    """Name the roles behind these calls, but for the one by which a role is got."""
    return {call.role for call in calls if call.action != "sts:AssumeRoleWithWebIdentity"}


def visits(pipeline: Pipeline, url: str) -> int:
    """Read the count."""
    number: int = json.loads(pipeline.request(f"{url}api/visits")[1])["visits"]
    return number


def secret(pipeline: Pipeline) -> str:
    """Give what CloudFront proves itself by, which the state holds."""
    value: str = pipeline.at().outputs("api_gateway-lambda")["origin_verify"]
    return value


def outcome(run: Run, command: str) -> bool:
    """Say whether the step with the command that begins so passed."""
    (passed,) = (passed for _, step, passed in run.steps if step.startswith(command))
    return passed


def test_a_pull_request_is_tested_then_planned_and_changes_nothing(pipeline: Pipeline) -> None:
    before = pipeline.holdings()
    pipeline.calls()
    pipeline.git("checkout", "--quiet", "-b", "change")
    change(pipeline, "infra/modules/budget/main.tf", r"\[50, 80, 100\]", "[60, 80, 100]")

    run = pipeline.pull_request()
    assert run.passed, run.log
    assert run.jobs() == ["test", "plan"]
    assert roles(pipeline.calls()) == {PLAN}

    (comment,) = pipeline.github.bodies(NUMBER)
    assert comment.startswith(
        "<!-- cloud-resume plan prod -->\n### Plan of prod: 0 to add, 1 to change, 0 to destroy\n"
    )
    assert "\n| budget | 0 | 1 | 0 | 0 |\n" in comment
    assert re.search(r"\+ threshold += 60\n", comment)
    assert "000000000000" not in comment
    assert secret(pipeline) not in comment + run.log

    assert pipeline.holdings() == before


def test_a_second_push_updates_the_comment(pipeline: Pipeline) -> None:
    change(pipeline, "infra/modules/budget/main.tf", r"\[60, 80, 100\]", "[70, 80, 100]")
    run = pipeline.pull_request()
    assert run.passed, run.log
    (comment,) = pipeline.github.bodies(NUMBER)
    assert re.search(r"\+ threshold += 70\n", comment)
    assert not re.search(r"\+ threshold += 60\n", comment)


@pytest.mark.parametrize("whose", [{"fork": True}, {"author": "dependabot[bot]"}])
def test_a_stranger_gets_the_tests_alone_and_is_told(pipeline: Pipeline, whose: dict[str, object]) -> None:
    pipeline.calls()
    comments = pipeline.github.bodies(NUMBER)
    run = pipeline.pull_request(**whose)  # type: ignore[arg-type]  # as parametrized
    assert run.passed, run.log
    assert run.jobs() == ["test", "alone"]
    assert "Neither planned nor deployed" in run.log
    assert pipeline.calls() == []
    assert pipeline.github.bodies(NUMBER) == comments


def test_after_a_failing_test_nothing_runs(pipeline: Pipeline) -> None:
    pipeline.calls()
    comments = pipeline.github.bodies(NUMBER)
    (pipeline.checkout / "broken").touch()
    pipeline.commit("Break a test")
    for run in (pipeline.pull_request(), pipeline.merge()):
        assert not run.passed
        assert run.jobs() == ["test"]
        assert run.steps[-1] == ("test", ".ci/run", False)
    assert pipeline.calls() == []
    assert pipeline.github.bodies(NUMBER) == comments


def test_a_merge_goes_live(pipeline: Pipeline) -> None:
    at = pipeline.at()
    site = at.outputs("s3-cloudfront")
    url = at.url(site)
    before = visits(pipeline, url)
    pipeline.git("checkout", "--quiet", "-B", "main", "begin")
    change(pipeline, "infra/live/prod/env.hcl", r"^  monthly_budget .*", "  monthly_budget = 6")
    change(pipeline, "resume.yaml", r"^  label: .*", "  label: Keeper of clocks")
    pipeline.calls()

    run = pipeline.merge()
    assert run.passed, run.log
    assert run.jobs() == ["test", "deploy", "e2e"]
    assert outcome(run, "make e2e")
    assert "can't be read" not in run.log
    assert secret(pipeline) not in run.log
    assert b"Keeper of clocks" in pipeline.request(url)[1]
    assert visits(pipeline, url) == before

    calls = pipeline.calls()
    # The emulator takes calls without credentials, such as the smoke test makes, for the owner's.
    assert roles(calls) <= {APPLY, COUNTER, "root"}
    assert roles([call for call in calls if call.action in WRITES]) == {APPLY}
    uploaded = ("s3:PutObject", f"arn:aws:s3:::{site['bucket']}/index.html")
    order = [call[1:] if call[1:] == uploaded else call.action for call in calls]
    assert order.index("budgets:ModifyBudget") < order.index(uploaded) < order.index("cloudfront:CreateInvalidation")


def test_a_merge_that_fails_its_smoke_test_is_put_back(pipeline: Pipeline) -> None:
    at = pipeline.at()
    url = at.url(at.outputs("s3-cloudfront"))
    before, live = visits(pipeline, url), pipeline.request(url)
    with (pipeline.checkout / "e2e" / "resume.cy.js").open("a") as spec:
        spec.write('it("fails", () => { throw new Error("as it is meant to"); });\n')
    change(pipeline, "resume.yaml", r"^  label: .*", "  label: Breaker of clocks")

    run = pipeline.merge()
    assert not run.passed
    assert run.jobs() == ["test", "deploy", "e2e", "rollback"]
    assert outcome(run, ".venv/bin/cloud-resume deploy prod")
    assert not outcome(run, "make e2e")
    assert outcome(run, ".venv/bin/cloud-resume rollback prod")
    assert pipeline.request(url) == live
    assert visits(pipeline, url) == before
