"""A device of her own that somebody signed out first still undoes protected mode, and does nothing else."""

from collections.abc import Callable

import pytest
from flask import Flask

from entraide.access.tokens import short
from tests.accounts.locking import add_app, add_card
from tests.accounts.moving import session_of
from tests.people import Client
from tests.rights.protecting import LOCKED, PAGE, WORDS, by_code, code_letters, is_in, protect, show_words, sign_in
from tests.world import World

UNDO = "/connexion/annuler"
WAYS: dict[str, Callable[[Flask, Client, Client], str]] = {}


def way(deed: Callable[[Flask, Client, Client], str]) -> Callable[[Flask, Client, Client], str]:
    """A way in which whoever reads her mailbox signs her phone out; it says where he is then shown six words."""
    WAYS[deed.__name__] = deed
    return deed


@way
def signs_out_everywhere_else(app: Flask, thief: Client, phone: Client) -> str:
    thief.post("/moi/appareils/fin")
    return WORDS


@way
def signs_out_everywhere(app: Flask, thief: Client, phone: Client) -> str:
    thief.post("/moi/appareils/tout")
    return WORDS


@way
def signs_it_out_by_its_line(app: Flask, thief: Client, phone: Client) -> str:
    thief.post(f"/moi/appareils/{short(session_of(phone))}/fin")
    return WORDS


@way
def adds_an_app(app: Flask, thief: Client, phone: Client) -> str:
    add_app(thief)
    return LOCKED


@way
def adds_a_card_of_codes(app: Flask, thief: Client, phone: Client) -> str:
    add_card(thief)
    return LOCKED


@way
def adds_an_app_and_guards_the_door(app: Flask, thief: Client, phone: Client) -> str:
    add_app(thief)
    thief.post("/moi/verrous/porte", {"at_door": "y", "is_hidden": "y", "first_name": "Personne"})
    return LOCKED


@way
def asks_to_be_erased_and_undoes_that(app: Flask, thief: Client, phone: Client) -> str:
    thief.post("/moi/effacer", {"understood": "y"})
    return WORDS


@way
def begins_ends_and_begins_again(app: Flask, thief: Client, phone: Client) -> str:
    made = protect(thief)
    show_words(thief, made.paper)
    thief.post(f"{PAGE}/fin")
    return WORDS


def shut_out(app: Flask, world: World, deed: str) -> tuple[Client, Client]:
    """Let somebody sign her phone out, in one of those ways, and then begin protected mode; return phone and thief."""
    phone, thief = sign_in(app, world.lise, days_ago=8), Client(app).sign_in(world.lise)
    words = WAYS[deed](app, thief, phone)
    assert not is_in(phone)
    if not is_in(thief):
        thief = Client(app).sign_in(world.lise)
        thief.post("/moi/effacer/annuler")
    protect(thief, words)
    return phone, thief


@pytest.mark.parametrize("deed", WAYS)
def test_however_it_was_signed_out_it_undoes_what_came_then(app: Flask, world: World, deed: str) -> None:
    phone, thief = shut_out(app, world, deed)
    assert phone.get(UNDO).status_code == 200
    assert phone.post(UNDO).headers["location"] == "/connexion"
    assert code_letters(app, world.lise.email) == 1
    assert not is_in(thief)


@pytest.mark.parametrize("deed", WAYS)
def test_a_code_then_opens_the_account_whatever_lock_was_made(app: Flask, world: World, deed: str) -> None:
    phone, _ = shut_out(app, world, deed)
    phone.post(UNDO)
    assert by_code(app, phone, world.lise).headers["location"] == "/agenda"
    assert is_in(phone)
