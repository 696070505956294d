"""The CLI configuration: whose it is, and where it says the provider comes from."""

from pathlib import Path

import pytest
from tools.terraform import cli_configuration

AWS = "hashicorp/aws/5.100.0/linux_amd64"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def mirror(place: Path) -> Path:
    (place / "registry.terraform.io" / AWS).mkdir(parents=True)
    return place


def configuration(home: Path, **environ: str) -> Path:
    """Give what is written where no mirror but the test's own can be found."""
    data = {"XDG_DATA_DIRS": str(home / "data"), "HOME": str(home)}
    return cli_configuration(home / "made", data | environ, (str(home / "opt"),))


def test_the_users_own_is_honoured(home: Path) -> None:
    mirror(home / ".terraform.d" / "plugins")
    (home / ".terraformrc").touch()
    assert configuration(home) == home / ".terraformrc"
    named = home / "named.rc"
    named.touch()
    assert configuration(home, TF_CLI_CONFIG_FILE=str(named)) == named


def test_one_that_is_named_and_not_there_is_replaced(home: Path) -> None:
    (home / ".terraformrc").touch()  # Terraform would not read it either
    assert configuration(home, TF_CLI_CONFIG_FILE=str(home / "missing.rc")) == home / "made" / "terraform.rc"


def test_without_a_mirror_the_registry_is_asked(home: Path) -> None:
    (home / "opt/other/registry.terraform.io/hashicorp/random").mkdir(parents=True)
    assert configuration(home).read_text() == ""


@pytest.mark.parametrize(
    "place", [".terraform.d/plugins", ".local/share/terraform/plugins", "data/terraform/plugins", "opt", "opt/plugins"]
)
def test_a_mirror_is_found_and_named_for_both(home: Path, place: str) -> None:
    found = mirror(home / place)
    text = configuration(home).read_text()
    assert f'path    = "{found}"\n    include = ["registry.terraform.io/hashicorp/aws"]' in text
    assert f'path    = "{home}/made/mirror"\n    include = ["registry.opentofu.org/hashicorp/aws"]' in text
    assert 'exclude = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"]' in text
    link = home / "made/mirror/registry.opentofu.org" / AWS
    assert link.readlink() == found / "registry.terraform.io" / AWS
    assert not link.parent.is_symlink()
    configuration(home)  # again, over what is there


def test_the_place_that_terraform_looks_in_comes_first(home: Path) -> None:
    mirror(home / "opt" / "plugins")
    implied = mirror(home / ".terraform.d" / "plugins")
    assert f'path    = "{implied}"' in configuration(home).read_text()
