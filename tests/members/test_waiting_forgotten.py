"""Of somebody who waited in vain a row stays that says neither what she came as nor that her mailbox was shut out."""

from collections.abc import Callable

import pytest
from flask import Flask

from entraide.members.actions import entering
from entraide.members.actions.roster import end
from entraide.members.models import Concern, Membership, Reach
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.members.cards import read
from tests.world import World

ENDS: dict[str, Callable[[Membership, World], None]] = {
    "turned away": lambda paul, world: entering.turn_away(paul, world.marcelle_in_tilleuls),
    "waited in vain": lambda paul, world: entering.stop_waiting(paul),
    "left by herself": lambda paul, world: end(paul),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_row_keeps_nothing_that_tells(app: Flask, world: World, how: str) -> None:
    with at_work(app, world.tilleuls):
        paul = find_membership(world.tilleuls, world.paul_in_tilleuls)
        paul.concern, paul.reach, paul.is_shut_out = Concern.RELATIVE, Reach.PAPER, True
        ENDS[how](paul, world)
    row = read(app, world.tilleuls, world.paul_in_tilleuls)
    assert (row.concern, row.reach, row.is_shut_out, row.name_sealed) == (Concern.CONCERNED, Reach.EMAIL, False, None)
