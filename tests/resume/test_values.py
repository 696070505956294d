"""Dates, URLs, addresses and the other values: what passes, what does not, and what was probably meant."""

from __future__ import annotations

import json

import pytest

from cloud_resume.resume import Date, Problem, Reading, read

ADA = {"name": "Ada", "email": "ada@example.com"}


def read_date(text: str) -> Reading:
    award = {"title": "Medal", "date": text}
    return read(json.dumps({"basics": ADA, "awards": [award]}).encode(), name="resume.json")


def read_basics(**fields: object) -> Reading:
    return read(json.dumps({"basics": {**ADA, **fields}}).encode(), name="resume.json")


def read_settings(**fields: object) -> Reading:
    return read(json.dumps({"basics": ADA, "meta": {"cloudResume": fields}}).encode(), name="resume.json")


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2014", Date(2014)),
        ("2014-02", Date(2014, 2)),
        ("2014-02-28", Date(2014, 2, 28)),
        (" 2014 ", Date(2014)),
        ("2000-02-29", Date(2000, 2, 29)),
        ("2024-02-29", Date(2024, 2, 29)),
        ("1000-01-01", Date(1000, 1, 1)),
        ("2999-12-31", Date(2999, 12, 31)),
    ],
)
def test_a_date_is_a_year_a_month_or_a_day(text: str, date: Date) -> None:
    reading = read_date(text)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.awards[0].date == date
    assert str(date) == text.strip()


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        ("2014-19-39", "there is no month 19", None),
        ("2014-19", "there is no month 19", None),
        ("2014-00", "there is no month 00", None),
        ("2014-19-05", "there is no month 19", "2014-05-19"),
        ("2014-02-31", "there is no day 31 in 2014-02", "2014-02-28"),
        ("2024-02-30", "there is no day 30 in 2024-02", "2024-02-29"),
        ("1900-02-29", "there is no day 29 in 1900-02", "1900-02-28"),
        ("2014-04-31", "there is no day 31 in 2014-04", "2014-04-30"),
        ("2014-04-32", "there is no day 32 in 2014-04", None),
        ("2014-04-00", "there is no day 00 in 2014-04", None),
        ("0999", "a year is between 1000 and 2999", None),
        ("3000-01-01", "a year is between 1000 and 2999", None),
    ],
)
def test_there_is_no_such_date(text: str, message: str, suggestion: str | None) -> None:
    problem = only(read_date(text))
    assert (problem.code, problem.message, problem.suggestion) == ("impossible-date", message, suggestion)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("2014/02", "2014-02"),
        ("2014.2", "2014-02"),
        ("2014-2-3", "2014-02-03"),
        ("2014-02-28T10:00:00Z", "2014-02-28"),
        ("02/2014", "2014-02"),
        ("Feb 2014", "2014-02"),
        ("February 2014", "2014-02"),
        ("Sept. 2014", "2014-09"),
        ("3 May 2014", "2014-05-03"),
        ("13/2014", None),
        ("28.02.2014", None),
        ("Foo 2014", None),
        ("last year", None),
        ("present", None),
        ("20140228", None),
        ("٢٠١٤", None),  # digits, but not ISO 8601's
    ],
)
def test_a_date_that_is_written_otherwise_is_an_error(text: str, suggestion: str | None) -> None:
    problem = only(read_date(text))
    assert (problem.code, problem.suggestion) == ("not-a-date", suggestion)


def test_every_month_is_known_by_its_name() -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    suggestions = [only(read_date(f"{name} 2014")).suggestion for name in names]
    assert suggestions == [f"2014-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://example.com/",
        "HTTPS://Example.com:8080/a/b?c=d#e",
        "https://example.com/@ada",
        "https://example.com?q=a@b",
        "https://de.wikipedia.org/wiki/Überlingen_(Bodensee)",
        "https://bücher.example/",
        "http://127.0.0.1:8000",
        "http://[::1]/",
        "http://[::1]:8000/",
        "https://example.com./",
        "https://example.com:1",
        "https://example.com:65535/",
        "https://भारत.example/",
        "https://_a.b-c.example",
        "https://2ada.example.x1/",
        f"https://{'a' * 63}.example/",
        f"https://example.com/{'a' * 2028}",
        f"https://example.com/{'ä' * 1014}",
        "mailto:ada@example.com",
        "mailto:ada@example.com?subject=Hi",
        "tel:+43-1-234(56)",
    ],
)
def test_a_url_is_taken_as_it_is(url: str) -> None:
    reading = read_basics(url=url)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.basics.url == url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("javascript:alert(1)", "only links to https:, http:, mailto: and tel: are safe"),
        ("JaVaScRiPt:alert(1)", "only links to https:, http:, mailto: and tel: are safe"),
        ("data:text/html,hi", "only links to https:, http:, mailto: and tel: are safe"),
        ("vbscript:x", "only links to https:, http:, mailto: and tel: are safe"),
        ("file:///etc/passwd", "only links to https:, http:, mailto: and tel: are safe"),
        ("ftp://example.com", "only links to https:, http:, mailto: and tel: are safe"),
        ("C:/ada", "only links to https:, http:, mailto: and tel: are safe"),
        ("java\nscript:alert(1)", "a URL holds no space or line break"),
        ("java\tscript:alert(1)", "a URL holds no space or line break"),
        ("https://example.com\\@evil.example", "a URL holds no backslash"),
        ("https://example.com/\u202egpj.exe", "a URL holds no invisible character (U+202E)"),
        ("https://exa\u200bmple.com", "a URL holds no invisible character (U+200B)"),
        ("https://exa\u00admple.com", "a URL holds no invisible character (U+00AD)"),
        ("https://ada:secret@example.com", "a URL holds no user name or password"),
        ("https://ada@example.com", "a URL holds no user name or password"),
        ("https:ada@example.com", "a URL holds no user name or password"),
    ],
)
def test_a_url_that_may_do_harm_is_an_error(url: str, message: str) -> None:
    problem = only(read_basics(url=url))
    assert problem.code == "unsafe-url"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("url", "suggestion"),
    [
        ("github.com/ada", "https://github.com/ada"),
        ("www.example.com", "https://www.example.com"),
        ("example.com:8080/a", "https://example.com:8080/a"),
        ("//example.com/a", "https://example.com/a"),
        ("ada@example.com", "mailto:ada@example.com"),
        ("/ada", None),
        ("Ada", None),
        ("view-source:https://example.com", None),
        ("https:", None),
        ("https://", None),
        ("https:///ada", None),
        ("https:example.com", None),
        ("https://example.com:port", None),
        ("https://ex%61mple.com", None),
        ("mailto:ada", None),
        ("tel:home", None),
        ("example.com:ada", None),
        ("-.example", None),
    ],
)
def test_what_is_no_complete_url_is_an_error(url: str, suggestion: str | None) -> None:
    problem = only(read_basics(url=url))
    assert (problem.code, problem.suggestion) == ("not-a-url", suggestion)


LONG_LABEL = "a" * 64
IMPOSSIBLE_HOSTS = {
    "a port is a number from 1 to 65535": ["x:99999", "x:0", "x:٨٠", "x:000001", "x:", "[::1]:"],
    "this is no IP address": ["[::::]", "[]", "[::1", "[::1]x", "[fe80::1%eth0]", "[127.0.0.1]", "127.0.0.256", "1.2"],
    "a host's name is of letters, digits and inner hyphens, with one dot between": [
        *("x..example", ".example", "example..", ".", "-", "-x.example", "x-.example", "a,b", f"{LONG_LABEL}.example"),
        *(":80", "a:b:80"),
    ],
}


@pytest.mark.parametrize(
    ("host", "message"), [(host, message) for message, hosts in IMPOSSIBLE_HOSTS.items() for host in hosts]
)
def test_a_link_to_a_host_that_can_not_be_is_an_error(host: str, message: str) -> None:
    for tail in ("", "/", "/a:b/[c]", "?a", "#a"):
        problem = only(read_basics(url=f"https://{host}{tail}"))
        assert (problem.code, problem.message) == ("not-a-url", message)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https:/example.com", "after https: come two slashes and a host"),
        ("http://", "after http: come two slashes and a host"),
        ("mailto:?subject=Hi", "after mailto: comes an e-mail address"),
        ("tel:", "after tel: comes a phone number without spaces"),
    ],
)
def test_what_a_url_lacks_is_said(url: str, message: str) -> None:
    problem = only(read_basics(url=url))
    assert (problem.code, problem.message) == ("not-a-url", message)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("url", f"https://example.com/{'a' * 2029}"),
        ("url", f"https://example.com/{'ä' * 1015}"),
        ("image", f"https://example.com/{'a' * 2029}"),
        ("email", f"{'a' * 2037}@example.com"),
        ("phone", "0" * 2049),
    ],
)
def test_what_is_too_long_to_link_to_is_an_error(field: str, text: str) -> None:
    problem = only(read_basics(**{field: text}))
    assert (problem.severity, problem.code, problem.message) == (
        "error",
        "too-long",
        "a link has no more than 2,048 bytes",
    )


def test_an_address_or_a_number_may_be_as_long_as_a_link() -> None:
    assert read_basics(email=f"{'a' * 2036}@example.com", phone="0" * 2048).problems == ()


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_space_in_the_path_is_suggested_encoded(scheme: str) -> None:
    problem = only(read_basics(url=f"{scheme}://example.com/my page"))
    assert problem.suggestion == f"{scheme}://example.com/my%20page"


@pytest.mark.parametrize(
    "url", ["see my page", "https://a b.example.com", "https://example.com/a b\\c", "https://example.com/a\u200b b"]
)
def test_a_space_elsewhere_has_no_suggestion(url: str) -> None:
    assert only(read_basics(url=url)).suggestion is None


@pytest.mark.parametrize("email", ["ada@example.com", "ada.b+c@sub.example.co.uk", "ада@пример.рф"])
def test_an_email_address_passes(email: str) -> None:
    assert read_basics(email=email).problems == ()


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "@example.com", "ada@example", "a b@example.com", "a@b@example.com", "a\u200b@example.com"]
)
def test_what_does_not_look_like_an_email_address_is_a_warning(email: str) -> None:
    reading = read_basics(email=email)
    assert only(reading).code == "not-an-email"
    assert reading.resume is not None
    assert reading.resume.basics.email == email


@pytest.mark.parametrize(
    ("code", "suggestion"), [("at", "AT"), ("UK", "GB"), ("uk", "GB"), ("Austria", None), ("A1", None)]
)
def test_a_country_is_two_capital_letters(code: str, suggestion: str | None) -> None:
    reading = read_basics(location={"countryCode": code})
    assert (only(reading).code, only(reading).suggestion) == ("not-a-country-code", suggestion)
    assert reading.resume is not None
    assert reading.resume.basics.location.country_code == code


def test_a_country_code_passes() -> None:
    assert read_basics(location={"countryCode": "AT"}).problems == ()


@pytest.mark.parametrize(
    "tag", ["en", "EN-gb", "enm", "gsw", "de-AT", "zh-Hant-TW", "es-419", "sl-rozaj-biske", "de-1996", "en-x-ada"]
)
def test_a_language_tag_passes(tag: str) -> None:
    reading = read_settings(lang=tag)
    translated = tag not in {"enm", "gsw", "sl-rozaj-biske"}
    assert [problem.code for problem in reading.problems] == ([] if translated else ["language-not-translated"])
    assert reading.resume is not None
    assert reading.resume.settings.lang == tag


@pytest.mark.parametrize(
    ("tag", "suggestion"), [("en_GB", "en-GB"), ("English", None), ("e", None), ("en-", None), ('en" onload="', None)]
)
def test_what_is_no_language_tag_is_an_error(tag: str, suggestion: str | None) -> None:
    problem = only(read_settings(lang=tag))
    assert (problem.code, problem.suggestion) == ("not-a-language-tag", suggestion)


@pytest.mark.parametrize("url", ["https://example.com", "HTTPS://example.com/", "http://localhost:8000/"])
def test_the_address_of_the_page_passes(url: str) -> None:
    reading = read_settings(siteUrl=url)
    assert reading.problems == ()
    assert reading.resume is not None
    assert reading.resume.settings.site_url == url


@pytest.mark.parametrize(
    "url",
    [
        "mailto:ada@example.com",
        "https://example.com/?a",
        "https://example.com?a",
        "https://example.com/#a",
        "https://example.com/ada",
        "https://example.com//",
    ],
)
def test_the_address_of_the_page_is_that_of_its_host(url: str) -> None:
    problem = only(read_settings(siteUrl=url))
    assert problem.code == "not-a-url"
    assert problem.message.startswith("the page stands at the root of its host")


@pytest.mark.parametrize("url", ["/", "https://-/"])
def test_the_address_of_the_page_is_one_problem(url: str) -> None:
    assert only(read_settings(siteUrl=url)).code == "not-a-url"
