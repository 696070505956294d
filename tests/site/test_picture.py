"""The picture as it is published."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from cloud_resume.errors import ResumeError
from cloud_resume.resume import Picture
from cloud_resume.site._picture import cleaned

RED, WHITE = (255, 0, 0), (255, 255, 255)


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def _published(data: bytes) -> tuple[Picture, Image.Image]:
    """Clean a picture, and open what comes out."""
    picture = cleaned(Picture(data, "image/png"), "ada.png")
    image = Image.open(BytesIO(picture.data))
    assert picture.media_type == Image.MIME[image.format or ""]
    return picture, image


def _is(color: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(color, tuple)
    return all(abs(one - other) < 6 for one, other in zip(color, wanted, strict=True))


def test_it_stands_upright_and_is_small(portrait: Picture) -> None:
    _, image = _published(portrait.data)
    assert image.size == (384, 512)
    assert _is(image.getpixel((190, 20)), WHITE)
    assert _is(image.getpixel((190, 490)), RED)


def test_nothing_is_left_but_its_pixels(portrait: Picture) -> None:
    picture, image = _published(portrait.data)
    assert b"Kamera-Werk" in portrait.data
    assert b"secret" in portrait.data
    for mark in (b"Kamera-Werk", b"secret", b"Exif", b"ICC_PROFILE", b"http://ns.adobe.com"):
        assert mark not in picture.data
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_nothing_is_left_in_a_png(portrait: Picture) -> None:
    exif = Image.open(BytesIO(portrait.data)).getexif()
    exif[0x0112] = 1
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGBA", (20, 20), (255, 0, 0, 128))
    picture, _ = _published(_file(image, "PNG", exif=exif, icc_profile=profile, dpi=(72, 72)))
    chunks, place = [], 8
    while place < len(picture.data):
        (length,) = struct.unpack(">I", picture.data[place : place + 4])
        chunks.append(picture.data[place + 4 : place + 8])
        place += 12 + length
    assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}


def test_broken_metadata_is_no_matter() -> None:
    data = _file(Image.new("RGB", (30, 40), RED), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01")
    assert _published(data)[1].size == (30, 40)


def test_a_small_picture_stays_as_small() -> None:
    assert _published(_file(Image.new("RGB", (30, 40)), "PNG"))[1].size == (30, 40)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("RGB", (9, 9), RED), "JPEG"),
        (Image.new("RGBA", (9, 9), (*RED, 255)), "JPEG"),
        (Image.new("RGBA", (9, 9), (*RED, 100)), "PNG"),
        (Image.new("P", (9, 9)), "JPEG"),
        (Image.new("LA", (9, 9), (200, 10)), "PNG"),
        (Image.new("1", (9, 9)), "JPEG"),
    ],
    ids=["colors", "opaque", "transparent", "palette", "gray and transparent", "bits"],
)
def test_only_transparency_needs_a_png(image: Image.Image, kind: str) -> None:
    assert _published(_file(image, "PNG"))[1].format == kind


def test_colors_of_a_profile_become_those_of_the_web() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = _file(Image.new("RGB", (9, 9), (200, 120, 60)), "PNG")
    assert _is(_published(plain)[1].getpixel((4, 4)), (200, 120, 60))
    for broken in (b"no profile", lab):
        data = _file(Image.new("RGB", (9, 9), (200, 120, 60)), "PNG", icc_profile=broken)
        assert _is(_published(data)[1].getpixel((4, 4)), (200, 120, 60))


def test_a_wide_gamut_profile_is_applied() -> None:
    data = _file(Image.new("RGB", (9, 9), (200, 120, 60)), "PNG", icc_profile=_swapped_profile())
    assert _is(_published(data)[1].getpixel((4, 4)), (200, 60, 120))


def _swapped_profile() -> bytes:
    """Give the profile of a device that means blue by its green, and green by its blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    green, blue = profile.index(b"gXYZ", 128), profile.index(b"bXYZ", 128)
    profile[green : green + 4], profile[blue : blue + 4] = b"bXYZ", b"gXYZ"
    return bytes(profile)


def test_sixteen_bits_of_gray_keep_their_shade() -> None:
    data = _file(Image.new("I;16", (9, 9), 0x8000), "PNG")
    assert _is(_published(data)[1].getpixel((4, 4)), (128, 128, 128))


def test_an_animation_shows_its_first_frame() -> None:
    frames = [Image.new("RGB", (9, 9), color) for color in (RED, WHITE)]
    data = _file(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert _is(_published(data)[1].getpixel((4, 4)), RED)


def test_the_same_picture_gives_the_same_bytes(portrait: Picture) -> None:
    assert cleaned(portrait, "a.jpg") == cleaned(portrait, "b.jpg")


def _png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + struct.pack(">I", zlib.crc32(header)) + b"\0\0\0\x09IDAT"


@pytest.mark.parametrize("pixels", [(10_000, 5_001), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused(pixels: tuple[int, int]) -> None:
    with pytest.raises(ResumeError) as caught:
        cleaned(Picture(_png_header(*pixels), "image/png"), "me.png")
    (problem,) = caught.value.problems
    assert (problem.file, problem.severity, problem.code) == ("me.png", "error", "image-too-large")
    assert "50 million pixels" in problem.message


@pytest.mark.parametrize("data", [b"", b"GIF89a", _png_header(9, 9), Path(__file__).read_bytes()])
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ResumeError) as caught:
        cleaned(Picture(data, "image/png"), "me.png")
    (problem,) = caught.value.problems
    assert (problem.file, problem.severity, problem.code) == ("me.png", "error", "image-format")
    assert "0x" not in problem.message


def test_half_a_picture_is_refused(portrait: Picture) -> None:
    with pytest.raises(ResumeError):
        cleaned(portrait._replace(data=portrait.data[: len(portrait.data) // 2]), "me.jpg")
