"""Which groups somebody alone keeps, and who could take one over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from entraide.access.scope import everywhere
from entraide.db import db
from entraide.members.models import Membership, Status
from entraide.members.queries import active_members, names_of
from entraide.members.queries.roster import alphabet


def must_hand_on(person_id: UUID) -> Sequence[UUID]:
    """Return the groups that a person alone keeps: before she goes, each needs another organiser or its end."""
    keeps = (Membership.status == Status.ACTIVE) & Membership.is_organiser
    other = aliased(Membership)
    others = select(other.id).where(
        other.group_id == Membership.group_id,
        other.id != Membership.id,
        other.status == Status.ACTIVE,
        other.is_organiser,
    )
    with everywhere("groups that one person alone keeps: ids only"):
        found = select(Membership.group_id).where(Membership.person_id == person_id, keeps, ~others.exists())
        return list(db.session.scalars(found.order_by(Membership.group_id)))


def successors(membership: Membership) -> list[tuple[UUID, str]]:
    """Return who could keep the group after an organiser: members with an account, their names beside them, by name."""
    able = [one for one in active_members(membership.group_id) if not one.is_managed and one.id != membership.id]
    names = names_of(able)
    return sorted(((one.id, names[one.id]) for one in able), key=lambda one: alphabet(one[1]))
