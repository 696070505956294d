"""What one text of a resume may be: a date, a URL, an e-mail address; its check and its JSON Schema.

Each check takes the stripped text and a function to report to, and gives what the typed resume holds, or None
after an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._model import THEMES, Date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn, Protocol

    class Report(Protocol):
        """Report a problem of the value that is being checked."""

        def __call__(self, code: str, message: str, suggestion: str | None = None) -> None: ...


_LONGEST_GUESS = 40  # characters of a misspelt name; a longer one is no slip

_FIRST_YEAR, _LAST_YEAR = 1000, 2999  # the JSON Resume schema's

_DATE = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEARLY_DATE = (
    r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})(?:[-/. ](?P<day>[0-9]{1,2}))?(?:[Tt ].*)?",
    r"(?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})(?P<day>)",
    rf"(?:(?P<day>[0-9]{{1,2}})\.? )?(?P<month>(?i:{'|'.join(_MONTHS)}))[A-Za-z]*\.?,? (?P<year>[0-9]{{4}})",
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_PRESENT = ("present", "current", "now", "today", "ongoing")

LONGEST_TEXT = 20_000
"""Characters that a text may have: a word of a hundred thousand takes the typesetter seconds, and twice that four times
as long."""

_LONGEST_LINK = 2048  # bytes; the typesetter takes 8,000, of a mailto: with every other character escaped

_HOST = r"(?:(?!-)(?:[A-Za-z0-9_-]|[^\x00-\x7F]){1,63}(?<!-)(?:\.|$))+"
_LAST_PORT = 65535
_EMAIL = r"[^\s@<>()\[\]\",;:]+@[^\s@<>()\[\]\",;:.]+(?:\.[^\s@<>()\[\]\",;:.]+)+"
_HOST_FIRST = r"((?:[\w-]+\.)+[^\W\d_]{2,}(?::[^/?#]*)?)(?:[/?#].*)?"
_PHONE = r"\+?[0-9][0-9().-]*"

# RFC 5646, section 2.1: language, script, region, variants, private use
_LANGUAGE_TAG = (
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)

TRANSLATED = frozenset(("ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh"))
"""The languages that the site has words of its own in."""


class Text(NamedTuple):
    """A kind of text."""

    check: Callable[[str, Report], object]
    schema: dict[str, object]


def _any_text(text: str, _: Report) -> str:
    return text


def _date(text: str, report: Report) -> Date | None:
    match = re.fullmatch(_DATE, text)
    if match is None:
        message = "a date is a year, a month or a day: 2014, 2014-02 or 2014-02-28"
        report("not-a-date", message, _nearest_date(text))
        return None
    date = Date(*(int(part) for part in match.groups() if part))
    if why := _impossible(date):
        report("impossible-date", why, _likely_date(date))
        return None
    return date


def _end_date(text: str, report: Report) -> Date | None:
    if text.lower() in _PRESENT:
        report("present-date", "without an end date it is the present already; leave this line out")
        return None
    return _date(text, report)


def _impossible(date: Date) -> str | None:
    """Say why there is no such date."""
    year, month, day = date
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return f"a year is between {_FIRST_YEAR} and {_LAST_YEAR}"
    if month is not None and not 1 <= month <= len(_DAYS):
        return f"there is no month {month:02}"
    if month is not None and day is not None and not 1 <= day <= _days(year, month):
        return f"there is no day {day:02} in {year}-{month:02}"
    return None


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + (month == _FEBRUARY and leap)


def _likely_date(date: Date) -> str | None:
    """Guess what an impossible date was to be: day and month the other way round, or the month's last day."""
    year, month, day = date
    if month is None or day is None:
        return None
    if not _impossible(swapped := Date(year, day, month)):
        return str(swapped)
    if 1 <= month <= len(_DAYS) and _days(year, month) < day <= max(_DAYS):
        return str(Date(year, month, _days(year, month)))
    return None


def _nearest_date(text: str) -> str | None:
    """Read a date as people write it elsewhere, where it can mean one thing only."""
    match = next(filter(None, (re.fullmatch(pattern, text) for pattern in _NEARLY_DATE)), None)
    if match is None:
        return None
    name = match["month"].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
    date = Date(int(match["year"]), month, int(match["day"]) if match["day"] else None)
    return None if _impossible(date) else str(date)


def _url(text: str, report: Report) -> str | None:
    if not _fits(text, report):
        return None
    # browsers strip or hide such characters: what is read is not where the link goes
    hidden = next((character for character in text if character in " \\" or not character.isprintable()), None)
    if hidden is not None:
        likely = re.match("https?://[^/?# ]+[/?#]", text) and text.isprintable() and "\\" not in text
        suggestion = text.replace(" ", "%20") if likely else None
        report("unsafe-url", f"a URL holds no {_character_name(hidden)}", suggestion)
        return None
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if not colon or not scheme.isalnum():
        report("not-a-url", "a URL starts with https://, http://, mailto: or tel:", _with_scheme(text))
        return None
    if scheme not in ("https", "http", "mailto", "tel"):
        report("unsafe-url", "only links to https:, http:, mailto: and tel: are safe")
        return None
    if scheme in ("https", "http") and "@" in _authority(rest):
        report("unsafe-url", "a URL holds no user name or password: everybody could read it")
        return None
    if why := _incomplete(scheme, rest):
        report("not-a-url", why)
        return None
    return text


def _fits(text: str, report: Report) -> bool:
    """Whether a text is no longer than a link may be; report it if it is."""
    if len(text.encode()) <= _LONGEST_LINK:
        return True
    report("too-long", f"a link has no more than {_LONGEST_LINK:,} bytes")
    return False


def _authority(rest: str) -> str:
    return re.split("[/?#]", rest.removeprefix("//"), maxsplit=1)[0]


def _incomplete(scheme: str, rest: str) -> str | None:
    """Say what is to stand after the scheme if it does not."""
    if scheme == "mailto":
        return None if re.fullmatch(_EMAIL, rest.partition("?")[0]) else "after mailto: comes an e-mail address"
    if scheme == "tel":
        return None if re.fullmatch(_PHONE, rest) else "after tel: comes a phone number without spaces"
    authority = _authority(rest)
    if not authority or not rest.startswith("//"):
        return f"after {scheme}: come two slashes and a host"
    return _unreachable(authority)


def _unreachable(authority: str) -> str | None:
    """Say why no host and port are written like this (https://url.spec.whatwg.org/#host-parsing)."""
    port = re.search(r":([^:\]]*)$", authority)
    host = authority[: port.start()] if port else authority
    if port and not (re.fullmatch("[0-9]{1,5}", port[1]) and 1 <= int(port[1]) <= _LAST_PORT):
        return f"a port is a number from 1 to {_LAST_PORT}"
    if host.startswith("[") or host.rpartition(".")[2].isdecimal():
        return None if _is_ip_address(host) else "this is no IP address"
    if not re.fullmatch(_HOST, host):
        return "a host's name is of letters, digits and inner hyphens, with one dot between"
    return None


def _is_ip_address(host: str) -> bool:
    from ipaddress import IPv4Address, IPv6Address  # noqa: PLC0415 - hardly any link has a number for its host

    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\]", host)
    try:
        return bool(IPv6Address(bracketed[1]) if bracketed else IPv4Address(host))
    except ValueError:
        return False


def _with_scheme(text: str) -> str | None:
    """Put the scheme before what lacks nothing else."""
    if re.fullmatch(_EMAIL, text):
        return f"mailto:{text}"
    host_first = text.removeprefix("//")
    match = re.fullmatch(_HOST_FIRST, host_first)
    return f"https://{host_first}" if match and not _unreachable(match[1]) else None


def _site_url(text: str, report: Report) -> str | None:
    url = _url(text, report)
    if url is not None and not re.fullmatch(r"(?i:https?)://[^/?#]+/?", url):
        report("not-a-url", "the page stands at the root of its host: its address is https://, the host, and no more")
        return None
    return url


def site_url(text: str) -> str:
    """Give a site's address, checked as `Settings.site_url` is; ValueError says what is wrong with it."""

    def refuse(code: str, message: str, suggestion: str | None = None) -> NoReturn:  # noqa: ARG001 - a Report
        raise ValueError(message)

    _site_url(text, refuse)
    return text


def _email(text: str, report: Report) -> str | None:
    if not _fits(text, report):
        return None
    if not text.isprintable() or not re.fullmatch(_EMAIL, text):
        report("not-an-email", "this does not look like an e-mail address")
    return text


def _phone(text: str, report: Report) -> str | None:
    return text if _fits(text, report) else None


def _country(text: str, report: Report) -> str:
    code = {"UK": "GB"}.get(text.upper(), text.upper())
    if code != text or not re.fullmatch(r"[A-Z]{2}", text):
        likely = code if re.fullmatch(r"[A-Z]{2}", code) else None
        report("not-a-country-code", "a country code is two capital letters (ISO 3166-1 alpha-2)", likely)
    return text


def _language_tag(text: str, report: Report) -> str | None:
    if re.fullmatch(_LANGUAGE_TAG, text):
        if text.lower().split("-")[0] not in TRANSLATED:
            message = "headings and dates are in English; `labels` beside this takes headings of your own"
            report("language-not-translated", message)
        return text
    likely = text.replace("_", "-")
    suggestion = likely if re.fullmatch(_LANGUAGE_TAG, likely) else None
    report("not-a-language-tag", "a language is a tag such as en, de-AT or zh-Hant (BCP 47)", suggestion)
    return None


def _character_name(character: str) -> str:
    if character == "\\":
        return "backslash"
    return "space or line break" if character.isspace() else f"invisible character (U+{ord(character):04X})"


def nearest(text: str, names: Sequence[str]) -> str | None:
    """Guess which of `names` a misspelt one was to be; the last part of a dotted name will do."""
    if len(text) > _LONGEST_GUESS:
        return None
    folded = re.sub("[-_ ]", "", text).lower()
    for name in names:
        if folded in (name.lower(), name.lower().rpartition(".")[2]):
            return name
    from difflib import get_close_matches  # noqa: PLC0415 - a correct file does without

    return next(iter(get_close_matches(text, names, n=1, cutoff=0.75)), None)


def choice(names: tuple[str, ...]) -> Text:
    """Make a kind of text that is one of `names`."""

    def check(text: str, report: Report) -> str | None:
        if text in names:
            return text
        report("not-a-choice", f"this is to be one of {', '.join(names)}", nearest(text, names))
        return None

    return Text(check, {"enum": [*names, "", None]})


def _theme(text: str, report: Report) -> object:
    return text if "/" in text else choice(THEMES).check(text, report)


_DATE_SCHEMA: dict[str, object] = {
    "type": ["string", "integer", "null"],  # YAML makes a number of a bare year
    "pattern": r"^(|[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)$",
    "minimum": _FIRST_YEAR,
    "maximum": _LAST_YEAR,
}

_LINK_SCHEMA: dict[str, object] = {"type": ["string", "null"], "maxLength": _LONGEST_LINK}

# In YAML a text may look like a number or a truth value (3.80, NO), and an editor takes it for one.
TEXT = Text(_any_text, {"type": ["string", "number", "boolean", "null"], "maxLength": LONGEST_TEXT})
DATE = Text(_date, _DATE_SCHEMA)
END_DATE = Text(_end_date, {"anyOf": [_DATE_SCHEMA, {"enum": list(_PRESENT)}]})
URL = Text(_url, {**_LINK_SCHEMA, "pattern": "^(|https?://.+|mailto:.+|tel:.+)$"})
SITE_URL = Text(_site_url, {**_LINK_SCHEMA, "pattern": "^(|https?://[^/?#]+/?)$"})
RICH = Text(_any_text, TEXT.schema)  # with the markup of _rich
EMAIL = Text(_email, _LINK_SCHEMA)
PHONE = Text(_phone, {**TEXT.schema, "maxLength": _LONGEST_LINK})
IMAGE = Text(_any_text, {"type": ["string", "null"]})
COUNTRY = Text(_country, TEXT.schema)
THEME = Text(_theme, {"anyOf": [choice(THEMES).schema, {"type": "string", "pattern": "/"}]})
LANGUAGE_TAG = Text(_language_tag, {"type": ["string", "null"]})
