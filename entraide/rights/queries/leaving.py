"""What leaving looks up."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from entraide.access.actor import Actor
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership


@dataclass(frozen=True)
class Leaving:
    """What hangs on one member's leaving."""

    is_waiting: bool
    is_last_organiser: bool
    others: int  # active members beside her
    dates: int  # meetings still planned


def find_place(actor: Actor, group_id: UUID) -> Membership:
    """Find the asker's own place in a group, the waiting room too, or raise NotFound."""
    membership_id = actor.memberships.get(group_id) or actor.waits.get(group_id)
    if membership_id is None:
        raise NotFound
    return find_membership(group_id, membership_id)


def leaving(membership: Membership) -> Leaving:
    """Return what a member is told before she leaves."""
    planned = (Meeting.status == MeetingStatus.PLANNED) & (Meeting.starts_at > now())
    dates = select(func.count(Meeting.id)).where(Meeting.group_id == membership.group_id, planned)
    found = select(
        func.count(Membership.id), func.count().filter(Membership.is_organiser), dates.scalar_subquery()
    ).where(
        Membership.group_id == membership.group_id,
        Membership.status == Status.ACTIVE,
        Membership.id != membership.id,
    )
    others, organisers, planned_dates = db.session.execute(found).one()
    return Leaving(
        is_waiting=membership.status is Status.WAITING,
        is_last_organiser=membership.is_organiser and not organisers,
        others=others,
        dates=planned_dates if membership.is_organiser else 0,
    )


def everybody_in(group_id: UUID) -> list[Membership]:
    """Return who belongs to a group or waits for it."""
    here = (Membership.group_id == group_id) & (Membership.status != Status.ENDED)
    return list(db.session.scalars(select(Membership).where(here).order_by(Membership.id)))
