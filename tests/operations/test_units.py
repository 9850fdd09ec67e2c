"""The unit files start commands that exist, with settings that exist, and lie as README says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from entraide.cli import _parser
from entraide.operations.upgrade import lay_out_instance
from entraide.settings import load

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    [command] = re.findall(r"^ExecStart=/opt/entraide/\.venv/bin/python -m entraide (.+)$", unit.read_text(), re.M)
    assert _parser().parse_args(command.split()).run


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_runs_as_its_own_user_and_writes_where_it_must_alone(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for line in ("User=entraide", "ProtectSystem=strict", "NoNewPrivileges=true", "UMask=0077", "LimitCORE=0"):
        assert line in lines


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_cannot_read_the_history_of_the_code(unit: Path) -> None:
    assert "InaccessiblePaths=-/opt/entraide/.git" in unit.read_text().splitlines()


def test_the_environment_names_settings_that_exist(tmp_path: Path) -> None:
    given = dict(re.findall(r'^(ENTRAIDE_\w+)="?([^"\n]*)"?$', (DEPLOY / "environment").read_text(), re.M))
    settings = load(given | {"ENTRAIDE_INSTANCE": str(tmp_path)})
    assert (settings.proxies, settings.mail_per_day) == (1, 200)
    assert {name.removeprefix("ENTRAIDE_").lower() for name in given} <= {*vars(settings)}


def test_readme_uses_every_file_of_the_folder() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "deploy/*.service" in readme
    assert "deploy/*.timer" in readme
    assert "deploy/environment" in readme
    assert "deploy/entraide /usr/local/sbin" in readme


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    if not (verify := shutil.which("systemd-analyze")):
        pytest.skip("systemd is not installed here")
    python = tmp_path / "python"
    python.symlink_to(shutil.which("true") or "/bin/true")
    for unit in [*SERVICES, *DEPLOY.glob("*.timer")]:
        text = unit.read_text().replace("/opt/entraide/.venv/bin/python", str(python))
        (tmp_path / unit.name).write_text(text)
    units = sorted(str(unit) for unit in tmp_path.glob("entraide*"))
    said = subprocess.run(
        [verify, "verify", "--man=no", *units], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert [line for line in said.stderr.splitlines() if "entraide" in line] == []


def test_a_name_with_a_quote_in_it_makes_settings_that_can_be_read(tmp_path: Path) -> None:
    given = load({}, instance=tmp_path, site_name='Le "coin" \\ du fond', master_key_file=str(tmp_path / "key"))
    lay_out_instance(given)
    assert load({"ENTRAIDE_INSTANCE": str(tmp_path)}).site_name == given.site_name
