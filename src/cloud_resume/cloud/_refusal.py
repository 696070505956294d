"""Turns what AWS refuses into an error that says what was being done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def refusal(outcome: str) -> Iterator[None]:
    """Raise OutsideError, which begins with `outcome`, where a call of boto3 fails in this context."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - an extra, and slow to load

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        message = f"{outcome}: {error}"
        raise OutsideError(message) from error
