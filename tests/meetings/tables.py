"""Meetings with few places, and members enough to want them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from entraide import clock
from entraide.access import scope
from entraide.accounts.actions import make_keeper
from entraide.db import db
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions import planning, seats
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.details import Details
from entraide.meetings.models import Answer, Mode, Seats, Standing
from entraide.meetings.queries.answers import HOLDING, heads
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import join
from tests.lettering import at_work


@dataclass(frozen=True)
class Table:
    """What the database says of one meeting's places, and of who sits and who waits."""

    capacity: int | None
    taken: int
    held: int
    seated: list[UUID]
    offered: list[UUID]
    waiting: list[UUID]


def make_meeting(
    app: Flask,
    group_id: UUID,
    places: int | None = None,
    *,
    starts_in: timedelta = timedelta(days=7),
    starts_at: datetime | None = None,
    lasts: timedelta = timedelta(hours=2),
    mode: Mode = Mode.ROUND_TABLE,
    asked: Asked = Asked.USEFUL,
    details: Details | None = None,
    days: tuple[DayPlan, ...] = (),
) -> UUID:
    """Make one meeting and tell nobody."""
    with at_work(app, group_id):
        begins = starts_at or clock.now() + starts_in
        details = details or Details(title="Café-parole", place="Maison des Tilleuls")
        meeting = planning.plan_meeting(
            find_group(group_id),
            begins,
            begins + lasts,
            mode,
            details,
            asked=asked,
            places=places,
            announce=False,
            days=days,
        )
        return meeting.id


def make_members(app: Flask, group_id: UUID, count: int) -> list[UUID]:
    """Let so many more people join."""
    with at_work(app, group_id):
        return [join(group_id, make_keeper().id, f"Member {number}", is_managed=True).id for number in range(count)]


def set_places(app: Flask, group_id: UUID, meeting_id: UUID, capacity: int | None) -> None:
    """Change the number of places, as an organiser does."""
    with at_work(app, group_id):
        seats.set_capacity(find_meeting(meeting_id), capacity)


def change(app: Flask, group_id: UUID, meeting_id: UUID, **values: object) -> None:
    """Set columns of a meeting as they are after a deed, or after time has passed."""
    with at_work(app, group_id):
        meeting = find_meeting(meeting_id)
        for name, value in values.items():
            setattr(meeting, name, value)


def table_of(app: Flask, group_id: UUID, meeting_id: UUID) -> Table:
    """Read how a meeting's places stand."""
    with app.app_context():
        scope.add(group_id)
        rows = db.session.scalars(select(Answer).where(Answer.meeting_id == meeting_id).order_by(Answer.given)).all()
        room = db.session.scalars(select(Seats).where(Seats.meeting_id == meeting_id)).one_or_none()
        waiting = sorted((row for row in rows if row.standing is Standing.WAITING), key=lambda row: row.wait_pos or 0)
        return Table(
            capacity=room.capacity if room else None,
            taken=room.taken if room else 0,
            held=sum(heads(row) for row in rows if row.standing in HOLDING),
            seated=[row.membership_id for row in rows if row.standing is Standing.SEATED],
            offered=[row.membership_id for row in rows if row.standing is Standing.OFFERED],
            waiting=[row.membership_id for row in waiting],
        )


def answer_of(app: Flask, group_id: UUID, meeting_id: UUID, membership_id: UUID) -> Answer | None:
    """Read one answer; a copy that outlives its session."""
    with app.app_context():
        scope.add(group_id)
        found = (Answer.meeting_id == meeting_id) & (Answer.membership_id == membership_id)
        row = db.session.scalars(select(Answer).where(found)).one_or_none()
        if row is not None:
            db.session.expunge(row)
        return row
