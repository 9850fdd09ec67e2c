"""Lifts of one date: offered, looked for, a seat taken by one guarded UPDATE, given back, withdrawn.

Lock order: meeting, its seats and answers, then lifts and rides. Whoever loses her car looks for one again.
"""

from uuid import UUID, uuid4

from sqlalchemy import update

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.meetings import lift_words
from entraide.meetings.actions.duties import begin, still_here
from entraide.meetings.actions.passing import tell_lost
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Lift, Meeting, Reply, Rest, Ride
from entraide.meetings.queries.answers import find_answer
from entraide.meetings.queries.lifts import (
    lift_of,
    lift_of_id,
    ride_of,
    riders_in,
    standing_lift_of,
    standing_riders_of,
)
from entraide.members.models import Membership
from entraide.members.queries.between import is_shut_out


class NoSeat(EntraideError):
    """There is no seat in this car, or not as many."""


class DrivesHerself(EntraideError):
    """Whoever offers seats does not look for one."""


class RidesAlong(EntraideError):
    """Whoever rides with somebody does not offer seats."""


class SaidNo(EntraideError):
    """Whoever said that she is not coming neither drives nor rides; she changes her answer first."""


class MoreRideAlready(EntraideError):
    """More people ride in this car than the seats named now."""


def offer(
    meeting: Meeting,
    driver: Membership,
    seats: int,
    words: LiftWords,
    *,
    shows_phone: bool = False,
    by: UUID | None = None,
) -> Lift:
    """Offer seats, or change what one offers. Raises TooLate, SaidNo, RidesAlong, MoreRideAlready."""
    _begin(meeting, driver.id, by)
    ride = ride_of(meeting, driver.id)
    if ride and ride.lift_id:
        raise RidesAlong
    if ride:
        end_one(ride, Rest.NOT_THIS_TIME)
    lift = lift_of(meeting, driver.id)
    if lift and lift.taken > seats:
        raise MoreRideAlready
    if lift is None:
        lift = Lift(group_id=meeting.group_id, id=uuid4(), meeting_id=meeting.id, membership_id=driver.id)
        db.session.add(lift)
    lift.seats, lift.shows_phone, lift.by_id = seats, shows_phone, by
    lift.rests, lift.is_full, lift.before_change = None, False, False
    lift.words_sealed = lift_words.seal(driver.person_id, f"lift {lift.id}", words)
    db.session.flush()
    _note("lift:offer", meeting, driver.id, by)
    still_here(meeting.group_id, driver.id)
    return lift


def withdraw(meeting: Meeting, driver_id: UUID, *, by: UUID | None = None) -> None:
    """Take an offer back for this date; whoever rode along is told and looks for a lift again."""
    begin(meeting)
    if (lift := lift_of(meeting, driver_id)) is not None and lift.rests is None:
        tell_lost(meeting, end_one(lift, Rest.NOT_THIS_TIME))
        _note("lift:withdraw", meeting, driver_id, by)


def set_full(meeting: Meeting, driver_id: UUID, is_full: bool) -> None:
    """Take nobody more, or again; who rides along stays."""
    begin(meeting)
    if lift := lift_of(meeting, driver_id):
        lift.is_full = is_full
        db.session.flush()


def ask(meeting: Meeting, rider: Membership, heads: int, words: LiftWords, *, by: UUID | None = None) -> Ride:
    """Look for a lift, or change what one said. Raises TooLate, SaidNo, DrivesHerself, NoSeat (too many)."""
    _begin(meeting, rider.id, by)
    ride = _ride(meeting, rider)
    if ride.lift_id and heads != ride.heads and not _take(ride.lift_id, meeting, heads - ride.heads):
        raise NoSeat
    ride.heads, ride.rests, ride.by_id, ride.before_change = heads, None, by, False
    ride.words_sealed = lift_words.seal(rider.person_id, f"ride {ride.id}", words)
    db.session.flush()
    _note("lift:ask", meeting, rider.id, by)
    still_here(meeting.group_id, rider.id)
    return ride


def take_seat(meeting: Meeting, rider: Membership, lift_id: UUID, *, by: UUID | None = None) -> Ride:
    """Ride in a car, with one press; any other seat is given back. Raises TooLate, SaidNo, DrivesHerself, NoSeat."""
    _begin(meeting, rider.id, by)
    ride = _ride(meeting, rider)
    lift = lift_of_id(meeting, lift_id)
    if lift is None or lift.rests or (lift.is_full and ride.lift_id != lift_id):
        raise NoSeat
    if ride.lift_id != lift_id:
        if is_shut_out(meeting.group_id, lift.membership_id, rider.id):  # her car is full, for this one
            raise NoSeat
        if not _take(lift_id, meeting, ride.heads):
            raise NoSeat
        if ride.lift_id:
            _take(ride.lift_id, meeting, -ride.heads)
        ride.lift_id, ride.lost = lift_id, None
    ride.rests, ride.by_id, ride.before_change = None, by, False
    db.session.flush()
    _note("lift:take", meeting, rider.id, by)
    still_here(meeting.group_id, rider.id)
    return ride


def give_back(meeting: Meeting, rider_id: UUID, *, by: UUID | None = None) -> None:
    """Neither ride nor look for a lift any more, for this date."""
    begin(meeting)
    if ride := ride_of(meeting, rider_id):
        end_one(ride, Rest.NOT_THIS_TIME)
        _note("lift:return", meeting, rider_id, by)


def resume(meeting: Meeting, membership_id: UUID, *, by: UUID | None = None) -> None:
    """Let what holds for every date hold for this one after all."""
    _begin(meeting, membership_id, by)
    lift, ride = lift_of(meeting, membership_id), ride_of(meeting, membership_id)
    if lift and lift.rests and ride and ride.rests is None:
        raise RidesAlong
    wake(meeting, lift, ride, *Rest)


def confirm(meeting: Meeting, membership_id: UUID) -> None:
    """Say that a lift still fits though the meeting moved."""
    begin(meeting)
    for one in (lift_of(meeting, membership_id), ride_of(meeting, membership_id)):
        if one:
            one.before_change = False
    db.session.flush()


def drop(one: Lift | Ride) -> list[UUID]:
    """End a lift or ride for good, its meeting is locked; return who lost her car by it."""
    return end_one(one, None)


def board(meeting: Meeting, ride: Ride, driver_id: UUID | None) -> None:
    """Seat a rider in one driver's car if it has room; the meeting is locked."""
    lift = lift_of(meeting, driver_id) if driver_id else None
    if lift is None or is_shut_out(meeting.group_id, lift.membership_id, ride.membership_id):
        return
    if lift.rests is None and not lift.is_full and _take(lift.id, meeting, ride.heads):
        ride.lift_id, ride.lost = lift.id, None
        db.session.flush()


def wake(meeting: Meeting, lift: Lift | None, ride: Ride | None, *rests: Rest) -> None:
    """Let lifts hold again that rested for these reasons; who always rides with this driver gets in again."""
    if ride and ride.rests in rests:
        ride.rests = None
        db.session.flush()
        standing = standing_lift_of(meeting.series_id, ride.membership_id)
        board(meeting, ride, standing.driver_id if standing else None)
    if lift and lift.rests in rests:
        lift.rests = None
        db.session.flush()
        for rider_id in standing_riders_of(meeting.series_id, lift.membership_id):
            other = ride_of(meeting, rider_id)
            if other and other.lift_id is None and other.rests is None:
                board(meeting, other, lift.membership_id)


def _begin(meeting: Meeting, membership_id: UUID, by: UUID | None) -> None:
    """Hold a meeting; an organiser (`by`) is told of no answer but one that organisers wrote down."""
    begin(meeting)
    answer = find_answer(meeting, membership_id)
    if answer and answer.reply is Reply.NO and (by is None or answer.by_id):
        raise SaidNo


def _ride(meeting: Meeting, rider: Membership) -> Ride:
    """Return a rider's row, a new one where there is none; whoever offers seats for this date has none."""
    if (lift := lift_of(meeting, rider.id)) and lift.rests is None:
        raise DrivesHerself
    if ride := ride_of(meeting, rider.id):
        return ride
    ride = Ride(group_id=meeting.group_id, id=uuid4(), meeting_id=meeting.id, membership_id=rider.id, heads=1)
    ride.words_sealed = lift_words.seal(rider.person_id, f"ride {ride.id}", LiftWords())
    db.session.add(ride)
    return ride


def _take(lift_id: UUID, meeting: Meeting, heads: int) -> bool:
    """Take so many seats, or give them back; one guarded UPDATE alone keeps a car from being oversold."""
    fits = (Lift.taken + heads <= Lift.seats) & (Lift.group_id == meeting.group_id) & (Lift.id == lift_id)
    taken = update(Lift).where(fits).values(taken=Lift.taken + heads).returning(Lift.id)
    return db.session.scalar(taken, execution_options={"synchronize_session": False}) is not None


def end_one(one: Lift | Ride, rest: Rest | None) -> list[UUID]:
    """Let a lift rest where it stands for every date, end it else; return who lost her car by it."""
    lost = []
    if isinstance(one, Lift):
        for ride in riders_in(one):
            ride.lift_id, ride.lost = None, now()
            lost.append(ride.membership_id)
        one.taken = 0
    elif one.lift_id:
        db.session.flush()
        freed = (Lift.group_id == one.group_id) & (Lift.id == one.lift_id)
        db.session.execute(
            update(Lift).where(freed).values(taken=Lift.taken - one.heads),
            execution_options={"synchronize_session": False},
        )
        one.lift_id = None
    db.session.flush()
    if one.is_standing and rest:
        one.rests = rest
    else:
        db.session.delete(one)
    db.session.flush()
    return lost


def _note(deed: str, meeting: Meeting, whose: UUID, by: UUID | None) -> None:
    note(deed, group=meeting.group_id, by=by or whose, about=whose if by else meeting.id)
