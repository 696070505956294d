"""The words and forms of each language."""
# ruff: noqa: RUF001 - each language has its own punctuation

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from babel import Locale

from cloud_resume.resume import Date
from cloud_resume.resume._values import TRANSLATED
from cloud_resume.site._outline import Dates
from cloud_resume.site._translations import TRANSLATIONS
from cloud_resume.site._words import HEADINGS, Words, language_name, words

ROOT = Path(__file__).parents[2]
ENGLISH = words("en")


@pytest.mark.parametrize(
    ("value", "written"),
    [(Date(2014), "2014"), (Date(2014, 2), "Feb 2014"), (Date(2014, 2, 28), "28 Feb 2014"), (Date(987, 12), "Dec 987")],
)
def test_no_more_of_a_date_is_written_than_is_known(value: Date, written: str) -> None:
    assert ENGLISH.date(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Dates(Date(2020, 1), Date(2021, 2)), "Jan 2020 – Feb 2021"),
        (Dates(Date(2020, 1), None, open=True), "Jan 2020 – Present"),
        (Dates(Date(2020, 1), None), "Jan 2020"),
        (Dates(None, Date(2021)), "2021"),
        (Dates(Date(2020), Date(2020)), "2020"),
    ],
)
def test_a_range_has_an_en_dash_and_one_date_has_none(value: Dates, written: str) -> None:
    assert ENGLISH.dates(value) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", ["2014", "Mar 2014", "8 Mar 2014", "Feb 2020 – Present"]),
        ("en-US", ["2014", "Mar 2014", "Mar 8, 2014", "Feb 2020 – Present"]),
        ("de", ["2014", "März 2014", "8. März 2014", "Feb. 2020 – heute"]),
        ("fr", ["2014", "mars 2014", "8 mars 2014", "févr. 2020 – aujourd’hui"]),
        ("es", ["2014", "mar 2014", "8 mar 2014", "feb 2020 – actualidad"]),
        ("pt", ["2014", "mar. de 2014", "8 de mar. de 2014", "fev. de 2020 – presente"]),
        ("it", ["2014", "mar 2014", "8 mar 2014", "feb 2020 – oggi"]),
        ("nl", ["2014", "mrt 2014", "8 mrt 2014", "feb 2020 – heden"]),
        ("pl", ["2014", "mar 2014", "8 mar 2014", "lut 2020 – obecnie"]),
        ("tr", ["2014", "Mar 2014", "8 Mar 2014", "Şub 2020 – Halen"]),
        ("ar", ["2014", "مارس 2014", "8 مارس 2014", "فبراير 2020 – حتى الآن"]),
        ("he", ["2014", "מרץ 2014", "8 במרץ 2014", "פבר׳ 2020 – היום"]),
        ("zh", ["2014年", "2014年3月", "2014年3月8日", "2020年2月 – 至今"]),
        ("ja", ["2014年", "2014年3月", "2014年3月8日", "2020年2月 – 現在"]),
        ("ko", ["2014년", "2014년 3월", "2014년 3월 8일", "2020년 2월 – 현재"]),
    ],
)
def test_dates_are_those_of_the_language(lang: str, written: list[str]) -> None:
    own = words(lang)
    dates = [own.date(date) for date in (Date(2014), Date(2014, 3), Date(2014, 3, 8))]
    assert [*dates, own.dates(Dates(Date(2020, 2), None, open=True))] == written


ALL = [ENGLISH, *(words(lang) for lang in TRANSLATIONS)]


@pytest.mark.parametrize("own", ALL, ids=lambda own: own.language)
def test_every_language_says_everything(own: Words) -> None:
    assert own.headings.keys() == HEADINGS.keys()
    assert len(set(own.headings.values())) == len(HEADINGS)
    assert [name for name, said in own._asdict().items() if not said] == ["foreign"]
    for forms in (own.months, own.days):
        assert len(forms) == len(set(forms)) == 12
        assert all(form.count("{year}") == 1 for form in forms)
    assert "{day}" not in "".join(own.months)
    assert all("{day}" in form for form in own.days)
    assert all(form.count("#") == 1 or category in {"one", "two"} for category, form in own.visitors.items())
    categories = {*Locale.parse(own.language, sep="-").plural_form.tags, "other"}
    assert own.visitors.keys() <= categories
    assert "other" in own.visitors


@pytest.mark.parametrize("own", ALL[1:], ids=lambda own: own.language)
def test_nothing_is_left_in_english(own: Words) -> None:
    alike = {
        ("fr", "publications"),
        ("fr", "certificates"),
        ("nl", "interests"),
        ("de", "summary"),
    }  # as in English, or nearly
    for key, heading in own.headings.items():
        assert heading != HEADINGS[key] or (own.language, key) in alike
    for said, english in zip(own[2:9], ENGLISH[2:9], strict=True):
        assert said != english


@pytest.mark.parametrize(
    ("lang", "language"),
    [
        ("en-US", "en"),
        ("de-CH", "de"),
        ("PT-br", "pt"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-TW", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("sv", "en"),
        ("den", "en"),
    ],
)
def test_a_region_falls_back_on_its_language_and_an_unknown_language_on_english(lang: str, language: str) -> None:
    assert words(lang).language == language


def test_the_checker_warns_of_no_language_that_is_there() -> None:
    assert {lang.split("-")[0] for lang in TRANSLATIONS} | {"en"} == TRANSLATED


def test_countries_have_the_names_that_people_know_them_by() -> None:
    assert [ENGLISH.country(code) for code in ("AT", "us", "TR", "QQ")] == ["Austria", "United States", "Türkiye", "QQ"]
    assert [words(lang).country("AT") for lang in ("de", "ar", "ja")] == ["Österreich", "النمسا", "オーストリア"]
    for unknown in ("EU", "UN", "ZZ"):
        assert ENGLISH.country(unknown) == unknown


def test_a_language_is_called_as_it_calls_itself() -> None:
    names = [language_name(lang) for lang in ("de-AT", "fr", "he", "sv", "qq")]
    assert names == ["Deutsch", "Français", "עברית", "Svenska", "qq"]


def test_the_tables_are_what_the_installed_package_says() -> None:
    files = runpy.run_path(str(ROOT / "tools/cldr.py"))["files"]()
    folder = ROOT / "src/cloud_resume/site/cldr"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == files
    assert not re.search("[\u200e\u200f\u2066-\u2069]", "".join(files.values()))
