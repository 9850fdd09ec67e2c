"""Which meetings count for "If I miss twice, call me", and who of those who wish it said yes by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import CallWish
from entraide.members.queries import names_of
from entraide.members.queries.calls import find_wish, wishers
from entraide.members.queries.roster import alphabet
from entraide.retention import Kept
from entraide.settings import current


@dataclass(frozen=True)
class Wished:
    """Somebody who asks to be called, on the headcount card; `was_there`: None while nothing counted."""

    membership_id: UUID
    name: str
    was_there: bool | None


@dataclass(frozen=True)
class ToSay:
    """A meeting, and the wish of somebody who was there or was not."""

    meeting: Meeting
    wish: CallWish

    @property
    def group_id(self) -> UUID:
        return self.meeting.group_id


def find_to_say(meeting_id: UUID, membership_id: UUID) -> ToSay:
    """Find a meeting and the wish of one of its group's members, or raise NotFound."""
    meeting = find_meeting(meeting_id)
    return ToSay(meeting, find_wish(meeting.group_id, membership_id))


def counts(meeting: Meeting) -> bool:
    """Say whether a meeting counts at all: weekends and cancelled ones do not."""
    return meeting.status is MeetingStatus.PLANNED and meeting.mode is not Mode.WEEKEND


def may_still_say(wish: CallWish, meeting: Meeting) -> bool:
    """Say whether a meeting is still to be counted, or the last that was: earlier ones are forgotten."""
    return meeting.ends_at > wish.counted_until or wish.last_meeting_id == meeting.id


def wished_at(meeting: Meeting) -> list[Wished]:
    """Return of whom an organiser is asked whether she was there, by name; nobody where it does not count."""
    at = now()
    if not counts(meeting) or meeting.starts_at > at or meeting.ends_at <= at - current().kept(Kept.ANSWERS):
        return []
    rows = [(wish, member) for wish, member in wishers(meeting.group_id) if may_still_say(wish, meeting)]
    names = names_of(member for _wish, member in rows)
    lines = [
        Wished(member.id, names[member.id], wish.missed == 0 if wish.last_meeting_id == meeting.id else None)
        for wish, member in rows
    ]
    return sorted(lines, key=lambda line: alphabet(line.name))


def held_between(group_id: UUID, since: datetime, until: datetime) -> Sequence[Meeting]:
    """Return the meetings that count, asked for answers and ended after one instant and up to another, in order."""
    over = (Meeting.group_id == group_id) & (Meeting.ends_at > since) & (Meeting.ends_at <= until)
    held = (Meeting.status == MeetingStatus.PLANNED) & (Meeting.mode != Mode.WEEKEND)
    found = select(Meeting).where(over, held, Meeting.asked != Asked.NOT_ASKED)
    return db.session.scalars(found.order_by(Meeting.ends_at, Meeting.id)).all()


def said_yes(meetings: Sequence[Meeting], members: Collection[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Return who said yes by name to which of these meetings.

    An answer without a name is not read: it looks like silence here as everywhere, or this count would give it away.
    """
    if not meetings:
        return frozenset()
    of_these = Answer.meeting_id.in_([one.id for one in meetings]) & Answer.membership_id.in_(list(members))
    by_name = (Answer.group_id == meetings[0].group_id) & Answer.anonymous.is_(False) & (Answer.reply == Reply.YES)
    rows = db.session.execute(select(Answer.meeting_id, Answer.membership_id).where(by_name, of_these))
    return frozenset((meeting_id, membership_id) for meeting_id, membership_id in rows)
