"""A demo makes and erases a world of its own: never in a real instance's folder, never in its databases."""

from dataclasses import replace
from pathlib import Path

import pytest

from entraide.demo import running
from entraide.demo.running import NoDemo
from entraide.operations import upgrade
from entraide.settings import Settings, load

KEPT = b"all that a real group has"


def real(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A real instance, as `upgrade` lays it out, with something in its stores."""
    settings = load({}, instance=folder, public_url="https://rendez-vous.example")
    upgrade.lay_out_instance(settings)
    for name in running.STORES:
        (folder / name).write_bytes(KEPT)
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(folder))
    return settings


@pytest.mark.parametrize("deed", [running.run, running.run_describe])
def test_in_a_real_instances_folder_it_touches_nothing(tmp_path, monkeypatch, deed) -> None:  # type: ignore[no-untyped-def]
    real(tmp_path, monkeypatch)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(NoDemo, match="are not a demo's"):
        deed(8999)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_nor_where_only_its_stores_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real(tmp_path, monkeypatch)
    (tmp_path / "settings.toml").unlink()
    with pytest.raises(NoDemo):
        running.run_describe(8999)
    assert (tmp_path / "keys.db").read_bytes() == KEPT


def test_nor_where_one_was_made_in_it_by_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real(tmp_path, monkeypatch)
    (tmp_path / "demo-made").touch()
    with pytest.raises(NoDemo):
        running.run_describe(8999)


def test_nor_in_databases_named_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path / "demo"))
    monkeypatch.setenv("ENTRAIDE_DATABASE_URL", f"sqlite:///{tmp_path / 'real.db'}")
    with pytest.raises(NoDemo):
        running.run_describe(8999)
    assert not (tmp_path / "real.db").exists()


def test_what_a_demo_laid_out_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path))
    settings = running.demo_settings(8999)
    upgrade.lay_out_instance(replace(settings, calendar_host="127.0.0.1"))
    (tmp_path / "entraide.db").touch()
    running._refuse_a_real_one(settings)
    file = tmp_path / "settings.toml"
    file.write_text(file.read_text().replace("demo = true", ""))  # as the first versions wrote it
    (tmp_path / "demo-made").touch()
    running._refuse_a_real_one(settings)
