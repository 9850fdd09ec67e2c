"""Whose word counts on who somebody is: nobody's who came to it a moment ago, by a second self or a card (T6)."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.members.actions import roster
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.carrying import hand_over, odile, take_own
from tests.accounts.locking import add_app
from tests.accounts.stepping import clock
from tests.lettering import at_work
from tests.people import Client
from tests.rights.keeping import decision, keep, press, propose
from tests.world import World

__all__ = ["clock"]
DAYS = timedelta(days=1)


def vouch(app: Flask, world: World, who: Client) -> str:
    """Press the one button of the page that asks for a word; say what the page says then."""
    here = f"/g/{short(world.tilleuls)}/acces"
    found = re.search(rf'action="({here}/[^"/]+)"', who.get(here).text)
    assert found is not None
    assert who.post(found[1], {"seen": "y"}).location in (None, here)
    return who.get(here, headers={"accept-language": "fr"}).text


@pytest.fixture
def lost(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    """Lise lost her lock and asks; Marcelle, who keeps the group, just named Jo."""
    add_app(Client(app).sign_in(world.lise))
    clock.shift(DAYS)
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        roster.give_role(jo, Role.ORGANISER, world.marcelle_in_tilleuls)
    Client(app).sign_in(world.lise).post(f"/moi/acces/{short(world.tilleuls)}")


def words(app: Flask, world: World) -> int:
    with at_work(app, world.tilleuls):
        row = db.session.scalars(select(Vouching)).one()
        return (row.first_by_id is not None) + (row.second_by_id is not None)


def test_one_alone_does_not_vouch_twice_by_naming_a_second_self(
    app: Flask, world: World, lost: None, clock: time_machine.Traveller
) -> None:
    vouch(app, world, Client(app).sign_in(world.marcelle))
    assert "depuis moins de sept jours" in vouch(app, world, Client(app).sign_in(world.jo))
    assert words(app, world) == 1
    clock.shift(7 * DAYS)
    vouch(app, world, Client(app).sign_in(world.jo))
    assert words(app, world) == 2


def test_whoever_draws_an_organisers_card_anew_is_not_two_for_it(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    odile(app, world)
    keep(app, world, "odile", "ana")
    marcelle, second = Client(app).sign_in(world.marcelle), Client(app)
    take_own(second, hand_over(app, world, marcelle))
    assert propose(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303
    second.get(f"/g/{short(world.tilleuls)}/decisions")
    press(second, app, world.tilleuls, "confirmer")
    assert decision(app, world.tilleuls) is not None
    with at_work(app, world.tilleuls):
        assert find_membership(world.tilleuls, world.ana_in_tilleuls).is_organiser
        since = find_membership(world.tilleuls, world.odile_in_tilleuls).organiser_since
        assert since is not None
        assert now() - since < DAYS
