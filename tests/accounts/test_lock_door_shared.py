"""The lock at the door of a mailbox that two people read: Lise has an app, Ana nothing."""

import re
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from entraide.accounts.models import SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.authenticator import Phone
from tests.accounts.locking import (
    DOOR,
    App,
    add_app,
    add_passkey,
    half_a_minute_on,
    is_in,
    number_on,
    page_of,
    prove_mailbox,
    set_person,
    share_mailbox,
)
from tests.people import Client
from tests.world import Somebody, World


@pytest.fixture
def own(app: Flask, world: World) -> App:
    made, _ = add_app(Client(app).sign_in(world.lise))
    share_mailbox(app, world.lise, world.ana)
    return made


def choose(client: Client, name: str) -> TestResponse:
    page = unescape(client.get("/connexion/qui").get_data(as_text=True))
    at = page[: page.index(f"<b>{name}</b>")].rindex('value="') + 7
    return client.post("/connexion/qui", {"who": page[at : page.index('"', at)]})


def hide(app: Flask, somebody: Somebody) -> None:
    set_person(app, somebody.person_id, hidden_in_mailbox=True)


def test_choosing_who_has_a_lock_asks_for_it(app: Flask, client: Client, world: World, own: App) -> None:
    assert prove_mailbox(app, client, world.ana).location == "/connexion/qui"
    assert choose(client, "Lise").location == DOOR
    assert not is_in(client)


def test_choosing_who_has_none_does_not(app: Flask, client: Client, world: World, own: App) -> None:
    prove_mailbox(app, client, world.ana)
    assert choose(client, "Ana").location == "/agenda"


def test_who_is_left_out_is_not_named(app: Flask, client: Client, world: World, own: App) -> None:
    hide(app, world.lise)
    assert prove_mailbox(app, client, world.ana).location == "/agenda"
    page = Client(app)
    prove_mailbox(app, page, world.ana, unlisted="1")
    assert "Lise" not in page_of(page.get(DOOR))


def test_who_is_left_out_enters_by_name_and_lock(app: Flask, client: Client, world: World, own: App) -> None:
    hide(app, world.lise)
    with half_a_minute_on():
        assert prove_mailbox(app, client, world.ana, unlisted="1").location == DOOR
        client.post(f"{DOOR}/nom", {"first_name": " lise"})
        assert client.post(DOOR, {"app_code": own.code}).location == "/agenda"
        assert is_in(client)


def test_a_passkey_finds_who_is_left_out(app: Flask, client: Client, world: World, own: App) -> None:
    at_home = Client(app).sign_in(world.lise)
    with app.app_context():
        db.session.query(SignIn).update({"lock_since": now()})
        db.session.commit()
    phone, _ = add_passkey(at_home, Phone())
    hide(app, world.lise)
    prove_mailbox(app, client, world.ana, unlisted="1")
    options = client.post(f"{DOOR}/defi").get_data(as_text=True)
    assert client.post(DOOR, {"answer": phone.show(options)}).location == "/agenda"


def test_the_page_is_the_same_for_a_name_that_is_not_here(app: Flask, world: World, own: App) -> None:
    hide(app, world.lise)
    pages = []
    for name in ("Lise", "Personne", "Ana"):
        client = Client(app)
        prove_mailbox(app, client, world.ana, unlisted="1")
        named = client.post(f"{DOOR}/nom", {"first_name": name})
        answers = [client.get(DOOR) for _ in range(2)] + [client.post(DOOR, {"app_code": "000000"})]
        shown = [re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", page_of(answer)) for answer in answers]
        number = str(number_on(shown[0]))
        pages.append((named.status_code, [one.replace(f"numéro {number} ", "") for one in shown]))
        assert shown[0] == shown[1]
    assert pages[0] == pages[1] == pages[2]


def test_a_name_that_is_not_here_is_asked_the_same_number_again(app: Flask, world: World, own: App) -> None:
    numbers = set()
    for _ in range(3):
        client = Client(app)
        prove_mailbox(app, client, world.ana, unlisted="1")
        client.post(f"{DOOR}/nom", {"first_name": "Personne"})
        numbers.add(number_on(page_of(client.get(DOOR))))
    assert len(numbers) == 1
