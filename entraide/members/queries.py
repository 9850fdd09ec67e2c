"""Reading memberships; what is sealed comes out as frozen values."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from entraide.access.actor import Role
from entraide.db import db
from entraide.members.models import Membership, Status


@dataclass(frozen=True)
class Place:
    """Where a person stands in one group; no roles while she waits."""

    group_id: UUID
    membership_id: UUID
    roles: frozenset[Role]


def places_of(person_id: UUID) -> list[Place]:
    """Return every place a person holds, everywhere: only who-asks may call it."""
    rows = db.session.execute(
        select(
            Membership.group_id, Membership.id, Membership.status, Membership.is_organiser, Membership.is_treasurer
        ).where(Membership.person_id == person_id, Membership.status != Status.ENDED)
    )
    return [
        Place(group_id, id_, _roles(is_organiser, is_treasurer) if status is Status.ACTIVE else frozenset())
        for group_id, id_, status, is_organiser, is_treasurer in rows
    ]


def _roles(is_organiser: bool, is_treasurer: bool) -> frozenset[Role]:
    roles = {Role.MEMBER}
    if is_organiser:
        roles.add(Role.ORGANISER)
    if is_treasurer:
        roles.add(Role.TREASURER)
    return frozenset(roles)
