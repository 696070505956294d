"""Plans, applies and destroys the units of an environment, and says what to do about the failures that are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._state import has_state_bucket, locks
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from cloud_resume.cloud._environment import Environment

_LINE = re.compile(r"([\w-]+): (.*)")  # a unit, and what Terraform says of it
_NUMBERS = re.compile(r"Plan: .*?(\d+) to add, (\d+) to change, (\d+) to destroy")
_RESOURCE = re.compile(r"\s+# (.+ (?:will be updated in-place|will be destroyed|must be replaced))")

_UNVERIFIED = "account must be verified before you can add new CloudFront resources"
SUPPORT = "https://console.aws.amazon.com/support/home#/case/create?issueType=customer-service"


class Change(NamedTuple):
    """What a plan would change in a unit."""

    unit: str
    add: int = 0  # resources
    change: int = 0
    destroy: int = 0
    resources: tuple[str, ...] = ()  # those that are there and would not stay as they are, with what becomes of each
    outputs: bool = False  # whether what other units take from it changes


class Plan(NamedTuple):
    """What an apply would do."""

    changes: list[Change]  # of the units that anything would change in
    later: list[str]  # units that take what would change, and so are planned again when that is done


def plan(
    at: Environment,
    folder: Path,
    on_line: Callable[[str], object],
    *,
    report: Callable[[str], object] = lambda _: None,
) -> Plan:
    """Plan all units and keep each one's plan in `folder`; what they hold of secrets is to be deleted with it.

    A state's bucket that is missing is made, and `report` is told. Raises OutsideError where a unit can't be planned.
    """
    changes: dict[str, Change] = {}

    def read(line: str) -> None:
        _read(line, changes)
        on_line(line)

    _run(at, "plan", read, bootstrap=_wants_bucket(at, report), plans=folder)
    later = _later(changes, at.terragrunt.dependencies(at.environ))
    return Plan([change for unit, change in sorted(changes.items()) if change != Change(unit)], later)


def apply_all(
    at: Environment, on_line: Callable[[str], object], *, report: Callable[[str], object] = lambda _: None
) -> None:
    """Plan and apply each unit when its turn has come.

    A state's bucket that is missing is made, and `report` is told. Cut anywhere, it can be done again. Raises
    OutsideError where a unit fails.
    """
    _run(at, "apply", on_line, bootstrap=_wants_bucket(at, report))


def apply(at: Environment, planned: Plan, folder: Path, on_line: Callable[[str], object]) -> None:
    """Apply the plans in `folder`, then plan and apply the units that take what has changed by that.

    Cut anywhere, a new plan takes it up. Raises OutsideError where a unit fails.
    """
    if now := [change.unit for change in planned.changes if change.unit not in planned.later]:
        _run(at, "apply", on_line, units=now, plans=folder)
    if planned.later:
        _run(at, "apply", on_line, units=planned.later)


def destroy(at: Environment, on_line: Callable[[str], object]) -> None:
    """Destroy all units, each after those that need it; OutsideError where one fails."""
    _run(at, "destroy", on_line)


def _wants_bucket(at: Environment, report: Callable[[str], object]) -> bool:
    if has_state_bucket(at):
        return False
    report(f"Making the bucket {at.state_bucket} for the state")
    return True


def _read(line: str, changes: dict[str, Change]) -> None:
    """Take in a line of a plan: JSON would take Terraform another run a unit."""
    if not (parts := _LINE.fullmatch(line)):
        return
    unit, said = parts.groups()
    change = changes.get(unit, Change(unit))
    if numbers := _NUMBERS.match(said):
        add, alter, destroy = map(int, numbers.groups())
        changes[unit] = change._replace(add=add, change=alter, destroy=destroy)
    elif resource := _RESOURCE.fullmatch(said):
        changes[unit] = change._replace(resources=(*change.resources, resource[1]))
    elif said == "Changes to Outputs:":
        changes[unit] = change._replace(outputs=True)
    elif said.startswith("No changes."):
        changes[unit] = change


def _later(changes: Mapping[str, Change], dependencies: Mapping[str, Iterable[str]]) -> list[str]:
    """Give the planned units that take, of whatever remove, an output that changes."""

    def takes(unit: str) -> bool:
        return any(
            (needed in changes and changes[needed].outputs) or takes(needed) for needed in dependencies.get(unit, ())
        )

    return sorted(filter(takes, changes))


def _run(at: Environment, command: str, on_line: Callable[[str], object], **options: Any) -> None:  # noqa: ANN401 - as run_all has them
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        on_line(line)

    try:
        at.terragrunt.run_all(command, at.environ, hear, **options)
    except OutsideError as error:
        # Terraform wraps what it says, and each line is led by its unit's name.
        if advice := _advice(at, re.sub(r"\n(?:[\w-]+: )?\s*", " ", "\n".join(said))):
            raise OutsideError(advice) from error
        raise


def _advice(at: Environment, said: str) -> str | None:
    if "Error acquiring the state lock" in said and "AccessDenied" not in said:  # who may not lock is told so as well
        return _advice_on_locks(at)
    if _UNVERIFIED in said:
        return (
            "AWS makes no distribution in this account before it has verified the account for CloudFront. Ask for that "
            f"by a support case, which costs nothing: {SUPPORT} (Account and billing), with this message of AWS's: "
            f'"Your {_UNVERIFIED}." What was made so far stays, and costs nothing while nobody comes; when AWS has '
            f"answered: cloud-resume deploy {at.name}"
        )
    return None


def _advice_on_locks(at: Environment) -> str:
    found = locks(at)
    if not found:
        return f"another run held the state of {at.name}, and has ended since; run this again"
    lines = [f"the state of {at.name} is locked, so that two runs don't change it at once:"]
    lines += [f"  {lock.unit}: by {lock.who} since {lock.since:%Y-%m-%d %H:%M:%S} UTC" for lock in found]
    lines += ["Wait until that run has ended. If it is gone, this takes its locks away:"]
    lines += [f"  {lock.lift}" for lock in found]
    return "\n".join(lines)
