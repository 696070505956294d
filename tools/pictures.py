"""Takes the pictures of the sample: its page in light, in dark, on a phone and in each theme, its PDF's first page."""

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import FloatRect, Page, Route, ViewportSize
from tools.chromium import chromium

from cloud_resume.resume import THEMES

RESUME = "examples/resume.yaml"
FOLDER = Path("docs/pictures")
TOP: FloatRect = {"x": 140, "y": 0, "width": 1000, "height": 1200}
ORIGIN = "http://resume.example"
COLOURS = 96  # a palette keeps each picture under 200 KB; one that covers all hues keeps the accent, which is rare
PDF_RESOLUTION = 110  # dots per inch


def main() -> int:
    """Write docs/pictures/*.png; return 3 where pdftoppm is missing."""
    if shutil.which("pdftoppm") is None:
        print("pdftoppm is missing; to bring it: sudo apt-get install --yes poppler-utils", file=sys.stderr)
        return 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sites = {theme: _built(theme, Path(folder, theme)) for theme in THEMES}
        site = sites[THEMES[0]]
        with chromium() as browser:
            desk, phone = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
            light = browser.new_page(viewport=desk, color_scheme="light")
            dark = browser.new_page(viewport=desk, color_scheme="dark")
            narrow = browser.new_page(viewport=phone, device_scale_factor=2)
            _save("light", _load(light, site).screenshot(full_page=True))
            _save("dark", _load(dark, site).screenshot(full_page=True))
            _save("phone", _load(narrow, site).screenshot())
            for theme in THEMES[1:]:
                page = browser.new_page(viewport=desk, color_scheme="light")
                _save(theme, _load(page, sites[theme]).screenshot(clip=TOP))
        pdf = ["pdftoppm", "-png", "-singlefile", "-r", str(PDF_RESOLUTION), str(site / "resume.pdf")]
        _save("pdf", subprocess.run(pdf, check=True, capture_output=True).stdout)
    return 0


def _built(theme: str, site: Path) -> Path:
    command = [sys.executable, "-m", "cloud_resume", "build", "-q", RESUME, "--theme", theme, "-o", str(site)]
    subprocess.run(command, check=True)
    return site


def _load(page: Page, site: Path) -> Page:
    """Show the site as if it were served, by a counter that has counted for a while."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/api/visits":
            route.fulfill(json={"visitors": 128, "visits": 431})
        else:
            route.fulfill(path=site / (path.lstrip("/") or "index.html"))

    page.route(f"{ORIGIN}/**", answer)
    page.goto(ORIGIN)
    page.get_by_text("128").wait_for()
    return page


def _save(name: str, png: bytes) -> None:
    path = FOLDER / f"{name}.png"
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    print(f"{path.stat().st_size / 1000:4.0f} KB  {path}")


if __name__ == "__main__":
    sys.exit(main())
