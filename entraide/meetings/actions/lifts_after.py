"""What becomes of lifts after something else: an answer, a leaving, a move, two weeks."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from entraide.db import db
from entraide.meetings.actions.lifts import drop, end_one, wake
from entraide.meetings.actions.passing import tell_lost
from entraide.meetings.models import Duty, Lift, Meeting, Rest, Ride
from entraide.meetings.queries.lifts import lift_of, ride_of


def follow_answer(meeting: Meeting, membership_id: UUID, *, comes: bool) -> None:
    """Let a lift follow an answer to a meeting that is locked: with a no it rests or ends, with any other it wakes."""
    lift, ride = lift_of(meeting, membership_id), ride_of(meeting, membership_id)
    if comes:
        wake(meeting, lift, ride, Rest.NOT_COMING)
        return
    if lift and lift.rests is None:
        tell_lost(meeting, end_one(lift, Rest.NOT_COMING))
    if ride and ride.rests is None:
        end_one(ride, Rest.NOT_COMING)


def let_go(meeting: Meeting, membership_id: UUID) -> None:
    """Take a member who leaves out of the lifts of a meeting, which is locked; her riders are told."""
    if lift := lift_of(meeting, membership_id):
        tell_lost(meeting, drop(lift))
    if ride := ride_of(meeting, membership_id):
        drop(ride)


def keep_through_change(group_id: UUID, meeting_ids: Collection[UUID]) -> None:
    """Note that these meetings moved: what was said about lifts stays, and is asked anew."""
    for table in (Lift, Ride):
        there = (table.group_id == group_id) & table.meeting_id.in_(meeting_ids)
        db.session.execute(
            update(table).where(there).values(before_change=True), execution_options={"synchronize_session": "fetch"}
        )


def forget(group_id: UUID, before: datetime) -> None:
    """Erase who helped with what at a group's meetings that ended before an instant."""
    over = select(Meeting.id).where(Meeting.group_id == group_id, Meeting.ends_at < before)
    for table in (Ride, Lift, Duty):
        erased = delete(table).where(table.group_id == group_id, table.meeting_id.in_(over))
        db.session.execute(erased, execution_options={"synchronize_session": False})
