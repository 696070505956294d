"""The picture of a shared link: its size, its words, and that it is the same everywhere."""

from __future__ import annotations

import string
from io import BytesIO

import pytest
from PIL import Image

from cloud_resume.resume import Basics, Resume, Settings
from cloud_resume.site._preview import HEIGHT, WIDTH, preview

ADDRESS = Settings(site_url="https://ada.example.com/")
PAPER, ACCENT = (255, 253, 249), "#1a7f37"
MOST_BYTES = 100_000
LONG = {
    "none": Basics(),
    "role": Basics(label="Analyst of Engines"),
    "name": Basics(name="Ada Augusta King-Noel Byron, Countess of Lovelace, of Ockham and of Horsley Towers"),
    "word": Basics(name=string.ascii_letters * 3, label=string.ascii_letters * 5),
    "wide": Basics(name="W" * 200, label="W " * 200),
    "arabic": Basics(name="آدا بايرون", label="محللة المحركات التحليلية"),
    "chinese": Basics(name="爱达", label="分析机程序员"),
}


def draw(basics: Basics, settings: Settings = ADDRESS) -> Image.Image:
    png = preview(Resume(basics=basics, settings=settings), ACCENT)
    assert len(png) < MOST_BYTES
    return Image.open(BytesIO(png)).convert("RGB")


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Give the box around all that is not paper."""
    box = Image.eval(image.convert("L"), lambda value: 255 if value < 200 else 0).getbbox()
    assert box
    return box


@pytest.mark.parametrize("name", LONG)
def test_it_has_room_for_whatever_the_name(name: str) -> None:
    image = draw(LONG[name])
    assert image.size == (WIDTH, HEIGHT)
    assert image.getpixel((0, 0)) == pytest.approx(PAPER, abs=2)
    left, top, right, bottom = inked(image)
    assert left >= 60
    assert top >= 60
    assert right <= WIDTH - 60
    assert bottom <= HEIGHT - 40


def test_it_shows_name_role_and_address() -> None:
    ada = draw(Basics(name="Ada", label="Analyst"))
    assert ada.tobytes() == draw(Basics(name="Ada", label="Analyst")).tobytes()
    others = (
        draw(Basics(name="Bea", label="Analyst")),
        draw(Basics(name="Ada", label="Author")),
        draw(Basics(name="Ada", label="Analyst"), Settings(site_url="https://example.com/")),
    )
    assert all(ada.tobytes() != other.tobytes() for other in others)


def test_it_has_the_accent() -> None:
    colors = draw(Basics(name="Ada")).getcolors(1 << 20)
    assert colors is not None
    assert any(color == pytest.approx((26, 127, 55), abs=8) for _, color in colors)


def test_it_is_read_as_its_language_is() -> None:
    arabic = draw(LONG["arabic"], ADDRESS._replace(lang="ar"))
    assert inked(arabic)[2] > WIDTH - 120
    assert inked(draw(LONG["none"]))[2] < WIDTH / 2
