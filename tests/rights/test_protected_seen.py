"""What a group sees of somebody in protected mode: what it saw before, and that she is to be told otherwise."""

import re
from datetime import timedelta

import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.clock import now
from entraide.meetings.queries.stands import Stand, Why
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.meetings.tables import make_meeting
from tests.meetings.telling import Tell
from tests.people import Client, deliver
from tests.rights.protecting import world_lise
from tests.world import World

HIDDEN = re.compile(r'name="(csrf_token|once|seen)"[^>]*>')


def pages_of(app: Flask, world: World) -> dict[str, str]:
    """Return what Marcelle, who keeps the group, and Ana, a fellow member, read of Lise."""
    group, lise = f"/g/{short(world.tilleuls)}", short(world.lise_in_tilleuls)
    found = {}
    for somebody in ("marcelle", "ana"):
        client = Client(app).sign_in(getattr(world, somebody))
        for path in (
            f"{group}/membres",
            f"{group}/membre/{lise}",
            f"{group}/appels",
            group,
            f"{group}/membre/{lise}/carte",
        ):
            found[f"{somebody} {path}"] = HIDDEN.sub("", client.get(path).text)
    return found


def test_no_page_of_the_group_changes(app: Flask, world: World) -> None:
    before = pages_of(app, world)
    world_lise(app, world)
    assert pages_of(app, world) == before


def test_she_is_to_be_told_otherwise_and_nobody_reads_why(app: Flask, world: World) -> None:
    tell, meeting = Tell(app, world), make_meeting(app, world.tilleuls)
    world_lise(app, world)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.jo_in_tilleuls).wants_letters = False
    with time_machine.travel(now() + timedelta(hours=9)):
        tell.cancel(meeting)
        deliver(app)
        page = tell.page(meeting)
    assert page is not None
    stands = {line.membership_id: (line.stand, line.why) for line in page.members}
    assert stands[world.lise_in_tilleuls] == stands[world.jo_in_tilleuls] == (Stand.TO_CALL, Why.NO_LETTERS)
