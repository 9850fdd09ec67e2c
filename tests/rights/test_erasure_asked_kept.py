"""An erasure that was only asked for stands beside the databases: an older state put back shuts her again."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide import worker
from entraide.accounts.models import Person
from entraide.clock import now, today
from entraide.db import db
from entraide.members.models import Status
from entraide.operations import erasures_checked
from entraide.vault import erasure_file
from entraide.vault.erasing import path_of, say_asked, say_undone
from entraide.vault.erasure_file import ASKED, UNDONE
from tests.conftest import Stage
from tests.people import Client, letters_to
from tests.rights.test_erasure_asked import shut, status_of
from tests.world import World

WEEK = timedelta(days=7)


def lines(stage: Stage) -> list[erasure_file.Erased]:
    return erasure_file.read(path_of(stage.settings))


def undo(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.lise).post("/moi/effacer/annuler").status_code == 303


def put_back(stage: Stage) -> None:
    """Put the databases back as they were at the start; the journal beside them stays."""
    journal = path_of(stage.settings).read_bytes()
    stage.reset()
    path_of(stage.settings).write_bytes(journal)


def tick(app: Flask) -> None:
    worker.run_jobs(app, worker.OFTEN | worker.HOURLY)


def is_known(app: Flask, world: World) -> bool:
    with app.app_context():
        return db.session.get(Person, world.lise.person_id) is not None


def test_asking_and_undoing_are_said_there_with_the_day(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    undo(app, world)
    shut(app, world.lise)
    asked, undone, again = lines(stage)
    assert [line.kind for line in (asked, undone, again)] == [ASKED, UNDONE, ASKED]
    assert len({line.mark for line in (asked, undone, again)}) == 1
    assert asked.day == again.day == today() + WEEK
    assert erasure_file.asked([asked, undone]) == {}
    assert list(erasures_checked.findings(app, stage.settings)) == []


def test_who_asked_is_shut_again_and_erased_in_time(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    put_back(stage)
    assert status_of(app, world, world.lise_in_tilleuls) is Status.ACTIVE
    with time_machine.travel(now() + timedelta(days=3)):
        tick(app)
        assert status_of(app, world, world.lise_in_tilleuls) is Status.SHUT
        assert Client(app).sign_in(world.lise).get("/agenda").location == "/moi/effacer"
    with time_machine.travel(now() + timedelta(days=8)):
        tick(app)
    assert not is_known(app, world)
    assert [line.kind for line in lines(stage)] == [ASKED, "person"]


def test_whose_day_is_over_is_shut_and_erased_at_once(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    put_back(stage)
    with time_machine.travel(now() + timedelta(days=20)):
        tick(app)
        tick(app)
        assert not is_known(app, world)


def test_she_is_written_to_again_and_may_undo_it_again(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    put_back(stage)
    assert len(letters_to(app, world.lise.email)) == 1
    undo(app, world)
    tick(app)
    assert status_of(app, world, world.lise_in_tilleuls) is Status.ACTIVE


def test_who_undid_it_stays_in_an_older_state_that_had_her_shut(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    undo(app, world)
    put_back(stage)
    tick(app)
    assert status_of(app, world, world.lise_in_tilleuls) is Status.ACTIVE
    assert [line.kind for line in lines(stage)] == [ASKED, UNDONE]


def test_the_only_one_who_keeps_a_group_there_is_shut_all_the_same(stage: Stage, app: Flask, world: World) -> None:
    with app.app_context():
        say_asked({world.marcelle.person_id: today() + WEEK})
        db.session.rollback()
    tick(app)
    assert status_of(app, world, world.marcelle_in_tilleuls) is Status.SHUT
    with time_machine.travel(now() + timedelta(days=9)):
        tick(app)
        tick(app)
    assert [line.kind for line in lines(stage)] == [ASKED, "person"]


def test_what_could_not_be_said_at_once_the_worker_says(
    stage: Stage, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("entraide.vault.erasure_file._append", _full)
        shut(app, world.lise)
    assert lines(stage) == []
    tick(app)
    tick(app)
    assert [line.kind for line in lines(stage)] == [ASKED]


def test_undoing_that_cannot_be_said_is_not_done(
    stage: Stage, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut(app, world.lise)
    with monkeypatch.context() as patched:
        patched.setattr("entraide.vault.erasure_file._append", _full)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.testing = False
        assert Client(app).sign_in(world.lise).post("/moi/effacer/annuler").status_code == 500
    assert status_of(app, world, world.lise_in_tilleuls) is Status.SHUT
    undo(app, world)


def test_undoing_that_fails_after_it_was_said_is_asked_anew(stage: Stage, app: Flask, world: World) -> None:
    shut(app, world.lise)
    with app.app_context():
        say_undone(world.lise.person_id)
        db.session.rollback()
    tick(app)
    assert [line.kind for line in lines(stage)] == [ASKED, UNDONE, ASKED]


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
