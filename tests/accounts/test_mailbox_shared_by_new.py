"""Whoever reads a mailbox is told, when she next signs in, that somebody else reads it here too."""

from flask import Flask

from entraide.accounts.actions import make_person
from tests.accounts.locking import prove_mailbox
from tests.lettering import at_work
from tests.members.cards import plain
from tests.people import Client
from tests.world import World

TOLD = "Une autre personne utilise maintenant cette boîte mail ici"


def signed_in(app: Flask, world: World, who: str) -> str:
    client = Client(app)
    if prove_mailbox(app, client, world.lise).location == "/connexion/qui":
        client.get("/connexion/qui")
        assert client.post("/connexion/qui", {"who": who}).location == "/agenda"
    return plain(client.get("/agenda").text)


def test_once_at_her_next_sign_in_and_never_again(app: Flask, world: World) -> None:
    assert TOLD not in signed_in(app, world, "0")
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    assert TOLD in signed_in(app, world, "0")
    assert TOLD not in signed_in(app, world, "0")


def test_whoever_came_last_knew_it_before(app: Flask, world: World) -> None:
    with at_work(app):
        make_person(world.lise.email, "Zoé", "fr")
    assert TOLD not in signed_in(app, world, "1")
