"""What somebody is told when another person reads her mailbox too, and what a lock changes about it."""

import pytest
from flask import Flask

from tests.accounts.locking import DOOR, LOCKS, add_app, page_of, prove_mailbox, set_person
from tests.accounts.test_lock_door import half_a_minute_on
from tests.people import Client
from tests.world import World

EITHER, LOCKED = "à la place de l’une ou de l’autre", "votre verrou est demandé"
FRENCH = {"accept-language": "fr"}


@pytest.fixture
def noticed(app: Flask, world: World) -> World:
    """Lise is to be told that somebody else reads her mailbox now."""
    set_person(app, world.lise.person_id, mailbox_notice=True)
    return world


def test_who_has_no_lock_reads_that_either_may_enter_as_her(app: Flask, client: Client, noticed: World) -> None:
    prove_mailbox(app, client, noticed.lise)
    agenda = page_of(client.get("/agenda", headers=FRENCH))
    assert EITHER in agenda
    assert LOCKED not in agenda


def test_who_is_asked_for_her_lock_reads_that_nobody_enters_as_her(app: Flask, noticed: World) -> None:
    owner, client = Client(app).sign_in(noticed.lise), Client(app)
    made, _ = add_app(owner)
    owner.post(f"{LOCKS}/porte", {"at_door": "y"})
    with half_a_minute_on():
        prove_mailbox(app, client, noticed.lise)
        client.post(DOOR, {"app_code": made.code})
        agenda = page_of(client.get("/agenda", headers=FRENCH))
    assert LOCKED in agenda
    assert EITHER not in agenda
