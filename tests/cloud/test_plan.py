"""Planning: which units, how they are counted and shown, what is masked, and what is left out where room is short."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cloud_resume.cloud import Environment, UnitPlan, markdown, plan
from cloud_resume.cloud._terragrunt import Terragrunt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

SECRET = "56O0cOA09ezQUerncZTu"
SETTINGS = {"account_id": "111122223333", "region": "us-east-1"}

# Leaves a plan for each unit that it is asked for, and shows it.
TERRAGRUNT = """
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  *' -- init') echo "dynamodb: Initializing" ;;
  *' plan')
    echo "$TF_CLI_ARGS_plan" >{here}/arguments
    echo "api: data.password: Read complete after 0s [id=fresh-password]"
    for unit in api sns; do
      case "$*" in *--filter*) case "$*" in *"--filter ./$unit"*) ;; *) continue ;; esac ;; esac
      mkdir -p "$TG_JSON_OUT_DIR/$unit"
      cp "{here}/$unit.json" "$TG_JSON_OUT_DIR/$unit/tfplan.json"
    done ;;
  *' show') cat {here}/shown ;;
  *find*) cat {here}/found ;;
esac
"""


def change(action: str, **change: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Give a change as Terraform has it in a plan."""
    return {"change": {"actions": action.split(), "before_sensitive": {}, "after_sensitive": {}, **change}}


@pytest.fixture
def at(tmp_path: Path, cache: Path, program: Program) -> Environment:
    """Give an environment of two units, of which one would change."""
    assert not cache.exists()
    for unit in ("api", "sns"):
        (tmp_path / "infra" / "live" / "prod" / unit).mkdir(parents=True)
    program("terraform", "echo Terraform v1.11.4")
    program("terragrunt", TERRAGRUNT.format(here=tmp_path))
    secret = {"origin": {"headers": [{"name": "x-proof", "value": SECRET}], "tags": ["a long harmless word"]}}
    mark = {"origin": {"headers": [{"value": True}], "tags": []}}
    api = {
        "resource_changes": [
            change("create"),
            change("update", before=secret, before_sensitive=mark),
            change("delete create", before=["whole-secret", 1], before_sensitive=True),
            change("no-op"),
            change("read"),
        ],
        "output_changes": {"url": {"actions": ["update"], "before": "short", "before_sensitive": True}},
    }
    sns = {"resource_changes": [change("no-op")], "output_changes": {"topic": {"actions": ["no-op"]}}}
    (tmp_path / "api.json").write_text(json.dumps(api))
    (tmp_path / "sns.json").write_text(json.dumps(sns))
    shown = [f"api:   ~ header = {SECRET}", "api: whole-secret, a long harmless word, short, arn:111122223333:key"]
    shown += ["api: of my-session-token", "sns: No changes."]
    (tmp_path / "shown").write_text("\n".join(shown))
    environ = {"AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "my-session-token"}
    return Environment("prod", tmp_path, Terragrunt(tmp_path / "infra" / "live" / "prod"), SETTINGS, environ)


def test_all_units_are_planned_without_a_lock_and_counted(at: Environment) -> None:
    lines: list[str] = []
    api, sns = plan(at, on_line=lines.append)
    assert (api.unit, api.add, api.change, api.destroy, api.outputs) == ("api", 2, 1, 1, 1)
    assert (sns.unit, sns.add, sns.change, sns.destroy, sns.outputs) == ("sns", 0, 0, 0, 0)
    assert sns.text == "No changes."
    assert (api.is_empty(), sns.is_empty()) == (False, True)
    assert (at.project / "arguments").read_text() == "-lock=false\n"
    assert (at.project / "build" / "counter.zip").exists()
    assert lines[0] == "dynamodb: Initializing"


def test_what_is_secret_is_masked_and_nothing_else(at: Environment) -> None:
    api, _ = plan(at)
    assert api.text == "  ~ header = ***\n***, a long harmless word, short, arn:***:key\nof ***"


@pytest.mark.parametrize("field", ["add", "change", "destroy", "outputs"])
def test_a_plan_is_empty_if_nothing_changes(field: str) -> None:
    empty = UnitPlan("api", add=0, change=0, destroy=0, outputs=0, text="No changes.")
    assert empty.is_empty()
    assert not empty._replace(**{field: 1}).is_empty()  # type: ignore[arg-type]  # an int


def test_only_affected_units_are_planned(at: Environment, program: Program) -> None:
    program("git", "echo 1234abcd")
    (at.project / "found").write_text("infra/github-oidc\ninfra/live/dev/api\ninfra/live/prod/sns\n")
    assert [each.unit for each in plan(at, affected=True)] == ["sns"]


def test_a_unit_that_the_environment_leaves_out_is_in_no_plan(at: Environment, program: Program) -> None:
    program("git", "echo 1234abcd")
    (at.project / "infra" / "live" / "prod" / "dns").mkdir()
    (at.project / "found").write_text("infra/live/prod/dns\n")
    (at.project / "shown").unlink()
    assert plan(at, affected=True) == []
    assert (at.project / "arguments").exists()


def test_where_no_unit_is_affected_nothing_is_planned(at: Environment, program: Program) -> None:
    program("git", "echo 1234abcd")
    (at.project / "found").write_text("infra/live/dev/api\n")
    assert plan(at, affected=True) == []
    assert not (at.project / "arguments").exists()


def test_a_plan_in_markdown() -> None:
    plans = [
        UnitPlan("api", 1, 2, 1, 1, "Terraform will\n  + create"),
        UnitPlan("s3-cloudfront", 0, 1, 0, 0, "```\nfenced\n````"),
        UnitPlan("sns", 0, 0, 0, 0, "No changes."),
    ]
    assert (
        markdown(plans, "prod")
        == """\
### Plan of prod: 1 to add, 3 to change, 1 to destroy

| unit | add | change | destroy | outputs |
|---|--:|--:|--:|--:|
| api | 1 | 2 | 1 | 1 |
| s3-cloudfront | 0 | 1 | 0 | 0 |
| sns | 0 | 0 | 0 | 0 |

<details><summary>api: 1 to add, 2 to change, 1 to destroy</summary>

```text
Terraform will
  + create
```

</details>

<details><summary>s3-cloudfront: 0 to add, 1 to change, 0 to destroy</summary>

`````text
```
fenced
````
`````

</details>"""
    )


def test_no_plan_in_markdown() -> None:
    assert markdown([], "prod") == "### Plan of prod: 0 to add, 0 to change, 0 to destroy\n\nNo unit is affected."


def test_what_has_no_room_is_left_out_by_lines_from_the_end() -> None:
    plans = [UnitPlan(unit, 1, 0, 0, 0, "\n".join(["dé"] * 100)) for unit in ("one", "two")]
    whole = markdown(plans, "prod")
    size = len(whole.encode())
    assert markdown(plans, "prod", limit=size + 100) == whole
    cut = markdown(plans, "prod", limit=size - 100)
    assert size - 200 < len(cut.encode()) <= size - 100
    assert cut.startswith("### Plan of prod: 2 to add")
    assert cut.index("more lines are in the run's log.") > cut.index("<summary>two")
    assert cut.endswith("</details>")
    least = markdown(plans, "prod", limit=0)
    assert "dé" not in least
    assert least.count("100 more lines are in the run's log.") == 2
