"""A session's token is another one after its person showed again that it is she, or signed in anew (ASVS 7.2.4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.accounts.models import Device, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import hand_over, take_own
from tests.accounts.locking import add_app, is_in, prove_mailbox, recovery_of
from tests.accounts.stepping import CONFIRM, forget_code
from tests.people import Client, code_in, letters_to
from tests.world import World

Showing = Callable[[Flask, World, Client], None]


def by_code(app: Flask, world: World, client: Client) -> None:
    client.post(CONFIRM)
    assert client.post("/connexion/code", {"code": code_in(letters_to(app, world.lise.email)[-1])}).status_code == 303


def by_lock(app: Flask, world: World, client: Client) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        seed, _ = add_app(client)
        forget_code(app, world.lise)
        traveller.shift(timedelta(minutes=1))
        assert client.post(CONFIRM, {"app_code": seed.code}).status_code == 303


def by_code_for_loss(app: Flask, world: World, client: Client) -> None:
    codes = recovery_of(add_app(client)[1])
    assert client.post("/moi/acces/code", {"recovery_code": codes[0]}).location == "/moi/verrous"


def by_signing_in_anew(app: Flask, world: World, client: Client) -> None:
    assert prove_mailbox(app, client, world.lise).status_code == 303


def cookie_of(client: Client) -> str:
    cookie = client.browser.get_cookie("sid")
    assert cookie is not None
    return cookie.value


@pytest.mark.parametrize("shown", [by_code, by_lock, by_code_for_loss, by_signing_in_anew])
def test_the_former_cookie_opens_nothing_any_more(app: Flask, world: World, client: Client, shown: Showing) -> None:
    client.sign_in(world.lise)
    former = cookie_of(client)
    shown(app, world, client)
    assert is_in(client)
    thief = Client(app)
    thief.browser.set_cookie("sid", former)
    assert thief.get("/agenda").location == "/connexion"


def test_words_shown_again_change_the_cookie_too(app: Flask, world: World, client: Client) -> None:
    paper = take_own(client, hand_over(app, world))
    former = cookie_of(client)
    assert client.post(CONFIRM, {"words": paper.phrase}).status_code == 303
    assert cookie_of(client) != former
    assert is_in(client)


def test_a_device_of_others_keeps_its_cookie_no_longer_than_before(app: Flask, world: World, client: Client) -> None:
    client.sign_in(world.lise, Device.SHARED)
    client.post(CONFIRM)
    answer = client.post("/connexion/code", {"code": code_in(letters_to(app, world.lise.email)[-1])})
    [set_] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sid=")]
    assert "Max-Age" not in set_
    assert "HttpOnly" in set_


def test_signing_in_as_somebody_else_ends_the_session_before(app: Flask, world: World, client: Client) -> None:
    client.sign_in(world.ana)
    prove_mailbox(app, client, world.lise)
    with app.app_context():
        assert {row.person_id for row in db.session.query(SignIn)} == {world.lise.person_id}
