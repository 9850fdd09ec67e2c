"""A form that came too late and was kept goes with an erasure: with asking for it, and whatever came meanwhile, too."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.accounts.models import Device, KeptForm
from entraide.clock import now
from entraide.db import db
from entraide.rights import jobs
from tests.conftest import Stage
from tests.people import Client
from tests.rights.test_erasure_asked import READ
from tests.rights.test_erasure_done import traces
from tests.world import World

WEEK = timedelta(days=7)


def type_too_late(app: Flask, world: World) -> Client:
    """Let Lise type on a shared device, and send after its session ran out."""
    client = Client(app).sign_in(world.lise, Device.SHARED)
    client.get("/moi/appareils")
    with time_machine.travel(now() + timedelta(minutes=45)):
        assert client.post("/moi/confirmer", {"word": "what I typed"}).location == "/connexion"
    return client


def kept(app: Flask) -> list[bytes]:
    with app.app_context():
        return [bytes(row.form_sealed) for row in db.session.scalars(select(KeptForm))]


def test_asking_to_be_erased_takes_it_away(app: Flask, world: World) -> None:
    type_too_late(app, world)
    assert len(kept(app)) == 1
    assert Client(app).sign_in(world.lise).post("/moi/effacer", READ).status_code == 200
    assert kept(app) == []


def test_one_that_comes_after_it_is_not_kept(app: Flask, world: World) -> None:
    late = Client(app).sign_in(world.lise, Device.SHARED)
    late.get("/moi/appareils")
    assert Client(app).sign_in(world.lise).post("/moi/effacer", READ).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=45)):
        late.post("/moi/confirmer", {"word": "what I typed"})
    assert kept(app) == []


def test_nothing_of_it_is_left_in_any_file_once_she_is_erased(stage: Stage, app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post("/moi/effacer", READ)
    type_too_late(app, world)
    (words,) = kept(app)
    with time_machine.travel(now() + WEEK + timedelta(minutes=1)):
        with app.app_context():
            jobs.erase_due()
        with app.app_context():
            jobs.settle()
    assert kept(app) == []
    assert traces(stage, words) == set()
