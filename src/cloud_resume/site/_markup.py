"""HTML from nested calls; what is not markup already is escaped on its way in, so that no caller can forget it."""

from __future__ import annotations

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_VOID = frozenset(("br", "img", "link", "meta"))
_INLINE = frozenset(("a", "bdi", "br", "code", "data", "em", "path", "span", "strong", "svg", "time"))


class Html(str):
    """Finished markup, the one kind of text that is not escaped; an f-string of it is plain text again."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Make text fit to stand in an element or between double quotes; markup stays as it is."""
    return text if isinstance(text, Html) else Html(text.translate(_ESCAPES))


def join(*children: str | None, by: str = "") -> Html:
    """Set side by side what is neither `None` nor empty, with the text `by` between."""
    return Html(escape(by).join([escape(child) for child in children if child]))


def h(tag: str, *children: str | None, **attributes: str | None) -> Html:
    """Give an element; an attribute that is `None` is left out, and one that is empty is its name alone.

    In an attribute's name ``_`` stands for ``-``, and at its end for nothing (``class_``). Whatever is not
    set within a line starts one, so that the page's source reads well.
    """
    named = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + (f'="{escape(value)}"' if value else "")
        for name, value in attributes.items()
        if value is not None
    )
    start = f"<{tag}{named}>" if tag in _INLINE else f"\n<{tag}{named}>"
    return Html(start if tag in _VOID else f"{start}{join(*children)}</{tag}>")


def h_if(tag: str, *children: str | None, **attributes: str | None) -> Html | None:
    """Give an element if anything would stand in it."""
    content = join(*children)
    return h(tag, content, **attributes) if content else None
