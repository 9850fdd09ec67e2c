"""A device of a week, signed out by whoever only reads the mailbox, takes back a first lock or an address alone too."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from entraide import worker
from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.locking import DOOR, LOCKS, add_app, kinds_in
from tests.accounts.moving import NEW, address, is_waiting, lock, move, session_of
from tests.people import Client, letters_to
from tests.rights.protecting import by_code, is_in, sign_in
from tests.world import World

UNDO = "/connexion/annuler"


@pytest.fixture
def phone(app: Flask, world: World) -> Client:
    """Lise's own device, signed in eight days ago."""
    return sign_in(app, world.lise, days_ago=8)


def lock_her_out(app: Flask, world: World) -> Client:
    """Come in by her mailbox, make the first lock, and have it asked for at the door."""
    thief = Client(app).sign_in(world.lise)
    add_app(thief)
    thief.post(f"{LOCKS}/porte", {"at_door": "y"})
    return thief


def test_a_lock_asked_for_at_the_door_does_not_shut_her_out(app: Flask, world: World, phone: Client) -> None:
    thief = lock_her_out(app, world)
    assert not is_in(phone)
    assert by_code(app, Client(app), world.lise).location == DOOR
    assert f'href="{UNDO}"' in phone.get("/connexion").text
    assert phone.post(UNDO).location == "/connexion"
    assert (kinds_in(app, world.lise), is_in(thief)) == ([], False)
    assert by_code(app, phone, world.lise).location == "/agenda"


def test_an_address_that_she_did_not_stop_in_time_comes_back(app: Flask, world: World, phone: Client) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        thief = Client(app).sign_in(world.lise)
        thief.post("/moi/appareils/fin")
        move(app, thief)
        traveller.shift(timedelta(hours=48, minutes=1))
        worker.run_jobs(app, worker.OFTEN | worker.HOURLY)
        assert address(app, world.lise) == NEW
        assert phone.post(UNDO).location == "/connexion"
        assert (address(app, world.lise), is_in(thief)) == (world.lise.email, False)


def test_nor_does_signing_her_out_again_and_again_keep_her_from_stopping_it(
    app: Flask, world: World, phone: Client
) -> None:
    thief = Client(app).sign_in(world.lise)
    move(app, thief)
    thief.post("/moi/appareils/fin")
    assert phone.post(UNDO).location == "/connexion"
    assert (is_waiting(app, world.lise), is_in(thief)) == (False, False)


def test_her_own_move_asked_there_is_undone_by_nothing(app: Flask, world: World, phone: Client) -> None:
    move(app, phone)
    Client(app).sign_in(world.lise).post("/moi/appareils/fin")
    assert phone.get(UNDO).status_code == 404


def test_she_is_written_to_as_of_any_change(app: Flask, world: World, phone: Client) -> None:
    lock_her_out(app, world)
    before = len(letters_to(app, world.lise.email))
    phone.post(UNDO)
    assert len(letters_to(app, world.lise.email)) == before + 1


def test_it_works_once(app: Flask, world: World, phone: Client) -> None:
    lock_her_out(app, world)
    assert [phone.post(UNDO).status_code for _ in range(2)] == [303, 404]


def test_her_lock_made_where_she_was_long_signed_in_is_taken_back_by_none(
    app: Flask, world: World, phone: Client
) -> None:
    tablet = sign_in(app, world.lise, days_ago=30)
    add_app(phone)
    assert tablet.get(UNDO).status_code == 404
    assert UNDO not in tablet.get("/connexion").text


def test_nor_is_one_that_has_stood_two_days_when_it_is_shown(app: Flask, world: World, phone: Client) -> None:
    lock(app, world.lise, since=timedelta(days=2))
    Client(app).sign_in(world.lise, with_lock=True).post("/moi/appareils/fin")
    assert phone.get(UNDO).status_code == 404


def test_a_lock_that_stood_before_stays(app: Flask, world: World, phone: Client) -> None:
    lock(app, world.lise, since=timedelta(days=3))
    thief = Client(app).sign_in(world.lise)
    thief.post("/moi/appareils/fin")
    assert phone.get(UNDO).status_code == 404
    assert len(kinds_in(app, world.lise)) == 1


def test_a_stranger_is_answered_as_before(app: Flask, world: World, phone: Client) -> None:
    lock_her_out(app, world)
    assert Client(app).get(UNDO).status_code == 404
    assert UNDO not in Client(app).get("/connexion").text


def test_the_page_of_locks_names_the_devices_that_could_take_one_back(app: Flask, world: World, phone: Client) -> None:
    said = "pourrait annuler, pendant sept jours"
    assert said in Client(app).sign_in(world.lise).get(LOCKS).text
    assert said not in phone.get(LOCKS).text
    assert said not in Client(app).sign_in(world.ana).get(LOCKS).text


def signed_in_again(app: Flask, world: World, phone: Client) -> Client:
    """A first lock, not asked for at the door; she signs in on her phone by a code, and has not pressed."""
    thief = Client(app).sign_in(world.lise)
    add_app(thief)
    assert by_code(app, phone, world.lise).location == "/agenda"
    return thief


def test_signed_in_there_again_she_still_undoes_it(app: Flask, world: World, phone: Client) -> None:
    thief = signed_in_again(app, world, phone)
    assert f'href="{UNDO}"' in phone.get("/agenda").text
    assert phone.post(UNDO).location == LOCKS
    assert (kinds_in(app, world.lise), is_in(thief), is_in(phone)) == ([], False, True)
    assert phone.post(UNDO).status_code == 404


def test_on_a_new_device_that_is_not_offered(app: Flask, world: World, phone: Client) -> None:
    signed_in_again(app, world, phone)
    other = Client(app)
    by_code(app, other, world.lise)
    assert UNDO not in other.get("/agenda").text
    assert other.post(UNDO).status_code == 404


def test_nor_once_the_lock_has_stood(app: Flask, world: World, phone: Client) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        signed_in_again(app, world, phone)
        traveller.shift(timedelta(hours=48))
        assert UNDO not in phone.get("/agenda").text
        assert phone.post(UNDO).status_code == 404


def test_nor_is_her_own_lock_that_she_makes_there_then(app: Flask, world: World, phone: Client) -> None:
    Client(app).sign_in(world.lise).post("/moi/appareils/fin")
    by_code(app, phone, world.lise)
    add_app(phone)
    assert phone.post(UNDO).status_code == 404


def set_session(app: Flask, client: Client, **values: object) -> None:
    """Let a browser's session be as it is after a step that this test does not walk."""
    here = session_of(client)
    with app.app_context():
        db.session.execute(update(SignIn).where(SignIn.id == here).values(**values))
        db.session.commit()


def test_signed_in_there_again_the_page_says_what_it_undoes(app: Flask, world: World, phone: Client) -> None:
    signed_in_again(app, world, phone)
    page = phone.get(UNDO)
    assert page.status_code == 200
    assert "Tous les autres appareils sont déconnectés" in page.text
    assert 'href="/connexion"' not in page.text


def test_a_lock_that_has_stood_stays_where_an_address_is_stopped_from_there(
    app: Flask, world: World, phone: Client
) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        hers = signed_in_again(app, world, phone)
        traveller.shift(timedelta(hours=60))
        set_session(app, hers, lock_since=now(), lock_unchecked=True, sure_since=now())
        move(app, hers)
        assert phone.post(UNDO).location == LOCKS
        assert (is_waiting(app, world.lise), len(kinds_in(app, world.lise))) == (False, 1)


def test_what_organisers_let_in_there_undoes_nothing(app: Flask, world: World, phone: Client) -> None:
    signed_in_again(app, world, phone)
    set_session(app, phone, only_group_id=world.tilleuls)
    assert phone.post(UNDO).status_code == 404
    assert len(kinds_in(app, world.lise)) == 1
