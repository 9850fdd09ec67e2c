"""What a person's own document looks up beyond the groups she is in."""

from uuid import UUID

from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.members.models import Membership, Status


def former(person_id: UUID) -> list[Membership]:
    """Return one person's ended memberships, the oldest first, for herself."""
    ended = select(Membership).where(Membership.person_id == person_id, Membership.status == Status.ENDED)
    with scope.everywhere("the ended memberships of one person, for herself"):
        return list(db.session.scalars(ended.order_by(Membership.ended, Membership.id)))
