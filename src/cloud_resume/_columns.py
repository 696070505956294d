"""How wide a text is where characters stand in columns: in a terminal, in a text file."""

from __future__ import annotations

_NO_WIDTH = frozenset(("Cf", "Me", "Mn"))  # Unicode's general categories


def width(text: str) -> int:
    """Count columns: a wide character takes two, a mark on another character none (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - a shared library; most text is ASCII

    return sum(0 if category(char) in _NO_WIDTH else 1 + (east_asian_width(char) in "WF") for char in text)
