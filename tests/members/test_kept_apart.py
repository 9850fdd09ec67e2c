"""What is forgotten after its days, and who stands on paper: this group's, what is old, and nothing else."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from entraide.clock import now
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.actions import join
from entraide.members.actions.looks import forget_looks, receipt
from entraide.members.models import Look, LookPurpose, Reach
from entraide.members.queries.on_paper import on_paper
from tests.lettering import at_work
from tests.world import World


def test_receipts_of_these_months_are_not_forgotten_with_the_old(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        receipt(find_group(world.tilleuls), world.marcelle_in_tilleuls, [world.lise_in_tilleuls], LookPurpose.NEWS)
        forget_looks(world.tilleuls, now() - timedelta(days=365))
        assert db.session.scalar(select(func.count()).select_from(Look)) == 1
        forget_looks(world.tilleuls, now() + timedelta(days=1))
        assert db.session.scalar(select(func.count()).select_from(Look)) == 0


def test_on_paper_stands_who_belongs_to_this_group_and_gets_no_letters(app: Flask, world: World) -> None:
    """Neither who only waits, nor a member of another group that the same organiser keeps."""
    with at_work(app, world.tilleuls, world.passerelle):
        waits_until = now() + timedelta(days=14)
        join(world.tilleuls, world.nina.person_id, "Nina qui attend", reach=Reach.PAPER, waits_until=waits_until)
        join(world.passerelle, world.jo.person_id, "Jo là-bas", reach=Reach.PAPER, consent_version="1")
    with at_work(app, world.tilleuls, world.passerelle):
        assert [line.name for line in on_paper(world.tilleuls)] == ["Odile P."]
