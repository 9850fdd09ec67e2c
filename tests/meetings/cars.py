"""Cars and riders of a meeting as the database has them, and deeds as members do them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.meetings.actions import lifts
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Duty, Lift, Meeting, Ride
from entraide.meetings.queries.lifts import lift_of
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.tables import at_work

Deed = Callable[[Meeting], object]


@dataclass(frozen=True)
class Cars:
    """Who drives with how many seats, who sits in whose car, who looks for one, and who rests."""

    seats: dict[UUID, int]
    taken: dict[UUID, int]
    sits: dict[UUID, UUID]
    looks: set[UUID]
    rests: set[UUID]


def do(app: Flask, group_id: UUID, meeting_id: UUID, deed: Deed) -> None:
    """Do one deed at a meeting, and commit it."""
    with at_work(app, group_id):
        deed(find_meeting(meeting_id))


def offers(group_id: UUID, driver: UUID, seats: int = 3, **more: object) -> Deed:
    """Let a member offer seats."""
    return lambda meeting: lifts.offer(
        meeting, find_membership(group_id, driver), seats, LiftWords("Jambes", "13 h 30", "devant la gare"), **more
    )


def asks(group_id: UUID, rider: UUID, heads: int = 1) -> Deed:
    """Let a member look for a lift."""
    return lambda meeting: lifts.ask(meeting, find_membership(group_id, rider), heads, LiftWords("Salzinnes"))


def takes(group_id: UUID, rider: UUID, driver: UUID) -> Deed:
    """Let a member take a seat in a driver's car."""

    def deed(meeting: Meeting) -> None:
        lift = lift_of(meeting, driver)
        lifts.take_seat(meeting, find_membership(group_id, rider), lift.id if lift else uuid4())

    return deed


def cars_of(app: Flask, group_id: UUID, meeting_id: UUID) -> Cars:
    """Read how a meeting's lifts stand."""
    with app.app_context():
        scope.add(group_id)
        drivers = list(db.session.scalars(select(Lift).where(Lift.meeting_id == meeting_id)))
        riders = list(db.session.scalars(select(Ride).where(Ride.meeting_id == meeting_id)))
        driver = {lift.id: lift.membership_id for lift in drivers}
        active = [lift for lift in drivers if lift.rests is None]
        return Cars(
            seats={lift.membership_id: lift.seats for lift in active},
            taken={lift.membership_id: lift.taken for lift in active},
            sits={ride.membership_id: driver[ride.lift_id] for ride in riders if ride.lift_id},
            looks={ride.membership_id for ride in riders if not ride.lift_id and ride.rests is None},
            rests={one.membership_id for one in (*drivers, *riders) if one.rests},
        )


def holders_of(app: Flask, group_id: UUID, meeting_id: UUID) -> dict[str, UUID | None]:
    """Read who has which duty; None: it became free."""
    with app.app_context():
        scope.add(group_id)
        rows = db.session.scalars(select(Duty).where(Duty.meeting_id == meeting_id))
        return {row.kind.value: row.membership_id for row in rows}
