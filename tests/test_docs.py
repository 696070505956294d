"""The documentation is true: each command, option, file and link that it names is there."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud_resume.cli._main import COMMANDS, parser

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "src/cloud_resume/cli/starter"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "e2e/README.md", STARTER / "README.md"])


def _commands() -> dict[str, argparse.ArgumentParser]:
    actions = parser()._actions  # noqa: SLF001 argparse has no other way to its subcommands
    choices = next(action.choices for action in actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    return dict(choices)


def _calls(page: Path) -> Iterator[list[str]]:
    """Give the words of each `cloud-resume …` that a page shows, in a block or in a line."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if found := re.match(r"(?:\$ )?(?:\S*/)?cloud-resume ([^#|>]*)", line):
                yield shlex.split(found[1])
    for line in re.findall(r"`(?:\S*/)?cloud-resume ([^`]*)`", text):
        yield line.replace("[", " ").replace("]", " ").split()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_is_there(page: Path) -> None:
    commands = _commands()
    for name, *words in _calls(page):
        if name.startswith("-"):
            continue
        assert name in commands, f"{page.name}: cloud-resume {name}"
        options = {option for action in commands[name]._actions for option in action.option_strings}  # noqa: SLF001
        unknown = {word.split("=")[0] for word in words if re.match("--?[a-z]", word)} - options
        assert not unknown, f"{page.name}: cloud-resume {name} {unknown}"


def test_every_command_is_in_the_readme() -> None:
    named = {name for name, *_ in _calls(ROOT / "README.md")}
    assert named >= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_is_there(page: Path) -> None:
    makefile = (STARTER if page.parent == STARTER else ROOT) / "Makefile"
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile.read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|^)make ([a-z0-9-]+)", text, re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_linked_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text):
        target, _, anchor = "".join(link).partition("#")
        if target.startswith(("https://", "mailto:")):
            continue
        file = page.parent / target if target else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
            assert anchor in anchors, f"{page.name}: {target}#{anchor}"
