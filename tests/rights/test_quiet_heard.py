"""Whoever is heard of between the list of the quiet and her turn on it keeps her place and her account."""

import time_machine
from flask import Flask

from entraide.access import scope
from entraide.db import db
from entraide.members.queries import find_membership
from entraide.rights import quiet
from tests.people import Client
from tests.rights.test_quiet import clock, months_later, run
from tests.world import World

__all__ = ["clock"]


def test_who_is_heard_of_after_the_list_was_made_keeps_place_and_account(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    run(app)
    with app.app_context():
        quiet.warn(world.lise.person_id)
        db.session.commit()
    months_later(clock)
    Client(app).sign_in(world.lise)
    with app.app_context():
        scope.add(world.tilleuls)
        assert not quiet.end_quiet(find_membership(world.tilleuls, world.lise_in_tilleuls))
        assert not quiet.erase_unused(world.lise.person_id)
