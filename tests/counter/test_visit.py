"""Who is told from whom, and whose view of the page counts."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_resume.counter._visit import is_counted, viewer, visitor_key

CLOUDFRONT, FORWARDED = "cloudfront-viewer-address", "x-forwarded-for"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


def told(address: str, user_agent: str = FIREFOX, header: str = CLOUDFRONT) -> bytes | None:
    return viewer({header: address, "user-agent": user_agent}, header)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("198.51.100.10:46532", "c633640a"),
        ("198.51.100.10:1", "c633640a"),
        ("2001:db8::10:46532", "20010db8000000000000000000000010"),
        ("2001:0DB8:0:0:0:0:0:10:443", "20010db8000000000000000000000010"),
        ("2001:db8:1:2:3:4:5:6:65535", "20010db8000100020003000400050006"),
        ("2001:db8::443:443", "20010db8000000000000000000000443"),
        ("::1:8080", "00000000000000000000000000000001"),
        ("::ffff:198.51.100.10:46532", "c633640a"),
        ("::ffff:c633:640a:46532", "c633640a"),
    ],
)
def test_cloudfront_names_address_and_port(value: str, address: str) -> None:
    packed = bytes.fromhex(address)
    assert told(value) == bytes([len(packed)]) + packed + FIREFOX.encode()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "198.51.100.10",
        "198.51.100.10:1, 198.51.100.11:2",
        "[2001:db8::10]:443",
        "localhost:80",
        "256.1.1.1:80",
        "1.2.3:80",
        "fe80::1%eth0:80",
        ":80",
        "1.2.3.4\0:80",
        "\ud800:80",
    ],
)
def test_what_is_no_address_is_nobody(value: str) -> None:
    assert told(value) is None


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("198.51.100.10", "c633640a"),
        ("203.0.113.9, 198.51.100.10", "c633640a"),
        ("203.0.113.9,2001:db8::10", "20010db8000000000000000000000010"),
    ],
)
def test_a_trusted_proxy_adds_its_peer_to_the_list(value: str, address: str) -> None:
    packed = bytes.fromhex(address)
    assert told(value, header=FORWARDED) == bytes([len(packed)]) + packed + FIREFOX.encode()


@pytest.mark.parametrize("value", ["", "198.51.100.10,", "unknown", "198.51.100.10:80"])
def test_a_list_that_ends_in_no_address_is_nobody(value: str) -> None:
    assert told(value, header=FORWARDED) is None


def test_only_the_trusted_header_is_read() -> None:
    assert viewer({FORWARDED: "198.51.100.10"}, CLOUDFRONT) is None
    assert viewer({CLOUDFRONT: "198.51.100.10:80"}, FORWARDED) is None
    spoofed = {CLOUDFRONT: "198.51.100.10:80", FORWARDED: "203.0.113.9", "forwarded": "for=203.0.113.9"}
    assert viewer(spoofed, CLOUDFRONT) == viewer({CLOUDFRONT: "198.51.100.10:80"}, CLOUDFRONT)


@pytest.mark.parametrize("signal", ["sec-gpc", "dnt"])
def test_who_asks_for_privacy_is_nobody(signal: str) -> None:
    headers = {CLOUDFRONT: "198.51.100.10:80", "user-agent": FIREFOX}
    assert viewer(headers | {signal: "1"}, CLOUDFRONT) is None
    assert viewer(headers | {signal: "0"}, CLOUDFRONT) is not None


def test_a_browser_without_a_name_is_somebody() -> None:
    assert viewer({CLOUDFRONT: "198.51.100.10:80"}, CLOUDFRONT) == told("198.51.100.10:443", "")


def test_a_user_agent_is_read_as_far_as_browsers_go() -> None:
    assert told("198.51.100.10:80", "x" * 100_000) == told("198.51.100.10:80", "x" * 1024)
    assert told("198.51.100.10:80", "x" * 1023) != told("198.51.100.10:80", "x" * 1024)


addresses = st.ip_addresses()
user_agents = st.text(st.characters(), max_size=40)


@settings(deadline=None)
@given(addresses, addresses, user_agents, user_agents)
def test_two_are_one_when_address_and_browser_are(one: object, other: object, this: str, that: str) -> None:
    same = (getattr(one, "ipv4_mapped", None) or one, this) == (getattr(other, "ipv4_mapped", None) or other, that)
    assert (told(f"{one}:1", this) == told(f"{other}:2", that)) == same


def test_the_key_is_an_hmac_under_the_secret() -> None:
    who = told("198.51.100.10:46532")
    assert who is not None
    assert visitor_key(b"secret", who) == hmac.new(b"secret", who, hashlib.sha256).digest()
    assert visitor_key(b"another", who) != visitor_key(b"secret", who)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "prefetch;anonymous-client-ip"},
        {"purpose": "prefetch"},
        {"purpose": "Prefetch"},
        {"purpose": "prerender"},
        {"user-agent": "curl/8.14.1"},
    ],
)
def test_what_fetches_ahead_or_is_a_robot_does_not_count(headers: dict[str, str]) -> None:
    assert not is_counted({"user-agent": FIREFOX} | headers)


@pytest.mark.parametrize("headers", [{}, {"user-agent": FIREFOX}, {"user-agent": ""}, {"sec-purpose": ""}])
def test_a_view_counts(headers: dict[str, str]) -> None:
    assert is_counted(headers)
