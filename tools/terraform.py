"""Says whether Terraform is there, and shows the tests' Terraform and OpenTofu the way to the AWS provider.

A machine without a way to the registry has the provider in a filesystem mirror. Terraform looks for one in few places,
and OpenTofu looks for a provider under its own registry's name.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cloud_resume.cloud._terragrunt import TERRAFORM, find
from cloud_resume.errors import OutsideError

PROVIDER = "hashicorp/aws"
TERRAFORM_REGISTRY, OPENTOFU_REGISTRY = "registry.terraform.io", "registry.opentofu.org"

# Below these, or below a folder in them, packages and images put mirrors.
PREFIXES = ("/opt", "/usr/lib", "/usr/local/lib", "/usr/local/share", "/usr/share", "/var/lib")


def cli_configuration(
    folder: Path, environ: Mapping[str, str] = os.environ, prefixes: tuple[str, ...] = PREFIXES
) -> Path:
    """Give the CLI configuration to name in TF_CLI_CONFIG_FILE; what has to be written goes to `folder`.

    The user's own is given as it is. Ours names the first mirror that has the provider; where none has, it is empty,
    and the provider comes from its registry.
    """
    home = Path(environ["HOME"])
    own = Path(environ.get("TF_CLI_CONFIG_FILE") or home / ".terraformrc")
    if own.exists():
        return own
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "terraform.rc"
    mirror = next(
        (path for path in _mirrors(home, environ, prefixes) if (path / TERRAFORM_REGISTRY / PROVIDER).is_dir()), None
    )
    configuration.write_text(_installation(mirror, folder) if mirror else "", encoding="utf-8")
    return configuration


def _mirrors(home: Path, environ: Mapping[str, str], prefixes: tuple[str, ...]) -> Iterator[Path]:
    """Give the places of mirrors, first those that Terraform itself would look in.

    https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    yield home / ".terraform.d" / "plugins"
    data = environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    for folder in (data, *(environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")):
        yield Path(folder) / "terraform" / "plugins"
    for prefix in map(Path, prefixes):
        yield prefix
        yield from sorted(path.parent for path in prefix.glob(f"*/{TERRAFORM_REGISTRY}"))


def _installation(mirror: Path, folder: Path) -> str:
    renamed = folder / "mirror"
    for platform in (mirror / TERRAFORM_REGISTRY / PROVIDER).glob("*/*"):
        # OpenTofu follows a link at this depth alone.
        link = renamed / OPENTOFU_REGISTRY / PROVIDER / platform.parent.name / platform.name
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(platform)
    return f"""provider_installation {{
  filesystem_mirror {{
    path    = "{mirror}"
    include = ["{TERRAFORM_REGISTRY}/{PROVIDER}"]
  }}
  filesystem_mirror {{
    path    = "{renamed}"
    include = ["{OPENTOFU_REGISTRY}/{PROVIDER}"]
  }}
  direct {{
    exclude = ["{TERRAFORM_REGISTRY}/{PROVIDER}", "{OPENTOFU_REGISTRY}/{PROVIDER}"]
  }}
}}
"""


if __name__ == "__main__":
    try:
        print(find(TERRAFORM))
    except OutsideError as error:
        sys.exit(f"error: {error}")
