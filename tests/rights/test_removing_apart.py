"""A ban is one group's, for its time; and no organiser is removed by one alone, whichever way it is asked."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.clock import now
from entraide.db import db
from entraide.members.actions import bans
from entraide.members.models import Status
from entraide.members.queries import find_membership
from entraide.members.queries.bans import mailbox_of, shut_out
from entraide.rights import removing
from tests.lettering import at_work
from tests.members.cards import read
from tests.rights.keeping import keep
from tests.world import World


def mailbox(world: World) -> bytes:
    index = mailbox_of(world.lise.person_id)
    assert index is not None
    return index


def test_what_one_group_shut_out_no_other_has(app: Flask, world: World) -> None:
    """Also for whoever keeps both, whose deeds see the bans of both."""
    with at_work(app, world.tilleuls, world.passerelle):
        bans.ban(world.tilleuls, mailbox(world), world.marcelle_in_tilleuls)
        assert shut_out(world.tilleuls, [mailbox(world)]) == {mailbox(world)}
        assert shut_out(world.passerelle, [mailbox(world)]) == frozenset()
        assert not bans.is_out(world.passerelle, world.lise.person_id)


@pytest.mark.parametrize(("days", "holds"), [(729, True), (731, False)])
def test_a_ban_holds_for_24_months_whether_a_job_ran_or_not(app: Flask, world: World, days: int, holds: bool) -> None:
    with at_work(app, world.tilleuls):
        bans.ban(world.tilleuls, mailbox(world), world.marcelle_in_tilleuls)
    with time_machine.travel(now() + timedelta(days=days)), at_work(app, world.tilleuls):
        assert bans.is_out(world.tilleuls, world.lise.person_id) is holds


def test_who_became_organiser_meanwhile_is_not_removed_by_one(app: Flask, world: World) -> None:
    keep(app, world, "lise")
    with at_work(app, world.tilleuls):
        lise = find_membership(world.tilleuls, world.lise_in_tilleuls)
        with pytest.raises(removing.KeepsTheGroup):
            removing.remove(lise, world.marcelle_in_tilleuls)
        db.session.rollback()
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE
