"""Saves the counts of an environment to a file, and takes them back in.

The totals go back to the item ``visitors``, each day to an item of its own, as ``2026-11-03#restored``: who reads the
history adds up all items of a day, so a visit that is counted meanwhile is in nobody's way. ``visitors`` says in
``Restoring`` and ``Restored`` which counts are on their way in, and which are in.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from cloud_resume.cloud._refusal import refusal
from cloud_resume.cloud._statistics import Counts, read_counts
from cloud_resume.errors import NotDeployedError, OutsideError, UsageError
from cloud_resume.site import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from cloud_resume.cloud._environment import Environment

_TOTALS = {"CounterName": {"S": "visitors"}}
_BATCH = 100  # items that a transaction takes


def save_counts(at: Environment, file: Path) -> bool:
    """Write all that was counted to `file`, as ``stats --format json`` shows it; False where there is nothing.

    Raises OutsideError where the counts can't be read or the file can't be written.
    """
    if counts_table(at) is None:
        return False
    counts = read_counts(at)
    if counts == Counts(0, 0, []):
        return False
    content = {
        "environment": at.name,
        "saved": datetime.now(UTC).isoformat(timespec="seconds"),
        "visits": counts.visits,
        "visitors": counts.visitors,
        "days": [{"day": day, "visits": visits, "visitors": visitors} for day, visits, visitors in counts.days],
    }
    write_file((json.dumps(content, indent=2) + "\n").encode(), file)
    return True


def load_counts(file: Path) -> Counts:
    """Read what `save_counts` wrote, or ``stats --format json``; UsageError where it is something else."""
    try:
        content = json.loads(file.read_bytes())
        days = [(str(date.fromisoformat(row["day"])), row["visits"], row["visitors"]) for row in content["days"]]
        counts = Counts(content["visits"], content["visitors"], days)
        numbers = [counts.visits, counts.visitors, *(number for row in days for number in row[1:])]
        is_whole = all(type(number) is int and number >= 0 for number in numbers)
        if is_whole and len({day for day, *_ in days}) == len(days):
            return counts
    except (KeyError, TypeError, ValueError):
        pass
    message = f"{file} holds no counts; `cloud-resume destroy` and `cloud-resume stats --format json` write such files"
    raise UsageError(message)


def restore_counts(at: Environment, counts: Counts) -> bool:
    """Take counts into an empty table, all of them and once; False where they are in it already.

    Cut anywhere, it can be run again with the same counts. Raises OutsideError where the table holds others, or AWS
    refuses.
    """
    table = at.outputs("dynamodb")["counts_table"]["name"]
    mark = {"S": hashlib.sha256(json.dumps(counts).encode()).hexdigest()}
    with closing(at.client("dynamodb")) as dynamodb, refusal(f"the counts could not be taken into {table}"):
        totals = dynamodb.get_item(TableName=table, Key=_TOTALS, ConsistentRead=True).get("Item", {})
        if totals.get("Restored") == mark:
            return False
        if totals.get("Restoring") != mark:
            if dynamodb.scan(TableName=table, ConsistentRead=True, Limit=1)["Count"]:
                message = f"{table} holds counts already, to which no others are added; they stay as they are"
                raise OutsideError(message)
            dynamodb.put_item(
                TableName=table,
                Item={**_TOTALS, **_numbers(0, 0), "Restoring": mark},
                ConditionExpression="attribute_not_exists(CounterName)",
            )
        for start in range(0, len(counts.days), _BATCH):
            items = [
                {"CounterName": {"S": f"{day}#restored"}, **_numbers(visits, visitors)}
                for day, visits, visitors in counts.days[start : start + _BATCH]
            ]
            dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item}} for item in items])
        dynamodb.update_item(
            TableName=table,
            Key=_TOTALS,
            UpdateExpression="ADD visits :visits, #count :visitors SET Restored = :mark REMOVE Restoring",
            ConditionExpression="Restoring = :mark",
            ExpressionAttributeNames={"#count": "count"},
            ExpressionAttributeValues={
                ":visits": {"N": str(counts.visits)},
                ":visitors": {"N": str(counts.visitors)},
                ":mark": mark,
            },
        )
    return True


def counts_table(at: Environment) -> dict[str, Any] | None:
    """Describe the table of counts, as DynamoDB does; None where there is none."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - an extra, and slow to load

    try:
        name = at.outputs("dynamodb")["counts_table"]["name"]
    except NotDeployedError:
        return None
    with closing(at.client("dynamodb")) as dynamodb, refusal(f"the table {name} can't be described"):
        try:
            table: dict[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return None
            raise
    return table


def _numbers(visits: int, visitors: int) -> dict[str, dict[str, str]]:
    return {"visits": {"N": str(visits)}, "count": {"N": str(visitors)}}
