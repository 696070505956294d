"""How a visit counts: whether it does, for whom, and on which day."""

from __future__ import annotations

import hmac
import re
import socket
from datetime import date, timedelta

from cloud_resume.counter._robots import EXPRESSIONS, PREFIXES, SUBSTRINGS, SUFFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_USER_AGENT_LIMIT = 1024  # characters; no browser says more, and what follows must not cost time


def is_counted(headers: Mapping[str, str]) -> bool:
    """Tell whether a person has the page in view: not a robot, and not a browser that fetches ahead.

    A request without a user agent counts: the list alone says what is a robot.
    """
    purpose = f"{headers.get('sec-purpose')} {headers.get('purpose')}".lower()
    return "prefetch" not in purpose and "prerender" not in purpose and not is_robot(_user_agent(headers))


def is_robot(user_agent: str) -> bool:
    """Tell whether one of the patterns of crawler-user-agents finds itself in `user_agent`."""
    return (
        any(text in user_agent for text in SUBSTRINGS)
        or user_agent.startswith(PREFIXES)
        or user_agent.endswith(SUFFIXES)
        or re.search("|".join(EXPRESSIONS), user_agent) is not None
    )


def viewer(headers: Mapping[str, str], address_header: str) -> bytes | None:
    """Give address and browser as bytes that no other pair gives, or None for who must not or can't be told.

    Nobody is told from another who asks for privacy (``Sec-GPC: 1``, ``DNT: 1``) or whose address is missing
    from `address_header`, one of `ADDRESS_FORMS`. An IPv6 address counts whole, as one of IPv4 does.
    """
    if headers.get("sec-gpc") == "1" or headers.get("dnt") == "1":
        return None
    address = _packed(ADDRESS_FORMS[address_header](headers.get(address_header, "")))
    if address is None:
        return None
    return bytes([len(address)]) + address + _user_agent(headers).encode("utf-8", "surrogatepass")


def visitor_key(secret: bytes, viewer: bytes) -> bytes:
    """Give the 32 bytes that stand for `viewer` as long as the day's `secret` exists (HMAC-SHA-256)."""
    return hmac.digest(secret, viewer, "sha256")


def next_day(day: str) -> str:
    """Give the day after `day`, both in ISO 8601: what a clock that is a little ahead may say already."""
    return str(date.fromisoformat(day) + timedelta(days=1))


def _user_agent(headers: Mapping[str, str]) -> str:
    return headers.get("user-agent", "")[:_USER_AGENT_LIMIT]


def _without_port(value: str) -> str:
    return value.rpartition(":")[0]


def _last_of_list(value: str) -> str:
    return value.rpartition(",")[2].strip()


ADDRESS_FORMS = {
    "cloudfront-viewer-address": _without_port,  # address:port, IPv6 without brackets
    "x-forwarded-for": _last_of_list,  # what the trusted proxy has added to the list
}
"""The headers that may be trusted for the viewer's address, and how each is read."""


def _packed(address: str) -> bytes | None:
    """Give the 4 or 16 bytes of `address`, the same for each way to write it."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            packed = socket.inet_pton(family, address)
        except (OSError, ValueError):
            continue
        return packed.removeprefix(b"\0" * 10 + b"\xff\xff")  # IPv4 in IPv6's clothes
    return None
