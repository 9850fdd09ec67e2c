"""Who asked to be in no list: her mailbox answers as an unknown one does, unless she is named."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide import worker
from entraide.clock import now
from entraide.mail.models import Lane
from tests.accounts.locking import DOOR, LOCKS, App, add_app, is_in, page_of, set_person, share_mailbox
from tests.people import Client, code_in, deliver, letters_to
from tests.world import World

NAME = "Bergamote"


@pytest.fixture
def own(app: Flask, world: World) -> App:
    """Lise's app; she is in no list, and finds her way back by a name nobody guesses."""
    client = Client(app).sign_in(world.lise)
    made, _ = add_app(client)
    client.post(f"{LOCKS}/porte", {"is_hidden": "y", "first_name": NAME})
    deliver(app)
    return made


def ask(app: Flask, client: Client, address: str, name: str = "") -> tuple[TestResponse, int]:
    """Ask for a code; return the page that follows, and how many letters came to that address."""
    before = len(letters_to(app, address))
    assert client.post("/connexion", {"email": address, "unlisted": name}).location == "/connexion/code"
    worker.send(app, Lane.CODE)
    return client.get("/connexion/code"), len(letters_to(app, address)) - before


def prove(app: Flask, client: Client, address: str, **more: str) -> TestResponse:
    code = code_in(letters_to(app, address)[-1])
    return client.post("/connexion/code", {"code": code, "device": "own"} | more)


def bare(answer: TestResponse) -> str:
    return re.sub(r'value="[^"]*"', "", page_of(answer))


def test_whoever_reads_the_mailbox_gets_no_code(app: Flask, client: Client, world: World, own: App) -> None:
    page, letters = ask(app, client, world.lise.email)
    assert letters == 0
    nobody, none = ask(app, Client(app), "nobody@poste.example")
    assert (bare(page), none) == (bare(nobody), 0)


@pytest.mark.parametrize("name", ["Lise", "bergamot", "\x00", "é" * 40])
def test_another_name_brings_none_either(app: Flask, client: Client, world: World, own: App, name: str) -> None:
    assert ask(app, client, world.lise.email, name)[1] == 0


def test_her_name_brings_the_code_and_leads_to_her_lock(app: Flask, client: Client, world: World, own: App) -> None:
    assert ask(app, client, world.lise.email, " bergamote ")[1] == 1
    assert prove(app, client, world.lise.email).location == DOOR
    assert not is_in(client)
    assert "Ma carte ou mon application" not in page_of(client.get(DOOR)), "she has said who she is"


def test_with_her_lock_she_is_in(app: Flask, client: Client, world: World, own: App) -> None:
    with time_machine.travel(now() + timedelta(seconds=30), tick=False):
        ask(app, client, world.lise.email, NAME)
        prove(app, client, world.lise.email)
        assert client.post(DOOR, {"app_code": own.code}).location == "/agenda"


class TestSharedMailbox:
    """Ana is listed at Lise's mailbox."""

    @pytest.fixture(autouse=True)
    def share(self, app: Flask, world: World, own: App) -> None:
        share_mailbox(app, world.ana, world.lise)

    def test_ana_signs_in_as_one_who_is_alone_there(self, app: Flask, client: Client, world: World) -> None:
        assert ask(app, client, world.lise.email)[1] == 1
        assert prove(app, client, world.lise.email).location == "/agenda"

    def test_even_with_a_lock_she_did_not_ask_for_at_the_door(self, app: Flask, client: Client, world: World) -> None:
        add_app(Client(app).sign_in(world.ana))
        ask(app, client, world.lise.email)
        assert prove(app, client, world.lise.email).location == "/agenda"

    def test_a_name_leads_to_a_lock_whether_it_is_known_or_not(self, app: Flask, world: World) -> None:
        pages = []
        for name in (NAME, "Nobody"):
            client = Client(app)
            assert ask(app, client, world.lise.email, name)[1] == 1
            assert prove(app, client, world.lise.email).location == DOOR
            pages.append(re.sub(r"numéro \d+", "", bare(client.get(DOOR))))
        assert pages[0] == pages[1]


@pytest.mark.parametrize("is_hidden", [True, False])
def test_who_moves_to_that_mailbox_is_told_of_those_who_are_listed_alone(
    app: Flask, client: Client, world: World, own: App, is_hidden: bool
) -> None:
    set_person(app, world.lise.person_id, hidden_in_mailbox=is_hidden)
    assert client.sign_in(world.jo).post("/moi/adresse", {"email": world.lise.email}).location == "/connexion/code"
    worker.send(app, Lane.CODE)
    assert prove(app, client, world.lise.email).location == "/moi/adresse/suite"
    assert ('name="first_name"' in client.get("/moi/adresse/suite").text) is not is_hidden


def test_others_with_a_lock_are_asked_for_it_where_both_are_listed(
    app: Flask, client: Client, world: World, own: App
) -> None:
    set_person(app, world.lise.person_id, hidden_in_mailbox=False)
    share_mailbox(app, world.ana, world.lise)
    add_app(Client(app).sign_in(world.ana))
    ask(app, client, world.lise.email)
    assert prove(app, client, world.lise.email).location == "/connexion/qui"
