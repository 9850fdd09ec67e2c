"""What papers are made of: a group's coming meetings, and what those without e-mail answered to them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from entraide.db import db
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Reply
from entraide.members.models import Membership

MOST_DATES = 120


def dates_to_print(group_id: UUID, since: datetime, until: datetime) -> Sequence[Meeting]:
    """Return a group's meetings that stand and begin in this time, the next first."""
    found = select(Meeting).where(
        Meeting.group_id == group_id,
        Meeting.status == MeetingStatus.PLANNED,
        Meeting.starts_at > since,
        Meeting.starts_at < until,
    )
    return db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id).limit(MOST_DATES)).all()


def replies_of(group_id: UUID, meetings: Iterable[UUID], memberships: Iterable[UUID]) -> dict[tuple[UUID, UUID], Reply]:
    """Return what these members answered, by meeting and membership, as organisers know it: they print it.

    By name, and a no only where they wrote it down: who said no herself is named nowhere.
    """
    found = select(Answer.meeting_id, Answer.membership_id, Answer.reply).join(
        Membership, (Membership.group_id == Answer.group_id) & (Membership.id == Answer.membership_id)
    )
    found = found.where(
        Answer.group_id == group_id,
        Answer.meeting_id.in_(list(meetings)),
        Answer.membership_id.in_(list(memberships)),
        Answer.anonymous.is_(False),
        or_(Answer.reply != Reply.NO, Answer.by_id.is_not(None), Membership.is_managed),
    )
    return {(row.meeting_id, row.membership_id): row.reply for row in db.session.execute(found)}
