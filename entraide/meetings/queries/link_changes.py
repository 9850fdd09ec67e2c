"""What links from letters changed, as its own member reads it on the site."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from entraide.access.actor import Actor
from entraide.clock import now
from entraide.db import db
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Reply
from entraide.members.models import Membership

MOST = 20


@dataclass(frozen=True)
class Changed:
    """One answer that a link changed; `before`: None where there was none."""

    meeting_id: UUID
    starts_at: datetime
    zone: str
    changed: datetime
    before: Reply | None
    after: Reply


_CHANGED = (
    select(Meeting.id, Meeting.starts_at, Meeting.zone, LinkChange.changed, LinkChange.before, Answer.reply)
    .join(Meeting, (Meeting.group_id == LinkChange.group_id) & (Meeting.id == LinkChange.meeting_id))
    .join(
        Answer,
        (Answer.group_id == LinkChange.group_id)
        & (Answer.meeting_id == LinkChange.meeting_id)
        & (Answer.membership_id == LinkChange.membership_id),
    )
    .where(LinkChange.membership_id.in_(bindparam("mine", expanding=True)))
    .where(Meeting.ends_at > bindparam("at"), Meeting.status == MeetingStatus.PLANNED)
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(MOST)
)


def has_changed_by_links() -> ColumnElement[bool]:
    """Say in SQL whether there is anything of a member that changed_by_links might tell."""
    hers = (LinkChange.group_id == Membership.group_id) & (LinkChange.membership_id == Membership.id)
    return select(LinkChange.id).where(hers).correlate(Membership).exists()


def changed_by_links(actor: Actor) -> list[Changed]:
    """Return what links made of the actor's answers to meetings to come, until she has seen it; one statement."""
    rows = db.session.execute(_CHANGED, {"mine": list(actor.memberships.values()), "at": now()})
    return [Changed(*row) for row in rows]
