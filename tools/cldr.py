"""Write what babel has from the Unicode CLDR of each language into src/cloud_resume/site/cldr/.

Each language has a file with the forms of its dates and the names of the countries; English has its own forms in the
code, and only the names. ``languages.json`` holds what each language calls itself.
"""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from pathlib import Path

import babel
from babel import Locale
from babel.dates import format_skeleton

TARGET = Path(__file__).parent.parent / "src/cloud_resume/site/cldr"

LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh", "zh-Hant")

NO_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))  # unions, and codes for tests
YEAR, DAY = 2222, 28  # figures that no form of a date has by itself
MARKS = "\u200e\u200f"  # what sets a direction; the page does


def files() -> dict[str, str]:
    """Give each file's text by name."""
    written = {f"{tag}.json": _json(_language(Locale.parse(tag, sep="-"))) for tag in LANGUAGES}
    licence = (resources.files(babel) / "locale-data/LICENSE.unicode").read_text("utf-8")
    return {**written, "languages.json": _json(_names()), "LICENSE": licence.strip() + "\n"}


def _language(locale: Locale) -> dict[str, object]:
    countries = {
        code: name
        for code, name in sorted(locale.territories.items())
        if code.isalpha() and len(code) == len("GB") and code not in NO_COUNTRIES
    }
    if locale.language == "en":
        return {"countries": countries}
    return {
        "year": _form(locale, "y", 1),
        "months": [_form(locale, "yMMM", month) for month in range(1, 13)],
        "days": [_form(locale, "yMMMd", month) for month in range(1, 13)],
        "countries": countries,
    }


def _form(locale: Locale, skeleton: str, month: int) -> str:
    """Give the form of a date of that month, with ``{year}`` and ``{day}`` in it."""
    text = format_skeleton(skeleton, date(YEAR, month, DAY), locale=locale)
    return text.translate(dict.fromkeys(map(ord, MARKS))).replace(str(YEAR), "{year}").replace(str(DAY), "{day}")


def _names() -> dict[str, str]:
    """Give each language's name in itself, with a capital as a menu has it."""
    names = {tag: Locale(tag).languages.get(tag) for tag in babel.localedata.locale_identifiers() if tag.isalpha()}
    return {tag: name[0].upper() + name[1:] for tag, name in sorted(names.items()) if name}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write them."""
    TARGET.mkdir(exist_ok=True)
    for name, text in files().items():
        (TARGET / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
