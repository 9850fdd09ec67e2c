"""An older state of the database that was put back by other means obeys the erasure journal within the hour."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from entraide.accounts.models import Person
from entraide.db import db
from entraide.operations import erasures_checked
from entraide.rights import jobs
from entraide.vault import erasure_file
from entraide.vault.erasing import path_of
from tests.conftest import Stage
from tests.people import Client
from tests.world import World


def erase(app: Flask, somebody: object) -> None:
    assert Client(app).sign_in(somebody).post("/moi/effacer", {"understood": "y", "at_once": "y"}).status_code == 200


def test_who_came_back_with_an_older_state_is_erased_again(stage: Stage, app: Flask, world: World) -> None:
    erase(app, world.lise)
    journal = path_of(stage.settings).read_bytes()
    stage.reset()
    path_of(stage.settings).write_bytes(journal)
    with app.app_context():
        assert db.session.get(Person, world.lise.person_id) is not None
        db.session.rollback()
        jobs.obey_journal()
        assert db.session.get(Person, world.lise.person_id) is None
        assert db.session.get(Person, world.ana.person_id) is not None
    assert path_of(stage.settings).read_bytes() == journal


def test_doctor_says_nothing_when_all_is_well(stage: Stage, app: Flask, world: World) -> None:
    erase(app, world.lise)
    assert list(erasures_checked.findings(app, stage.settings)) == []


@pytest.mark.parametrize("content", [b"", b"1 2026-01-01 changed\n2\n"])
def test_doctor_finds_a_journal_that_lost_or_changed_a_line(
    stage: Stage, app: Flask, world: World, content: bytes
) -> None:
    erase(app, world.lise)
    path_of(stage.settings).write_bytes(content)
    assert len(list(erasures_checked.findings(app, stage.settings))) == 1


def test_doctor_finds_a_copy_that_lags_behind(stage: Stage, app: Flask, world: World, tmp_path: Path) -> None:
    erase(app, world.lise)
    settings = replace(stage.settings, backup_dir=str(tmp_path))
    (found,) = erasures_checked.findings(app, settings)
    assert "lags behind" in found
    erasure_file.copy(path_of(settings), tmp_path)
    assert list(erasures_checked.findings(app, settings)) == []
