"""The dates of a group as they are taken along: when and where, what became of them, how many came; nobody's answer."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, MeetingStatus, Mode
from entraide.meetings.queries.meetings import details_of
from entraide.vault import sealed


@dataclass(frozen=True)
class DateLine:
    """One meeting; hours are those of its own zone."""

    starts: datetime
    ends: datetime
    zone: ZoneInfo
    moved_from: datetime | None
    is_cancelled: bool
    mode: Mode
    details: Details
    heads: int | None
    heads_first_time: int | None
    heads_relatives: int | None


def dates_of(group: Group) -> list[DateLine]:
    """Return every meeting a group ever had or planned, the first on top."""
    sealed.prepare([group.id])
    found = select(Meeting).where(Meeting.group_id == group.id).order_by(Meeting.starts_at, Meeting.id)
    return [_line(meeting) for meeting in db.session.scalars(found)]


def _line(meeting: Meeting) -> DateLine:
    zone = ZoneInfo(meeting.zone)
    return DateLine(
        starts=meeting.starts_at.astimezone(zone),
        ends=meeting.ends_at.astimezone(zone),
        zone=zone,
        moved_from=meeting.moved_from,
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
        mode=meeting.mode,
        details=details_of(meeting),
        heads=meeting.heads,
        heads_first_time=meeting.heads_first_time,
        heads_relatives=meeting.heads_relatives,
    )
