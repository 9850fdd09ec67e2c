"""Who is in already and comes back to a page of the door: by her browser's "back", or by a second press."""

from flask import Flask

from tests.accounts.locking import DOOR, prove_mailbox
from tests.people import Client
from tests.world import World

TOO_LATE = "C’était il y a trop longtemps"


def test_back_at_the_code_after_signing_in_leads_to_the_agenda(app: Flask, client: Client, world: World) -> None:
    prove_mailbox(app, client, world.lise)
    assert client.get("/connexion/code").location == "/agenda"


def test_a_code_asked_for_while_signed_in_keeps_its_page(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post("/connexion", {"email": world.lise.email})
    assert client.get("/connexion/code").status_code == 200


def test_back_at_the_lock_after_signing_in_says_nothing_of_too_late(app: Flask, client: Client, world: World) -> None:
    prove_mailbox(app, client, world.lise)
    assert client.get(DOOR).location == "/connexion"
    assert TOO_LATE not in client.get("/agenda").text


def test_at_the_lock_without_a_proved_code_one_begins_again(client: Client) -> None:
    assert client.get(DOOR).location == "/connexion"
    assert TOO_LATE in client.get("/connexion").text
