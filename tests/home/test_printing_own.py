"""A member prints her own agenda: discreet unless she asks for more, over all her groups."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import from_short
from entraide.meetings.models import Reply
from tests.home.printing import NOW, SECRETS, plan, sheets
from tests.meetings.conftest import Say, say
from tests.people import Client
from tests.world import World

__all__ = ["say"]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("kind", ["liste", "grand", "poche", "cartes", "", "\x00"])
def test_ones_agenda_says_the_day_and_the_hour_and_nothing_else(
    app: Flask, client: Client, world: World, kind: str
) -> None:
    plan(app, world)
    page = client.sign_in(world.lise).get("/agenda/imprimer", query_string={"format": kind, "groupes": "1"})
    (words,) = sheets(page)
    assert words.startswith("Rendez-vous Mardi 1er décembre , 14 h")
    assert not [secret for secret in SECRETS if secret in page.text]


def test_places_and_groups_stand_on_it_where_she_asks_for_them(app: Flask, client: Client, world: World) -> None:
    plan(app, world)
    client.sign_in(world.lise)
    (words,) = sheets(client.get("/agenda/imprimer?lieux=1"))
    assert "Maison de quartier" in words
    assert "Tilleuls" not in words
    (words,) = sheets(client.get("/agenda/imprimer?lieux=1&groupes=1"))
    assert "Fibromyalgie Les Tilleuls" in words


def test_groups_that_are_hidden_on_this_device_are_not_named_on_paper(app: Flask, client: Client, world: World) -> None:
    plan(app, world)
    client.sign_in(world.lise).post("/affichage/noms")
    assert "Tilleuls" not in client.get("/agenda/imprimer?lieux=1&groupes=1").text


def test_what_she_declined_and_what_is_cancelled_is_left_out(
    app: Flask, client: Client, world: World, say: Say
) -> None:
    first, second, third = plan(app, world)
    say(from_short(first), "lise", Reply.NO)
    Client(app).sign_in(world.marcelle).post(f"/rencontre/{second}/annuler", {"revision": "1"})
    (words,) = sheets(client.sign_in(world.lise).get("/agenda/imprimer"))
    assert words == "Rendez-vous Mardi 15 décembre , 14 h"
    assert third


def test_the_agenda_leads_to_its_paper(client: Client, world: World) -> None:
    assert 'href="/agenda/imprimer"' in client.sign_in(world.lise).get("/agenda").text
    assert "Aucune date n’est prévue" in client.get("/agenda/imprimer").text
