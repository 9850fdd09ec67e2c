"""Forgetting who answered what, some weeks after: heads counted afterwards stay, and calendars are made anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from entraide.clock import now
from entraide.db import db
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import Answer, Meeting, Unnamed
from entraide.members.models import Membership


def forget(group_id: UUID, before: datetime) -> None:
    """Erase the answers to a group's meetings that ended before an instant; whose they were, her calendars move."""
    over = select(Meeting.id).where(Meeting.group_id == group_id, Meeting.ends_at < before)
    answered = select(Answer.membership_id).where(Answer.group_id == group_id, Answer.meeting_id.in_(over))
    moved = update(Membership).where(Membership.group_id == group_id, Membership.id.in_(answered))
    moved = moved.values(calendar_version=Membership.calendar_version + 1, calendar_changed=now())
    db.session.execute(moved, execution_options={"synchronize_session": False})
    for table in (Answer, LinkChange, Unnamed):
        erased = delete(table).where(table.group_id == group_id, table.meeting_id.in_(over))
        db.session.execute(erased, execution_options={"synchronize_session": False})
