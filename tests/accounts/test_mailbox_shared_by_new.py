"""Whoever reads a mailbox is told, at her next sign-in or visit, that somebody else reads it here too."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete

from entraide.accounts.actions import make_person
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import prove_mailbox, set_person
from tests.lettering import at_work
from tests.members.cards import plain
from tests.people import Client
from tests.rights.protecting import sign_in
from tests.world import World

TOLD = "Une autre personne utilise maintenant cette boîte mail ici"


@pytest.fixture(autouse=True)
def lise_came_before(app: Flask, world: World) -> None:
    """Of two who came on one day, either may stand first in the list."""
    set_person(app, world.lise.person_id, created=date(2026, 1, 1))


def signed_in(app: Flask, world: World, who: str) -> str:
    client = Client(app)
    if prove_mailbox(app, client, world.lise).location == "/connexion/qui":
        client.get("/connexion/qui")
        assert client.post("/connexion/qui", {"who": who}).location == "/agenda"
    return plain(client.get("/agenda").text)


def end_sessions(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(SignIn))
        db.session.commit()


def test_at_her_next_sign_in(app: Flask, world: World) -> None:
    assert TOLD not in signed_in(app, world, "0")
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    end_sessions(app)
    assert signed_in(app, world, "0").count(TOLD) == 1


def test_who_signed_in_as_her_first_does_not_press_it_away(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    thief = Client(app).sign_in(world.lise)
    thief.post("/agenda/courrier")
    assert TOLD not in plain(thief.get("/agenda").text)
    assert TOLD in signed_in(app, world, "0")


def test_where_she_only_just_signed_in_it_comes_once_more_after_a_week(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    with time_machine.travel(now(), tick=False) as traveller:
        lise = Client(app).sign_in(world.lise)
        lise.post("/agenda/courrier")
        traveller.shift(timedelta(days=7))
        assert TOLD in plain(lise.get("/agenda").text)
        lise.post("/agenda/courrier")
        traveller.shift(timedelta(days=8))
        assert TOLD not in plain(lise.get("/agenda").text)


def test_an_open_session_is_told_on_its_agenda_until_she_read_it(app: Flask, world: World) -> None:
    lise, other = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.ana)
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    assert TOLD in plain(lise.get("/agenda").text)
    assert TOLD in plain(lise.get("/agenda").text)
    assert TOLD not in plain(other.get("/agenda").text)
    assert lise.post("/agenda/courrier").location == "/agenda"
    assert TOLD not in plain(lise.get("/agenda").text)
    assert TOLD not in signed_in(app, world, "0")


def test_an_open_session_is_told_though_somebody_signed_in_as_her_meanwhile(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    assert signed_in(app, world, "0").count(TOLD) == 1
    assert TOLD in plain(lise.get("/agenda").text)


def test_a_mailbox_set_aside_meanwhile_is_not_spoken_of(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    set_person(app, world.lise.person_id, email_sealed=None, email_index=None)
    assert TOLD not in plain(lise.get("/agenda").text)


def test_whoever_came_last_knew_it_before(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    assert TOLD not in signed_in(app, world, "1")
