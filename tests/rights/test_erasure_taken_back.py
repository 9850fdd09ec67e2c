"""Taking an erasure back asks that it is she: her lock, or a code; not on a device that undoes protected mode."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.accounts.models import Person, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import App, add_app, page_of, recovery_of
from tests.accounts.stepping import CONFIRM, TEN_MINUTES, clock, forget_code, type_code
from tests.people import Client
from tests.rights.test_erasure_asked import READ
from tests.world import World

__all__ = ["clock"]
UNDO = "/moi/effacer/annuler"


def is_shut(app: Flask, world: World) -> bool:
    with app.app_context():
        return db.session.get_one(Person, world.lise.person_id).erase_at is not None


@pytest.fixture
def thief(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    """Who signed in by her mailbox after Lise, without a lock, asked to be erased; his code is no longer fresh."""
    Client(app).sign_in(world.lise).post("/moi/effacer", READ)
    client = Client(app).sign_in(world.lise)
    clock.shift(TEN_MINUTES)
    return client


@pytest.fixture
def locked(app: Flask, world: World, clock: time_machine.Traveller) -> tuple[App, list[str]]:
    """Lise's app and her codes for loss; she asked to be erased."""
    client = Client(app).sign_in(world.lise)
    made, answer = add_app(client)
    clock.shift(timedelta(hours=48))
    client.sign_in(world.lise, with_lock=True).post("/moi/effacer", READ)
    assert is_shut(app, world)
    clock.shift(timedelta(minutes=1))
    return made, recovery_of(answer)


def test_an_old_session_alone_keeps_nothing(app: Flask, world: World, thief: Client) -> None:
    assert thief.post(UNDO).location == CONFIRM
    assert is_shut(app, world)


def test_a_fresh_code_does_where_there_is_no_lock(app: Flask, world: World, thief: Client) -> None:
    type_code(app, world.lise, now())
    assert thief.post(UNDO).location == "/agenda"
    assert not is_shut(app, world)


def test_with_a_lock_a_fresh_code_is_not_enough(
    app: Flask, client: Client, world: World, locked: tuple[App, list[str]]
) -> None:
    client.sign_in(world.lise)
    assert client.post(UNDO).location == CONFIRM
    assert "Montrez votre verrou" in page_of(client.get(CONFIRM))
    assert is_shut(app, world)


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=6)])
def test_a_lock_that_was_made_just_before_is_asked_for_by_nobody(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller, later: timedelta
) -> None:
    thief = Client(app).sign_in(world.lise)
    add_app(thief)
    clock.shift(timedelta(hours=47))
    thief.sign_in(world.lise, with_lock=True).post("/moi/effacer", READ)
    assert is_shut(app, world)
    clock.shift(later)
    client.sign_in(world.lise)
    type_code(app, world.lise, now() - TEN_MINUTES)
    assert client.post(UNDO).location == CONFIRM
    assert "Montrez votre verrou" not in page_of(client.get(CONFIRM))
    type_code(app, world.lise, now())
    assert client.post(UNDO).location == "/agenda"
    assert not is_shut(app, world)


def test_it_still_does_nothing_else_without_that_lock(
    app: Flask, client: Client, world: World, clock: time_machine.Traveller
) -> None:
    thief = Client(app).sign_in(world.lise)
    add_app(thief)
    thief.post("/moi/effacer", READ)
    assert client.sign_in(world.lise).post("/moi/effacer/fin").status_code != 200
    assert client.post(UNDO).location == "/agenda"
    assert client.post("/moi/adresse", {"email": "autre@poste.example"}).location == CONFIRM


def test_her_lock_takes_it_back(app: Flask, client: Client, world: World, locked: tuple[App, list[str]]) -> None:
    client.sign_in(world.lise).post(UNDO)
    assert client.post(CONFIRM, {"app_code": locked[0].code}).status_code == 303
    assert client.post(UNDO).location == "/agenda"
    assert not is_shut(app, world)


def test_a_lock_that_was_shown_long_ago_is_asked_for_again(
    app: Flask, client: Client, world: World, locked: tuple[App, list[str]], clock: time_machine.Traveller
) -> None:
    client.sign_in(world.lise, with_lock=True)
    clock.shift(TEN_MINUTES)
    assert client.post(UNDO).location == CONFIRM
    assert is_shut(app, world)


def test_a_code_for_loss_does_too(app: Flask, client: Client, world: World, locked: tuple[App, list[str]]) -> None:
    client.sign_in(world.lise)
    assert client.get("/moi/acces").status_code == 200
    client.post("/moi/acces/code", {"recovery_code": locked[1][0]})
    assert client.post(UNDO).location == "/agenda"


def test_a_device_that_undoes_protected_mode_is_asked_for_nothing(
    app: Flask, client: Client, world: World, locked: tuple[App, list[str]]
) -> None:
    client.sign_in(world.lise)
    with app.app_context():
        hers = db.session.query(SignIn).filter_by(person_id=world.lise.person_id)
        hers.update({"kept_until": now() + timedelta(days=7)})
        db.session.commit()
    forget_code(app, world.lise)
    assert client.post(UNDO).location == "/agenda"
    assert not is_shut(app, world)
