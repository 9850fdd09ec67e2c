"""Tries at a lock: whoever reads the mailbox neither uses up hers nor wins more than the fifty of a day."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.clock import now
from tests.accounts.locking import DOOR, add_app, is_in, prove_mailbox, set_person, share_mailbox
from tests.people import Client
from tests.world import World

CONFIRM, LATER = "/moi/confirmer", timedelta(minutes=16)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def wrong_at_door(app: Flask, world: World, client: Client, clock: time_machine.Traveller, who: str = "") -> int:
    """Prove Lise's mailbox and spend the five tries of that code; say how many of them were looked at."""
    clock.shift(LATER)
    client.get("/connexion")
    prove_mailbox(app, client, world.lise)
    if who:
        client.get("/connexion/qui")
        client.post("/connexion/qui", {"who": who})
    client.get(DOOR)
    answers = [client.post(DOOR, {"app_code": "000000"}, headers={"accept-language": "fr"}) for _ in range(5)]
    return sum(answer.status_code == 422 and "Trop d’essais" not in answer.text for answer in answers)


def test_a_session_that_showed_its_lock_has_tries_of_its_own(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    lise = Client(app).sign_in(world.lise)
    hers, _ = add_app(lise)
    thief = Client(app).sign_in(world.lise)
    for _ in range(11):
        clock.shift(LATER)
        for _ in range(5):
            thief.post(CONFIRM, {"app_code": "000000"})
    clock.shift(LATER)
    assert thief.post(CONFIRM, {"app_code": hers.code}).status_code == 422
    assert lise.post(CONFIRM, {"app_code": hers.code}).status_code == 303


def test_who_shares_the_mailbox_has_fifty_tries_a_day_however_many_browsers_are_known(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    share_mailbox(app, world.ana, world.lise)
    add_app(Client(app).sign_in(world.lise))
    tried = 0
    for _ in range(3):
        ana = Client(app)
        clock.shift(timedelta(minutes=61))
        prove_mailbox(app, ana, world.lise)
        ana.get("/connexion/qui")
        assert {ana.post("/connexion/qui", {"who": who}).location for who in "01"} >= {"/agenda"}
        ana.get("/agenda")
        ana.post("/deconnexion")
        tried += sum(wrong_at_door(app, world, ana, clock, who) for _ in range(5) for who in "01")
    assert tried == 50


def test_the_browser_in_which_she_showed_it_has_fifty_of_its_own(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    hers, _ = add_app(Client(app).sign_in(world.lise))
    set_person(app, world.lise.person_id, lock_at_door=True)
    known = Client(app)
    prove_mailbox(app, known, world.lise)
    known.get(DOOR)
    clock.shift(timedelta(seconds=30))
    assert known.post(DOOR, {"app_code": hers.code}).location == "/agenda"
    known.get("/agenda")
    known.post("/deconnexion")
    while wrong_at_door(app, world, Client(app), clock):
        pass
    clock.shift(LATER)
    known.get("/connexion")
    prove_mailbox(app, known, world.lise)
    known.get(DOOR)
    assert known.post(DOOR, {"app_code": hers.code}).location == "/agenda"
    assert is_in(known)
