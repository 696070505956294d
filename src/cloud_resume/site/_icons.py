"""The page's icons: line drawings of our own on a grid of 24, each made to stand beside its word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.site._markup import h

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud_resume.site._markup import Html

_PATHS: Mapping[str, str] = {
    "book": "M12 6C9 4 6 4 3 5v14c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1v14",
    "code": "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
    "download": "M12 3v12M7 10.5l5 5 5-5M4 20.5h16",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18c-5 5-5 13 0 18 5-5 5-13 0-18M3 12h18",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "mail": "M3 5h18v14H3zl9 8 9-8",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20.5c1-7 15-7 16 0",
    "phone": "M7 2.5h10v19H7zM11 18.5h2",
    "pin": "M12 21.5c-4-5-7-8-7-12a7 7 0 0 1 14 0c0 4-3 7-7 12M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
    "play": "M3 5h18v14H3zM10 9v6l5-3z",
    "speech": "M4 4h16v12h-9l-5 4.5V16H4z",
}

# What a network is for, since its mark belongs to somebody else.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "book": ("arxiv", "google scholar", "orcid", "researchgate"),
    "code": ("bitbucket", "codeberg", "codepen", "github", "gitlab", "npm", "pypi", "sourcehut"),
    "pen": ("behance", "dev", "dev.to", "dribbble", "medium", "substack"),
    "person": ("linkedin", "xing"),
    "play": ("twitch", "vimeo", "youtube"),
    "speech": (
        "bluesky",
        "facebook",
        "mastodon",
        "reddit",
        "stack overflow",
        "stackoverflow",
        "threads",
        "twitter",
        "x",
    ),
}
_NETWORKS = {network: kind for kind, networks in _KINDS.items() for network in networks}


def icon(name: str) -> Html:
    """Draw one of the icons; a screen reader does not hear of it."""
    path = h("path", d=_PATHS[name])
    return h("svg", path, width="18", height="18", viewBox="0 0 24 24", aria_hidden="true")


def network_icon(network: str | None) -> Html:
    """Draw the kind of thing that a network is: code, talk, film; a link where that is not known."""
    return icon(_NETWORKS.get((network or "").lower(), "link"))
