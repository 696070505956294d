"""How to reach the person, in words and as a link: the same on the page, in the PDF and in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud_resume.resume import Basics, Location, Profile
    from cloud_resume.site._words import Words

_DIALLED = frozenset("+0123456789")
_IN_MAILTO = str.maketrans({char: f"%{ord(char):02X}" for char in ' "#%&/<>?'})  # RFC 6068, section 2

# whose post has the code after city and region (https://github.com/google/libaddressinput)
_CODE_LAST = frozenset(
    ["AU", "BD", "BR", "CA", "GB", "ID", "IE", "IN", "KE", "LK", "MT", "NP", "NZ", "PK", "SG", "TH", "US", "ZA"]
)

_LARGEST_FIRST = frozenset(("ja", "ko", "zh"))  # the languages that write the country first


class Contact(NamedTuple):
    """One line of it; `kind` is ``email``, ``phone``, ``url``, ``profile`` or ``location``."""

    kind: str
    text: str
    url: str | None = None
    network: str | None = None  # a profile's


def contacts(basics: Basics, words: Words) -> Iterator[Contact]:
    """Give what there is, in reading order."""
    if basics.email:
        yield Contact("email", basics.email, "mailto:" + basics.email.translate(_IN_MAILTO))
    if basics.phone:
        number = "".join(filter(_DIALLED.__contains__, basics.phone))
        yield Contact("phone", basics.phone, f"tel:{number}" if number else None)
    if basics.url:
        yield Contact("url", shown(basics.url), basics.url)
    for profile in basics.profiles:
        text = _profile(profile)
        if text:
            yield Contact("profile", text, profile.url, profile.network)
    place = _location(basics.location, words)
    if place:
        yield Contact("location", place)


def shown(url: str) -> str:
    """Write a URL as people read it: ``https://www.github.com/ada/`` is ``github.com/ada``."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def _profile(profile: Profile) -> str:
    """Write the network, and the URL or else the name there; what the URL tells by itself is not said twice."""
    network, name, url = profile.network, profile.username, profile.url
    if url and (name or "").lower() in url.lower():
        name = shown(url)
        if network and network.lower().replace(" ", "") in url.lower():
            network = None
    return _joined(": ", network, name)


def _location(location: Location, words: Words) -> str:
    """Write an address on one line as the country's post wants it, and the country by its name."""
    code, city, region = location.postal_code, location.city, location.region
    country = location.country_code
    if country and country.upper() in _CODE_LAST:
        region, code = _joined(" ", region, code), None
    parts = (location.address, _joined(" ", code, city), region, words.country(country) if country else None)
    return _joined(" ", *reversed(parts)) if words.language[:2] in _LARGEST_FIRST else _joined(words.comma, *parts)


def _joined(by: str, *texts: str | None) -> str:
    return by.join(filter(None, texts))
