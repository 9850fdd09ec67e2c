"""Yesterday's back-up does not let live on who asked today to be erased."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import worker
from entraide.access import scope
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from entraide.members.models import Membership, Status
from entraide.operations import backup, restore
from entraide.operations.obeying import ErasuresMissing
from entraide.settings import Settings
from entraide.vault import erasure_file
from tests.operations.conftest import Pair, Place
from tests.people import Client
from tests.world import World

Open = Callable[[Settings], Flask]


@pytest.fixture
def folder(standing: Settings, app: Flask, world: World, tmp_path: Path) -> Path:
    """A back-up, and beside it the journal of what was asked since."""
    made = backup.make(standing, tmp_path / "copies").main.parent
    assert Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y"}).status_code == 200
    erasure_file.copy(standing.instance / "erasures", made)
    return made


def status(there: Flask, world: World) -> Status:
    with there.app_context():
        scope.add(world.tilleuls)
        return db.session.scalars(select(Membership).where(Membership.id == world.lise_in_tilleuls)).one().status


def test_she_is_shut_again_and_erased_in_time(
    folder: Path, world: World, place: Place, pair: Pair, opened: Open
) -> None:
    settings = place()
    assert restore.restore(settings, [folder], pair.identities).erased == 0
    there = opened(settings)
    worker.run_jobs(there, worker.OFTEN | worker.HOURLY)
    assert status(there, world) is Status.SHUT
    with time_machine.travel(now() + timedelta(days=9)):
        worker.run_jobs(there, worker.OFTEN)
    with there.app_context():
        assert db.session.get(Person, world.lise.person_id) is None


def test_a_back_up_that_knows_she_asked_wants_the_journal_that_says_so(
    standing: Settings, folder: Path, place: Place, pair: Pair, tmp_path: Path
) -> None:
    later = backup.make(standing, tmp_path / "later").main.parent
    (later / erasure_file.NAME).unlink()
    with pytest.raises(ErasuresMissing, match="the back-up knows of 1"):
        restore.restore(place(), [later], pair.identities)
