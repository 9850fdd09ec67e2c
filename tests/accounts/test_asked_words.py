"""A page that says what is asked for before a deed says it by what its reader has: never a code to who has a lock."""

import pytest
from flask import Flask

from tests.accounts.carrying import odile
from tests.accounts.locking import add_app
from tests.accounts.stepping import DAYS, clock, forget_code  # noqa: F401 (a fixture)
from tests.members import cards
from tests.members.facing import group_of
from tests.people import Client
from tests.world import World

CODE, LOCK, NEW_LOCK = "d’abord un nouveau code", "d’abord votre verrou", "vous n’en avez pas encore"


def said(client: Client, path: str) -> list[str]:
    """Return which of the three a page says."""
    text = cards.page(client, path)
    return [words for words in (CODE, LOCK, NEW_LOCK) if words in text]


@pytest.fixture(params=["reglages", "roles"])
def path(request: pytest.FixtureRequest, world: World) -> str:
    return f"{group_of(world)}/{request.param}"


def test_who_has_no_lock_reads_of_a_code(app: Flask, world: World, path: str) -> None:
    client = Client(app).sign_in(world.marcelle)
    forget_code(app, world.marcelle)
    assert said(client, path) == [CODE]


def test_who_has_a_lock_reads_of_her_lock(app: Flask, world: World, path: str) -> None:
    client = Client(app).sign_in(world.marcelle)
    add_app(client)
    forget_code(app, world.marcelle)
    assert said(client, path) == [LOCK]


def test_who_has_just_shown_it_is_me_reads_nothing(app: Flask, world: World, path: str) -> None:
    assert said(Client(app).sign_in(world.marcelle), path) == []


def test_who_keeps_a_group_for_long_without_a_lock_reads_that_it_takes_one(
    app: Flask,
    world: World,
    path: str,
    clock,  # noqa: F811
) -> None:
    client = Client(app).sign_in(world.marcelle)
    assert client.post(f"{group_of(world)}/membres/imprimer").status_code == 200
    clock.shift(15 * DAYS)
    assert said(client, path) == [NEW_LOCK]


def test_what_stands_in_for_a_lock_is_the_code_or_the_six_words(app: Flask, world: World) -> None:
    assert "un nouveau code par e-mail en tient lieu" in cards.page(Client(app).sign_in(world.lise), "/moi/verrous")
    client, _ = odile(app, world)
    assert "vos six mots en tiennent lieu" in cards.page(client, "/moi/verrous")


def test_who_keeps_a_group_for_long_reads_that_a_code_is_not_enough_there(
    app: Flask,
    world: World,
    clock,  # noqa: F811
) -> None:
    client = Client(app).sign_in(world.marcelle)
    assert client.post(f"{group_of(world)}/membres/imprimer").status_code == 200
    pages = ("/moi/verrous", "/moi/acces")
    assert ["cela ne suffit plus" in cards.page(client, page) for page in pages] == [False, False]
    clock.shift(15 * DAYS)
    assert ["cela ne suffit plus" in cards.page(client, page) for page in pages] == [True, True]
