"""An organiser who asks to be erased keeps the group no more: what she vouched for within its 48 hours falls."""

import time_machine
from flask import Flask

from tests.accounts.vouching import TWO_DAYS, clock, codes, enter, vouched
from tests.people import Client
from tests.rights.test_erasure_asked import READ
from tests.world import World

__all__ = ["clock", "codes"]


def test_her_word_opens_nothing(app: Flask, client: Client, world: World, clock: time_machine.Traveller) -> None:
    digits = vouched(app, world)
    clock.shift(TWO_DAYS / 2)
    assert Client(app).sign_in(world.jo).post("/moi/effacer", READ).status_code == 200
    clock.shift(TWO_DAYS)
    assert enter(app, client, world, digits).status_code == 422
