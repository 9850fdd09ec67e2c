"""What tests of removals and decisions start from: organisers by name, and deeds as they press them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.members.models import Ban, Decision, Membership
from entraide.members.queries import active_members
from tests.members import cards
from tests.people import Client
from tests.world import World

NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)


def moderation(group_id: UUID, *rest: object) -> str:
    """Return an address under a group's page of departures."""
    return "/".join(
        [f"/g/{short(group_id)}/decisions", *(short(one) if isinstance(one, UUID) else str(one) for one in rest)]
    )


def keep(app: Flask, world: World, *names: str, since: timedelta | None = timedelta(days=30)) -> None:
    """Make people of Les Tilleuls organisers; since so long ago, None: since the founding."""
    for name in names:
        at = now() - since if since is not None else None
        cards.change(app, world.tilleuls, getattr(world, f"{name}_in_tilleuls"), is_organiser=True, organiser_since=at)


def longer_here(app: Flask, world: World, *names: str) -> None:
    """Let people have joined a month ago."""
    for name in names:
        cards.change(
            app,
            world.tilleuls,
            getattr(world, f"{name}_in_tilleuls"),
            joined=now().date() - timedelta(days=30),
        )


def remove(client: Client, group_id: UUID, membership_id: UUID, how: str = "end") -> int:
    """Press the button that ends a membership."""
    return client.post(moderation(group_id, "membre", membership_id), {"how": how}).status_code


def propose(client: Client, group_id: UUID, membership_id: UUID, kind: str = "role") -> int:
    """Propose to end another organiser's role."""
    return client.post(moderation(group_id, "role", membership_id), {"kind": kind}).status_code


def press(client: Client, app: Flask, group_id: UUID, deed: str) -> int:
    """Confirm (`confirmer`) or end (`retirer`) what is being decided."""
    row = decision(app, group_id)
    assert row is not None
    return client.post(moderation(group_id, "decision", row.id, deed)).status_code


def decision(app: Flask, group_id: UUID) -> Decision | None:
    """Return what is being decided in a group, detached."""
    with app.app_context():
        scope.add(group_id)
        row = db.session.scalars(select(Decision)).one_or_none()
        if row:
            db.session.expunge(row)
        return row


def bans(app: Flask, group_id: UUID) -> list[Ban]:
    """Return a group's bans, detached."""
    with app.app_context():
        scope.add(group_id)
        rows = list(db.session.scalars(select(Ban)))
        for row in rows:
            db.session.expunge(row)
        return rows


def keepers(app: Flask, group_id: UUID) -> set[UUID]:
    """Return the memberships that keep a group."""
    with app.app_context():
        scope.add(group_id)
        return {row.id for row in active_members(group_id) if row.is_organiser}


def waiting(app: Flask, group_id: UUID, person_id: UUID) -> Membership | None:
    """Return somebody's place that is not ended."""
    with app.app_context():
        scope.add(group_id)
        found = select(Membership).where(Membership.person_id == person_id, Membership.ended.is_(None))
        row = db.session.scalars(found).one_or_none()
        if row:
            db.session.expunge(row)
        return row


@pytest.fixture(autouse=True)
def monday(world: World) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def give(client: Client, world: World, name: str) -> int:
    path = f"/g/{short(world.tilleuls)}/membre/{short(getattr(world, f'{name}_in_tilleuls'))}/role"
    return client.post(path, {"role": "organiser", "deed": "give"}).status_code


def as_(app: Flask, who: object) -> Client:
    return Client(app).sign_in(who)
