"""Joining, naming, roles: what makes and changes a membership. Leaving is in rights."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.members.actions.between import carry_blocks_to
from entraide.members.models import Concern, Membership, Reach, Status
from entraide.vault import sealed


class LastOrganiser(EntraideError):
    """A group is never without an organiser."""


class AlreadyInside(EntraideError):
    """This person already belongs to the group."""


def join(
    group_id: UUID,
    person_id: UUID,
    name: str,
    *,
    is_organiser: bool = False,
    concern: Concern = Concern.CONCERNED,
    reach: Reach = Reach.EMAIL,
    waits_until: datetime | None = None,
    consent_version: str | None = None,
    **more: object,
) -> Membership:
    """Make a person a member under the name chosen here; with `waits_until` she enters the waiting room first."""
    inside = select(Membership.id).where(
        Membership.group_id == group_id, Membership.person_id == person_id, Membership.status != Status.ENDED
    )
    if db.session.scalar(inside):
        raise AlreadyInside
    at = now()
    membership_id = uuid4()
    membership = Membership(
        group_id=group_id,
        id=membership_id,
        person_id=person_id,
        status=Status.WAITING if waits_until else Status.ACTIVE,
        waits_until=waits_until,
        is_organiser=is_organiser,
        name_sealed=sealed.seal(person_id, f"name {membership_id}", name.strip()),
        concern=concern,
        reach=reach,
        joined=at.date(),
        calendar_changed=at,
        consent_version=consent_version,
        consent_day=at.date() if consent_version else None,
        **more,
    )
    db.session.add(membership)
    db.session.flush()
    carry_blocks_to(membership)
    note("member:wait" if waits_until else "member:join", group=group_id, by=membership_id)
    return membership


def calendar_changed(membership: Membership) -> None:
    """Move a membership's calendar version: an answer, a role or a level shows in this member's feeds only."""
    membership.calendar_version += 1
    membership.calendar_changed = now()
    db.session.flush()
