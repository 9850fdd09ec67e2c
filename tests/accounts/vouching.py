"""What tests of organisers' digits share: Lise, who lost everything, and two who know her voice."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.members.actions import roster
from entraide.members.queries import find_membership
from tests.accounts.locking import (
    DOOR,
    LOCKS,
    add_app,
    page_of,
    prove_mailbox,
    recovery_of,
)
from tests.accounts.stepping import clock
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]
TWO_DAYS = timedelta(hours=48)
BY_WORD = f"{DOOR}/organisateurs"
NOT_YET = "Ces chiffres n’ouvrent rien"


@pytest.fixture(autouse=True)
def codes(app: Flask, world: World, clock: time_machine.Traveller) -> list[str]:
    """Lise asked for her lock at each sign-in, and lost it with everything; Marcelle and Jo keep Les Tilleuls.

    Her codes for loss, should she find them again.
    """
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        roster.give_role(jo, Role.ORGANISER, world.marcelle_in_tilleuls)
        jo.organiser_since = now() - timedelta(days=7)
    client = Client(app).sign_in(world.lise)
    _, answer = add_app(client)
    client.post(f"{LOCKS}/porte", {"at_door": "y"})
    client.post("/moi/appareils/tout")
    clock.shift(timedelta(days=1))
    return recovery_of(answer)


def page(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/acces"


def said(answer: TestResponse) -> str:
    """Return the six digits that an organiser is to say."""
    found = re.search(r">(\d{3}\xa0\d{3})<", page_of(answer))
    assert found is not None, answer.status
    return found[1].replace("\xa0", " ")


def begin(app: Flask, world: World, organiser: str, who: str = "lise") -> TestResponse:
    client = Client(app).sign_in(getattr(world, organiser))
    return client.post(page(world), {"member": short(getattr(world, f"{who}_in_tilleuls")), "heard": "y"})


def vouched(app: Flask, world: World, who: str = "lise") -> str:
    """Let both organisers vouch for who called them; return the twelve digits."""
    return said(begin(app, world, "marcelle", who)) + said(begin(app, world, "jo", who))


def enter(app: Flask, client: Client, world: World, digits: str) -> TestResponse:
    assert prove_mailbox(app, client, world.lise).location == DOOR
    return client.post(BY_WORD, {"digits": digits})
