"""The doctor looks where the master key lies, who can read it, and whether a change of it was ended."""

import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from entraide.clock import now
from entraide.operations import doctor
from entraide.operations.doctor_files import file_of
from entraide.operations.paper_key import PRINTED
from entraide.operations.rotating import CHANGED, beside
from entraide.settings import Settings
from entraide.vault.masters import COMING, FORMER
from tests.test_doctor import sound  # noqa: F401


def only(app: Flask, settings: Settings) -> str:
    [found] = doctor.findings(app, settings)
    return found


def move_key(settings: Settings, folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    there = folder / "moved.key"
    there.write_text(Path(settings.master_key_file).read_text("ascii"), "ascii")
    there.chmod(0o600)
    return replace(settings, master_key_file=str(there))


def test_a_key_among_the_back_ups_is_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    assert "lies among the back-ups" in only(app, move_key(sound, Path(sound.backup_dir) / "deep"))


def test_a_key_in_the_instance_folder_is_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    moved = move_key(sound, sound.instance)
    assert "lies beside the databases" in only(app, moved)
    Path(moved.master_key_file).unlink()


def test_a_key_beside_the_databases_is_said_wherever_they_are(app: Flask, sound: Settings) -> None:  # noqa: F811
    if (file := file_of(sound.database_url)) is None:
        pytest.skip("PostgreSQL keeps its own files")
    moved = move_key(sound, file.parent)
    assert "lies beside the databases" in only(app, moved)
    Path(moved.master_key_file).unlink()


@pytest.mark.parametrize("ending", ["", FORMER])
def test_a_key_others_can_read_is_said(app: Flask, sound: Settings, ending: str) -> None:  # noqa: F811
    file = beside(sound, ending)
    file.touch(0o600)
    file.chmod(0o640)
    assert only(app, sound).endswith("chmod 600 it.")


def test_a_change_of_the_key_that_was_cut_off_is_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    beside(sound, COMING).touch(0o600)
    assert "type `rotate-keys` again" in only(app, sound)


@pytest.mark.parametrize(("days", "findings"), [(29, 0), (31, 1)])
def test_a_former_key_that_lies_about_too_long_is_said(
    app: Flask,
    sound: Settings,  # noqa: F811
    days: int,
    findings: int,
) -> None:
    file = beside(sound, FORMER)
    file.touch(0o600)
    long_ago = time.time() - days * 86400
    os.utime(file, (long_ago, long_ago))
    assert len(doctor.findings(app, sound)) == findings


def test_a_changed_key_that_is_on_no_paper_is_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    (sound.instance / CHANGED).write_text(now().isoformat())
    assert "is on no paper since" in only(app, sound)
    (sound.instance / PRINTED).write_text((now() + timedelta(seconds=1)).isoformat())
    assert doctor.findings(app, sound) == []


def test_settings_others_can_read_are_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    file = sound.instance / "settings.toml"
    file.chmod(0o644)
    try:
        assert "settings.toml can be read by others" in only(app, sound)
    finally:
        file.chmod(0o600)


def test_debug_mode_is_said(app: Flask, sound: Settings) -> None:  # noqa: F811
    app.debug = True
    try:
        assert "Debug mode is on" in only(app, sound)
    finally:
        app.debug = False


THEMES = ["deuil", "alcool", "co-depress", "cancer-namur", "drogenhilfe", "veuves", "rétablissement", "suicide", "rouw"]
INNOCENT = ["rendez-vous", "agenda", "violette", "les-lilas", "vrouwen", "rencontres", "calendrier", "nos-soirees"]


@pytest.mark.parametrize("word", THEMES)
def test_a_name_that_tells_the_theme_is_said(app: Flask, sound: Settings, word: str) -> None:  # noqa: F811
    change: dict[str, Any] = {"mail_from": f"{word}@poste.example"}
    assert "word of the field" in only(app, replace(sound, **change))


@pytest.mark.parametrize("word", INNOCENT)
def test_an_innocent_name_is_let_be(app: Flask, sound: Settings, word: str) -> None:  # noqa: F811
    assert doctor.findings(app, replace(sound, mail_from=f"{word}@poste.example")) == []
