"""Countries have the names that people know them by."""

from __future__ import annotations

import runpy
from pathlib import Path

from cloud_resume.site._countries import NAMES

ROOT = Path(__file__).parents[2]


def test_the_module_is_what_the_installed_package_says() -> None:
    module = runpy.run_path(str(ROOT / "tools/countries.py"))["module"]()
    assert (ROOT / "src/cloud_resume/site/_countries.py").read_text("utf-8") == module


def test_every_name_is_a_country_s() -> None:
    assert (NAMES["AT"], NAMES["US"], NAMES["TR"]) == ("Austria", "United States", "Türkiye")
    assert not NAMES.keys() & {"EU", "UN", "ZZ"}
    assert all(code.isupper() and name for code, name in NAMES.items())
