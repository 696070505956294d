"""The site as a whole: its files, what is in them, and what must never be."""

import base64
import json
import os
import posixpath
import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text
from pypdf import PdfReader
from pypdf.generic import StreamObject

from cloud_resume import site
from cloud_resume.errors import ResumeError
from cloud_resume.resume import PRIVATE_FIELDS, THEMES, Basics, Picture, Resume, Settings, to_json_resume

PRIVATE = {
    "basics.phone": ("+44 117 496 0142", "441174960142"),
    "basics.location.address": ("14 Example Row",),
    "basics.location.postalCode": ("BS0 0AA",),
}


def _asset(files: dict[str, bytes], extension: str) -> str:
    (name,) = [name for name in files if name.endswith(f".{extension}") and name.startswith("assets/")]
    return name


def _all_text(name: str, content: bytes) -> str:
    """Give all that a file says; of a PDF what it shows, its metadata, and every stream it holds."""
    if not name.endswith(".pdf"):
        return content.decode()
    reader = PdfReader(BytesIO(content))
    streams = [
        item.get_data()
        for number in range(1, int(str(reader.trailer["/Size"])))
        if isinstance(item := reader.get_object(number), StreamObject)
    ]
    assert len(streams) > 5
    parts = (
        content.decode("latin-1"),
        *(stream.decode("latin-1") for stream in streams),
        extract_text(BytesIO(content)),
    )
    return " ".join("\n".join([*parts, *(page.extract_text() for page in reader.pages)]).split())


def test_the_files_are_those_of_a_site(full: Resume) -> None:
    files = site.build(full)
    assert {re.sub(r"\.[0-9a-f]{8}\.", ".<hash>.", name) for name in files} == {
        "index.html",
        "404.html",
        "robots.txt",
        "resume.pdf",
        "resume.txt",
        "resume.json",
        "assets/page.<hash>.css",
        "assets/page.<hash>.js",
    }


def test_assets_are_named_by_what_is_in_them(full: Resume, portrait: Picture) -> None:
    files = site.build(full._replace(picture=portrait))
    for extension in ("css", "js", "jpg"):
        name = _asset(files, extension)
        assert name.split(".")[1] == sha256(files[name]).hexdigest()[:8]
        assert name in files["index.html"].decode()
    assert f'"/{_asset(files, "css")}"' in files["404.html"].decode()
    assert files[_asset(files, "css")] == (site.ASSETS / "page.css").read_bytes()


def test_the_pdf_can_be_left_out(full: Resume) -> None:
    files = site.build(full, pdf=False)
    assert "resume.pdf" not in files
    assert b"resume.pdf" not in files["index.html"]
    assert b'"resume.pdf"' in site.build(full)["index.html"]


def rules(files: dict[str, bytes]) -> list[str]:
    return [line for line in files["robots.txt"].decode().splitlines() if not line.startswith("#")]


def test_robots_may_read_everything(full: Resume) -> None:
    assert rules(site.build(full)) == ["User-agent: *", "Allow: /"]


def test_what_can_t_say_that_it_is_not_to_be_listed_is_not_read_by_robots(full: Resume) -> None:
    files = site.build(full._replace(settings=Settings(noindex=True)))
    assert b'<meta name="robots" content="noindex">' in files["index.html"]
    assert rules(files) == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /resume.json",
        "Disallow: /resume.pdf",
        "Disallow: /resume.txt",
    ]


@pytest.mark.parametrize("address", ["https://ada.example.com", "https://ada.example.com/"])
def test_a_known_address_makes_a_page_to_share(full: Resume, address: str) -> None:
    files = site.build(full._replace(settings=Settings(site_url=address)))
    page = files["index.html"].decode()
    assert '<link rel="canonical" href="https://ada.example.com/">' in page
    assert f'<meta property="og:image" content="https://ada.example.com/{_asset(files, "png")}">' in page


def test_without_an_address_nothing_is_there_to_share(full: Resume) -> None:
    files = site.build(full)
    assert not [name for name in files if "preview" in name]
    assert b"og:" not in files["index.html"]
    assert b"canonical" not in files["index.html"]


def test_a_theme_is_laid_over_the_page_s_own_style(full: Resume) -> None:
    own = (site.ASSETS / "page.css").read_bytes()
    theme = (site.ASSETS / "themes" / "swiss.css").read_bytes()
    files = site.build(full._replace(settings=Settings(theme="swiss")))
    assert files[_asset(files, "css")] == own + b"\n" + theme
    assert b"fill='%23c8102e'" in files["index.html"]


def test_a_theme_of_one_s_own_may_change_one_colour(full: Resume) -> None:
    files = site.build(full._replace(style_sheet=b":root{--accent:#0a0b0c}"))
    assert files[_asset(files, "css")].endswith(b"\n:root{--accent:#0a0b0c}")
    assert b"fill='%230a0b0c'" in files["index.html"]
    without = site.build(full._replace(style_sheet=b"h1{color:red}"))
    assert b"fill='%238f2d1f'" in without["index.html"]


def test_there_is_a_style_sheet_for_each_theme() -> None:
    assert {path.stem for path in (site.ASSETS / "themes").iterdir()} == set(THEMES[1:])


def test_json_is_json_resume_as_a_person_reads_it(full: Resume) -> None:
    text = site.build(full._replace(basics=Basics(name="Ада 字")))["resume.json"].decode()
    assert '\n  "basics": {\n    "name": "Ада 字"\n' in text
    assert text.endswith("}\n")
    assert json.loads(site.build(full)["resume.json"]) == to_json_resume(full)


def in_german(resume: Resume, **settings: Any) -> Resume:  # noqa: ANN401 - of any setting
    basics = resume.basics._replace(label="Analytikerin")
    return resume._replace(basics=basics, settings=Settings(lang="de", **settings))


def test_each_translation_has_a_folder_and_shares_the_style(full: Resume) -> None:
    resume = full._replace(translations=(in_german(full), full._replace(settings=Settings(lang="pt-BR"))))
    files = site.build(resume)
    alone = site.build(full)
    own = {"index.html", "resume.json", "resume.pdf", "resume.txt"}
    assert files.keys() - alone.keys() == {f"{folder}/{name}" for folder in ("de", "pt-BR") for name in own}
    assert alone.keys() - files.keys() == set()
    assert {name for name in alone if alone[name] != files[name]} == {"index.html"}  # it has a switch
    assert b"Analytikerin" in files["de/index.html"]
    assert "Berufserfahrung" in files["de/resume.txt"].decode()
    assert json.loads(files["de/resume.json"])["basics"]["label"] == "Analytikerin"
    assert "Berufserfahrung" in extract_text(BytesIO(files["de/resume.pdf"]))


def test_every_link_of_every_language_leads_to_a_file(full: Resume, portrait: Picture) -> None:
    resume = full._replace(picture=portrait)
    files = site.build(resume._replace(translations=(in_german(resume),)))
    followed = set()
    for name in ("index.html", "de/index.html"):
        for url in re.findall(r' (?:href|src)="([^":]+)"', files[name].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), url))
            assert path in files, f"{name}: {url}"
            followed.add(path)
    assert followed >= {"index.html", "de/index.html", "resume.pdf", "de/resume.pdf", _asset(files, "jpg")}


def test_all_languages_are_of_one_site_in_one_look(full: Resume) -> None:
    address = "https://ada.example.com"
    settings = Settings(site_url=address, noindex=True, theme="swiss")
    german = in_german(full, site_url="https://elsewhere.example.com")
    files = site.build(full._replace(settings=settings, translations=(german,)), pdf=False)
    page = files["de/index.html"].decode()
    assert f'<link rel="canonical" href="{address}/de/">' in page
    assert "elsewhere" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert _asset(files, "css") in page
    previews = {
        url for page in ("index.html", "de/index.html") for url in re.findall(r"preview\.\w+", str(files[page]))
    }
    assert len(previews) == 2  # each says its own
    rules = files["robots.txt"].decode()
    assert "Disallow: /resume.json" in rules
    assert "Disallow: /de/resume.json" in rules


def test_a_language_may_ask_by_itself_not_to_be_listed(full: Resume) -> None:
    files = site.build(full._replace(translations=(in_german(full, noindex=True),)), pdf=False)
    assert b"noindex" in files["de/index.html"]
    assert b"noindex" not in files["index.html"]
    rules = files["robots.txt"].decode()
    assert "Disallow: /de/resume.txt" in rules
    assert "Disallow: /resume.txt" not in rules


def test_what_is_private_stays_so_in_every_language(full: Resume) -> None:
    files = site.build(full._replace(settings=Settings(public=PRIVATE_FIELDS), translations=(in_german(full),)))
    for name, content in files.items():
        if name.startswith("de/"):
            assert "496 0142" not in _all_text(name, content)
    assert b"496 0142" in files["resume.txt"]


def test_a_summary_that_is_left_out_is_in_no_file(full: Resume) -> None:
    settings = Settings(sections=("work",), site_url="https://ada.example.com")
    for name, content in site.build(full._replace(settings=settings)).items():
        if not name.startswith("assets/"):
            assert "machines" not in _all_text(name, content)


def test_two_forms_of_a_language_are_told_apart(full: Resume) -> None:
    british, chinese, taiwanese = (Settings(lang=lang) for lang in ("en-GB", "zh-Hans", "zh-Hant"))
    others = tuple(full._replace(settings=settings) for settings in (british, chinese, taiwanese))
    page = site.build(full._replace(translations=others), pdf=False)["index.html"].decode()
    for name in ("English (en-GB)", "中文 (zh-Hans)", "中文 (zh-Hant)"):
        assert f">{name}</a>" in page


@pytest.mark.parametrize("listed", [(), *combinations(PRIVATE_FIELDS, 1), *combinations(PRIVATE_FIELDS, 2)])
def test_what_is_private_is_in_no_file_unless_listed(full: Resume, listed: tuple[str, ...]) -> None:
    files = site.build(full._replace(settings=Settings(public=listed)))
    texts = {name: _all_text(name, content) for name, content in files.items()}
    for field, words in PRIVATE.items():
        found = {name for name, text in texts.items() for word in words if word in text}
        if field in listed:
            assert found >= {"index.html", "resume.json", "resume.pdf", "resume.txt"}
        else:
            assert not found


def test_the_complete_pdf_has_what_is_private(full: Resume) -> None:
    text = _all_text("resume.pdf", site.pdf(full))
    for word, *_ in PRIVATE.values():
        assert word in text


def test_the_picture_of_a_data_uri_is_published_without_what_the_camera_wrote(portrait: Picture) -> None:
    image = "data:image/jpeg;base64," + base64.b64encode(portrait.data).decode()
    resume = Resume(basics=Basics(name="Ada", image=image), picture=portrait)
    files = site.build(resume)
    for content in files.values():
        assert portrait.data[:200] not in content
        assert image[23:100].encode() not in content
        assert b"Kamera-Werk" not in content
    assert "image" not in json.loads(files["resume.json"])["basics"]


def test_a_known_address_gives_the_picture_one(full: Resume, portrait: Picture) -> None:
    settings = Settings(site_url="https://ada.example.com/")
    files = site.build(full._replace(picture=portrait, settings=settings))
    image = json.loads(files["resume.json"])["basics"]["image"]
    assert image == f"https://ada.example.com/{_asset(files, 'jpg')}"
    assert f'"image":"{image}"' in files["index.html"].decode()


def test_a_transparent_picture_is_a_png(full: Resume) -> None:
    gif_in_png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    assert _asset(site.build(full._replace(picture=Picture(gif_in_png, "image/png"))), "png")


@pytest.mark.parametrize(("image", "name"), [("me.jpg", "me.jpg"), ("data:image/png;base64,AAAA", "basics.image")])
def test_a_damaged_picture_is_a_problem_of_its_file(image: str, name: str) -> None:
    resume = Resume(basics=Basics(image=image), picture=Picture(b"damaged", "image/png"))
    for make in (site.build, site.pdf):
        with pytest.raises(ResumeError) as caught:
            make(resume)
        assert [problem.file for problem in caught.value.problems] == [name]


DIGESTS = """
import hashlib, json, sys
from pathlib import Path
from cloud_resume import resume, site
made = resume.load(Path(sys.argv[1])).resume
made = made._replace(picture=resume.Picture(Path(sys.argv[2]).read_bytes(), "image/jpeg"))
made = made._replace(settings=made.settings._replace(photo_in_pdf=True, site_url="https://ada.example.com"))
files = {**site.build(made), **{form: site.export(made, form).content for form in site.EXPORTS}}
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))
"""


def test_the_same_resume_gives_the_same_bytes_anywhere(portrait: Picture, tmp_path: Path) -> None:
    picture = tmp_path / "me.jpg"
    picture.write_bytes(portrait.data)
    example = Path(__file__).parents[2] / "examples/resume.yaml"
    digests = []
    for number, (zone, locale) in enumerate((("UTC", "C"), ("Asia/Kathmandu", "de_DE.UTF-8"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", DIGESTS, example, picture],
            check=True,
            capture_output=True,
            cwd=folder,
            env={
                **os.environ,
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": str(number),
                "SOURCE_DATE_EPOCH": str(number),
            },
            text=True,
        )
        digests.append(json.loads(done.stdout))
        assert not list(folder.iterdir())
    assert digests[0] == digests[1]
    assert len(digests[0]) == 10 + len(site.EXPORTS)
