"""What the waiting room says: when the next meeting is, and nothing else of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.meetings.models import Meeting, MeetingStatus


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting's hours; its place, link and words stay closed."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo


def next_meeting(group_id: UUID) -> NextMeeting | None:
    """Return when a group meets next, None where no date is fixed."""
    found = select(Meeting.starts_at, Meeting.ends_at, Meeting.zone).where(
        Meeting.group_id == group_id, Meeting.status == MeetingStatus.PLANNED, Meeting.ends_at > now()
    )
    row = db.session.execute(found.order_by(Meeting.starts_at).limit(1)).one_or_none()
    return NextMeeting(row.starts_at, row.ends_at, ZoneInfo(row.zone)) if row else None
