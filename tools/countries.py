"""Write the countries' names that babel has from the Unicode CLDR into src/cloud_resume/site/_countries.py."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import babel

TARGET = Path(__file__).parent.parent / "src/cloud_resume/site/_countries.py"

NO_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))  # unions, and codes for tests

TEMPLATE = '''\
"""What each country is called in English: the Unicode CLDR's names by babel {version}, written by tools/countries.py.

{licence}
"""
# ruff: noqa: RUF001 - a name has the apostrophe that it is written with

NAMES = {{
{names}
}}
'''


def module() -> str:
    """Write the module that holds what the installed package says."""
    names = {
        code: name
        for code, name in babel.Locale("en").territories.items()
        if code.isalpha() and len(code) == len("GB") and code not in NO_COUNTRIES
    }
    return TEMPLATE.format(
        version=babel.__version__,
        licence=(resources.files(babel) / "locale-data/LICENSE.unicode").read_text("utf-8").strip(),
        names="\n".join(f'    "{code}": "{name}",' for code, name in sorted(names.items())),
    )


if __name__ == "__main__":
    TARGET.write_text(module(), "utf-8", newline="\n")
