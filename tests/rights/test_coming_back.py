"""Whoever left and comes back begins anew: what she, or somebody who found it, held before stays dead."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.calendars.models import Feed, FeedGroup
from entraide.db import db
from entraide.members.actions import join
from entraide.members.models import Status
from tests.calendars.subscribing import connect, entries, fetch, plan
from tests.lettering import at_work
from tests.members.cards import read
from tests.people import Client
from tests.rights.keeping import monday
from tests.world import World

__all__ = ["monday"]

DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


def leave_and_come_back(app: Flask, world: World) -> None:
    assert Client(app).sign_in(world.ana).post(f"/g/{short(world.tilleuls)}/quitter").status_code == 303
    with at_work(app, world.tilleuls):
        join(world.tilleuls, world.ana.person_id, "Ana est revenue", consent_version="1")


def test_the_groups_calendar_stays_empty(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.ana, only_group=world.tilleuls)
    assert len(entries(app, token)) == 1
    leave_and_come_back(app, world)
    assert (fetch(app, token).status_code, entries(app, token)) == (200, [])
    with app.app_context():
        assert db.session.scalars(select(Feed)).all() == []


def test_a_calendar_of_ticked_groups_does_not_hold_it_again(app: Flask, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    plan(app, world.passerelle, DAY)
    token = connect(app, world.ana, groups=[world.tilleuls, world.passerelle])
    assert len(entries(app, token)) == 2
    leave_and_come_back(app, world)
    assert len(entries(app, token)) == 1
    with app.app_context():
        assert db.session.scalars(select(FeedGroup.group_id)).all() == [world.passerelle]


def test_her_former_membership_stays_ended_and_its_links_are_of_another_age(app: Flask, world: World) -> None:
    before = read(app, world.tilleuls, world.ana_in_tilleuls).link_epoch
    leave_and_come_back(app, world)
    after = read(app, world.tilleuls, world.ana_in_tilleuls)
    assert (after.status, after.link_epoch) == (Status.ENDED, before + 1)
