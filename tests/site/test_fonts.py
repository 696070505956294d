"""The fonts beyond the compiler's own, and the characters that none of them has."""

import re
import sys
import unicodedata

import pytest

from cloud_resume.site import _fonts

SCRIPTS = {
    "Greek": "Μηχανικός λογισμικού ἀναλυτικῶν",
    "Cyrillic": "Инженер-программист Київ Ўзбек",
    "Hebrew": "מהנדסת תוכנה בְּרֵאשִׁית",
    "Arabic": "مهندسة برمجيات، گروه پژوهش",
    "Chinese": "分析引擎公司的软件工程师、編寫了第一個程式。",
    "Japanese": "ソフトウェアエンジニア。職務経歴",
    "Korean": "소프트웨어 엔지니어",
    "Latin": "Łódź, Ærø, Việt Nam, “quoted” – and … more",
    "symbols": "→ ✓ ★ ☎ €",
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_each_script_can_be_shown(text: str) -> None:
    assert _fonts.unshowable(text) == {}


def test_the_compilers_own_fonts_have_all_that_they_are_trusted_with(monkeypatch: pytest.MonkeyPatch) -> None:
    characters = map(chr, range(0x110000))
    beyond = _fonts._BEYOND_OWN  # noqa: SLF001 - to hold it whole against the fonts
    trusted = [
        character
        for character in characters
        if not re.match(beyond, character) and unicodedata.category(character) not in ("Cc", "Cn")
    ]
    assert len(trusted) > 2500
    monkeypatch.setattr(_fonts, "_BEYOND_OWN", "(?s:.)")
    assert _fonts.unshowable("".join(trusted)) == {}


def test_the_usual_signs_wake_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert _fonts.unshowable("“Ærø” – Łódź… € 5, № 7, Acme™, → ≥ ■ ● ★") == {}


@pytest.mark.parametrize("character", ["ก", "😀", "\U00020000", "\u0e31", "\ue000", "\U000f0000", "अ"])
def test_a_character_that_no_font_has_is_named(character: str) -> None:
    assert _fonts.unshowable(f"Ada {character}字 “é” {character}") == {character: None}


def test_letters_that_no_font_joins_are_named() -> None:
    assert _fonts.unshowable("अनीता") == dict.fromkeys("अतनाी")


@pytest.mark.parametrize("package", ["noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold"])
def test_a_family_of_which_any_weight_is_there_is_used(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert _fonts.unshowable("字") == {}


def test_of_a_family_that_is_not_installed_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold"):
        monkeypatch.setitem(sys.modules, package, None)
    assert _fonts.unshowable("字한ยي") == {"字": "cjk", "한": "cjk", "ย": None}


def test_only_the_fonts_that_a_text_needs_are_loaded() -> None:
    assert _fonts.faces("Ada").families == ["Libertinus Serif"]
    assert _fonts.faces("ي").families == ["Libertinus Serif", "Amiri"]
    assert "Noto Sans CJK JP" not in _fonts.faces("ي").fonts.families()
    assert _fonts.faces("字 ي").families == ["Libertinus Serif", "Amiri", "Noto Sans CJK JP"]


def test_the_machines_fonts_are_never_loaded() -> None:
    embedded = {"DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern", "New Computer Modern Math"}
    assert set(_fonts.faces("字 ي").fonts.families()) == embedded | {"Amiri", "Noto Sans CJK JP"}
