"""`cloud-resume completion`: what makes the shell complete our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output

if TYPE_CHECKING:
    import argparse

HELP = "print the script that makes your shell complete this command"
EXAMPLES = """  cloud-resume completion bash > ~/.local/share/bash-completion/completions/cloud-resume
  cloud-resume completion zsh > ~/.zfunc/_cloud-resume
  cloud-resume completion fish > ~/.config/fish/completions/cloud-resume.fish
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add SHELL."""
    parser.add_argument(
        "shell", metavar="SHELL", choices=("bash", "zsh", "fish", "tcsh"), help="bash, zsh, fish or tcsh"
    )


def run(args: argparse.Namespace) -> int:
    """Print the script, with files and folders completed where one is wanted."""
    import argparse

    import shtab

    from cloud_resume.cli._main import parser

    top = parser()
    wanted = {"FILE": shtab.FILE, "OUT.pdf": shtab.FILE, "DIR": shtab.DIRECTORY}
    subparsers = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001 - argparse has no other way to its subcommands
    for command in subparsers.choices.values():
        for action in command._actions:  # noqa: SLF001 - nor to its arguments
            if action.metavar in wanted:
                action.complete = wanted[action.metavar]
    _output.data(shtab.complete(top, args.shell))
    return 0
