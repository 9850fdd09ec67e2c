"""Every package is one somebody chose, at one version, with one content (T19)."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from entraide.settings import ROOT

LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]


def entries(lock: Path) -> dict[str, str]:
    """Return each package's name with its lines."""
    text = re.sub(r"^ *#.*\n?", "", lock.read_text("utf-8"), flags=re.M)
    blocks = re.split(r"^(?=\S)", text, flags=re.M)
    return {re.split(r"[=\[]", block)[0]: block for block in blocks if block.strip()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_locked_by_hash(lock: Path) -> None:
    found = entries(lock)
    assert len(found) > 30
    for name, block in found.items():
        head, *hashes = [line.strip().rstrip("\\").strip() for line in block.splitlines() if line.strip()]
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[\w.]+( ;.*)?", head), name
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), name


def test_what_the_program_needs_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=\[; ]", one)[0].lower() for one in project["dependencies"]}
    assert wanted <= entries(LOCKS[0]).keys() <= entries(LOCKS[1]).keys()


def test_what_is_installed_is_what_is_locked() -> None:
    compared = 0
    for name, block in entries(LOCKS[1]).items():
        [locked] = re.findall(r"==([\w.]+)", block.splitlines()[0])
        try:
            assert version(name) == locked, name
            compared += 1
        except PackageNotFoundError:
            assert ";" in block.splitlines()[0] or "psycopg" in name, name  # for another system
    assert compared > 60


def test_installing_asks_for_hashes(tmp_path: Path) -> None:
    [command] = re.findall(r"^INSTALL := .*-m pip install (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {"--require-hashes", "--only-binary", ":all:"} <= set(command.split())
    (tmp_path / "one.lock").write_text("thing==1.0\n")
    with zipfile.ZipFile(tmp_path / "thing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
        wheel.writestr("thing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("thing-1.0.dist-info/RECORD", "")
    place = ["--no-index", "--find-links", ".", "--dry-run", "--target", "here", "-r", "one.lock"]
    pip = [sys.executable, "-m", "pip", "install", *command.split(), *place]
    done = subprocess.run(pip, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Hashes are required" in done.stderr
