"""The workflows, read as GitHub reads them: what each job may do, what waits for what, and whose code runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = Path(__file__).parents[1] / ".github" / "workflows"

PERMISSIONS = {
    "drift": {"plan": {"contents": "read", "id-token": "write"}},
    "pipeline": {
        "test": {"contents": "read"},
        "plan": {"contents": "read", "id-token": "write", "pull-requests": "write"},
        "deploy": {"contents": "read", "id-token": "write"},
        "e2e": {"contents": "read"},
        "rollback": {"contents": "read", "id-token": "write"},
        "alone": {},
    },
    "security": {"codeql": {"contents": "read", "security-events": "write"}, "audit": {"contents": "read"}},
}


def workflow(name: str) -> dict[str, Any]:
    """Give a workflow; YAML 1.1, which is what is read here, takes its ``on`` for true."""
    document: dict[Any, Any] = yaml.safe_load((WORKFLOWS / f"{name}.yaml").read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in document.items()}


def needs(job: dict[str, Any]) -> list[str]:
    """Name the jobs that a job waits for."""
    names = job.get("needs", [])
    return [names] if isinstance(names, str) else names


def runs(job: dict[str, Any]) -> list[str]:
    """Give the commands of a job, in turn."""
    return [step["run"] for step in job["steps"] if "run" in step]


def test_these_are_all() -> None:
    assert {path.stem for path in WORKFLOWS.iterdir()} == PERMISSIONS.keys()


@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_job_has_the_permissions_that_it_needs_and_no_more(name: str) -> None:
    document = workflow(name)
    assert document["permissions"] == {}
    assert {job: each["permissions"] for job, each in document["jobs"].items()} == PERMISSIONS[name]


@pytest.mark.parametrize("name", PERMISSIONS)
def test_no_workflow_runs_with_rights_for_what_a_stranger_sends(name: str) -> None:
    assert not workflow(name)["on"].keys() & {"pull_request_target", "workflow_run", "issue_comment"}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_action_is_pinned_by_its_commit_and_has_its_version_beside_it(name: str) -> None:
    text = (WORKFLOWS / f"{name}.yaml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    for each in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each


@pytest.mark.parametrize("name", PERMISSIONS)
def test_one_action_has_one_commit_and_no_checkout_keeps_its_credentials(name: str) -> None:
    steps = [step for job in workflow(name)["jobs"].values() for step in job["steps"] if "uses" in step]
    pins = {tuple(step["uses"].split("@")) for step in steps}
    assert len({action for action, _ in pins}) == len(pins)
    for step in steps:
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", PERMISSIONS)
def test_no_key_is_stored(name: str) -> None:
    assert "secrets." not in (WORKFLOWS / f"{name}.yaml").read_text(encoding="utf-8")


def test_tests_gate_everything() -> None:
    jobs = workflow("pipeline")["jobs"]
    assert runs(jobs["test"]) == [".ci/run"]
    assert "needs" not in jobs["test"]
    for name in jobs.keys() - {"test", "e2e", "rollback"}:
        assert "test" in needs(jobs[name])
    assert needs(jobs["e2e"]) == ["deploy"]
    assert needs(jobs["rollback"]) == ["deploy", "e2e"]


def test_what_applies_is_of_the_environment_and_of_main_alone() -> None:
    document = workflow("pipeline")
    jobs = document["jobs"]
    applying = {name for name, job in jobs.items() if re.search("cloud-resume (deploy|rollback)", str(runs(job)))}
    assert applying == {"deploy", "rollback"}
    assert {name for name, job in jobs.items() if "vars.APPLY_ROLE_ARN" in str(job)} == applying
    assert {name: job["environment"] for name, job in jobs.items() if "environment" in job} == {
        name: {"name": "prod"} for name in applying
    }
    assert "github.event_name == 'push'" in jobs["deploy"]["if"]
    assert document["on"]["push"] == {"branches": ["main"]}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_what_npm_brings_runs_where_there_is_no_token_for_aws(name: str) -> None:
    for job in workflow(name)["jobs"].values():
        if "id-token" in job["permissions"]:
            assert not re.search(r"\bnpm\b|make e2e|setup-node", str(job["steps"]))


@pytest.mark.parametrize("name", PERMISSIONS)
def test_no_cache_that_another_job_has_filled_is_run_where_there_is_a_token_for_aws(name: str) -> None:
    for job in workflow(name)["jobs"].values():
        if "id-token" in job["permissions"]:
            for step in job["steps"]:
                assert "/cache" not in step.get("uses", "")
                if "/setup-go@" in step.get("uses", ""):
                    assert step["with"]["cache"] is False


def test_a_release_is_put_back_only_where_it_was_live_before_and_the_smoke_test_of_the_next_failed() -> None:
    condition = workflow("pipeline")["jobs"]["rollback"]["if"]
    assert set(re.split(r"\s*&&\s*", condition)) == {
        "!cancelled()",
        "needs.deploy.result == 'success'",
        "needs.e2e.result != 'success'",  # but cancelled where it ran out of time
        "needs.deploy.outputs.release != ''",
    }


def test_a_pipe_fails_where_any_part_of_it_does() -> None:
    for job in workflow("pipeline")["jobs"].values():
        for step in job["steps"]:
            if " | " in step.get("run", ""):
                assert step["shell"] == "bash"


def test_no_apply_is_cut_and_none_that_waits_is_dropped() -> None:
    document = workflow("pipeline")
    assert document["concurrency"] == {
        "group": "${{ github.workflow }}-${{ github.ref }}",
        "cancel-in-progress": False,
        "queue": "max",
    }
    assert not any("concurrency" in job for job in document["jobs"].values())


def test_a_plan_has_the_history_that_it_needs_and_is_for_nobody_else() -> None:
    plan = workflow("pipeline")["jobs"]["plan"]
    (checkout,) = (step for step in plan["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["fetch-depth"] == 0
    for condition in (
        "github.event_name == 'pull_request'",
        "github.event.pull_request.head.repo.full_name == github.repository",
        "github.event.pull_request.user.login != 'dependabot[bot]'",
    ):
        assert condition in plan["if"].split("&&")[0] or f"&& {condition}" in plan["if"]
