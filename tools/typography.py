"""What a page's typography measures in a browser: the figures that the tests hold and that the gallery shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A paragraph or an item of at least 80 characters."""

    text: str  # how it begins
    characters: float  # a line of it, without its last, on the mean
    size: float
    leading: float  # of its size


class Heading(NamedTuple):
    """The space around a heading, between the boxes of the glyphs; zero below what stands beside its text."""

    text: str
    above: float
    below: float


class Date(NamedTuple):
    """A date or a range of dates."""

    text: str
    tabular: bool  # whether its figures are all of one width
    lines: int
    left: float
    right: float
    baseline: float | None  # how far it is from that of what stands in the same line


class Target(NamedTuple):
    """What can be clicked."""

    text: str
    width: float
    height: float


class Typography(NamedTuple):
    """All that is measured, lengths in CSS pixels."""

    blocks: list[Block]
    sizes: list[float]  # of all text, from small to large
    families: list[str]
    hues: list[int]  # degrees, of what is not grey
    headings: list[Heading]
    dates: list[Date]
    contrast: float  # the lowest of a text, as WCAG 2.2 has it
    targets: list[Target]
    plates: list[str]  # elements with text on a ground, in a frame or over a shadow of their own
    overflow: int  # how far the page scrolls sideways

    @property
    def body(self) -> float:
        """The size in which most of the running text is set."""
        sizes = [block.size for block in self.blocks]
        return max(set(sizes), key=sizes.count)


def measure(page: Page, dates: str | None = None) -> Typography:
    """Measure the page that is open; `dates` is the selector of dates, which are found by English words without it."""
    found = page.evaluate(_SCRIPT, dates)
    return Typography(
        **{
            **found,
            "blocks": [Block(**block) for block in found["blocks"]],
            "headings": [Heading(**heading) for heading in found["headings"]],
            "dates": [Date(**date) for date in found["dates"]],
            "targets": [Target(**target) for target in found["targets"]],
        }
    )
