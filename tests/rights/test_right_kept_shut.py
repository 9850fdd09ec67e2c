"""A device that was signed out is answered like any browser that nobody is signed in on, whatever it asks for."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide import worker
from entraide.access.gate import SAFE
from entraide.access.tokens import fingerprint
from entraide.accounts import undoing
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from tests.people import Client
from tests.rights.protecting import protect, sign_in
from tests.world import World

UNDO = "/connexion/annuler"


@pytest.fixture
def phone(app: Flask, world: World) -> Client:
    """Her phone, signed out by whoever then began protected mode."""
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    thief.post("/moi/appareils/fin")
    protect(thief)
    return phone


def test_every_address_answers_it_as_it_answers_a_stranger(app: Flask, phone: Client) -> None:
    stranger = Client(app)
    for rule in app.url_map.iter_rules():
        if rule.arguments or rule.rule == UNDO or rule.rule == "/connexion/code":
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            asked = [
                client.get(rule.rule) if method in SAFE else client.post(rule.rule) for client in (stranger, phone)
            ]
            assert len({(answer.status_code, answer.headers.get("location")) for answer in asked}) == 1, rule.rule


def test_it_spends_nobodys_tries(app: Flask, phone: Client) -> None:
    for _ in range(6):
        assert phone.post("/moi/confirmer", {"app_code": "000000"}).headers["location"] == "/connexion"


def test_unseen_for_half_a_year_it_still_keeps_its_seven_days(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=179), Client(app).sign_in(world.lise)
        with app.app_context():
            hers = SignIn.created < now() - timedelta(days=8)
            db.session.execute(update(SignIn).where(hers).values(seen=now() - timedelta(days=179)))
            db.session.commit()
        thief.post("/moi/appareils/fin")
        traveller.shift(timedelta(days=3))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        protect(Client(app).sign_in(world.lise))
        assert phone.post(UNDO).status_code == 303


def test_run_out_before_it_was_signed_out_it_keeps_nothing(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone = sign_in(app, world.lise)
        traveller.shift(timedelta(days=180))
        thief = Client(app).sign_in(world.lise)
        thief.post("/moi/appareils/fin")
        protect(thief)
        assert phone.get(UNDO).status_code == 404


def test_of_two_that_undo_it_at_once_one_does(app: Flask, world: World, phone: Client) -> None:
    sid = phone.browser.get_cookie("sid")
    assert sid is not None
    with app.app_context():
        row = undoing.find_signed_out(sid.value)
        undoing.undo(row)
        db.session.commit()
        with pytest.raises(NotFound):
            undoing.undo(db.session.query(SignIn).filter(SignIn.sid_hash == fingerprint(sid.value)).one())
