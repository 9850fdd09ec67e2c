"""One meeting as its member reads it on a list: when, where, and her own answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from entraide.access.actor import Actor
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked
from entraide.meetings import words
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, Reply, Standing
from entraide.meetings.queries.answers import Room, is_coming
from entraide.meetings.queries.meetings import details_of

COUNTED_WITHIN = timedelta(days=14)  # how long a missing headcount is asked for


@dataclass(frozen=True)
class Mine:
    """A member's own answer; `rank`: her place on the waiting list, 0 where she is not on it."""

    answer: Answer
    rank: int = 0


@dataclass(frozen=True)
class Line:
    """A meeting on a list. Words are in the language of the page, days and hours in the meeting's zone."""

    id: UUID
    group_id: UUID
    title: str
    place: str
    mode: str
    day: date
    starts: datetime
    days_ahead: int
    hours: str
    when: str
    moved_from: str
    is_cancelled: bool
    is_over: bool
    is_under_way: bool
    asks: bool
    reply: str  # "", yes, maybe, no
    is_coming: bool
    is_offered: bool
    rank: int
    is_to_confirm: bool
    room: Room | None

    @property
    def is_full(self) -> bool:
        """Every place is taken, and none of them by this member."""
        return self.room is not None and self.room.free <= 0 and not (self.is_coming or self.is_offered)

    @property
    def takes_answers(self) -> bool:
        """Whether one may still answer."""
        return self.asks and not (self.is_cancelled or self.is_over)

    @property
    def is_marked(self) -> bool:
        """Whether something stands below the place: what changed, or what concerns this member's own place."""
        mine = self.rank or self.is_offered or self.is_to_confirm or self.is_full
        return bool(self.is_cancelled or self.moved_from or mine)

    @property
    def waits_for_me(self) -> bool:
        """A place offered, a date that moved, or a question not answered, for a meeting that stands."""
        return self.takes_answers and (self.is_offered or self.is_to_confirm or not self.reply)


_OTHER = aliased(Answer)
BEFORE = (
    select(func.count())
    .where(
        _OTHER.group_id == Answer.group_id,
        _OTHER.meeting_id == Answer.meeting_id,
        _OTHER.standing == Standing.WAITING,
        _OTHER.wait_pos <= Answer.wait_pos,
    )
    .correlate(Answer)
    .scalar_subquery()
)
"""How many wait at least as long as whoever gave an answer that waits: her rank."""
_MINE = select(Answer, BEFORE).where(
    Answer.meeting_id.in_(bindparam("meetings", expanding=True)),
    Answer.membership_id.in_(bindparam("mine", expanding=True)),
)


def my_replies(actor: Actor, meetings: Sequence[Meeting]) -> Mapping[UUID, Mine]:
    """Return the actor's own answers to these meetings with her rank on their waiting lists, in one query."""
    ids = [meeting.id for meeting in meetings]
    if not ids:
        return {}
    rows = db.session.execute(_MINE, {"meetings": ids, "mine": list(actor.memberships.values())})
    return {answer.meeting_id: Mine(answer, rank if _waits(answer) else 0) for answer, rank in rows}


def line_of(meeting: Meeting, mine: Mine | None, room: Room | None) -> Line:
    """Open what its member may read of a meeting."""
    details = details_of(meeting)
    zone = ZoneInfo(meeting.zone)
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    at, answer = now(), mine.answer if mine else None
    return Line(
        id=meeting.id,
        group_id=meeting.group_id,
        title=details.title or words.date_in_words(starts.date(), zone=zone).capitalize(),
        place=details.place,
        mode=meeting.mode.value,
        day=starts.date(),
        starts=meeting.starts_at,
        days_ahead=(starts.date() - at.astimezone(zone).date()).days,
        hours=_hours(meeting, starts, ends, zone),
        when=words.span_in_words(meeting.starts_at, meeting.ends_at, zone),
        moved_from=words.start_in_words(meeting.moved_from, zone) if meeting.moved_from else "",
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
        is_over=meeting.ends_at <= at,
        is_under_way=meeting.starts_at <= at < meeting.ends_at,
        asks=meeting.asked is not Asked.NOT_ASKED,
        reply=answer.reply.value if answer and answer.standing is not Standing.UNSEATED else "",
        is_coming=is_coming(answer),
        is_offered=answer is not None and answer.standing is Standing.OFFERED,
        rank=mine.rank if mine else 0,
        is_to_confirm=answer is not None and _is_to_confirm(answer),
        room=room,
    )


def lines_of(meetings: Sequence[Meeting], mine: Mapping[UUID, Mine], rooms: Mapping[UUID, Room]) -> list[Line]:
    """Open many meetings; the keys of their groups are at hand already."""
    return [line_of(meeting, mine.get(meeting.id), rooms.get(meeting.id)) for meeting in meetings]


def lacks_heads(meeting: Meeting) -> bool:
    """Say whether a meeting was held lately and nobody has counted yet."""
    is_past = now() - COUNTED_WITHIN < meeting.ends_at <= now()
    return is_past and meeting.status is MeetingStatus.PLANNED and meeting.heads is None


def _is_to_confirm(answer: Answer) -> bool:
    return answer.before_change and answer.reply is not Reply.NO and answer.standing is not Standing.UNSEATED


def _waits(answer: Answer) -> bool:
    return answer.standing is Standing.WAITING


def _hours(meeting: Meeting, starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    if meeting.mode is Mode.WEEKEND or ends - starts > timedelta(hours=24):
        return words.span_in_words(meeting.starts_at, meeting.ends_at, zone)
    return words.hours_in_words(starts.time(), ends.time())
