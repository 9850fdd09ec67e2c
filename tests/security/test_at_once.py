"""Forms sent twice at once do their deed once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from entraide.accounts import actions, kept_forms, queries
from entraide.accounts.models import Challenge, Device, KeptForm, Person
from entraide.clock import now
from entraide.db import db, writing
from entraide.vault import sealed
from tests.conftest import Stage
from tests.people import Client, code_in, deliver
from tests.world import World

NEW = "zoe@poste.example"


def persons(app: Flask) -> int:
    with app.app_context():
        index = sealed.blind(NEW)
        return db.session.scalar(select(func.count()).select_from(Person).where(Person.email_index == index)) or 0


def test_a_code_sent_twice_at_once_makes_one_person(stage: Stage, app: Flask, world: World) -> None:
    if stage.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    client = Client(app)
    client.post("/creer", {"email": NEW})
    code = code_in(deliver(app)[-1])
    client.get("/connexion/code")
    answers: list[TestResponse] = []
    second = threading.Thread(target=lambda: answers.append(client.post("/connexion/code", {"code": code})))
    with app.app_context():
        writing()
        challenge = db.session.scalars(select(Challenge)).one()
        actions.prove(challenge, code, Device.OWN)
        actions.make_person(NEW, "", "fr")
        second.start()
        second.join(1)
        actions.finish(challenge)
        db.session.commit()
    second.join()
    assert (answers[0].status_code, persons(app)) == (422, 1)


def test_the_same_code_opens_once(app: Flask) -> None:
    client = Client(app)
    client.post("/creer", {"email": NEW})
    code = code_in(deliver(app)[-1])
    assert [client.post("/connexion/code", {"code": code}).status_code for _ in range(2)] == [303, 422]
    assert persons(app) == 1


def test_an_ended_session_keeps_no_more_than_a_few_forms(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.lise, Device.SHARED)
    client.get("/affichage")
    with time_machine.travel(now(), tick=False) as traveller:
        traveller.shift(queries.SHARED_IDLE + timedelta(minutes=1))
        for _ in range(kept_forms.FORMS_KEPT + 5):
            assert client.post("/creer/groupe", {"name": "x"}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == kept_forms.FORMS_KEPT
