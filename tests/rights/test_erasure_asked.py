"""Asking to be erased: shut at once, seen by nobody, undone within seven days; no group loses its last organiser."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.models import Person, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.meetings.models import Reply
from entraide.members.models import Membership, Status
from tests.accounts.locking import add_passkey
from tests.calendars.subscribing import connect, say
from tests.meetings.tables import make_meeting
from tests.people import Client, letters_to, text_of
from tests.world import World

READ = {"understood": "y"}


def shut(app: Flask, somebody: object) -> Client:
    client = Client(app).sign_in(somebody)
    assert client.post("/moi/effacer", READ).status_code == 200
    return client


def status_of(app: Flask, world: World, membership_id: object) -> Status:
    with app.app_context():
        scope.add(world.tilleuls, world.passerelle)
        return db.session.scalars(select(Membership).where(Membership.id == membership_id)).one().status


def test_the_page_says_what_goes_what_stays_and_what_is_out_of_reach(client: Client, world: World) -> None:
    page = client.sign_in(world.lise).get("/moi/effacer").text
    assert all(heading in page for heading in ('id="gone"', 'id="stays"', 'id="beyond"', 'id="when"'))


def test_it_is_not_done_unread(client: Client, app: Flask, world: World) -> None:
    assert client.sign_in(world.lise).post("/moi/effacer").status_code == 422
    assert status_of(app, world, world.lise_in_tilleuls) is Status.ACTIVE


def test_every_session_ends_and_others_see_her_no_more(app: Flask, world: World) -> None:
    other = Client(app).sign_in(world.lise)
    shut(app, world.lise)
    assert other.get("/agenda").status_code == 303
    assert "Lise T." not in Client(app).sign_in(world.ana).get("/g").text
    with app.app_context():
        assert db.session.scalar(select(SignIn.id).where(SignIn.person_id == world.lise.person_id)) is None
    assert status_of(app, world, world.lise_in_tilleuls) is Status.SHUT


def test_signing_in_offers_undoing_it_or_having_it_over(app: Flask, world: World) -> None:
    shut(app, world.lise)
    client = Client(app).sign_in(world.lise)
    for path in ("/agenda", "/moi", "/g", "/creer/groupe", "/moi/donnees"):
        assert client.get(path).headers["Location"] == "/moi/effacer"
    page = client.get("/moi/effacer").text
    assert "/moi/effacer/annuler" in page
    assert "/moi/effacer/fin" in page


def test_a_letter_in_neutral_words_says_until_when_and_no_other_comes(app: Flask, world: World) -> None:
    shut(app, world.lise)
    (letter,) = letters_to(app, world.lise.email)
    said = f"{letter['Subject']} {text_of(letter)}"
    assert "/connexion" in said
    assert "Tilleuls" not in said
    make_meeting(app, world.tilleuls)
    assert len(letters_to(app, world.lise.email)) == 1


def test_an_undo_brings_everything_back_but_what_others_waited_for(app: Flask, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.lise)
    shut(app, world.lise)
    assert b"BEGIN:VEVENT" not in app.test_client().get(f"/c/{token}.ics").data
    client = Client(app).sign_in(world.lise)
    assert client.post("/moi/effacer/annuler").headers["Location"] == "/agenda"
    assert "Fibromyalgie Les Tilleuls" in client.get("/g").text
    assert b"BEGIN:VEVENT" in app.test_client().get(f"/c/{token}.ics").data
    with app.app_context():
        assert db.session.get_one(Person, world.lise.person_id).erase_at is None


def test_who_waits_to_be_let_in_stops_waiting(app: Flask, world: World) -> None:
    shut(app, world.paul)
    assert status_of(app, world, world.paul_in_tilleuls) is Status.ENDED


def test_the_only_organiser_hands_on_first(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    page = client.get("/moi/effacer").text
    assert "/quitter" in page
    assert 'name="understood"' not in page
    for more in ({}, {"at_once": "y"}):
        assert client.post("/moi/effacer", READ | more).status_code == 422
    assert status_of(app, world, world.marcelle_in_tilleuls) is Status.ACTIVE


@pytest.mark.parametrize("path", ["/moi/effacer/annuler", "/moi/effacer/fin"])
def test_nothing_is_undone_or_finished_that_was_not_asked_for(app: Flask, world: World, path: str) -> None:
    client = Client(app).sign_in(world.lise)
    assert client.post(path).headers["Location"] == "/moi/effacer"
    assert status_of(app, world, world.lise_in_tilleuls) is Status.ACTIVE


def test_the_seven_days_are_hers(app: Flask, world: World) -> None:
    shut(app, world.lise)
    with app.app_context():
        due = db.session.get_one(Person, world.lise.person_id).erase_at
    assert due is not None
    assert timedelta(days=6, hours=23) < due - now() <= timedelta(days=7)


def test_a_phones_own_lock_is_enough_to_have_it_over(app: Flask, world: World) -> None:
    phone, _ = add_passkey(Client(app).sign_in(world.lise))
    Client(app).sign_in(world.lise, with_lock=True).post("/moi/effacer", READ)
    client = Client(app).sign_in(world.lise)
    assert client.post("/moi/effacer/fin").location == "/moi/confirmer"
    asked = client.post("/moi/verrous/defi").get_data(as_text=True)
    assert client.post("/moi/confirmer", {"answer": phone.show(asked)}).status_code == 303
    assert client.post("/moi/effacer/fin").status_code == 200
    with app.app_context():
        assert db.session.get(Person, world.lise.person_id) is None
