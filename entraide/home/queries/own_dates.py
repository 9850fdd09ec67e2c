"""A person's meetings over all her groups, with her own answer and the counted places of each: one statement."""

from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from entraide.access.actor import Actor
from entraide.db import db
from entraide.groups.models import Asked
from entraide.home.queries.lines import BEFORE, Mine
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, Reply, Seats, Standing
from entraide.meetings.queries.answers import PLACE, Room


class Dated(NamedTuple):
    """What a list says of a meeting: these columns alone, for an agenda holds dozens."""

    id: UUID
    group_id: UUID
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    zone: str
    moved_from: datetime | None
    status: MeetingStatus
    asked: Asked
    heads: int | None
    details_sealed: bytes


class Given(NamedTuple):
    """What a list says of an answer."""

    reply: Reply
    standing: Standing
    before_change: bool


class Own(NamedTuple):
    """One meeting with her own answer to it, and its counted places; None: she gave none, none are counted."""

    meeting: Meeting
    mine: Mine | None
    room: Room | None


_HERS = and_(
    Answer.group_id == Meeting.group_id,
    Answer.meeting_id == Meeting.id,
    Answer.membership_id.in_(bindparam("mine", expanding=True)),
)
_COUNTED = and_(Seats.group_id == Meeting.group_id, Seats.meeting_id == Meeting.id, Seats.kind == PLACE)
_DATED = [getattr(Meeting, column) for column in Dated._fields]
_GIVEN = [getattr(Answer, column) for column in Given._fields]
_OWN = (
    select(*_DATED, *_GIVEN, BEFORE, Seats.capacity, Seats.taken)
    .outerjoin(Answer, _HERS)
    .outerjoin(Seats, _COUNTED)
    .where(
        Meeting.group_id.in_(bindparam("groups", expanding=True)),
        Meeting.ends_at > bindparam("since"),
        Meeting.starts_at < bindparam("until"),
    )
    .order_by(Meeting.starts_at, Meeting.id)
)
_AT, _GIVEN_AT = len(_DATED), len(_DATED) + len(_GIVEN)


def own_dates(actor: Actor, since: datetime, until: datetime) -> list[Own]:
    """Return the meetings that end after `since` and begin before `until`, the next first."""
    mine = list(actor.memberships.values())
    asked = {"groups": list(actor.roles), "mine": mine, "since": since, "until": until}
    return [_own(tuple(row)) for row in db.session.execute(_OWN, asked)]


def _own(row: tuple[Any, ...]) -> Own:
    meeting, given = cast(Meeting, Dated(*row[:_AT])), Given(*row[_AT:_GIVEN_AT])
    before, capacity, taken = row[_GIVEN_AT:]
    answer = cast(Answer, given) if given.reply else None
    rank = before if answer and answer.standing is Standing.WAITING else 0
    return Own(meeting, Mine(answer, rank) if answer else None, None if capacity is None else Room(capacity, taken))
