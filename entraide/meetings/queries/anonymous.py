"""Answers without a name: where they may be given, and the one figure organisers are told (DECISIONS 35).

Every other query reads answers given by name alone. Here the hidden ones are counted, never listed: r are the active
members who could come without a name, k of them said so when the figure was drawn. A figure is shown while r >= 4 and
0 < k < r, for what its reader herself said taken out as well: whatever one page tells, each of the others may have
answered in at least two ways.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from entraide.access import scope
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.models import Answer, Duty, Lift, Meeting, Mode, Reply, Ride, Seats, Standing, Unnamed
from entraide.meetings.queries.answers import PLACE, Room, find_answer
from entraide.members.models import Membership, Status

LEAST = 4  # so many who have not answered by name, at least


@dataclass(frozen=True)
class Others:
    """What a page may say of those who have not answered by name; `figure` 0: that others may come, and no more.

    `could_come`: how many they are. Of the reader: `mine`, her answer by name or not; `is_bound`: she has a duty or a
    lift here, so that her name shows anyway. `room`: the counted places, None where they are not limited.
    """

    could_come: int = 0
    figure: int = 0
    is_bound: bool = False
    mine: Answer | None = None
    room: Room | None = None


@dataclass(frozen=True)
class ToDraw:
    """A coming meeting whose figure may have to be drawn, the zone whose days count, and the day drawn last."""

    group_id: UUID
    meeting_id: UUID
    zone: str
    drawn: date | None


def takes_anonymous(meeting: Meeting, room: Room | None) -> bool:
    """Say whether a meeting takes answers without a name: not a weekend, nor where places are counted."""
    return meeting.asked is not Asked.NOT_ASKED and meeting.mode is not Mode.WEEKEND and room is None


def may_be_anonymous(meeting: Meeting, membership_id: UUID, room: Room | None) -> bool:
    """Say whether this member may answer this meeting without her name: nobody who is named at it otherwise."""
    return takes_anonymous(meeting, room) and not is_bound(meeting, membership_id)


def is_bound(meeting: Meeting, membership_id: UUID) -> bool:
    """Say whether a member has a duty or a lift at a meeting, so that her name shows there."""
    found = select(_is_bound(Meeting, literal(membership_id))).select_from(Meeting).where(Meeting.id == meeting.id)
    return bool(db.session.scalar(found))


def answered_by_name(meeting: Meeting, membership_id: UUID) -> Answer | None:
    """Return a member's answer, None where she gave none or did not show her name.

    What hangs on an answer and is counted or seen elsewhere, as whether a letter leaves, hangs on this one.
    """
    given = find_answer(meeting, membership_id)
    return None if given is None or given.anonymous else given


def may_show(figure: int, could_come: int, *, mine_could: bool, mine_drawn: bool) -> bool:
    """Say whether a figure leaves every other member two answers; the reader knows what she said herself."""
    others, coming = could_come - mine_could, figure - mine_drawn
    return could_come >= LEAST and figure < could_come and 0 < coming < others


def others_of(meetings: Iterable[Meeting], mine: UUID | None) -> Mapping[UUID, Others]:
    """Return what may be told of the others at these meetings to the organiser `mine`, by meeting, in one query."""
    ids = [meeting.id for meeting in meetings]
    told = db.session.execute(_told(mine is not None), {"meetings": ids, "mine": mine}).all() if ids else []
    return {
        id_: _others(figure, could, hers, bound, own_answer, capacity, taken)
        for id_, figure, could, hers, bound, own_answer, capacity, taken in told
    }


@cache
def _told(by_member: bool) -> Select[UUID, int, int, int, bool, Answer, int, int]:
    """Return the question behind others_of, built once: building takes ten times as long as asking."""
    own, mine = aliased(Answer), bindparam("mine", type_=Membership.id.type)
    hers = (own.group_id == Meeting.group_id, own.meeting_id == Meeting.id, own.membership_id == mine)
    return (
        select(
            Meeting.id,
            func.coalesce(Unnamed.figure, 0),
            could_come(),
            could_come(mine) if by_member else could_come(),
            _is_bound(Meeting, mine) if by_member else literal(False),
            own,
            Seats.capacity,
            Seats.taken,
        )
        .outerjoin(Unnamed, and_(Unnamed.group_id == Meeting.group_id, Unnamed.meeting_id == Meeting.id))
        .outerjoin(own, and_(*hers))
        .outerjoin(Seats, and_(Seats.group_id == Meeting.group_id, Seats.meeting_id == Meeting.id, Seats.kind == PLACE))
        .where(Meeting.id.in_(bindparam("meetings", expanding=True)))
    )


def could_come(one: SQLColumnExpression[UUID] | None = None) -> ScalarSelect[int]:
    """Count, for each meeting of a statement, who could come without a name; with `one`, her alone.

    Managed members are answered for by name, and whoever sees to something at the meeting is named there.
    """
    named = aliased(Answer)
    said = select(named.id).where(
        named.group_id == Membership.group_id,
        named.meeting_id == Meeting.id,
        named.membership_id == Membership.id,
        named.anonymous.is_(False),
    )
    counted = select(func.count(Membership.id)).where(
        Membership.group_id == Meeting.group_id,
        Membership.status == Status.ACTIVE,
        Membership.is_managed.is_(False),
        ~said.correlate_except(named).exists(),
        ~_is_bound(Meeting, Membership.id),
    )
    if one is not None:
        counted = counted.where(Membership.id == one)
    return counted.correlate(Meeting).scalar_subquery()


def hidden_answers(meeting: Meeting) -> list[Answer]:
    """Return a meeting's answers without a name, as they stand now; no page may show what is made of them."""
    rows = select(Answer).where(Answer.meeting_id == meeting.id, or_(Answer.anonymous, Answer.drawn))
    return list(db.session.scalars(rows.order_by(Answer.id).execution_options(populate_existing=True)))


def hidden_comers(meeting: Meeting, before: datetime) -> tuple[int, set[UUID]]:
    """Return how many could come without a name, and whose answers said so before an instant."""
    comes = and_(
        Answer.meeting_id == meeting.id,
        Answer.anonymous,
        Answer.reply == Reply.YES,
        Answer.standing == Standing.FREE,
        Answer.given < before,
    )
    rows = (
        select(Answer.id)
        .join(Membership, and_(Membership.group_id == Answer.group_id, Membership.id == Answer.membership_id))
        .join(Meeting, and_(Meeting.group_id == Answer.group_id, Meeting.id == Answer.meeting_id))
        .where(comes, Membership.status == Status.ACTIVE, Membership.is_managed.is_(False))
        .where(~_is_bound(Meeting, Membership.id))
    )
    counted = db.session.scalar(select(could_come()).select_from(Meeting).where(Meeting.id == meeting.id)) or 0
    return counted, set(db.session.scalars(rows))


def find_drawn(meeting: Meeting) -> Unnamed | None:
    """Return the figure last drawn for a meeting, or None."""
    found = select(Unnamed).where(Unnamed.group_id == meeting.group_id, Unnamed.meeting_id == meeting.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def to_draw(at: datetime) -> list[ToDraw]:
    """Find, everywhere, the coming meetings that have answers without a name, or a figure."""
    hidden = select(Answer.meeting_id).where(Answer.anonymous)
    counts_no_places = ~select(Seats.id).where(Seats.meeting_id == Meeting.id).exists()
    rows = (
        select(Meeting.group_id, Meeting.id, Group.timezone, Unnamed.day)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Unnamed, and_(Unnamed.group_id == Meeting.group_id, Unnamed.meeting_id == Meeting.id))
        .where(Meeting.ends_at > at, or_(Meeting.id.in_(hidden), Unnamed.id.is_not(None)), counts_no_places)
        .order_by(Meeting.group_id, Meeting.id)
    )
    with scope.everywhere("meetings with answers without a name, to be counted once a day"):
        return [ToDraw(*row) for row in db.session.execute(rows)]


def _is_bound(meeting: type[Meeting], member: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Say whether somebody is named at a meeting in another way than by an answer: by a duty or a lift."""
    duties = select(Duty.id).where(
        Duty.group_id == meeting.group_id, Duty.meeting_id == meeting.id, Duty.membership_id == member
    )
    lifts, rides = (
        select(table.id).where(
            table.group_id == meeting.group_id,
            table.meeting_id == meeting.id,
            table.membership_id == member,
            table.rests.is_(None),
        )
        for table in (Lift, Ride)
    )
    of_this_very_meeting = (
        found.correlate_except(table).exists() for found, table in ((duties, Duty), (lifts, Lift), (rides, Ride))
    )
    return or_(*of_this_very_meeting)


def _others(
    figure: int, could: int, mine_could: int, is_bound: int, mine: Answer | None, capacity: int | None, taken: int
) -> Others:
    shows = may_show(figure, could, mine_could=bool(mine_could), mine_drawn=mine is not None and mine.drawn)
    room = None if capacity is None else Room(capacity, taken)
    return Others(could, figure if shows else 0, bool(is_bound), mine, room)
