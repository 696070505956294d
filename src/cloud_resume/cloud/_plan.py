"""Plans an environment's units, and writes what would change in Markdown, with no secret in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._package import package
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cloud_resume.cloud._environment import Environment

_MASK = "***"  # as in GitHub's own logs
_SHORTEST_SECRET = 8  # characters; what is shorter is no secret, and would be masked where it means something else
_SECRETS = (  # in the environment of the programs that are run
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "GITHUB_TOKEN",
)


class UnitPlan(NamedTuple):
    """What an apply would do to a unit."""

    unit: str
    add: int  # resources
    change: int
    destroy: int
    outputs: int  # that would change
    text: str  # Terraform's own words, with secrets and the account's number masked

    def is_empty(self) -> bool:
        """Say whether an apply would do nothing."""
        return not any((self.add, self.change, self.destroy, self.outputs))


def plan(
    at: Environment, *, affected: bool = False, on_line: Callable[[str], object] = lambda _: None
) -> list[UnitPlan]:
    """Plan all units, or with `affected` those that HEAD has changed since it left ``origin/main``.

    The state is read without a lock: a plan is in nobody's way, and needs no right to write. `on_line` gets what
    Terragrunt prints. Raises OutsideError where a unit can't be planned, or git does not know ``origin/main``.
    """
    units = at.terragrunt.affected("origin/main") if affected else []
    if affected and not units:
        return []
    build = at.project / "build"
    build.mkdir(exist_ok=True)
    write_file(package(), build / "counter.zip")
    with TemporaryDirectory() as scratch:  # for it holds secrets
        environ = at.environ | {"TF_CLI_ARGS_plan": "-lock=false", "TG_JSON_OUT_DIR": scratch}
        at.terragrunt.run_all("plan", environ, on_line, units=units, plans=Path(scratch))
        documents = {file.parent.name: json.loads(file.read_bytes()) for file in Path(scratch).glob("*/*.json")}
        # Not the words of the plan itself, for before them it names what data sources have read, a new password too.
        shown: list[str] = []
        if documents:
            at.terragrunt.run_all("show", environ, shown.append, units=documents, plans=Path(scratch))
    return [_unit_plan(unit, documents[unit], shown, at) for unit in sorted(documents)]


def markdown(plans: Sequence[UnitPlan], environment: str, *, limit: int | None = None) -> str:
    """Write plans as Markdown: the sum, the numbers by unit, and then each unit's plan, folded.

    With `limit`, in bytes of UTF-8, whole lines of the plans are left out from the end, and how many is said.
    """
    lines = {each.unit: each.text.splitlines() for each in plans if not each.is_empty()}
    if limit is not None:
        room = limit - _size(_page(plans, environment, dict.fromkeys(lines, ())))
        for unit, all_lines in lines.items():
            kept = []
            for line in all_lines:
                room -= _size(line) + 1
                if room < 0:
                    break
                kept.append(line)
            lines[unit] = kept
    return _page(plans, environment, lines)


def _unit_plan(unit: str, document: Mapping[str, Any], shown: Iterable[str], at: Environment) -> UnitPlan:
    actions = [action for item in document.get("resource_changes", ()) for action in item["change"]["actions"]]
    outputs = document.get("output_changes", {}).values()
    text = "\n".join(line.removeprefix(f"{unit}: ") for line in shown if line.startswith(f"{unit}: "))
    secrets = {at.settings["account_id"], *(at.environ.get(name, "") for name in _SECRETS), *_sensitive(document)}
    return UnitPlan(
        unit,
        add=actions.count("create"),
        change=actions.count("update"),
        destroy=actions.count("delete"),
        outputs=sum(change["actions"] != ["no-op"] for change in outputs),
        text=_masked(text, secrets),
    )


def _sensitive(document: Mapping[str, Any]) -> Iterator[str]:
    """Give each value that the plan marks as sensitive, wherever else it may be shown.

    https://developer.hashicorp.com/terraform/internals/json-format#change-representation
    """
    resources = (*document.get("resource_changes", ()), *document.get("resource_drift", ()))
    for change in (*(item["change"] for item in resources), *document.get("output_changes", {}).values()):
        for side in ("before", "after"):
            yield from _marked(change.get(side), change.get(f"{side}_sensitive"))


def _marked(value: object, mark: object) -> Iterator[str]:
    """Give the strings in a value that are marked by a true in a mark of the same shape, of which the end may lack."""
    if isinstance(value, str):
        if mark is True:
            yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _marked(inner, mark.get(name) if isinstance(mark, dict) else mark)
    elif isinstance(value, list):
        marks = mark if isinstance(mark, list) else [mark] * len(value)
        for inner, inner_mark in zip(value, marks, strict=False):
            yield from _marked(inner, inner_mark)


def _masked(text: str, secrets: Iterable[str]) -> str:
    words = sorted((word for word in secrets if len(word) >= _SHORTEST_SECRET), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), _MASK, text)


def _page(plans: Sequence[UnitPlan], environment: str, lines: Mapping[str, Sequence[str]]) -> str:
    """Write the page with these lines of the units' plans."""
    total = _numbers(*(sum(numbers) for numbers in zip((0, 0, 0), *(each[1:4] for each in plans), strict=True)))
    parts = [f"### Plan of {environment}: {total}"]
    if plans:
        rows = [f"| {each.unit} | {each.add} | {each.change} | {each.destroy} | {each.outputs} |" for each in plans]
        parts.append("\n".join(["| unit | add | change | destroy | outputs |", "|---|--:|--:|--:|--:|", *rows]))
    else:
        parts.append("No unit is affected.")
    parts += [_details(each, lines[each.unit]) for each in plans if each.unit in lines]
    return "\n\n".join(parts)


def _details(each: UnitPlan, lines: Sequence[str]) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", each.text)), 0)
    left_out = len(each.text.splitlines()) - len(lines)
    return "\n".join(
        [
            f"<details><summary>{each.unit}: {_numbers(each.add, each.change, each.destroy)}</summary>",
            "",
            f"{fence}text",
            *lines,
            fence,
            *([f"{left_out} more lines are in the run's log."] if left_out else []),
            "",
            "</details>",
        ]
    )


def _numbers(add: int, change: int, destroy: int) -> str:
    return f"{add} to add, {change} to change, {destroy} to destroy"


def _size(text: str) -> int:
    return len(text.encode())
