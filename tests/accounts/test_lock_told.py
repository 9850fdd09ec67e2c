"""That a lock was added is told on every other session for a week, whatever the mailbox's reader deletes or presses."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.accounts.locking import LOCKS, App, add_app, page_of
from tests.accounts.stepping import CONFIRM, clock
from tests.people import Client
from tests.world import World

__all__ = ["clock"]
TOLD = "un verrou a été ajouté à votre compte"


@pytest.fixture
def made(app: Flask, world: World, clock: time_machine.Traveller) -> App:
    """An app that somebody who reads Lise's mailbox made her first lock."""
    own, _ = add_app(Client(app).sign_in(world.lise))
    clock.shift(timedelta(minutes=1))
    return own


@pytest.mark.parametrize("page", ["/agenda", "/moi", LOCKS, "/moi/acces"])
def test_every_page_says_so_once_she_signed_in_again(client: Client, world: World, made: App, page: str) -> None:
    assert TOLD in page_of(client.sign_in(world.lise).get(page))


def test_nobody_else_makes_it_go(app: Flask, client: Client, world: World, made: App) -> None:
    thief = Client(app).sign_in(world.lise, with_lock=True)
    for path in ("/agenda/courrier", "/moi/adresse/garder", "/moi/acces/arreter", "/moi/appareils/fin"):
        thief.post(path)
    assert TOLD not in page_of(thief.get("/agenda"))
    assert TOLD in page_of(client.sign_in(world.lise).get("/agenda"))


def test_whoever_shows_the_lock_there_reads_it_no_more(
    client: Client, world: World, made: App, clock: time_machine.Traveller
) -> None:
    client.sign_in(world.lise).get(CONFIRM)
    assert client.post(CONFIRM, {"app_code": made.code}).status_code == 303
    assert TOLD not in page_of(client.get("/agenda"))


@pytest.mark.parametrize(("days", "is_told"), [(6, True), (7, False)])
def test_it_is_told_for_a_week(
    client: Client, world: World, made: App, clock: time_machine.Traveller, days: int, is_told: bool
) -> None:
    clock.shift(timedelta(days=days))
    assert (TOLD in page_of(client.sign_in(world.lise).get("/agenda"))) is is_told


def test_who_has_no_lock_reads_nothing_of_it(client: Client, world: World, made: App) -> None:
    assert TOLD not in page_of(client.sign_in(world.ana).get("/agenda"))
