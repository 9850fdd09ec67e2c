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
from tests.people import Client, code_in, deliver, letters_to, text_of
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


def test_a_name_without_a_sign_is_none(app: Flask, client: Client, world: World, own: App) -> None:
    assert ask(app, client, world.lise.email, "\x00 ")[1] == 0


@pytest.mark.parametrize("name", [NAME, "Lise", "é" * 40])
def test_a_guessed_name_tells_nothing_right_or_wrong_here_or_not(app: Flask, world: World, own: App, name: str) -> None:
    """Whoever reads a mailbox tries names: page, letter, address and what follows are those of an unknown mailbox."""
    seen = []
    for address in (world.lise.email, "nobody@poste.example"):
        client, typed = Client(app), address.capitalize()
        page, many = ask(app, client, typed, name)
        words = re.sub(r"\d{4} \d{4}", "", text_of(letters_to(app, typed)[-1]))
        after = prove(app, client, typed)
        door = re.sub(r"numéro \d+", "", bare(client.get(DOOR)))
        wrong = client.post(DOOR, {"app_code": "123456"})
        seen.append((bare(page), many, words, after.status_code, after.location, door, wrong.status_code))
    assert seen[0] == seen[1]
    assert seen[0][1] == 1, "a letter to the address as it was typed"


def test_no_name_opens_anything_without_her_lock(app: Flask, client: Client, world: World, own: App) -> None:
    ask(app, client, world.lise.email, "Lise")
    assert prove(app, client, world.lise.email).location == DOOR
    assert client.post(DOOR, {"app_code": own.code}).status_code == 422
    assert not is_in(client)


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
