"""`cloud-resume completion`: what makes the shell complete our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output

if TYPE_CHECKING:
    import argparse

NAME = "completion"
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
    """Print the script."""
    import shtab  # noqa: PLC0415 needed here alone

    from cloud_resume.cli._main import parser  # noqa: PLC0415 it imports this module

    _output.data(shtab.complete(parser(), args.shell))
    return 0
