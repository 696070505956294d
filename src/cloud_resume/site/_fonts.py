"""The fonts that the PDF is set in: the compiler's own, and those of packages for the scripts that it lacks."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typst import Fonts

_OWN = "Libertinus Serif"
# The compiler's own have the signs of resumes too: currencies, numero and trademark, arrows, mathematics, bullets.
_BEYOND_OWN = r"[^\0-\u04ff\u0590-\u05ff\u1d00-\u2040\u2054-\u211e\u2122\u2126-\u2151\u2190-\u23ff\u2460-\u2606]"

_UNJOINED = (
    "[\u0900-\u097f]"  # Devanagari: the compiler's own have its letters for mathematics, and no way to join them
)


class _Family(NamedTuple):
    """A family of fonts outside the compiler, and the scripts that it is for."""

    name: str
    packages: tuple[str, ...]  # one a weight
    folder: str  # of the font files in a package
    extra: str | None  # of ours that brings them; None where they always come along
    scripts: str  # a pattern; to compile those of all takes milliseconds, and most texts need none


_FAMILIES = (
    _Family(
        "Amiri",  # of the Arabic faces the one whose text is read back as it was written
        ("fontpkg_amiri",),
        "files",
        None,
        "[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]",
    ),
    _Family(
        "Noto Sans CJK JP",  # the forms of all countries: each language gets its own
        ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold"),
        "",
        "cjk",
        (
            "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
            "\U00020000-\U0003ffff]"
        ),
    ),
)

_UNSHOWABLE = r'(?m)^error: .*`"(?:\\u\{(?P<code>[0-9a-f]+)\}|(?P<character>.))"`'
_SPECIMEN = """\
#set document(title: "Specimen")
#let specimen = json(bytes(sys.inputs.specimen))
#set text(font: specimen.families)
#for character in specimen.characters { par(character) }
"""


class Faces(NamedTuple):
    """What a text is set in."""

    families: list[str]  # in the order in which a character is looked up
    fonts: Fonts


def faces(text: str) -> Faces:
    """Give the fonts for a text, and none that it does not need: those for Chinese alone take longer than the rest."""
    beyond = "".join(re.findall(_BEYOND_OWN, text))
    needed = [family for family in _FAMILIES if beyond and re.search(family.scripts, beyond)]
    folders = {family.name: _folders(family) for family in needed}
    there = [name for name, found in folders.items() if found]
    return Faces([_OWN, *there], _loaded(tuple(folder for found in folders.values() for folder in found)))


def unshowable(text: str) -> dict[str, str | None]:
    """Give the characters of a text that no font can show, each with the extra that would bring one, if any would.

    Those of private use are among them, for what one font shows for them means nothing elsewhere, and those that no
    font joins to a word.
    """
    characters = "".join(sorted(set(re.findall(_BEYOND_OWN, text))))
    if not characters:
        return {}
    import typst  # noqa: PLC0415 - a compiler of 80 MB

    families, fonts = faces(characters)
    unjoined: dict[str, str | None] = dict.fromkeys(re.findall(_UNJOINED, characters))
    try:
        typst.compile(
            _SPECIMEN.encode(),
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"specimen": json.dumps({"characters": list(characters), "families": families})},
            pdf_standards=["a-2a", "ua-1"],  # they alone make an error of a character that is not shown
        )
    except typst.TypstError as error:
        matches = re.finditer(_UNSHOWABLE, error.diagnostic)
        found = [match["character"] or chr(int(match["code"], 16)) for match in matches]
        return unjoined | {character: _extra(character, families) for character in found}
    return unjoined


def _extra(character: str, families: list[str]) -> str | None:
    absent = (family for family in _FAMILIES if family.name not in families)
    return next((family.extra for family in absent if re.match(family.scripts, character)), None)


@cache
def _loaded(folders: tuple[str, ...]) -> Fonts:
    from typst import Fonts  # noqa: PLC0415 - a compiler of 80 MB

    return Fonts(include_system_fonts=False, font_paths=list(folders))


def _folders(family: _Family) -> list[str]:
    """Find the fonts of a family, as long as its packages are installed."""
    from importlib.util import find_spec  # noqa: PLC0415 - most resumes do without

    found = [find_spec(package) for package in family.packages]
    origins = [spec.origin for spec in found if spec and spec.origin]
    return [str(Path(origin).parent / family.folder) for origin in origins]
