"""Finds Terragrunt and Terraform or OpenTofu, and runs the units of an environment with them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, NamedTuple

from cloud_resume.cloud._cache import cache
from cloud_resume.cloud._process import ask, follow
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Tool(NamedTuple):
    """A program, in the version that the modules are tested with and constrained to."""

    name: str
    program: str
    version: str
    page: str  # says how to install it


TERRAGRUNT = Tool("Terragrunt", "terragrunt", "1.1", "https://docs.terragrunt.com/getting-started/install/")
TERRAFORM = Tool("Terraform", "terraform", "1.11", "https://developer.hashicorp.com/terraform/install")
OPENTOFU = Tool("OpenTofu", "tofu", "1.12", "https://opentofu.org/docs/intro/install/")

_FIRST = "dynamodb"  # a unit that wants no other's outputs


class Terragrunt:
    """Terragrunt over the units of one environment."""

    def __init__(self, folder: Path) -> None:
        """Find the tools for the units in `folder`.

        They are looked for on PATH, then where `make tools` puts them; Terraform before OpenTofu, unless TG_TF_PATH
        names one. Raises OutsideError where a tool is missing or of another version than the modules take.
        """
        self._folder = folder
        self.program = find_terragrunt()
        self._has_provider = False
        providers = cache() / "providers"
        providers.mkdir(parents=True, exist_ok=True)
        self._settings = {
            "TG_TF_PATH": find_terraform(),
            # The provider is 700 MB, and each unit would else have a copy of its own; no lock file is there to break.
            "TF_PLUGIN_CACHE_DIR": os.environ.get("TF_PLUGIN_CACHE_DIR") or str(providers),
            "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
            "TG_NON_INTERACTIVE": "true",
            "TG_NO_COLOR": "true",
            "TG_NO_TIPS": "true",
            "TG_SUMMARY_DISABLE": "true",
            "TG_LOG_CUSTOM_FORMAT": '%prefix(path=short-relative,suffix=": ")%msg(path=relative)',
            "TF_IN_AUTOMATION": "true",
        }

    def run_all(
        self,
        command: str,
        environ: Mapping[str, str],
        on_line: Callable[[str], object],
        *,
        bootstrap: bool = False,
        units: Iterable[str] = (),
        plans: Path | None = None,
    ) -> None:
        """Run a command such as ``apply`` over all units or over these, in the order of their dependencies.

        With `bootstrap` the state's bucket is made where it is missing and mended where it is not as it should be,
        for which the pipeline's roles have no permission. `plans` is the folder that ``plan`` saves the units' plans
        in, and that ``apply`` takes them from. Each line of output, led by its unit's name, goes to `on_line`. Raises
        OutsideError where a unit fails.
        """
        run = ("run", "--backend-bootstrap") if bootstrap else ("run",)
        # The cache of providers bears one writer at a time, and units run side by side.
        if not self._has_provider:
            self._run(*run, "--working-dir", self._folder / _FIRST, "--", "init", environ=environ, on_line=on_line)
            self._has_provider = True
        filters = [word for unit in units for word in ("--filter", f"./{unit}")]
        saved = ("--out-dir", plans) if plans else ()
        self._run(*run, "--all", *filters, *saved, command, environ=environ, on_line=on_line)

    def dependencies(self, environ: Mapping[str, str]) -> dict[str, list[str]]:
        """Give for each unit the units whose outputs it takes."""
        words = ("find", "--json", "--dependencies", "--working-dir", self._folder)
        found = json.loads(ask(self.program, *words, environ={**environ, **self._settings}))
        return {unit["path"]: unit.get("dependencies", []) for unit in found}

    def unlock_command(self, unit: str, lock: str) -> list[str]:
        """Give the words of the command that lifts a lock on a unit's state, by the lock's id."""
        settings = f"TG_TF_PATH={self._settings['TG_TF_PATH']}"
        folder = str(self._folder / unit)
        return [settings, self.program, "run", "--working-dir", folder, "--", "force-unlock", "-force", lock]

    def affected(self, base: str) -> list[str]:
        """Name the units that differ, in themselves or in what they read, between HEAD and where it left `base`.

        What is not committed does not count. Raises OutsideError where git does not know `base`.
        """
        try:
            left = ask("git", "-C", self._folder, "merge-base", base, "HEAD").strip()
        except OutsideError as error:
            message = f"{error}\n`git fetch` brings {base}; a shallow clone is made whole by `git fetch --unshallow`"
            raise OutsideError(message) from error
        words = ("find", "--working-dir", self._folder, "--filter", f"[{left}...HEAD]")
        found = ask(self.program, *words, environ={**os.environ, **self._settings}).splitlines()
        # Of all environments: the filter knows no folder, and it names them from the root of the repository.
        here = self._folder.parts[-3:]
        return [
            unit.name for unit in map(Path, found) if unit.parts[-4:-1] == here and (self._folder / unit.name).exists()
        ]

    def settings(self, environ: Mapping[str, str]) -> dict[str, Any]:
        """Give what the environment's env.hcl says, by name; what is null there is left out.

        Raises OutsideError where it can't be read, with the place of the mistake.
        """
        words = ("render", "--format", "json", "--working-dir", self._folder / _FIRST)
        known = {"STATE_S3_BUCKET": "none", **environ, **self._settings}
        try:
            inputs: dict[str, Any] = json.loads(ask(self.program, *words, environ=known))["inputs"]
        except OutsideError as error:
            # All that rests on env.hcl is complained of as well.
            if mistake := re.search(r"env\.hcl:(\d+),(\d+)\S*: (.+?)\.*$", str(error), re.MULTILINE):
                line, column, said = mistake.groups()
                message = f"{self._folder / 'env.hcl'}:{line}:{column}: {said}"
                raise OutsideError(message) from error
            raise
        return inputs

    def _run(self, *words: str | Path, environ: Mapping[str, str], on_line: Callable[[str], object]) -> None:
        follow(
            *(self.program, *words),
            environ={**environ, **self._settings},
            folder=self._folder,
            on_line=on_line,
            clean=_without_secret,
            after="occurred:",
        )


def _without_secret(line: str) -> str:
    """Take a new secret out of a line: to Terraform it is the id of what was read, and no id is sensitive."""
    return re.sub(r"(random_password\.\S+: .*\[id=).*\]", r"\1***]", line)


def find(*tools: Tool) -> str:
    """Give the path of the first of these tools that there is, in the version that is needed."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(cache() / "bin")))
    others = []
    for tool in tools:
        for folder in path.split(os.pathsep):
            program = which(tool.program, path=folder)
            if program is None:
                continue
            version = _version(program)
            if version.startswith(f"{tool.version}."):
                return program
            others.append(f"{program} is {version or 'of no known version'}")
    raise _needed(tools, "; ".join(others) or "none is on PATH")


def find_terragrunt() -> str:
    """Give the Terragrunt that is found first."""
    return find(TERRAGRUNT)


def find_terraform() -> str:
    """Give the Terraform or OpenTofu that TG_TF_PATH names, or else the first that is found."""
    tools = (TERRAFORM, OPENTOFU)
    chosen = os.environ.get("TG_TF_PATH")
    if not chosen:
        return find(*tools)
    found = re.search(r"^(\w+) v(\d+\.\d+)\..*", _said(chosen), re.MULTILINE)
    if found and found.groups() in {(tool.name, tool.version) for tool in tools}:
        return chosen
    raise _needed(tools, f"TG_TF_PATH names {chosen}, which is {found[0] if found else 'of no known version'}")


def _needed(tools: tuple[Tool, ...], found: str) -> OutsideError:
    wanted = " or ".join(f"{tool.name} {tool.version}" for tool in tools)
    pages = " or ".join(tool.page for tool in tools)
    return OutsideError(f"{wanted} is needed, and {found}. In a checkout `make tools` builds it; else see {pages}")


def _version(program: str) -> str:
    """Give what a tool says of itself, like 1.11.4; nothing where it says nothing of the kind."""
    number = re.search(r"\bv?(\d+\.\d+\.\d+\S*)", _said(program))
    return number[1] if number else ""


def _said(program: str) -> str:
    """Give what a tool says to --version; nothing where it does not run."""
    try:
        return ask(program, "--version", environ={**os.environ, "CHECKPOINT_DISABLE": "true"})
    except (OSError, OutsideError):
        return ""
