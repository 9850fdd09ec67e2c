"""What was begun before her first lock counts asks for it: a mailbox's reader finishes nothing he prepared."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.accounts.models import LockKind
from entraide.accounts.protection import is_protected
from tests.accounts.carrying import type_two
from tests.accounts.locking import (
    LOCKS,
    App,
    add_app,
    add_card,
    codes_on,
    kinds_in,
    number_on,
    page_of,
    prove_mailbox,
)
from tests.accounts.moving import is_waiting, prove
from tests.accounts.stepping import clock
from tests.people import Client
from tests.rights.protecting import PAGE, draw
from tests.world import World

__all__ = ["clock"]


@pytest.fixture
def reader(app: Flask, client: Client, world: World, clock: time_machine.Traveller) -> Client:
    """Whoever reads Lise's mailbox, signed in by its code while she has no lock."""
    prove_mailbox(app, client, world.lise)
    clock.shift(timedelta(minutes=1))
    return client


def lock_and_come_back(
    app: Flask,
    world: World,
    reader: Client,
    clock: time_machine.Traveller,
    *,
    make: Callable[[Client], object] = add_app,
) -> None:
    """Lise makes her first lock, which signs the reader out; he comes in by a code again."""
    make(Client(app).sign_in(world.lise))
    clock.shift(timedelta(minutes=1))
    reader.get("/connexion")
    assert prove_mailbox(app, reader, world.lise).location == "/agenda"


def test_a_card_he_printed_before_does_not_become_a_lock(
    app: Flask, reader: Client, world: World, clock: time_machine.Traveller
) -> None:
    codes = codes_on(reader.post(f"{LOCKS}/carte"))
    asked = number_on(page_of(reader.get(f"{LOCKS}/carte")))
    lock_and_come_back(app, world, reader, clock)
    reader.post(f"{LOCKS}/carte/fin", {"code": codes[asked - 1]})
    assert kinds_in(app, world.lise) == [LockKind.APP]


def test_nor_does_an_app_he_had_shown_its_seed(
    app: Flask, reader: Client, world: World, clock: time_machine.Traveller
) -> None:
    reader.post(f"{LOCKS}/application")
    seed = reader.get(f"{LOCKS}/application").text.split('id="seed">')[1].split("<")[0]
    lock_and_come_back(app, world, reader, clock, make=add_card)
    reader.post(f"{LOCKS}/application/fin", {"code": App(seed).code})
    assert kinds_in(app, world.lise) == [LockKind.CARD]


def test_nor_do_words_he_drew_shut_her_out_by_protected_mode(
    app: Flask, reader: Client, world: World, clock: time_machine.Traveller
) -> None:
    page, paper = draw(reader)
    lock_and_come_back(app, world, reader, clock)
    type_two(reader, page.text, paper.words, PAGE)
    with app.app_context():
        assert not is_protected(world.lise.person_id)


def test_nor_does_an_address_he_proved_wait_for_its_48_hours(
    app: Flask, reader: Client, world: World, clock: time_machine.Traveller
) -> None:
    prove(app, reader)
    asked = reader.browser.get_cookie("ref")
    assert asked is not None
    lock_and_come_back(app, world, reader, clock)
    reader.browser.set_cookie("ref", asked.value)
    assert reader.post("/moi/adresse/suite").status_code == 404
    assert not is_waiting(app, world.lise)


def test_her_own_second_lock_begun_on_the_same_page_is_begun_again(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise).post(f"{LOCKS}/carte")
    add_app(client)
    assert client.get(f"{LOCKS}/carte").location == LOCKS
    add_card(client)
    assert kinds_in(app, world.lise) == [LockKind.APP, LockKind.CARD]
