"""An environment whose Terragrunt is a script that a test writes the words of, on an AWS of moto's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cloud_resume.cloud import Environment
from cloud_resume.cloud._terragrunt import Terragrunt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.conftest import Program

SCRIPT = """
said={folder}
case "$*" in
  --version) echo terragrunt version v1.1.3 ;;
  find*) cat $said/dependencies ;;
  *) echo "$*" >> $said/calls
     for command; do true; done
     test ! -e $said/$command || cat $said/$command
     test $command = init || test ! -e $said/failure || {{ cat $said/failure; exit 1; }} ;;
esac
"""


class Units:
    """What the units of an environment say, and what was run over them."""

    def __init__(self, project: Path, name: str, environ: dict[str, str], program: Program) -> None:
        """Put the tools on PATH and the units into the project."""
        self.folder = project / "said"
        self.folder.mkdir()
        self._live = project / "infra" / "live" / name
        self._live.mkdir(parents=True)
        program("terragrunt", SCRIPT.format(folder=self.folder))
        program("terraform", "echo Terraform v1.11.4")
        settings = {"region": "us-east-1", "account_id": "111122223333", "shards": 4}
        self.at = Environment(name, project, Terragrunt(self._live), settings, environ)

    def says(self, command: str, text: str) -> None:
        """Let a command print this, or `failure` end each with it."""
        (self.folder / command).write_text(text)

    def gives(self, unit: str, **outputs: Any) -> None:  # noqa: ANN401 - of any type
        """Let the state of a unit say that these are its outputs; without any it is destroyed."""
        values = {name: {"value": value} for name, value in outputs.items()}
        state = {"outputs": values, "resources": [{"mode": "managed"}] if outputs else []}
        key = f"live/{self.at.name}/{unit}/terraform.tfstate"
        s3 = self.at.client("s3")
        s3.create_bucket(Bucket=self.at.state_bucket)
        s3.put_object(Bucket=self.at.state_bucket, Key=key, Body=json.dumps(state))

    @property
    def calls(self) -> list[str]:
        """Give what was run, without the folders' way."""
        calls = self.folder / "calls"
        return calls.read_text().replace(f"{self._live}/", "").splitlines() if calls.exists() else []
