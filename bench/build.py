"""What the build, the page and the handler's import cost; Markdown on standard output.

`make bench` runs it. The reference is `resumed render` with jsonresume-theme-stackoverflow, HTML alone.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from pathlib import Path

import yaml

from bench.pairs import compare

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "node_modules"
SAMPLE = MODULES / "@jsonresume" / "schema" / "sample.resume.json"
KILOBYTE = 1000


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(SAMPLE, folder / "resume.json")
        (folder / "node_modules").symlink_to(MODULES)
        content = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
        (folder / "sample.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        print("# The build, the page, the handler's import\n")
        print("Made by `make bench`. Whole processes, timed in turn on one machine; medians of 15 runs.\n")
        _build(folder)
        _page(folder)
        _handler(folder)


def _build(folder: Path) -> None:
    script = str(Path(sys.executable).parent / "cloud-resume")
    peer = MODULES / "resumed" / "bin" / "resumed.js"
    theme = "jsonresume-theme-stackoverflow"
    reference = ["node", str(peer), "render", "resume.json", "--theme", theme, "--output", "peer.html"]
    print("## Building the standard's sample\n")
    print(f"The reference is `resumed render` with {theme} on Node, which makes the HTML alone.\n")
    print("| `cloud-resume build` | ours, ms | reference, ms | ratio | at most |")
    print("|---|---:|---:|---:|---:|")
    for file in ("resume.json", "sample.yaml"):
        for options, limit in ((["--no-pdf"], 0.6), ([], 0.85)):
            ours = [script, "build", file, *options]
            pair = compare(ours, reference, cwd=folder)
            words = " ".join([Path(file).suffix[1:].upper(), "with PDF" if not options else "without PDF"])
            print(f"| {words} | {pair.ours:.0f} | {pair.reference:.0f} | {pair.ratio:.2f} | {limit:.2f} |")
    print()


def _page(folder: Path) -> None:
    dist = folder / "dist"
    html = dist / "index.html"
    sizes = {
        "HTML": html,
        "CSS": next(dist.glob("assets/*.css")),
        "JavaScript": next(dist.glob("assets/*.js")),
    }
    zipped = {kind: len(gzip.compress(path.read_bytes(), 9, mtime=0)) / KILOBYTE for kind, path in sizes.items()}
    print("## The weight of the page\n")
    print("The same sample; kilobytes (1,000 bytes) after gzip, one request a row.\n")
    print("| part | KB | at most |")
    print("|---|---:|---:|")
    for kind, size in zipped.items():
        print(f"| {kind} | {size:.2f} | {3.7 if kind == 'HTML' else ''} |")
    print(f"| together | {sum(zipped.values()):.2f} | 13 |")
    print()


def _handler(folder: Path) -> None:
    ours = [sys.executable, "-c", "import cloud_resume.counter.handler"]
    reference = [sys.executable, "-c", "import json, hmac, http.client"]
    pair = compare(ours, reference, cwd=folder)
    print("## Importing the counter's handler\n")
    print("The reference is `import json, hmac, http.client`: the least that a signed request can do with.\n")
    print("| | ours, ms | reference, ms | ratio | at most |")
    print("|---|---:|---:|---:|---:|")
    print(
        f"| `import cloud_resume.counter.handler` | {pair.ours:.1f} | {pair.reference:.1f} | {pair.ratio:.2f} | 1.50 |"
    )


if __name__ == "__main__":
    main()
