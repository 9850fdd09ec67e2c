"""Protected mode and erasing: who shut her out by the one does not take the way back from her by the other."""

from flask import Flask

from entraide.accounts.models import Person
from entraide.db import db
from tests.people import Client
from tests.rights.protecting import PAGE, Protected, by_card, is_in, show_words, sign_in, world_lise
from tests.world import World

ERASE = "/moi/effacer"
READ = {"understood": "y"}


def intruder(app: Flask, world: World) -> Protected:
    """Let whoever reads Lise's mailbox shut her out, and be sure to be her."""
    made = world_lise(app, world)
    show_words(made.client, made.paper)
    return made


def stands(app: Flask, world: World) -> bool:
    with app.app_context():
        return db.session.get(Person, world.lise.person_id) is not None


def test_her_old_device_undoes_both(app: Flask, world: World) -> None:
    phone = sign_in(app, world.lise, days_ago=8)
    assert intruder(app, world).client.post(ERASE, READ).status_code == 200
    assert phone.get("/agenda").headers["location"] == ERASE
    assert phone.post(f"{ERASE}/annuler").headers["location"] == "/agenda"
    assert phone.post(f"{PAGE}/annuler").headers["location"] == PAGE
    assert is_in(phone)


def test_nothing_is_erased_at_once_while_it_may_be_undone(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    assert intruder(app, world).client.post(ERASE, READ | {"at_once": "y"}).headers["location"] == ERASE
    assert stands(app, world)


def test_nor_once_the_seven_days_run(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    made = intruder(app, world)
    made.client.post(ERASE, READ)
    again = by_card(app, made.paper)
    assert again.post(f"{ERASE}/fin").headers["location"] == ERASE
    assert stands(app, world)


def test_without_an_older_device_she_still_waives_them(app: Flask, world: World) -> None:
    assert intruder(app, world).client.post(ERASE, READ | {"at_once": "y"}).status_code == 200
    assert not stands(app, world)


def test_every_other_device_is_out(app: Flask, world: World) -> None:
    sign_in(app, world.lise, days_ago=8)
    made = intruder(app, world)
    young = Client(app).sign_in(world.lise)
    made.client.post(ERASE, READ)
    assert young.get(ERASE).headers["location"] == "/connexion"
