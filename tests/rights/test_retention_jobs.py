"""What the worker forgets by the hour, to the minute: a minute before its time it stands, a minute after it is gone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from entraide import worker
from entraide.access.limits import Attempt
from entraide.accounts.actions import ask_code, start_session
from entraide.accounts.models import Challenge, Device, Door, SignIn
from entraide.clock import now
from entraide.db import Model, db, writing
from entraide.mail.models import Letter, State
from entraide.members.models import Membership, Status
from entraide.operations.rows import shapes
from entraide.retention import TABLE, Kept
from tests.operations import filling
from tests.world import World

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


def days(what: Kept) -> timedelta:
    return timedelta(days=TABLE[what].days)


def a_challenge(world: World) -> sa.ColumnElement[bool]:
    ask_code("somebody@poste.example", Door.SIGN_IN, "a browser", "fr")
    db.session.flush()
    return Challenge.id.is_not(None)


def a_session(device: Device) -> Callable[[World], sa.ColumnElement[bool]]:
    def made(world: World) -> sa.ColumnElement[bool]:
        db.session.execute(sa.delete(SignIn))
        start_session(world.lise.person_id, device, "Firefox")
        return SignIn.id.is_not(None)

    return made


def a_sent_letter(world: World) -> sa.ColumnElement[bool]:
    db.session.execute(sa.delete(Letter))
    ask_code("somebody@poste.example", Door.SIGN_IN, "a browser", "fr")
    db.session.flush()
    db.session.execute(sa.update(Letter).values(state=State.SENT))
    return Letter.id.is_not(None)


def a_counter(world: World) -> sa.ColumnElement[bool]:
    db.session.execute(sa.delete(Attempt))
    db.session.add(Attempt(key="0" * 64, count=1, since=now()))
    db.session.flush()
    return Attempt.key == "0" * 64


LINES = [
    ("forget challenges", a_challenge, Challenge.created, days(Kept.ATTEMPTS)),
    ("forget attempts", a_counter, Attempt.since, days(Kept.ATTEMPTS)),
    ("forget sessions", a_session(Device.OWN), SignIn.seen, days(Kept.SESSIONS) + AN_HOUR),
    ("forget sessions", a_session(Device.SHARED), SignIn.seen, timedelta(minutes=30) + AN_HOUR),
    ("forget sessions", a_session(Device.SHARED), SignIn.created, timedelta(hours=12) + AN_HOUR),
    ("forget sessions", a_session(Device.OWN), SignIn.kept_until, AN_HOUR),
    ("forget letters", a_sent_letter, Letter.run_at, days(Kept.LETTERS)),
]


@pytest.mark.parametrize(("job", "make", "since", "kept"), LINES)
def test_a_minute_before_it_stands_and_a_minute_after_it_is_gone(
    app: Flask,
    world: World,
    job: str,
    make: Callable[[World], sa.ColumnElement[bool]],
    since: sa.orm.InstrumentedAttribute[object],
    kept: timedelta,
) -> None:
    of = since.class_
    for age, is_there in ((kept - A_MINUTE, 1), (kept + A_MINUTE, 0)):
        with app.app_context():
            writing()
            db.session.execute(sa.delete(Challenge))
            wanted = make(world)
            db.session.execute(sa.update(of).values({since: now() - age}))
            db.session.commit()
        worker.run_jobs(app, {job: worker.HOURLY[job]})
        with app.app_context():
            assert db.session.scalar(sa.select(sa.func.count()).select_from(of).where(wanted)) == is_there


def test_whoever_waits_waits_fourteen_days(app: Flask, world: World) -> None:
    for left, status in ((A_MINUTE, Status.WAITING), (-A_MINUTE, Status.ENDED)):
        with app.app_context():
            membership_id = one_who_waits(world, left)
        worker.run_jobs(app, {"end waits": worker.HOURLY["end waits"]})
        with app.app_context():
            found = sa.select(Membership.__table__.c.status).where(Membership.__table__.c.id == membership_id)
            assert db.session.connection().scalar(found) == status


def one_who_waits(world: World, left: timedelta) -> UUID:
    """Let somebody's waiting end in so long; return the membership."""
    table = Membership.__table__
    membership_id = db.session.connection().scalar(sa.select(table.c.id).where(table.c.status != Status.ENDED).limit(1))
    db.session.rollback()
    writing()
    waiting = sa.update(table).where(table.c.id == membership_id)
    db.session.connection().execute(waiting.values(status=Status.WAITING, waits_until=now() + left, is_organiser=False))
    db.session.commit()
    assert isinstance(membership_id, UUID)
    return membership_id


@pytest.mark.parametrize(
    ("job", "table", "since", "kept"),
    [
        ("forget bans", "bans", "made", days(Kept.BANS)),
        ("forget address changes", "address_changes", "done", days(Kept.FORMER)),
    ],
)
def test_a_row_older_than_its_time_is_gone_and_one_as_old_stands(
    app: Flask, world: World, job: str, table: str, since: str, kept: timedelta
) -> None:
    for age, is_there in ((kept - A_MINUTE, 1), (kept + timedelta(days=1, minutes=1), 0)):
        with app.app_context(), db.engine.begin() as connection:
            there = Model.metadata.tables[table]
            members = Model.metadata.tables["memberships"]
            connection.execute(sa.delete(there))
            member = connection.execute(sa.select(members.c.id, members.c.group_id, members.c.person_id)).first()
            assert member is not None
            own = {"group_id": member.group_id, "by_id": member.id, "person_id": world.lise.person_id}
            at = now() - age
            row = row_of(connection, table) | {since: at.date() if there.c[since].type.python_type is date else at}
            connection.execute(sa.insert(there).values(row | {key: own[key] for key in own.keys() & row.keys()}))
        worker.run_jobs(app, {job: worker.HOURLY[job]})
        with app.app_context(), db.engine.connect() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(there)) == is_there


def row_of(connection: sa.Connection, table: str) -> dict[str, Any]:
    """Make a row of a table: whatever its columns and checks allow."""
    inspector = sa.inspect(connection)
    (shape,) = [one for one in shapes(connection) if one.name == table]
    lengths = {one["name"]: getattr(one["type"], "length", None) for one in inspector.get_columns(table)}
    return filling._row(shape, 1, lengths, filling._closed_sets(inspector.get_check_constraints(table)))
