"""Whose word counts on others: never one's own, nor that of an organiser whose card another drew anew."""

from datetime import timedelta

import pytest
from flask import Flask

from entraide.clock import now
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.actions import handing, vouching
from entraide.members.actions.decisions import StillNew
from entraide.members.models import Reach
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.members import cards
from tests.rights.keeping import keep
from tests.world import World


def test_nobody_vouches_for_herself(app: Flask, world: World) -> None:
    keep(app, world, "lise", "ana")
    with at_work(app, world.tilleuls):
        row = vouching.ask(find_membership(world.tilleuls, world.lise_in_tilleuls))
        with pytest.raises(vouching.NotTwice):
            vouching.vouch(row, world.lise_in_tilleuls)
        vouching.vouch(row, world.ana_in_tilleuls)
        for by in (world.ana_in_tilleuls, world.lise_in_tilleuls):
            with pytest.raises(vouching.NotTwice):
                vouching.vouch(row, by)
        assert row.opens_at is None


def test_an_organiser_whose_card_another_drew_anew_is_a_new_one(app: Flask, world: World) -> None:
    """Whoever drew it might have kept it, and would be two at once."""
    keep(app, world, "lise", "ana")
    cards.change(app, world.tilleuls, world.ana_in_tilleuls, reach=Reach.PAPER)
    with at_work(app, world.tilleuls):
        ana = find_membership(world.tilleuls, world.ana_in_tilleuls)
        handing.hand_card(find_group(world.tilleuls), ana, world.marcelle_in_tilleuls, ana.revision)
    with at_work(app, world.tilleuls):
        row = vouching.ask(find_membership(world.tilleuls, world.jo_in_tilleuls))
        with pytest.raises(StillNew):
            vouching.vouch(row, world.ana_in_tilleuls)
        ana = find_membership(world.tilleuls, world.ana_in_tilleuls)
        assert ana.organiser_since is not None
        ana.organiser_since = now() - timedelta(days=7)
        db.session.flush()
        vouching.vouch(row, world.ana_in_tilleuls)
