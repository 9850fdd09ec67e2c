"""What holds for every date of a series: who always has a duty, who always drives, who always rides with whom.

It is written into each coming date, so that every date can be changed by itself.
"""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select

from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.meetings import lift_words
from entraide.meetings.actions import lifts, seats
from entraide.meetings.actions.duties import still_here
from entraide.meetings.actions.passing import tell_lost, tell_passed
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import (
    Duty,
    DutyKind,
    Lift,
    Meeting,
    Reply,
    Rest,
    Ride,
    Series,
    StandingDuty,
    StandingLift,
)
from entraide.meetings.queries.answers import find_answer
from entraide.meetings.queries.duties import find_duty, standing_duties
from entraide.meetings.queries.lifts import (
    coming_of,
    coming_with_lifts_of,
    lift_of,
    ride_of,
    standing_lift_of,
    standing_lifts,
)
from entraide.members.models import Membership


def set_duty(series: Series, kind: DutyKind, membership_id: UUID | None, *, by: UUID) -> None:
    """Let one member have a duty at every coming date; dates that were changed by themselves stay as they are."""
    before = standing_duties(series.id).get(kind)
    if before == membership_id:
        return
    coming = coming_of(series.id, now())
    for meeting in coming:
        seats.lock(meeting)
    here = (StandingDuty.series_id == series.id) & (StandingDuty.kind == kind)
    _delete(StandingDuty, here)
    if membership_id:
        db.session.add(
            StandingDuty(group_id=series.group_id, series_id=series.id, kind=kind, membership_id=membership_id)
        )
    held = []
    for meeting in coming:
        duty = find_duty(meeting, kind)
        if duty is None and membership_id:
            db.session.add(_standing_duty(meeting, kind, membership_id))
            held.append(meeting)
        elif duty and duty.is_standing:
            duty.membership_id, duty.is_standing = membership_id, membership_id is not None
            duty.freed = None if membership_id else now()
            held.append(meeting)
    db.session.flush()
    note("duty:stand", group=series.group_id, by=by, about=membership_id or before)
    if membership_id and membership_id != by and held:
        tell_passed(min(held, key=lambda meeting: meeting.starts_at), membership_id)
    if membership_id:
        still_here(series.group_id, membership_id)


def stand(
    series: Series,
    member: Membership,
    words: LiftWords,
    *,
    offered: int | None = None,
    driver_id: UUID | None = None,
    heads: int = 1,
    shows_phone: bool = False,
    by: UUID | None = None,
) -> None:
    """Offer seats (`offered`) at every coming date, or ride with one driver (`driver_id`) wherever she has room."""
    coming = coming_of(series.id, now())
    for meeting in coming:
        seats.lock(meeting)
    standing = standing_lift_of(series.id, member.id)
    if standing is None:
        standing = StandingLift(group_id=series.group_id, id=uuid4(), series_id=series.id, membership_id=member.id)
        db.session.add(standing)
    standing.seats, standing.driver_id, standing.heads, standing.by_id = offered, driver_id, heads, by
    standing.shows_phone = shows_phone
    standing.words_sealed = lift_words.seal(member.person_id, f"standing lift {standing.id}", words)
    db.session.flush()
    for meeting in coming:
        _write(meeting, standing, member, words)
    note("lift:stand", group=series.group_id, by=by or member.id, about=member.id)
    still_here(series.group_id, member.id)


def end(series_id: UUID, member: Membership, *, by: UUID | None = None) -> None:
    """Neither drive nor ride at every date any more; riders of coming dates are told in one letter."""
    coming = coming_with_lifts_of(member.id, series_id, now())
    for meeting in coming:
        seats.lock(meeting)
    _delete(StandingLift, (StandingLift.series_id == series_id) & _of(member.id))
    lost: set[UUID] = set()
    told = None
    for meeting in sorted(coming, key=lambda one: one.starts_at):
        lift, ride = lift_of(meeting, member.id), ride_of(meeting, member.id)
        for one in (lift, ride):
            if one and one.is_standing:
                riders = lifts.drop(one)
                told = told or (meeting if riders else None)
                lost.update(riders)
    if told:
        tell_lost(told, lost)
    note("lift:stand_end", group=member.group_id, by=by or member.id, about=member.id)
    db.session.flush()


def fill(series: Series, meeting_ids: Iterable[object]) -> None:
    """Write what holds for every date into meetings that were just made."""
    duties, standing = standing_duties(series.id), standing_lifts([series.id])
    if not duties and not standing:
        return
    made = select(Meeting).where(Meeting.group_id == series.group_id, Meeting.id.in_(list(meeting_ids)))
    for meeting in db.session.scalars(made.order_by(Meeting.id)):
        db.session.add_all(_standing_duty(meeting, kind, holder) for kind, holder in duties.items())
        db.session.flush()
        for one, member in standing:
            _write(meeting, one, member, words_of(one, member))


def forget_series(series_id: UUID) -> None:
    """Let nothing stand any more for a series that ends; its dates up to then keep what they have."""
    for table in (StandingDuty, StandingLift):
        _delete(table, table.series_id == series_id)


def let_go(membership_id: UUID) -> None:
    """Let nothing stand any more that a member who leaves said, or that was said about her."""
    _delete(StandingDuty, StandingDuty.membership_id == membership_id)
    _delete(StandingLift, _of(membership_id))


def words_of(standing: StandingLift, member: Membership) -> LiftWords:
    """Open what was written for every date."""
    return lift_words.unseal(member.person_id, f"standing lift {standing.id}", standing.words_sealed)


def _write(meeting: Meeting, standing: StandingLift, member: Membership, words: LiftWords) -> None:
    """Write one standing lift into one date, unless something was said for that date already."""
    answer = find_answer(meeting, member.id)
    says_no = answer is not None and answer.reply is Reply.NO and not answer.anonymous
    rests = Rest.NOT_COMING if says_no else None
    lift, ride = lift_of(meeting, member.id), ride_of(meeting, member.id)
    if standing.seats is not None:
        if ride or (lift and not lift.is_standing):
            return
        if lift is None:
            lift = Lift(
                group_id=meeting.group_id, id=uuid4(), meeting_id=meeting.id, membership_id=member.id, rests=rests
            )
            lift.taken, lift.is_standing = 0, True
            db.session.add(lift)
        lift.seats, lift.shows_phone = max(standing.seats, lift.taken), standing.shows_phone
        lift.words_sealed = lift_words.seal(member.person_id, f"lift {lift.id}", words)
        lift.by_id = standing.by_id
    elif ride is None and lift is None:
        ride = Ride(group_id=meeting.group_id, id=uuid4(), meeting_id=meeting.id, membership_id=member.id)
        ride.heads, ride.is_standing, ride.rests, ride.by_id = standing.heads, True, rests, standing.by_id
        ride.words_sealed = lift_words.seal(member.person_id, f"ride {ride.id}", words)
        db.session.add(ride)
        if rests is None:
            lifts.board(meeting, ride, standing.driver_id)
    elif ride and ride.is_standing and ride.lift_id is None and ride.rests is None:
        lifts.board(meeting, ride, standing.driver_id)
    db.session.flush()


def _standing_duty(meeting: Meeting, kind: DutyKind, membership_id: UUID) -> Duty:
    return Duty(
        group_id=meeting.group_id, meeting_id=meeting.id, kind=kind, membership_id=membership_id, is_standing=True
    )


def _of(membership_id: UUID) -> ColumnElement[bool]:
    return (StandingLift.membership_id == membership_id) | (StandingLift.driver_id == membership_id)


def _delete(table: type[StandingDuty] | type[StandingLift], which: ColumnElement[bool]) -> None:
    db.session.execute(delete(table).where(which), execution_options={"synchronize_session": "fetch"})
