"""A receipt says that whoever looked organised the group that day, though she lays the role down or leaves after it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.clock import now
from entraide.members.actions import roster
from entraide.members.models import Visibility
from entraide.members.queries import find_membership
from entraide.rights import jobs
from tests.conftest import Stage
from tests.lettering import at_work
from tests.members.facing import lise_shows, seen
from tests.members.test_receipts import receipts
from tests.people import Client
from tests.world import World

SAID = "organisait le groupe ce jour-là"


@pytest.fixture(autouse=True)
def open_card(app: Flask, world: World) -> None:
    """Ana keeps the group too."""
    lise_shows(app, world, Visibility.GROUP)
    keep(app, world)


def keep(app: Flask, world: World, who: str = "ana") -> None:
    with at_work(app, world.tilleuls):
        member = find_membership(world.tilleuls, getattr(world, f"{who}_in_tilleuls"))
        roster.give_role(member, Role.ORGANISER, world.marcelle_in_tilleuls)


def own_data(app: Flask, world: World) -> list[bool]:
    said = Client(app).sign_in(world.lise).post("/moi/donnees", {"kind": "json"}).get_json()
    return [look["organiser"] for group in said["groups"] for look in group["looks"]]


def test_who_lays_the_role_down_straight_after(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    with at_work(app, world.tilleuls):
        ana = find_membership(world.tilleuls, world.ana_in_tilleuls)
        roster.take_role(ana, Role.ORGANISER, ana.id)
    assert SAID in receipts(app, world)
    assert own_data(app, world) == [True]


def test_who_leaves_straight_after(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
    text = receipts(app, world)
    assert "Quelqu’un qui a quitté le groupe" in text
    assert SAID in text


def test_who_looked_as_a_member_and_organises_now_is_not_said_to_have(app: Flask, world: World) -> None:
    seen(app, world, "jo")
    keep(app, world, "jo")
    assert SAID not in receipts(app, world)
    assert own_data(app, world) == [False]


def test_who_looks_again_as_an_organiser_the_same_day_is(app: Flask, world: World) -> None:
    seen(app, world, "jo")
    keep(app, world, "jo")
    seen(app, world, "jo")
    assert receipts(app, world).count(SAID) == 1


def test_the_line_outlives_the_row_of_who_left(app: Flask, world: World, stage: Stage) -> None:
    """Though an operator lets ended memberships go after a month, long before the journal."""
    seen(app, world, "ana")
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
    settings = replace(stage.settings, retention={"ended": 30})
    with time_machine.travel(now() + timedelta(days=40)), app.app_context():
        app.extensions["entraide.settings"] = settings
        try:
            jobs.forget_ended()
        finally:
            app.extensions["entraide.settings"] = stage.settings
    assert SAID in receipts(app, world)
