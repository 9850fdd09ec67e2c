"""What the phone list says beside numbers: the next dates that ask for answers, and what was recorded for each."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked
from entraide.meetings.models import Answer, Meeting, MeetingStatus

DATES = 4  # so many of the next ones: a call is about these


def next_asked(group_id: UUID) -> Sequence[Meeting]:
    """Return a group's next meetings that stand and ask for answers, the next first."""
    stands = (Meeting.status == MeetingStatus.PLANNED) & (Meeting.asked != Asked.NOT_ASKED)
    found = select(Meeting).where(Meeting.group_id == group_id, Meeting.ends_at > now(), stands)
    return db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id).limit(DATES)).all()


def recorded(meetings: Sequence[Meeting], members: Collection[UUID]) -> Mapping[tuple[UUID, UUID], str]:
    """Return what organisers wrote down for these members, by meeting and member; nothing they said themselves."""
    if not meetings or not members:
        return {}
    of_these = Answer.meeting_id.in_([one.id for one in meetings]) & Answer.membership_id.in_(list(members))
    found = select(Answer.meeting_id, Answer.membership_id, Answer.reply).where(Answer.by_id.is_not(None))
    rows = db.session.execute(found.where(Answer.group_id == meetings[0].group_id, of_these))
    return {(meeting_id, membership_id): reply.value for meeting_id, membership_id, reply in rows}
