"""What one text of a resume may be: a date, a URL, an e-mail address; its check and its JSON Schema.

Each check takes the stripped text and a function to report to, and gives what the typed resume holds, or None
after an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cloud_resume.resume._model import Date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

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
_PRESENT = ("present", "current", "now")

_AUTHORITY = r"//(?:[^\s/?#@:\[\]<>\"^`{|}%]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?#].*)?"
_EMAIL = r"[^\s@<>()\[\]\",;:]+@[^\s@<>()\[\]\",;:.]+(?:\.[^\s@<>()\[\]\",;:.]+)+"
_HOST_FIRST = r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#].*)?"
_PHONE = r"\+?[0-9][0-9().-]*"

# RFC 5646, section 2.1: language, script, region, variants, private use
_LANGUAGE_TAG = (
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)


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
    # browsers strip or hide such characters: what is read is not where the link goes
    hidden = next((character for character in text if character in " \\" or not character.isprintable()), None)
    if hidden is not None:
        likely = text.isprintable() and "\\" not in text and text.startswith(("https://", "http://"))
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
    if scheme in ("https", "http"):
        if "@" in re.split(r"[/?#]", rest.removeprefix("//"), maxsplit=1)[0]:
            report("unsafe-url", "a URL holds no user name or password: everybody could read it")
            return None
        wellformed = re.fullmatch(_AUTHORITY, rest)
    elif scheme == "mailto":
        wellformed = re.fullmatch(_EMAIL, rest.partition("?")[0])
    else:
        wellformed = re.fullmatch(_PHONE, rest)
    if not wellformed:
        report("not-a-url", f"this is no complete {scheme} URL")
        return None
    return text


def _with_scheme(text: str) -> str | None:
    """Put the scheme before what lacks nothing else."""
    if re.fullmatch(_EMAIL, text):
        return f"mailto:{text}"
    host_first = text.removeprefix("//")
    return f"https://{host_first}" if re.fullmatch(_HOST_FIRST, host_first) else None


def _site_url(text: str, report: Report) -> str | None:
    url = _url(text, report)
    if url is not None and not re.fullmatch(r"(?i:https?)://[^?#]*", url):
        report("not-a-url", "the address of the page starts with https:// and holds neither ? nor #")
        return None
    return url


def _email(text: str, report: Report) -> str:
    if not text.isprintable() or not re.fullmatch(_EMAIL, text):
        report("not-an-email", "this does not look like an e-mail address")
    return text


def _country(text: str, report: Report) -> str:
    code = {"UK": "GB"}.get(text.upper(), text.upper())
    if code != text or not re.fullmatch(r"[A-Z]{2}", text):
        likely = code if re.fullmatch(r"[A-Z]{2}", code) else None
        report("not-a-country-code", "a country code is two capital letters (ISO 3166-1 alpha-2)", likely)
    return text


def _language_tag(text: str, report: Report) -> str | None:
    if re.fullmatch(_LANGUAGE_TAG, text):
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


_DATE_SCHEMA: dict[str, object] = {
    "type": ["string", "integer", "null"],  # YAML makes a number of a bare year
    "pattern": r"^(|[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)$",
    "minimum": _FIRST_YEAR,
    "maximum": _LAST_YEAR,
}

# In YAML a text may look like a number or a truth value (3.80, NO), and an editor takes it for one.
TEXT = Text(_any_text, {"type": ["string", "number", "boolean", "null"]})
DATE = Text(_date, _DATE_SCHEMA)
END_DATE = Text(_end_date, {"anyOf": [_DATE_SCHEMA, {"enum": list(_PRESENT)}]})
URL = Text(_url, {"type": ["string", "null"], "pattern": "^(|https?://.+|mailto:.+|tel:.+)$"})
SITE_URL = Text(_site_url, {"type": ["string", "null"], "pattern": "^(|https?://[^?#]+)$"})
EMAIL = Text(_email, {"type": ["string", "null"]})
IMAGE = Text(_any_text, {"type": ["string", "null"]})
COUNTRY = Text(_country, TEXT.schema)
LANGUAGE_TAG = Text(_language_tag, {"type": ["string", "null"]})
