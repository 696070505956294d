"""What the counter wants from a store; SQLite and DynamoDB give it."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """Exact counts, and the one secret of the day.

    Days are UTC, in ISO 8601 (``2026-11-03``). Each method raises `StoreError` when it can't be done.
    """

    def count(self, day: str, viewer: bytes | None) -> tuple[int, int]:
        """Count one visit, and its visitor unless already counted that day; None is nobody.

        The viewer is counted under `visitor_key`, by the secret that belongs to `day`. A store that holds the
        next day's secret counts under that day, for clocks differ a little. One that holds no secret, an earlier
        day's, or one that a clock far ahead has left, overwrites it by one conditional write with a new random
        one, on which all agree who share the store and whose clocks are less than a day apart.

        Returns the total visits and visitors, this visit included. When this returns, the visit is durable;
        when it raises, the visit is counted once or not at all.
        """

    def totals(self) -> tuple[int, int]:
        """Give the total visits and visitors."""

    def history(self) -> list[tuple[str, int, int]]:
        """Give day, visits and visitors of each day that had a visit, the oldest first."""

    def close(self) -> None:
        """Let go of the file or the connection."""
