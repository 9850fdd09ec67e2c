"""Reading lifts: whose car has room, who rides in it, who looks for one; the rows as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, union_all

from entraide.access import scope
from entraide.db import db
from entraide.errors import NotFound
from entraide.mail.models import Letter, State
from entraide.meetings.models import Answer, Duty, Lift, Meeting, MeetingStatus, Mode, Ride, StandingLift
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership, is_answered_for
from entraide.members.queries.between import blocked_by

Row = TypeVar("Row", Lift, Ride, StandingLift)
HELP = (Duty, Lift, Ride)
WITH_A_PLACE = frozenset({Mode.ROUND_TABLE, Mode.HYBRID, Mode.WEEKEND})


@dataclass(frozen=True)
class Travel:
    """One member's way to one meeting: her own, or a managed member's that an organiser sees to."""

    group_id: UUID
    meeting: Meeting
    membership_id: UUID


@dataclass(frozen=True)
class SeatIn:
    """One car of a meeting."""

    group_id: UUID
    meeting: Meeting
    lift: Lift
    told: frozenset[UUID]  # the memberships whom the driver tells her number


def travels(meeting: Meeting) -> bool:
    """Say whether there is a place to travel to."""
    return meeting.mode in WITH_A_PLACE


def find_travelling(meeting_id: UUID) -> Meeting:
    """Find a meeting that has a place to travel to, or raise NotFound."""
    meeting = find_meeting(meeting_id)
    if not travels(meeting):
        raise NotFound
    return meeting


def find_travel(meeting_id: UUID, membership_id: UUID) -> Travel:
    """Find the way to a meeting of a member for whom organisers answer, or raise NotFound: others see to their own."""
    meeting = find_travelling(meeting_id)
    member = find_membership(meeting.group_id, membership_id)
    if not is_answered_for(member):
        raise NotFound
    return Travel(meeting.group_id, meeting, member.id)


def find_seat(meeting_id: UUID, lift_id: UUID) -> SeatIn:
    """Find one car of a meeting, or raise NotFound."""
    meeting = find_travelling(meeting_id)
    if (lift := lift_of_id(meeting, lift_id)) is None:
        raise NotFound
    told = frozenset(ride.membership_id for ride in riders_in(lift)) if lift.shows_phone else frozenset()
    told -= blocked_by(lift.group_id, lift.membership_id)
    return SeatIn(meeting.group_id, meeting, lift, told)


def lift_of_id(meeting: Meeting, lift_id: UUID) -> Lift | None:
    """Return one car of a meeting as it stands now, or None."""
    return _one(Lift, Lift.meeting_id == meeting.id, Lift.id == lift_id)


def lift_of(meeting: Meeting, membership_id: UUID) -> Lift | None:
    """Return the car a member offers, or None."""
    return _one(Lift, Lift.meeting_id == meeting.id, Lift.membership_id == membership_id)


def ride_of(meeting: Meeting, membership_id: UUID) -> Ride | None:
    """Return how a member rides along or looks for a lift, or None."""
    return _one(Ride, Ride.meeting_id == meeting.id, Ride.membership_id == membership_id)


def standing_lift_of(series_id: UUID | None, membership_id: UUID) -> StandingLift | None:
    """Return what a member said for every date of a series, or None."""
    if series_id is None:
        return None
    return _one(StandingLift, StandingLift.series_id == series_id, StandingLift.membership_id == membership_id)


def standing_riders_of(series_id: UUID | None, driver_id: UUID) -> list[UUID]:
    """Return who rides with a driver at every date of a series."""
    rows = select(StandingLift.membership_id).where(
        StandingLift.series_id == series_id, StandingLift.driver_id == driver_id
    )
    return list(db.session.scalars(rows.order_by(StandingLift.id))) if series_id else []


def riders_in(lift: Lift) -> list[Ride]:
    """Return who rides in a car."""
    rows = select(Ride).where(Ride.group_id == lift.group_id, Ride.lift_id == lift.id).order_by(Ride.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def coming_with_lifts_of(membership_id: UUID, series_id: UUID, since: datetime) -> list[Meeting]:
    """Return the coming meetings of a series where a member offers or rides, in the order in which they are locked."""
    hers = Meeting.id.in_(select(Lift.meeting_id).where(Lift.membership_id == membership_id)) | Meeting.id.in_(
        select(Ride.meeting_id).where(Ride.membership_id == membership_id)
    )
    return _coming(hers & (Meeting.series_id == series_id), since)


def coming_of(series_id: UUID, since: datetime) -> list[Meeting]:
    """Return a series' coming meetings, in the order in which they are locked."""
    return _coming((Meeting.series_id == series_id) & (Meeting.status == MeetingStatus.PLANNED), since)


def meetings_to_come(membership: Membership, since: datetime) -> list[Meeting]:
    """Return every coming meeting a member answered, or helps with, in the order in which meetings are locked."""
    tables = (Answer, Duty, Lift, Ride)
    hers = [select(table.meeting_id).where(table.membership_id == membership.id) for table in tables]
    return _coming(or_(*(Meeting.id.in_(ids) for ids in hers)), since)


def helps(meeting: Meeting, membership_id: UUID) -> bool:
    """Say whether a member has a duty or a lift at a meeting."""
    hers = [
        select(table.id).where(table.meeting_id == meeting.id, table.membership_id == membership_id) for table in HELP
    ]
    return db.session.scalar(union_all(*hers).limit(1)) is not None


def rides_lost(letter: Letter, membership_id: UUID) -> list[Meeting]:
    """Return the meetings to which a member lost her car since the last such letter, the next first."""
    told = select(func.max(Letter.sent_at)).where(
        Letter.kind == letter.kind, Letter.membership_id == membership_id, Letter.state == State.SENT
    )
    since = db.session.scalar(told)
    lost = select(Meeting).join(Ride, (Ride.group_id == Meeting.group_id) & (Ride.meeting_id == Meeting.id))
    lost = lost.where(Ride.membership_id == membership_id, Ride.lost.is_not(None), Ride.lift_id.is_(None))
    if since:
        lost = lost.where(Ride.lost > since)
    return list(db.session.scalars(lost.where(Ride.rests.is_(None)).order_by(Meeting.starts_at)))


def standing_lifts(series_ids: Iterable[UUID]) -> list[tuple[StandingLift, Membership]]:
    """Return what stands for every date of these series, the drivers first."""
    rows = (
        select(StandingLift, Membership)
        .join(
            Membership,
            (Membership.group_id == StandingLift.group_id) & (Membership.id == StandingLift.membership_id),
        )
        .where(StandingLift.series_id.in_(list(series_ids)), Membership.status == Status.ACTIVE)
        .order_by(StandingLift.driver_id.is_not(None), StandingLift.id)
    )
    return [(standing, member) for standing, member in db.session.execute(rows)]


def _coming(which: ColumnElement[bool], since: datetime) -> list[Meeting]:
    return list(db.session.scalars(select(Meeting).where(which, Meeting.ends_at > since).order_by(Meeting.id)))


def _one(table: type[Row], *which: ColumnElement[bool]) -> Row | None:
    found = select(table).where(*which).execution_options(populate_existing=True)
    return db.session.scalars(found).one_or_none()


def groups_with_help_at(ended_before: datetime) -> list[UUID]:
    """Find, everywhere, the groups that still hold lifts or duties of meetings long over."""
    held = [
        select(table.group_id)
        .join(Meeting, (Meeting.group_id == table.group_id) & (Meeting.id == table.meeting_id))
        .where(Meeting.ends_at < ended_before)
        for table in (Duty, Lift, Ride)
    ]
    with scope.everywhere("lifts and duties of meetings that ended two weeks ago"):
        return sorted({group_id for rows in held for group_id in db.session.scalars(rows.distinct())})
