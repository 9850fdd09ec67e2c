"""A group is closed by its only organiser, with a tick and a fresh code; then it is gone for everybody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.members.models import Membership, Status
from tests.calendars.subscribing import connect, entries, plan
from tests.members import cards
from tests.members.cards import roster_of
from tests.people import Client
from tests.rights.keeping import NOON, monday
from tests.world import World

__all__ = ["monday"]

DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


def close(client: Client, group_id: UUID) -> int:
    return client.post(f"/g/{short(group_id)}/fermer", {"understood": "y"}).status_code


def test_a_group_is_closed_only_with_a_tick(marcelle: Client, world: World) -> None:
    path = f"/g/{short(world.tilleuls)}"
    answer = marcelle.post(f"{path}/fermer")
    assert answer.status_code == 422
    assert "Prévenez les membres, puis cochez cette case." in answer.text
    assert marcelle.get(path).status_code == 200


@pytest.fixture
def lise(client: Client, world: World) -> Client:
    return client.sign_in(world.lise)


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def test_a_group_is_closed_by_its_only_organiser(app: Flask, marcelle: Client, world: World) -> None:
    meeting = plan(app, world.tilleuls, DAY)
    assert close(marcelle, world.tilleuls) == 303
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.get_one(Group, world.tilleuls).closed_at == NOON
        assert {row.status for row in db.session.scalars(select(Membership))} == {Status.ENDED}
        standing = select(Meeting.status).where(Meeting.id == meeting)
        assert db.session.scalar(standing) is MeetingStatus.CANCELLED


def test_a_closed_group_is_gone_for_everybody(app: Flask, marcelle: Client, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    close(marcelle, world.tilleuls)
    for who in (world.marcelle, world.lise, world.paul):
        assert Client(app).sign_in(who).get(roster_of(world)).status_code == 404
    assert entries(app, token) == []


def test_a_group_with_two_organisers_is_not_closed_by_one(app: Flask, marcelle: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    meeting = plan(app, world.tilleuls, DAY)
    close(marcelle, world.tilleuls)
    assert marcelle.get(roster_of(world)).status_code == 200
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.scalar(select(Meeting.status).where(Meeting.id == meeting)) is MeetingStatus.PLANNED


def test_closing_asks_for_a_fresh_code(app: Flask, marcelle: Client, world: World) -> None:
    with time_machine.travel(NOON + timedelta(minutes=11)):
        close(marcelle, world.tilleuls)
        assert marcelle.get(roster_of(world)).status_code == 200


def test_a_member_closes_nothing(lise: Client, world: World) -> None:
    assert close(lise, world.tilleuls) == 403
