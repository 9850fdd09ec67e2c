"""A device of her own that was signed out undoes an erasure that whoever reads her mailbox asked for."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.accounts.models import Lock, Person
from entraide.clock import now
from entraide.db import db
from entraide.rights import jobs
from tests.accounts.locking import DOOR, add_app, prove_mailbox
from tests.lettering import at_work
from tests.people import Client
from tests.rights.protecting import by_code, is_in, sign_in
from tests.world import World

UNDO = "/connexion/annuler"


@pytest.fixture
def phone(app: Flask, world: World) -> Client:
    """Her phone, and an account that a thief locked and asked to be erased."""
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    add_app(thief)
    thief.post("/moi/verrous/porte", {"at_door": "y"})
    assert thief.post("/moi/effacer", {"understood": "y"}).status_code == 200
    return phone


def is_to_be_erased(app: Flask, world: World) -> bool:
    with app.app_context():
        return db.session.get_one(Person, world.lise.person_id).erase_at is not None


def test_it_undoes_an_erasure_behind_a_lock_at_the_door(app: Flask, world: World, phone: Client) -> None:
    assert prove_mailbox(app, Client(app), world.lise).location == DOOR
    assert phone.get(UNDO).status_code == 200
    assert phone.post(UNDO).headers["location"] == "/connexion"
    assert not is_to_be_erased(app, world)


def test_a_code_then_opens_every_group_again(app: Flask, world: World, phone: Client) -> None:
    phone.post(UNDO)
    assert by_code(app, phone, world.lise).headers["location"] == "/agenda"
    assert "Les Tilleuls" in phone.get("/agenda").text


def test_the_lock_that_was_made_for_it_is_gone(app: Flask, world: World, phone: Client) -> None:
    phone.post(UNDO)
    with app.app_context():
        assert db.session.scalars(select(Lock.id).where(Lock.person_id == world.lise.person_id)).all() == []


def test_opening_the_page_undoes_nothing(app: Flask, world: World, phone: Client) -> None:
    phone.get(UNDO)
    assert is_to_be_erased(app, world)


def test_it_works_once(phone: Client) -> None:
    phone.post(UNDO)
    assert phone.post(UNDO).status_code == 404


def test_after_seven_days_nobody_is_there_to_come_back(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
        thief.post("/moi/effacer", {"understood": "y"})
        traveller.shift(timedelta(days=7, minutes=1))
        with at_work(app):
            jobs.erase_due()
        assert phone.post(UNDO).status_code == 404


def test_what_she_asked_for_on_a_device_long_hers_no_other_undoes(app: Flask, world: World) -> None:
    tablet, phone = sign_in(app, world.lise, days_ago=8), sign_in(app, world.lise, days_ago=8)
    phone.get("/moi/effacer")
    phone.post("/moi/effacer", {"understood": "y"})
    assert not is_in(tablet)
    assert tablet.post(UNDO).status_code == 404
