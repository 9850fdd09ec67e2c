"""Erasing and coming back at the same moment: who is told that her account is open again keeps it."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from entraide.accounts.models import Person
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db, writing
from entraide.rights import erasing, jobs
from tests.conftest import Stage
from tests.people import Client
from tests.world import World


def test_who_comes_back_while_the_worker_begins_is_not_erased(stage: Stage, app: Flask, world: World) -> None:
    if stage.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y"})
    with app.app_context():
        db.session.execute(
            update(Person).where(Person.id == world.lise.person_id).values(erase_at=now() - timedelta(1))
        )
        db.session.commit()

    def work() -> None:
        with app.app_context():
            jobs.erase_due()

    worker = threading.Thread(target=work)
    with app.app_context():
        writing()
        erasing.undo(find_person(world.lise.person_id))
        worker.start()
        worker.join(1)
        db.session.commit()
    worker.join()
    with app.app_context():
        assert db.session.get(Person, world.lise.person_id) is not None
