"""Erased at once, with no way back: not by somebody who has only just come in by the mailbox."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide.accounts.models import Lock, Person, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import add_passkey
from tests.people import Client
from tests.world import World

AT_ONCE = {"understood": "y", "at_once": "y"}


@pytest.fixture(autouse=True)
def _old_accounts(app: Flask, world: World) -> Iterator[None]:
    """Let everybody have had an account for a month."""
    with time_machine.travel(now(), tick=False):
        with app.app_context():
            db.session.execute(update(Person).values(created=now().date() - timedelta(days=30)))
            db.session.commit()
        yield


def is_there(app: Flask, world: World) -> bool:
    with app.app_context():
        return db.session.get(Person, world.lise.person_id) is not None


def test_a_code_just_typed_does_not_erase_at_once(app: Flask, world: World) -> None:
    thief = Client(app).sign_in(world.lise)
    assert thief.post("/moi/effacer", AT_ONCE).status_code == 303
    assert is_there(app, world)


def test_nor_does_it_once_the_account_is_shut(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y"})
    thief = Client(app).sign_in(world.lise)
    assert "/moi/effacer/fin" not in thief.get("/moi/effacer").text
    assert thief.post("/moi/effacer/fin").status_code == 303
    assert is_there(app, world)


def test_the_page_says_why_and_offers_no_tick(app: Flask, world: World) -> None:
    page = Client(app).sign_in(world.lise).get("/moi/effacer").text
    assert 'name="at_once"' not in page
    assert "connecté depuis une semaine" in page


def test_a_device_signed_in_for_a_week_may(app: Flask, world: World) -> None:
    with time_machine.travel(now() - timedelta(days=8), tick=False):
        lise = Client(app).sign_in(world.lise)
    with app.app_context():
        db.session.execute(update(SignIn).values(sure_since=now(), seen=now()))
        db.session.commit()
    assert lise.post("/moi/effacer", AT_ONCE).status_code == 200
    assert not is_there(app, world)


@pytest.mark.parametrize(("hours", "erased"), [(47, False), (49, True)])
def test_a_lock_may_once_it_has_stood_for_two_days(app: Flask, world: World, hours: int, erased: bool) -> None:
    lise = Client(app).sign_in(world.lise)
    add_passkey(lise)
    with app.app_context():
        db.session.execute(update(Lock).values(proved=now() - timedelta(hours=hours)))
        db.session.commit()
    lise.post("/moi/effacer", AT_ONCE)
    assert is_there(app, world) is not erased
