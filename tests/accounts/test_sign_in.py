"""Signing in by an e-mailed code."""

import re

import pytest
from flask import Flask

from tests.people import Client, code_in, deliver, letters_to
from tests.world import World


def ask(client: Client, address: str) -> None:
    assert client.post("/connexion", {"email": address}).status_code == 303


def test_the_code_from_the_letter_opens_a_session(app: Flask, client: Client, world: World) -> None:
    ask(client, world.lise.email)
    [letter] = letters_to(app, world.lise.email)
    answer = client.post("/connexion/code", {"code": code_in(letter), "device": "own"})
    assert answer.location == "/agenda"
    assert client.get("/moi/appareils").status_code == 200


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_a_code_may_be_typed_with_spaces(app: Flask, client: Client, world: World, typed: str) -> None:
    ask(client, world.lise.email)
    [letter] = letters_to(app, world.lise.email)
    assert client.post("/connexion/code", {"code": typed.format(code_in(letter))}).status_code == 303


def test_an_unknown_address_gets_no_letter(app: Flask, client: Client) -> None:
    ask(client, "nobody@poste.example")
    assert deliver(app) == []


def test_known_and_unknown_addresses_see_the_same_page(client: Client, world: World) -> None:
    pages = []
    for address in (world.lise.email, "nobody@poste.example"):
        ask(client, address)
        pages.append(re.sub(r'value="[^"]+"', "", client.get("/connexion/code").text))
    assert pages[0] == pages[1]


def test_another_browser_cannot_use_the_code(app: Flask, client: Client, world: World) -> None:
    ask(client, world.lise.email)
    [letter] = letters_to(app, world.lise.email)
    assert Client(app).post("/connexion/code", {"code": code_in(letter)}).status_code == 422


def test_the_sixth_try_is_refused_even_with_the_right_code(app: Flask, client: Client, world: World) -> None:
    ask(client, world.lise.email)
    [letter] = letters_to(app, world.lise.email)
    for _ in range(5):
        client.post("/connexion/code", {"code": "0000 0000"})
    assert client.post("/connexion/code", {"code": code_in(letter)}).status_code == 422


def test_a_code_works_once(app: Flask, client: Client, world: World) -> None:
    ask(client, world.lise.email)
    [letter] = letters_to(app, world.lise.email)
    client.post("/connexion/code", {"code": code_in(letter)})
    client.browser.delete_cookie("sid")
    assert client.post("/connexion/code", {"code": code_in(letter)}).status_code == 422


def test_signing_out_ends_the_session_on_the_server(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    sid = client.browser.get_cookie("sid")
    assert sid is not None
    client.get("/moi/appareils")
    assert client.post("/deconnexion").status_code == 303
    client.browser.set_cookie("sid", sid.value)
    assert client.get("/moi/appareils").status_code == 303
