"""Sets the sample's page beside its peers', made of the same content, and measures them all, into docs/gallery.md."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from math import inf, isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer
from PIL import Image
from pypdf import PdfReader
from tools.chromium import chromium
from tools.lighthouse import CATEGORIES, scores
from tools.rendercv import PINS
from tools.typography import measure

from cloud_resume import site
from cloud_resume.cloud._virtualenv import python_with
from cloud_resume.resume import load, plain, published, to_json_resume, to_rendercv
from tools import verapdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page, Response
    from pypdf import PageObject
    from tools.typography import Typography

    from cloud_resume.resume import Resume

SAMPLE = Path("examples/resume.yaml")
PEERS = Path("tools/peers")
DOCS = Path("docs")
THEMES = ("even", "elegant", "stackoverflow", "macchiato")  # of JSON Resume
DESK, PHONE, NARROW = (1280, 900), (390, 844), (320, 568)  # CSS pixels
PICTURE_WIDTH, COLORS = 480, 128
AXE = Path("node_modules/axe-core/axe.min.js")
KILOBYTE = 1000
READING: Sequence[Sequence[str]] = ((), ("-layout",), ("-raw",))  # pdftotext's modes
POINTS_PER_MM = 72 / 25.4

_MARKS = r"""() => {
  const isDrawn = (style) => style.borderTopWidth !== "0px" || style.backgroundImage !== "none"
    || !/^rgba\(.*, 0\)$/.test(style.backgroundColor) || !/^(none|normal)$/.test(style.content);
  const drawn = [...document.querySelectorAll("body *")].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    const styles = [undefined, "::before", "::after"].map((part) => getComputedStyle(element, part));
    return !element.textContent.trim() && width && height
      && (element.matches("svg, img, progress, meter") || styles.some(isDrawn));
  });
  return drawn.length + (document.body.innerText.match(/\d\s*%|[★☆●○■□]/g) ?? []).length;
}"""


class Peer(NamedTuple):
    """One that makes a page, a PDF, or both, out of the sample."""

    name: str
    page: Path | None  # in a folder of its own, as index.html
    pdf: Path


class Figures(NamedTuple):
    """What a page measures."""

    typography: Typography
    dark: bool  # whether it is dark where that is preferred
    contrast: float  # the lowest in either scheme
    narrow: int  # how far it scrolls sideways on the narrowest of phones
    at_once: bool  # whether name, role and e-mail are seen on a phone without scrolling
    marks: int  # as bars, stars and percentages, that it draws for levels of skills
    requests: int
    elsewhere: int  # of these, the ones to other hosts
    bytes: int  # after gzip, without what is elsewhere
    axe: int  # violations
    lighthouse: tuple[int, ...]  # of 100, in the order of CATEGORIES


class Print(NamedTuple):
    """What a PDF measures."""

    fonts: tuple[int, int]  # those with both their outlines and a Unicode map, and all
    tagged: bool
    language: str | None
    found: tuple[int, int]  # the sample's texts that are read back in their order, and all
    by_mode: tuple[int, ...]  # the same by pdftotext, in each of READING
    body: float  # points, of most of the text
    smallest: float  # points
    margin: float  # millimetres between the text and the nearer side of the paper
    stranded: tuple[str, ...]  # the headings, of sections and entries, that end a page
    broken: Mapping[str, int]  # by standard, the rules that veraPDF finds broken


def main() -> int:
    """Write docs/gallery.md and its pictures; return 3 where a tool is missing."""
    for tool, package in (("pdftoppm", "poppler-utils"), ("npm", "nodejs"), ("mvn", "maven")):
        if shutil.which(tool) is None:
            print(f"{tool} is missing; to bring it: sudo apt-get install --yes {package}", file=sys.stderr)
            return 3
    subprocess.run(["npm", "ci", "--ignore-scripts", "--prefix", str(PEERS)], check=True)
    if not verapdf.folder().is_dir():
        verapdf.install()
    resume = load(SAMPLE).resume
    assert resume is not None  # noqa: S101 - the sample has no errors, as tests say
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        made = list(_made(resume, Path(name), browser))
        masters = resume._replace(skills=tuple(skill._replace(level="Master") for skill in resume.skills))
        leveled = dict(_pages(masters, Path(name) / "leveled"))
        pages = {peer.name: _figures(browser, peer.page, leveled[peer.name], resume) for peer in made if peer.page}
        prints = {peer.name: _print(peer.pdf, resume) for peer in made}
        pictures = [_picture(browser, peer) for peer in made]
    text = _document([peer.name for peer in made], pages, prints, pictures)
    (DOCS / "gallery.md").write_text(text, encoding="utf-8")
    return 0


# ---- Made of the same content


def _made(resume: Resume, folder: Path, browser: Browser) -> Iterator[Peer]:
    for name, page in _pages(resume, folder):
        yield Peer(name, page, _printed(browser, page))
    yield Peer("RenderCV", None, _rendercv(resume, folder / "rendercv"))


def _pages(resume: Resume, folder: Path) -> Iterator[tuple[str, Path]]:
    """Make the page of each that makes one."""
    site.write(site.build(resume), folder / "ours")
    yield "ours", folder / "ours" / "index.html"
    document = to_json_resume(resume)
    pages = {theme: _of_theme(document, theme, folder) for theme in THEMES}
    pages["calm"] = _run(["node", "calm.mjs"], json.dumps(_yamlresume(resume)), PEERS)
    for name, html in pages.items():
        page = folder / name / "index.html"
        page.parent.mkdir()
        page.write_text(html, encoding="utf-8")
        yield name, page


def _of_theme(document: object, theme: str, folder: Path) -> str:
    file = folder / f"{theme}.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    html = folder / f"{theme}.html"
    resumed = PEERS / "node_modules/resumed/bin/resumed.js"
    _run(
        ["node", str(resumed.resolve()), "render", str(file), "-t", f"jsonresume-theme-{theme}", "-o", str(html)],
        cwd=PEERS,
    )
    return html.read_text(encoding="utf-8")


def _printed(browser: Browser, file: Path) -> Path:
    """Give a page its PDF: its own, or what the browser prints, as its own tool does."""
    pdf = file.with_name("resume.pdf")
    if not pdf.exists():
        page = browser.new_page()
        page.goto(file.as_uri())
        page.pdf(path=pdf, format="A4", print_background=True, tagged=True)
        page.close()
    return pdf


def _yamlresume(resume: Resume) -> dict[str, object]:
    """Give what YAMLResume's calm takes: its fields for ours, and its words where it has a list of them."""
    basics = resume.basics
    fluencies = {"Native": "Native or Bilingual Proficiency", "Working": "Professional Working Proficiency"}
    content: dict[str, object] = {
        "basics": {
            "name": basics.name,
            "headline": basics.label,
            "email": basics.email,
            "url": basics.url,
            "summary": basics.summary,
        },
        "location": {"city": basics.location.city, "country": "United Kingdom"},
        "profiles": [profile._asdict() for profile in basics.profiles],
        "work": [
            {"name": job.name, "position": job.position, "url": job.url, **_span(job), "summary": _list(job.highlights)}
            for job in resume.work
        ],
        "education": [
            {
                "institution": study.institution,
                "degree": "Master",
                "area": study.area,
                "score": study.score,
                "courses": study.courses,
                **_span(study),
            }
            for study in resume.education
        ],
        "skills": [{"name": skill.name, "level": skill.level, "keywords": skill.keywords} for skill in resume.skills],
        "languages": [
            {"language": spoken.language, "fluency": fluencies.get(spoken.fluency or "")} for spoken in resume.languages
        ],
        "projects": [
            {
                "name": project.name,
                "summary": project.description,
                "keywords": project.keywords,
                "url": project.url,
                **_span(project),
            }
            for project in resume.projects
        ],
        "certificates": [
            {"name": proof.name, "issuer": proof.issuer, "date": str(proof.date)} for proof in resume.certificates
        ],
        "publications": [
            {
                "name": text.name,
                "publisher": text.publisher,
                "releaseDate": str(text.release_date),
                "url": text.url,
                "summary": text.summary,
            }
            for text in resume.publications
        ],
        "volunteer": [
            {
                "organization": service.organization,
                "position": service.position,
                **_span(service),
                "summary": service.summary,
            }
            for service in resume.volunteer
        ],
        "interests": [{"name": interest.name} for interest in resume.interests],
    }
    layout = {"engine": "html", "template": "calm", "typography": {"fontSize": "16px"}, "advanced": {"showIcons": True}}
    return {"content": content, "layouts": [layout]}


def _rendercv(resume: Resume, folder: Path) -> Path:
    """Set the PDF of RenderCV's classic."""
    folder.mkdir()
    file = folder / "cv.yaml"
    file.write_bytes(to_rendercv(published(resume))[0])
    _run(
        [str(python_with(PINS, print)), "-m", "rendercv", "render", file.name],
        cwd=folder,
        environ=_without_icons(folder),
    )
    return next(folder.rglob("*.pdf"))


def _without_icons(folder: Path) -> dict[str, str]:
    """Stand in for the package of icons that RenderCV fetches when it runs: the page without them is the same."""
    package = folder / "typst/packages/preview/fontawesome/0.5.0"
    package.mkdir(parents=True)
    (package / "typst.toml").write_text(
        '[package]\nname = "fontawesome"\nversion = "0.5.0"\nentrypoint = "lib.typ"\n', encoding="utf-8"
    )
    (package / "lib.typ").write_text("#let fa-icon(..words) = none\n", encoding="utf-8")
    return {"XDG_DATA_HOME": str(folder)}


def _span(entry: Any) -> dict[str, str]:  # noqa: ANN401 - whatever has both
    ends = {"startDate": entry.start_date, "endDate": entry.end_date}
    return {key: str(date) for key, date in ends.items() if date}


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _run(
    command: Sequence[str], text: str | None = None, cwd: Path | None = None, environ: Mapping[str, str] | None = None
) -> str:
    done = subprocess.run(
        command,
        input=text,
        cwd=cwd,
        env={**os.environ, **(environ or {})},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        message = f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


# ---- Measured


@contextmanager
def _served(command: Sequence[str]) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield re.sub(r".*?(http://127\.0\.0\.1:\d+).*\n", r"\1/", line)
        finally:
            process.terminate()


def _figures(browser: Browser, file: Path, leveled: Path, resume: Resume) -> Figures:
    here = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(file.parent)]
    is_ours = (file.parent / site.MANIFEST).exists()
    live = [sys.executable, "-m", "cloud_resume", "serve", str(SAMPLE), "--port", "0", "--data", f"{file}.visits"]
    with _served(here) as url, _served(live if is_ours else here) as audited:
        heard: list[Response] = []
        asked: list[str] = []
        desk = _open(browser, url, DESK, heard=heard, asked=asked)
        requests = list(asked)  # before axe asks for style sheets of its own
        typography = measure(desk, ".dates" if is_ours else None)
        desk.evaluate(AXE.read_text(encoding="utf-8"))
        axe = desk.evaluate("axe.run().then(found => found.violations.length)")
        dark = _open(browser, url, DESK, dark=True)
        shade = "[document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor).join()"
        is_dark = desk.evaluate(shade) != dark.evaluate(shade)
        return Figures(
            typography,
            is_dark,
            min(typography.contrast, measure(dark).contrast),
            measure(_open(browser, url, NARROW)).overflow,
            _at_once(_open(browser, url, PHONE), resume),
            _marks(browser, leveled) - _marks(browser, file),
            len(requests),
            sum(not address.startswith(url) for address in requests),
            sum(len(gzip.compress(response.body())) for response in heard if response.ok),
            axe,
            scores(audited),
        )


def _open(
    browser: Browser,
    url: str,
    size: tuple[int, int],
    *,
    dark: bool = False,
    heard: list[Response] | None = None,
    asked: list[str] | None = None,
) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light")
    page.route("**/api/visits", lambda route: route.fulfill(json={"visitors": 128, "visits": 431}))

    def is_own(address: str) -> bool:
        return address.startswith("http") and "/api/" not in address and "favicon.ico" not in address

    page.on("request", lambda request: asked.append(request.url) if asked is not None and is_own(request.url) else None)
    page.on("response", lambda answer: heard.append(answer) if heard is not None and is_own(answer.url) else None)
    page.goto(url)
    return page


def _marks(browser: Browser, file: Path) -> int:
    """Count what is drawn without a word, and percentages and stars among the words."""
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    page.goto(file.as_uri())
    marks: int = page.evaluate(_MARKS)
    page.close()
    return marks


def _at_once(page: Page, resume: Resume) -> bool:
    """Tell whether each of the three is seen whole on the first screen."""

    def seen(text: str | None) -> bool:
        boxes = [found.bounding_box() for found in page.get_by_text(text or "").all()]
        return any(box and box["y"] >= 0 and box["y"] + box["height"] <= PHONE[1] for box in boxes)

    return all(map(seen, (resume.basics.name, resume.basics.label, resume.basics.email)))


def _print(file: Path, resume: Resume) -> Print:
    reader = PdfReader(file)
    root: Any = reader.trailer["/Root"]
    fonts = {id(font): font for page in reader.pages for font in _fonts(page)}.values()
    wanted = ["".join(said.split()) for said in _texts(resume)]
    pages = [(page, list(_chars(page))) for page in extract_pages(file, laparams=LAParams(boxes_flow=None))]
    ((body, _),) = Counter(round(char.size, 1) for _, chars in pages for char in chars).most_common(1)
    rules = Counter(rule.standard for rule in verapdf.broken([file]))
    return Print(
        (sum(map(_is_whole, fonts)), len(fonts)),
        bool(root.get("/MarkInfo", {}).get("/Marked")),
        root.get("/Lang"),
        (_in_order("\n".join(page.extract_text() for page in reader.pages), wanted), len(wanted)),
        tuple(_in_order(_run(["pdftotext", *mode, str(file), "-"]), wanted) for mode in READING),
        body,
        min(char.size for _, chars in pages for char in chars),
        min(min(char.x0, page.width - char.x1) for page, chars in pages for char in chars) / POINTS_PER_MM,
        tuple(line for _, chars in pages[:-1] if (line := _heading_at_the_end(chars, body))),
        rules,
    )


def _in_order(text: str, wanted: Sequence[str]) -> int:
    """Count what is found in a text, each after the one before it; white space is not compared."""
    text = "".join(text.split())
    place, found = 0, 0
    for said in wanted:
        at = text.find(said, place)
        if at >= 0:
            place, found = at + len(said), found + 1
    return found


def _chars(item: object) -> Iterator[LTChar]:
    """Give the characters that leave ink."""
    if isinstance(item, LTChar) and item.get_text().strip():
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _chars(part)


def _heading_at_the_end(chars: Sequence[LTChar], body: float) -> str | None:
    """Give the last line that is not a number of the page, if all of it is bold or larger than the text."""
    lines: dict[int, list[LTChar]] = {}
    for char in chars:
        lines.setdefault(round(char.y0), []).append(char)
    for _, line in sorted(lines.items()):
        line.sort(key=lambda char: char.x0)
        text = "".join(char.get_text() for char in line)
        if re.search(r"\d(?:/|of)\d+$", text):
            continue
        is_heading = all(_stands_out(char, body) for char in line)
        return text if is_heading else None
    return None


def _stands_out(char: LTChar, body: float) -> bool:
    return char.size > body + 0.5 or re.search("bold|black|heavy", char.fontname, re.IGNORECASE) is not None


def _fonts(page: PageObject) -> Iterator[Any]:
    resources: Any = page.get("/Resources", {})
    for font in resources.get("/Font", {}).values():
        yield font.get_object()


def _is_whole(font: Any) -> bool:  # noqa: ANN401 - pypdf's
    """Tell whether a font has its outlines in the file, and a map from its glyphs to characters (ISO 32000-1, 9.10)."""
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return (embedded or font.get("/Subtype") == "/Type3") and "/ToUnicode" in font


def _texts(resume: Resume) -> Iterator[str]:
    """Give the texts of the jobs in their order."""
    for job in resume.work:
        yield from map(plain, job.highlights)


# ---- Told


class Row(NamedTuple):
    """A line of the table: figures of a page, and between what they should be."""

    label: str
    values: Callable[[Figures], Sequence[float]]
    low: float = 0
    high: float = inf
    digits: int = 0

    @property
    def aim(self) -> str:
        """Write what is aimed at."""
        low, high = (self._written(end) for end in (self.low, self.high))
        if low == high:
            return low
        if self.high == inf:
            return f"≥ {low}"
        return f"≤ {high}" if self.low == 0 else f"{low}–{high}"

    def cell(self, figures: Figures) -> str:
        """Write what was measured: all that is written alike once, and what is as it should be in bold."""
        values = self.values(figures) or [nan]
        low, *_, high = map(self._written, (min(values), *values, max(values)))
        written = low if low == high else f"{low}–{high}"
        return _bold(written, holds=all(self.low <= float(self._rounded(value)) <= self.high for value in values))

    def _rounded(self, value: float) -> str:
        return f"{value:.{self.digits}f}"

    def _written(self, value: float) -> str:
        if isinstance(value, bool):
            return _yes(value)
        return self._rounded(value) if isfinite(value) else "–"


def _ratios(figures: Figures) -> list[float]:
    return [min(above / max(below, 1) for _, above, below in figures.typography.headings)]


def _edges(figures: Figures) -> list[float]:
    dates = figures.typography.dates
    return [min(len({round(date.left) for date in dates}), len({round(date.right) for date in dates}))]


def _off(figures: Figures) -> list[float]:
    return [max(inf if date.baseline is None else date.baseline for date in figures.typography.dates)]


def _smallest(figures: Figures) -> list[float]:
    return [min(min(target.width, target.height) for target in figures.typography.targets)]


def _well_joined(figures: Figures) -> list[bool]:
    dates = figures.typography.dates
    ranges = [date for date in dates if len(re.findall(r"(?:19|20)\d\d|[Pp]resent|[Cc]urrent", date.text)) > 1]
    return [all("–" in date.text and date.lines == 1 for date in ranges)]


ROWS = (
    Row("characters in a line, by paragraph", lambda f: [block.characters for block in f.typography.blocks], 45, 75),
    Row("text, px", lambda f: [f.typography.body], 16, 18),
    Row("line height", lambda f: [block.leading for block in f.typography.blocks], 1.4, 1.6, digits=2),
    Row("sizes", lambda f: [len(f.typography.sizes)], high=5),
    Row("families", lambda f: [len(f.typography.families)], high=2),
    Row("accent colours", lambda f: [len(f.typography.hues)], high=1),
    Row("space above a heading, of that below", _ratios, 2, digits=1),
    Row("dates in figures of one width", lambda f: [all(date.tabular for date in f.typography.dates)], True, True),  # noqa: FBT003 - yes
    Row("edges that dates stand at", _edges, high=2),
    Row("dates off their title's baseline, px", _off, high=1, digits=1),
    Row("ranges with an en dash, on one line", _well_joined, True, True),  # noqa: FBT003 - yes
    Row("lowest contrast, light and dark", lambda f: [f.contrast], 4.5, digits=1),
    Row("dark where that is preferred", lambda f: [f.dark], True, True),  # noqa: FBT003 - yes
    Row("smallest link, px", _smallest, 24),
    Row("texts on plates, in frames or shadows", lambda f: [len(f.typography.plates)], high=0),
    Row("bars, stars, percentages for skills with levels", lambda f: [f.marks], high=0),
    Row("sideways scroll at 320 px, px", lambda f: [f.narrow], high=0),
    Row("name, role, e-mail at once at 390 px", lambda f: [f.at_once], True, True),  # noqa: FBT003 - yes
    Row("axe violations", lambda f: [f.axe], high=0),
    *(
        Row(f"Lighthouse: {category}", lambda f, i=i: [f.lighthouse[i]], 100, 100)  # type: ignore[misc] # i is an int
        for i, category in enumerate(CATEGORIES)
    ),
    Row("requests", lambda f: [f.requests], high=3),
    Row("of these, to other hosts", lambda f: [f.elsewhere], high=0),
    Row("KB after gzip, other hosts left out", lambda f: [f.bytes / KILOBYTE], high=13, digits=1),
)


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _bold(text: str, *, holds: bool) -> str:
    return f"**{text}**" if holds else text


def _document(
    names: Sequence[str], pages: Mapping[str, Figures], prints: Mapping[str, Print], pictures: Sequence[Path]
) -> str:
    def line(*cells: str) -> str:
        return f"| {' | '.join(cells)} |"

    def of_pdf(label: str, target: str, figure: Callable[[Print], tuple[str, bool]]) -> str:
        figures = [figure(prints[name]) for name in names]
        return line(label, target, *(_bold(text, holds=holds) for text, holds in figures))

    def of_page(row: Row) -> str:
        return line(row.label, row.aim, *(row.cell(pages[name]) if name in pages else "" for name in names))

    table = [
        line("measure", "aim", *names),
        line("---", "---", *("---:" for _ in names)),
        *map(of_page, ROWS),
        of_pdf(
            "PDF: fonts with outlines and Unicode map",
            "all",
            lambda p: (f"{p.fonts[0]} of {p.fonts[1]}", p.fonts[0] == p.fonts[1]),
        ),
        of_pdf("PDF: tagged", "yes", lambda p: (_yes(p.tagged), p.tagged)),
        of_pdf("PDF: language", "yes", lambda p: (p.language or "no", bool(p.language))),
        of_pdf(
            "PDF: texts of the jobs read back, in order",
            "all",
            lambda p: (f"{p.found[0]} of {p.found[1]}", p.found[0] == p.found[1]),
        ),
        of_pdf(
            "PDF: the same by pdftotext: plain, -layout, -raw",
            "all",
            lambda p: (", ".join(map(str, p.by_mode)), min(p.by_mode) == p.found[1]),
        ),
        of_pdf("PDF: rules of PDF/A-2a broken", "0", lambda p: (str(p.broken["2a"]), not p.broken["2a"])),
        of_pdf("PDF: rules of PDF/UA-1 broken", "0", lambda p: (str(p.broken["ua1"]), not p.broken["ua1"])),
        of_pdf("PDF: text, pt", "10–11", lambda p: (f"{p.body:.1f}", 10 <= p.body <= 11)),  # noqa: PLR2004 - the aim
        of_pdf("PDF: smallest text, pt", "≥ 9", lambda p: (f"{p.smallest:.1f}", round(p.smallest, 1) >= 9)),  # noqa: PLR2004 - the aim
        of_pdf("PDF: margin at the sides, mm", "15–20", lambda p: (f"{p.margin:.0f}", 15 <= round(p.margin) <= 20)),  # noqa: PLR2004 - the aim
        of_pdf("PDF: headings that end a page", "0", lambda p: (str(len(p.stranded)), not p.stranded)),
    ]
    shown = [
        f'  <img src="{picture.relative_to(DOCS)}" width="230" alt="The sample, set by {name}.">'
        for name, picture in zip(names, pictures, strict=True)
    ]
    text = Path(__file__).with_name("gallery.md").read_text(encoding="utf-8")
    return text.replace("PICTURES", "\n".join(shown)).replace("TABLE", "\n".join(table))


def _picture(browser: Browser, peer: Peer) -> Path:
    if peer.page:
        page = _open(browser, peer.page.as_uri(), (DESK[0], 1600))
        png = page.screenshot()
    else:
        command = ["pdftoppm", "-png", "-singlefile", "-r", "90", str(peer.pdf)]
        png = subprocess.run(command, check=True, capture_output=True).stdout
    path = DOCS / "pictures" / f"gallery-{peer.name.lower()}.png"
    with Image.open(io.BytesIO(png)) as image:
        small = image.convert("RGB").resize(
            (PICTURE_WIDTH, round(image.height * PICTURE_WIDTH / image.width)), Image.Resampling.LANCZOS
        )
        small.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    sys.exit(main())
