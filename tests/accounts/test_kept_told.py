"""Whoever sends a form after her session ran out reads that it has not left, and that it is not lost."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.accounts.models import Device
from entraide.clock import now
from tests.members.cards import plain
from tests.people import Client
from tests.world import World

FRENCH = {"accept-language": "fr"}
TOLD = "rien n’est encore envoyé"


def sent_late(client: Client, fields: dict[str, str]) -> str:
    """Send a form an hour after the last look at a page, and return the page one is led to."""
    client.get("/moi/appareils")
    with time_machine.travel(now() + timedelta(hours=1)):
        assert client.post("/moi/confirmer", fields).location == "/connexion"
        return plain(client.get("/connexion", headers=FRENCH).text)


def test_who_had_typed_is_told(client: Client, world: World) -> None:
    assert TOLD in sent_late(client.sign_in(world.lise, Device.SHARED), {"word": "what I typed"})


@pytest.mark.parametrize("fields", [{"words": "one two three four five six"}, {"number": "12345678"}])
def test_where_nothing_is_kept_nothing_is_promised(client: Client, world: World, fields: dict[str, str]) -> None:
    assert TOLD not in sent_late(client.sign_in(world.lise, Device.SHARED), fields)


def test_a_stranger_at_the_door_reads_nothing_of_it(app: Flask) -> None:
    client = Client(app)
    assert client.post("/moi/confirmer", {"word": "what I typed"}).location == "/connexion"
    assert TOLD not in plain(client.get("/connexion", headers=FRENCH).text)
