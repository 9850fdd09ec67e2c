"""The lock at the door: a code or a phrase alone gives no session to whoever wants it so."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import odile
from tests.accounts.carrying import show as show_card
from tests.accounts.locking import (
    DOOR,
    LOCKS,
    App,
    add_app,
    add_card,
    add_passkey,
    half_a_minute_on,
    is_in,
    number_on,
    page_of,
    prove_mailbox,
    recovery_of,
    set_person,
)
from tests.people import Client
from tests.world import World


def guard(client: Client, **more: str) -> TestResponse:
    """Ask for the lock at each sign-in, on the page for it."""
    return client.post(f"{LOCKS}/porte", {"at_door": "y"} | more)


@pytest.fixture
def own(app: Flask, world: World) -> App:
    """Lise's app; she wants it asked for whenever she signs in."""
    client = Client(app).sign_in(world.lise)
    made, _ = add_app(client)
    assert guard(client).location == LOCKS
    return made


def test_with_the_second_lock_on_the_code_alone_gives_no_session(
    app: Flask, client: Client, world: World, own: App
) -> None:
    assert prove_mailbox(app, client, world.lise).location == DOOR
    assert not is_in(client)
    with app.app_context():
        assert db.session.query(SignIn).filter_by(person_id=world.lise.person_id).count() == 1  # where she set it


def test_code_and_lock_open(app: Flask, client: Client, world: World, own: App) -> None:
    with half_a_minute_on():
        prove_mailbox(app, client, world.lise)
        assert client.post(DOOR, {"app_code": own.code}).location == "/agenda"
        assert is_in(client)
        with app.app_context():
            newest = db.session.query(SignIn).filter_by(person_id=world.lise.person_id).order_by(SignIn.created.desc())
            assert newest.first().lock_since == now()


def test_a_wrong_lock_opens_nothing(app: Flask, client: Client, world: World, own: App) -> None:
    prove_mailbox(app, client, world.lise)
    assert client.post(DOOR, {"app_code": "000000"}).status_code == 422
    assert not is_in(client)


def test_after_five_wrong_tries_the_right_code_waits(app: Flask, client: Client, world: World, own: App) -> None:
    with half_a_minute_on():
        prove_mailbox(app, client, world.lise)
        for _ in range(5):
            client.post(DOOR, {"app_code": "000000"})
        refused = client.post(DOOR, {"app_code": own.code})
        assert refused.status_code == 422
        assert "quinze minutes" in page_of(refused)
        assert not is_in(client)


def test_the_door_stays_open_ten_minutes(app: Flask, client: Client, world: World, own: App) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        prove_mailbox(app, client, world.lise)
        clock.shift(timedelta(minutes=9, seconds=59))
        assert client.get(DOOR).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get(DOOR).location == "/connexion"
        assert client.post(DOOR, {"app_code": own.code}).location == "/connexion"
        assert not is_in(client)


def test_another_browser_cannot_go_on(app: Flask, client: Client, world: World, own: App) -> None:
    with half_a_minute_on():
        prove_mailbox(app, client, world.lise)
        other = Client(app)
        assert other.post(DOOR, {"app_code": own.code}).location == "/connexion"
        assert not is_in(other)


def test_without_a_code_there_is_no_door(client: Client, world: World, own: App) -> None:
    assert client.get(DOOR).location == "/connexion"
    assert client.post(f"{DOOR}/defi").status_code == 404
    assert client.post(f"{DOOR}/nom", {"first_name": "Lise"}).location == "/connexion"


def test_a_door_is_passed_once(app: Flask, client: Client, world: World, own: App) -> None:
    with half_a_minute_on():
        prove_mailbox(app, client, world.lise)
        client.post(DOOR, {"app_code": own.code})
        assert client.get(DOOR).location == "/connexion"


def test_a_passkey_opens_the_door(app: Flask, client: Client, world: World) -> None:
    at_home = Client(app).sign_in(world.lise)
    phone, _ = add_passkey(at_home)
    guard(at_home)
    prove_mailbox(app, client, world.lise)
    options = client.post(f"{DOOR}/defi").get_data(as_text=True)
    assert client.post(DOOR, {"answer": phone.show(options)}).location == "/agenda"
    assert is_in(client)


def test_a_passkey_of_somebody_elses_mailbox_does_not(app: Flask, client: Client, world: World, own: App) -> None:
    theirs, _ = add_passkey(Client(app).sign_in(world.ana))
    prove_mailbox(app, client, world.lise)
    options = client.post(f"{DOOR}/defi").get_data(as_text=True)
    assert client.post(DOOR, {"answer": theirs.show(options)}).status_code == 422
    assert not is_in(client)


def test_a_card_opens_the_door(app: Flask, client: Client, world: World) -> None:
    at_home = Client(app).sign_in(world.lise)
    codes, _ = add_card(at_home)
    guard(at_home)
    prove_mailbox(app, client, world.lise)
    asked = number_on(page_of(client.get(DOOR)))
    assert client.post(DOOR, {"card_code": codes[asked - 1]}).location == "/agenda"


def test_without_the_wish_one_persons_code_is_enough(app: Flask, client: Client, world: World) -> None:
    add_app(Client(app).sign_in(world.lise))
    assert prove_mailbox(app, client, world.lise).location == "/agenda"


def test_a_phrase_alone_gives_no_session_either(app: Flask, world: World) -> None:
    at_home, paper = odile(app, world)
    own, _ = add_app(at_home)
    guard(at_home)
    client = Client(app)
    with half_a_minute_on():
        assert show_card(client, paper.number, paper.phrase).location == DOOR
        assert not is_in(client)
        assert client.post(DOOR, {"app_code": own.code}).location == "/agenda"
        assert is_in(client)


def test_a_code_for_loss_opens_the_door_once(app: Flask, world: World) -> None:
    at_home = Client(app).sign_in(world.lise)
    _, first = add_app(at_home)
    guard(at_home)
    code = recovery_of(first)[0]
    client = Client(app)
    prove_mailbox(app, client, world.lise)
    assert client.post(DOOR, {"recovery_code": code}).location == LOCKS
    assert client.get("/moi/verrous").status_code == 200
    other = Client(app)
    prove_mailbox(app, other, world.lise)
    assert other.post(DOOR, {"recovery_code": code}).status_code == 422
    assert not is_in(other)


def test_what_the_operator_lifted_is_not_asked_for(app: Flask, client: Client, world: World, own: App) -> None:
    set_person(app, world.lise.person_id, lock_lifts_at=now())
    assert prove_mailbox(app, client, world.lise).location == "/agenda"


def test_hiding_takes_a_name(app: Flask, client: Client, world: World) -> None:
    add_app(client.sign_in(world.lise))
    assert guard(client, is_hidden="y", first_name=" \x00").status_code == 422
    assert guard(client, is_hidden="y", first_name="Lise").location == LOCKS


def test_without_a_lock_the_door_is_not_guarded(client: Client, world: World) -> None:
    assert guard(client.sign_in(world.lise)).status_code == 404
