"""Who lost card and words: each group gives back its own, by its own organisers."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.members.actions import join, roster
from entraide.members.models import Reach
from entraide.members.queries import find_membership
from tests.accounts.carrying import hand_over, odile, take_own
from tests.accounts.stepping import clock
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]
TWO_DAYS = timedelta(hours=48)


@pytest.fixture
def restored(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    """Odile belongs to both groups, lost card and words, and was given new ones in Les Tilleuls."""
    odile(app, world)
    with at_work(app, world.tilleuls):
        person_id = find_membership(world.tilleuls, world.odile_in_tilleuls).person_id
    with at_work(app, world.passerelle):
        join(world.passerelle, person_id, "O.", reach=Reach.PAPER, consent_version="1")
        mine = find_membership(world.passerelle, world.ana_in_passerelle)
        roster.give_role(mine, Role.ORGANISER, world.dov_in_passerelle)
        mine.organiser_since = now() - timedelta(days=7)
        join(world.passerelle, world.nina.person_id, "N.", is_organiser=True, consent_version="1")
    client = Client(app)
    take_own(client, hand_over(app, world))
    return client


def passerelle(world: World) -> str:
    return f"/g/{short(world.passerelle)}"


def vouch(app: Flask, world: World, restored: Client) -> None:
    """Let Dov begin and Ana follow, in La Passerelle."""
    dov, ana = Client(app).sign_in(world.dov), Client(app).sign_in(world.ana)
    page = dov.get(f"{passerelle(world)}/acces").get_data(as_text=True)
    end = page.index('">O.</option>')
    dov.post(f"{passerelle(world)}/acces", {"member": page[end - 22 : end], "heard": "y"})
    page = ana.get(f"{passerelle(world)}/acces").get_data(as_text=True)
    start = page.index(f'action="{passerelle(world)}/acces/') + len('action="')
    assert ana.post(page[start : page.index('"', start)], {"seen": "y"}).status_code == 200


def test_the_other_group_opens_by_its_own_organisers(
    app: Flask, world: World, restored: Client, clock: time_machine.Traveller
) -> None:
    assert restored.get(passerelle(world)).status_code == 404
    vouch(app, world, restored)
    assert restored.get(passerelle(world)).status_code == 404
    clock.shift(TWO_DAYS)
    assert restored.get(passerelle(world)).status_code == 200


def test_her_whole_account_stays_shut(
    app: Flask, world: World, restored: Client, clock: time_machine.Traveller
) -> None:
    vouch(app, world, restored)
    clock.shift(TWO_DAYS)
    assert restored.get("/moi/verrous").status_code == 404
