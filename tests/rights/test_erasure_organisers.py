"""An organiser who asks to be erased leaves nothing behind that ties the others' hands, and escapes nothing by it."""

from datetime import timedelta

import time_machine
from flask import Flask

from entraide.members.models import Status
from tests.members.cards import read
from tests.people import Client, deliver
from tests.rights.keeping import (
    NOON,
    as_,
    decision,
    keep,
    marcelle,
    monday,
    propose,
    remove,
)
from tests.rights.test_erasure_asked import READ
from tests.world import World

__all__ = ["marcelle", "monday"]

WEEK = timedelta(days=7)


def ask(app: Flask, somebody: object) -> None:
    assert as_(app, somebody).post("/moi/effacer", READ).status_code == 200


def test_what_she_proposed_about_another_goes_with_her(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    propose(as_(app, world.lise), world.tilleuls, world.marcelle_in_tilleuls)
    ask(app, world.lise)
    assert decision(app, world.tilleuls) is None
    assert remove(marcelle, world.tilleuls, world.ana_in_tilleuls) == 303


def test_what_was_proposed_about_her_takes_effect_all_the_same(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls, "remove")
    ask(app, world.lise)
    with time_machine.travel(NOON + timedelta(days=6), tick=False):
        assert Client(app).sign_in(world.lise).post("/moi/effacer/annuler").status_code == 303
    with time_machine.travel(NOON + WEEK, tick=False):
        deliver(app)
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ENDED
