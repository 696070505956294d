"""Takes an environment away, and leaves its counts in a file."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.cloud import _emulator
from cloud_resume.cloud._backup import counts_table, save_counts
from cloud_resume.cloud._buckets import empty
from cloud_resume.cloud._environment import local_folder
from cloud_resume.cloud._infrastructure import destroy as destroy_infrastructure
from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._state import delete_state_bucket, has_state_bucket, locks, states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud_resume.cloud._environment import Environment


class Destruction(NamedTuple):
    """What is left of an environment."""

    saved: bool  # whether there were counts to write to the file
    kept: list[str]  # what AWS keeps, each with for how long


def destroy(
    at: Environment,
    counts: Path,
    *,
    state: bool = False,
    report: Callable[[str], object] = lambda _: None,
    on_line: Callable[[str], object] = lambda _: None,
) -> Destruction:
    """Write the counts to the file `counts`, then destroy the units, protected or not, and what they hold.

    With `state` the state's bucket goes last, unless another environment has its state there. The emulator of
    ``local`` goes with all that it holds. Cut anywhere, it can be run again. `report` is told of each step, `on_line`
    each line that Terragrunt prints.

    Raises OutsideError where the counts can't be saved, a tool fails or AWS refuses; where the counts can't be saved,
    nothing was changed.
    """
    saved = False
    if states(at) or locks(at):
        report("Saving the counts")
        saved = save_counts(at, counts)
        report(f"The counts are in {counts}" if saved else "There are no counts to save")
        _unprotect(at, report)
        report("Destroying the infrastructure")
        destroy_infrastructure(at, on_line)
    if state and has_state_bucket(at):
        report(f"Deleting the state's bucket {at.state_bucket}")
        delete_state_bucket(at)
    if at.name == "local":
        _emulator.erase(local_folder(at.project))
        return Destruction(saved, [])
    return Destruction(saved, _kept(at, state=state))


def _unprotect(at: Environment, report: Callable[[str], object]) -> None:
    """Take off what keeps the table and the bucket from being deleted."""
    table = counts_table(at)
    if table and table.get("DeletionProtectionEnabled"):
        name = table["TableName"]
        report(f"Taking the deletion protection off the table {name}")
        with closing(at.client("dynamodb")) as dynamodb, refusal(f"the table {name} stays protected"):
            dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
            dynamodb.get_waiter("table_exists").wait(TableName=name)
    if bucket := states(at).get("s3-cloudfront", {}).get("bucket"):
        report(f"Emptying the bucket {bucket}")
        with closing(at.client("s3")) as s3:
            empty(s3, bucket)


def _kept(at: Environment, *, state: bool) -> list[str]:
    kept = [
        "DynamoDB keeps a backup of the table of counts for 35 days, for nothing; nobody can delete it sooner.",
        "CloudWatch keeps what it has measured for up to 15 months, for nothing.",
    ]
    if at.settings.get("dnssec"):
        kept.append("KMS keeps the key that signed the zone for 7 days, for nothing, and then deletes it.")
    if not state:
        kept.append(
            f"The bucket {at.state_bucket} keeps the state, for a few cents a year; --state takes it away too, once no "
            "environment is left in it."
        )
    return kept
