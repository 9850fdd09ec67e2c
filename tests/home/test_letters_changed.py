"""That the group's letters say more than before is told to every member for a month: on the group's page, no letter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from entraide.db import db
from entraide.groups.actions import set_discretion
from entraide.groups.models import Discretion, Group
from tests.members.cards import form_of, plain
from tests.members.ways import page
from tests.people import Client, deliver
from tests.world import World

NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)
TOLD = "Depuis le"


@pytest.fixture(autouse=True)
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def choose(app: Flask, world: World, level: Discretion) -> None:
    with app.app_context():
        group = db.session.get_one(Group, world.tilleuls)
        set_discretion(group, group.revision, level, by=world.marcelle_in_tilleuls)
        db.session.commit()


def reads(app: Flask, world: World, who: object, group: object = None) -> bool:
    answer = Client(app).sign_in(who).get(page(group or world.tilleuls))
    assert answer.status_code == 200
    return TOLD in plain(answer.text)


def test_members_and_organisers_read_it_for_a_month_and_whose_deed_it_was_nobody(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    choose(app, world, Discretion.FULL)
    text = plain(Client(app).sign_in(world.lise).get(page(world.tilleuls)).text)
    line = text[text.index(TOLD) :][:120]
    assert "Depuis le lundi 16 novembre" in line
    assert "Marcelle" not in line
    assert reads(app, world, world.marcelle)
    clock.shift(timedelta(days=32))
    assert not reads(app, world, world.lise)


def test_no_letter_leaves_for_it(app: Flask, world: World) -> None:
    choose(app, world, Discretion.FULL)
    assert deliver(app) == []


def test_choosing_what_stands_is_no_change(app: Flask, world: World) -> None:
    choose(app, world, Discretion.RECOGNISABLE)
    assert not reads(app, world, world.lise)


def test_other_groups_read_nothing(app: Flask, world: World) -> None:
    choose(app, world, Discretion.FULL)
    assert not reads(app, world, world.dov, world.passerelle)


@pytest.mark.parametrize(("level", "told"), [("full", True), ("recognisable", False)])
def test_it_is_told_when_the_settings_change_it(app: Flask, world: World, level: str, told: bool) -> None:
    marcelle, settings = Client(app).sign_in(world.marcelle), page(world.tilleuls, "reglages")
    form = form_of(marcelle, settings) | {"discretion": level, "topics": "autre chose"}
    assert marcelle.post(settings, form).status_code == 303
    assert reads(app, world, world.lise) is told
