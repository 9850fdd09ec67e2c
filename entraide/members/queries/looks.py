"""Receipts: on which day who opened a member's contact details, and what for; never the hour."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from entraide.access import scope
from entraide.db import db
from entraide.members.models import Look, LookPurpose, Membership
from entraide.members.queries import names_told
from entraide.members.queries.roster import alphabet

MOST_SHOWN = 400


@dataclass(frozen=True)
class Receipt:
    """One look; an empty name is that of somebody who left the group."""

    day: date
    name: str
    purpose: LookPurpose
    as_organiser: bool  # that day, whatever she is now


def receipts_of(membership: Membership) -> list[Receipt]:
    """Return who looked, the latest day first; within a day by name, so that no order tells the hour."""
    rows = db.session.execute(
        select(Look, Membership)
        .join(Membership, (Membership.group_id == Look.group_id) & (Membership.id == Look.by_id))
        .where(Look.group_id == membership.group_id, Look.about_id == membership.id)
        .order_by(Look.day.desc())
        .limit(MOST_SHOWN)
    ).all()
    names = names_told({by.id: by for _, by in rows}.values())
    found = [Receipt(look.day, names.get(by.id, ""), look.purpose, look.as_organiser) for look, by in rows]
    return sorted(
        found, key=lambda one: (-one.day.toordinal(), alphabet(one.name), one.purpose.value, one.as_organiser)
    )


def looks_at(memberships: Collection[UUID]) -> int:
    """Count how often one person's details were opened, over all her groups."""
    return db.session.scalar(select(func.count()).select_from(Look).where(Look.about_id.in_(list(memberships)))) or 0


def groups_with_old_looks(before: datetime) -> list[UUID]:
    """Find, everywhere, the groups whose receipts are older than the journal."""
    with scope.everywhere("receipts older than the journal"):
        return list(db.session.scalars(select(Look.group_id).where(Look.day < before.date()).distinct()))
