"""Who types a command, and what it says where files or databases cannot be used: a sentence, never a trace."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from entraide import cli
from entraide.operations import rotating
from entraide.operations.locks import Strange, refuse_a_strange_root
from entraide.operations.storing import NotStored, told
from entraide.settings import ROOT, Unsafe, load
from tests.operations.conftest import Place

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused")
COMMANDS = [
    ["upgrade"],
    ["backup", "--to", "copies"],
    ["key", "pair", "--html", "pair.html"],
    ["rotate-keys"],
    ["worker", "--once"],
    ["sign-out", "--everybody"],
    ["doctor"],
]


@as_root
@pytest.mark.parametrize("words", COMMANDS)
def test_root_leaves_nothing_in_the_instance_of_another_user(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    os.chown(tmp_path, 65534, 65534)
    assert cli.main(words) == 1
    assert "belongs to nobody" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_whoever_owns_the_folder_is_let_on(tmp_path: Path) -> None:
    refuse_a_strange_root(tmp_path)
    refuse_a_strange_root(tmp_path / "not there yet")


@as_root
def test_a_user_without_a_name_is_told_by_number(tmp_path: Path) -> None:
    os.chown(tmp_path, 4_000_000, -1)
    with pytest.raises(Strange, match="belongs to #4000000"):
        refuse_a_strange_root(tmp_path)


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(Unsafe, match=r"settings.toml cannot be read: Is a directory; is this the service's own user"):
        load({}, instance=tmp_path)


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    given = os.environ | {"ENTRAIDE_INSTANCE": str(folder), "ENTRAIDE_MASTER_KEY_FILE": str(folder.parent / "key")}
    command = [sys.executable, "-m", "entraide", *words]
    return subprocess.run(command, cwd=ROOT, env=given | environ, capture_output=True, text=True, check=False)


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ab" * 32)
    (tmp_path / "key").chmod(0o600)
    (instance := tmp_path / "instance").mkdir(mode=0o700)
    nowhere = {
        "ENTRAIDE_DATABASE_URL": f"postgresql+psycopg://nobody@/nothing?host={tmp_path}",
        "ENTRAIDE_KEYS_URL": f"postgresql+psycopg://nobody@/keys?host={tmp_path}",
    }
    done = run(instance, "sign-out", "lise@poste.example", **nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("entraide: the database cannot be used: ")
    assert "lise" not in done.stderr
    assert "Traceback" not in done.stderr


def test_so_is_one_without_tables(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = place()
    (tmp_path / "master").write_text("ab" * 32)
    (tmp_path / "master").chmod(0o600)
    with pytest.raises(NotStored, match="the database cannot be used: "), told():
        rotating.run(replace(there, master_key_file=str(tmp_path / "master")))


def test_a_file_that_cannot_be_written_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path / "file" / "instance"))
    assert cli.main(["backup", "--to", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("entraide: ")
    assert "instance" in said
    assert "Traceback" not in said
