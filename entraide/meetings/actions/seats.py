"""Places: taken by one guarded UPDATE, given back, offered on in order of arrival (DECISIONS 29-31).

A waiting list is strict: whoever came first is served first, and a place that is too few for a party at its head
waits with it. Only a party larger than the whole table is passed over, because it could never be served. In the last
two hours nobody is moved up: what is free belongs to whoever answers first.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.mail.quiet import leaves_at
from entraide.meetings.actions import anonymous
from entraide.meetings.actions.telling import tell_place
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, Seats, Standing
from entraide.meetings.queries.answers import (
    HOLDING,
    PLACE,
    Room,
    heads,
    late_answers,
    members_behind,
    room_of,
    those_holding,
    waiting_list,
)
from entraide.members.actions import calendar_changed
from entraide.settings import current

LAST_CALL = timedelta(hours=2)
OFFER_HOLDS = timedelta(hours=24)


def lock(meeting: Meeting) -> Room | None:
    """Hold a meeting for the rest of the transaction and read it anew; return its places, None: not limited."""
    db.session.flush()
    held = select(Meeting).where(Meeting.group_id == meeting.group_id, Meeting.id == meeting.id)
    held = held.with_for_update(key_share=True).execution_options(populate_existing=True)
    if db.session.scalars(held).one_or_none() is None:
        raise NotFound
    return room_of(meeting)


def take(meeting: Meeting, seats: int) -> bool:
    """Take so many places, or none: one guarded UPDATE, which alone keeps a meeting from being oversold."""
    if seats <= 0:
        give_back(meeting, -seats)
        return True
    fits = Seats.taken + seats <= Seats.capacity
    taken = update(Seats).where(_of(meeting), fits).values(taken=Seats.taken + seats).returning(Seats.id)
    return db.session.scalar(taken, execution_options={"synchronize_session": False}) is not None


def give_back(meeting: Meeting, seats: int) -> None:
    """Free so many places."""
    if seats:
        freed = update(Seats).where(_of(meeting)).values(taken=Seats.taken - seats)
        db.session.execute(freed, execution_options={"synchronize_session": False})


def held_by(answer: Answer) -> int:
    """Count the places an answer holds."""
    return heads(answer) if answer.standing in HOLDING else 0


def wait(meeting: Meeting, answer: Answer) -> None:
    """Put an answer at the end of the waiting list."""
    further = update(Seats).where(_of(meeting)).values(wait_seq=Seats.wait_seq + 1).returning(Seats.wait_seq)
    answer.wait_pos = db.session.scalar(further, execution_options={"synchronize_session": False})
    answer.standing, answer.offered_until, answer.moved_up = Standing.WAITING, None, None
    db.session.flush()


def rest(answer: Answer, standing: Standing) -> None:
    """Give an answer a standing outside the waiting list."""
    answer.standing, answer.wait_pos, answer.offered_until = standing, None, None
    db.session.flush()


def is_last_call(meeting: Meeting) -> bool:
    """Say whether the last two hours have begun, in which nobody is moved up any more."""
    return meeting.starts_at - now() <= LAST_CALL


def move_up(meeting: Meeting) -> None:
    """Give what is free to the head of the waiting list, and tell them; the meeting is locked."""
    room = room_of(meeting)
    if room is None or meeting.status is MeetingStatus.CANCELLED or is_last_call(meeting):
        return
    served: list[Answer] = []
    for answer in waiting_list(meeting):
        if heads(answer) > room.capacity:
            continue
        if sum(map(heads, served)) + heads(answer) > room.free:
            break
        served.append(answer)
    if served and take(meeting, sum(map(heads, served))):
        _seat(meeting, served)


def set_capacity(meeting: Meeting, capacity: int | None) -> None:
    """Set the number of places, None: not limited.

    A smaller one moves the last comers to the head of the waiting list and tells them; a larger one moves people up.
    """
    if capacity is not None and capacity < 1:
        raise ValueError("a meeting has at least one place")
    room = lock(meeting)
    if capacity is None:
        if room is not None:
            _stop_counting(meeting)
        return
    if room is None:
        db.session.add(Seats(group_id=meeting.group_id, meeting_id=meeting.id, kind=PLACE, capacity=capacity))
        db.session.flush()
        anonymous.unseat(meeting)
    _fit(meeting, capacity)
    move_up(meeting)


def expire(meeting: Meeting) -> None:
    """End the offers of a meeting that nobody took in time, and offer their places on."""
    lock(meeting)
    late = late_answers(meeting, now())
    give_back(meeting, sum(map(heads, late)))
    for answer in late:
        rest(answer, Standing.EXPIRED)
    _feeds_changed(late)
    move_up(meeting)


def _when_told(meeting: Meeting, at: datetime) -> datetime:
    """Return when the letter about a place leaves: early enough to answer before the last two hours."""
    return at if current().demo else leaves_at(at, meeting.starts_at - LAST_CALL, ZoneInfo(meeting.zone))


def _seat(meeting: Meeting, served: list[Answer]) -> None:
    """Note that the list gave these a place: a weekend's waits for their word, any other is theirs at once."""
    at = now()
    told = _when_told(meeting, at)
    for answer in served:
        if meeting.mode is Mode.WEEKEND:
            answer.standing = Standing.OFFERED
            answer.offered_until = min(told + OFFER_HOLDS, meeting.starts_at - LAST_CALL)
        else:
            answer.standing = Standing.SEATED
        answer.wait_pos, answer.moved_up = None, at
    db.session.flush()
    _feeds_changed(served)
    tell_place(meeting, served, turn=_turn(at), at=told)


def _fit(meeting: Meeting, capacity: int) -> None:
    """Let the first comers keep or take their places, and put the others at the head of the list."""
    comers = those_holding(meeting)
    before = sum(map(held_by, comers))
    seats = sum(map(heads, comers))
    moved: list[Answer] = []
    while seats > capacity:
        moved.insert(0, comers.pop(0))
        seats -= heads(moved[0])
    changed = update(Seats).where(_of(meeting)).values(capacity=capacity, taken=Seats.taken + (seats - before))
    db.session.execute(changed, execution_options={"synchronize_session": False})
    for answer in comers:
        if answer.standing is Standing.FREE:
            rest(answer, Standing.SEATED)
    if moved:
        _put_first(meeting, moved)


def _put_first(meeting: Meeting, moved: list[Answer]) -> None:
    """Put those who lost their place before everybody who waits: they came earlier."""
    waiting = waiting_list(meeting)
    first = waiting[0].wait_pos if waiting else None
    if first is None:
        first = (db.session.scalar(select(Seats.wait_seq).where(_of(meeting))) or 0) + 1
    for place, answer in enumerate(moved, first - len(moved)):
        answer.standing, answer.wait_pos, answer.offered_until, answer.moved_up = Standing.WAITING, place, None, None
    db.session.flush()
    _feeds_changed(moved)
    at = now()
    tell_place(meeting, moved, turn=_turn(at), at=_when_told(meeting, at))


def _stop_counting(meeting: Meeting) -> None:
    """Let everybody come who wanted to."""
    waiting = waiting_list(meeting)
    db.session.execute(delete(Seats).where(_of(meeting)), execution_options={"synchronize_session": False})
    for answer in those_holding(meeting):
        rest(answer, Standing.FREE)
    anonymous.set_free(meeting)
    at = now()
    for answer in waiting:
        rest(answer, Standing.FREE)
        answer.moved_up = at
    db.session.flush()
    _feeds_changed(waiting)
    tell_place(meeting, waiting, turn=_turn(at), at=_when_told(meeting, at))


def _feeds_changed(answers: Iterable[Answer]) -> None:
    for membership in members_behind(answers):
        calendar_changed(membership)


def _turn(at: datetime) -> int:
    """Number letters about places by the instant: somebody may be given a place, lose it and be given one again."""
    return int(at.timestamp() * 1000)


def _of(meeting: Meeting) -> ColumnElement[bool]:
    return (Seats.group_id == meeting.group_id) & (Seats.meeting_id == meeting.id) & (Seats.kind == PLACE)
