"""Which meetings a feed holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from entraide import clock
from entraide.access import scope
from entraide.access.actor import Actor
from entraide.calendars.versions import Versions
from entraide.calendars.windows import window_of
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Reply, Standing
from entraide.retention import Kept
from entraide.settings import current


@dataclass(frozen=True)
class Holding:
    """One meeting in one member's feed, with what she said and, of a weekend, its days in order."""

    group: Group
    membership_id: UUID
    member_changed: datetime
    meeting: Meeting
    answer: Answer | None
    forgotten: datetime | None  # when answers to this meeting were erased
    days: tuple[ProgrammeDay, ...]


def holdings(found: Versions, today: date) -> list[Holding]:
    """Return the meetings a feed holds: in each group's window, but for those answered no and cancelled ones over."""
    parts = {held.group_id: held for held in found.held if held.closed_at is None}
    if not parts:
        return []
    groups = {group.id: group for group in db.session.scalars(select(Group).where(Group.id.in_(parts)))}
    spans = {id_: _span(group, today) for id_, group in groups.items()}
    rows = _answered(
        {id_: part.membership_id for id_, part in parts.items()},
        min(first for first, _ in spans.values()),
        max(end for _, end in spans.values()),
    )
    days = _days(meeting for meeting, _ in rows)
    held = []
    for meeting, answer in rows:
        part, (first, end) = parts[meeting.group_id], spans[meeting.group_id]
        settled, forgotten = part.settled(today), meeting.ends_at + current().kept(Kept.ANSWERS)
        is_forgotten = meeting.asked is not Asked.NOT_ASKED and forgotten <= max(settled, part.member_changed)
        if is_forgotten:
            answer = None  # erased, or about to be: a body must not depend on which
        if first <= meeting.starts_at < end and _is_shown(meeting, answer, settled):
            held.append(
                Holding(
                    groups[meeting.group_id],
                    part.membership_id,
                    part.member_changed,
                    meeting,
                    answer,
                    forgotten if is_forgotten else None,
                    tuple(days.get(meeting.id, ())),
                )
            )
    return held


def next_holding(actor: Actor, groups: Iterable[UUID]) -> Holding | None:
    """Return the asker's next meeting in these groups as a feed would hold it, to show what a calendar tells."""
    hers = {id_: membership for id_, membership in actor.memberships.items() if id_ in set(groups)}
    found = (
        select(Meeting, Group)
        .join(Group, Group.id == Meeting.group_id)
        .where(Meeting.group_id.in_(hers), Group.closed_at.is_(None))
        .where(Meeting.status == MeetingStatus.PLANNED, Meeting.starts_at > clock.now())
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if (row := db.session.execute(found.limit(1)).one_or_none()) is None:
        return None
    meeting, group = row
    days = tuple(_days([meeting]).get(meeting.id, ()))
    return Holding(group, hers[group.id], meeting.changed, meeting, None, None, days)


def groups_with_cancelled_over() -> list[UUID]:
    """Return the groups in which a cancelled meeting is over since their calendar last moved."""
    found = (
        select(Group.id)
        .join(Meeting, Meeting.group_id == Group.id)
        .where(Meeting.status == MeetingStatus.CANCELLED, Meeting.ends_at <= clock.now())
        .where(Meeting.ends_at > Group.calendar_changed, Group.closed_at.is_(None))
        .distinct()
        .order_by(Group.id)
    )
    with scope.everywhere("cancelled meetings of every group are over one day"):
        return list(db.session.scalars(found))


def _span(group: Group, today: date) -> tuple[datetime, datetime]:
    """Return a group's window as instants, the end exclusive; its days begin where its own clocks say so."""
    zone = ZoneInfo(group.timezone)
    first, last = window_of(group.id, today)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def _answered(members: dict[UUID, UUID], first: datetime, end: datetime) -> list[tuple[Meeting, Answer | None]]:
    """Return every meeting of these groups from `first` to before `end`, with the answer of the group's one member."""
    hers = and_(
        Answer.group_id == Meeting.group_id,
        Answer.meeting_id == Meeting.id,
        Answer.membership_id.in_(members.values()),
    )
    found = (
        select(Meeting, Answer)
        .outerjoin(Answer, hers)
        .where(Meeting.group_id.in_(members), Meeting.starts_at >= first, Meeting.starts_at < end)
    )
    return [(meeting, answer) for meeting, answer in db.session.execute(found)]


def _days(meetings: Iterable[Meeting]) -> dict[UUID, list[ProgrammeDay]]:
    """Return the days of the weekends among these, in order."""
    found: dict[UUID, list[ProgrammeDay]] = {}
    if weekends := [meeting.id for meeting in meetings if meeting.mode is Mode.WEEKEND]:
        days = select(ProgrammeDay).where(ProgrammeDay.meeting_id.in_(weekends)).order_by(ProgrammeDay.day)
        for day in db.session.scalars(days):
            found.setdefault(day.meeting_id, []).append(day)
    return found


def _is_shown(meeting: Meeting, answer: Answer | None, settled: datetime) -> bool:
    """Leave out what was answered no, and what was cancelled and over when the group's calendar last moved.

    Not by the clock: a body stays the same until a version moves.
    """
    if meeting.status is MeetingStatus.CANCELLED and meeting.ends_at <= settled:
        return False
    if answer is None or meeting.asked is Asked.NOT_ASKED:
        return True
    return answer.reply is not Reply.NO and answer.standing is not Standing.DECLINED
