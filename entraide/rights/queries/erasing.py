"""What erasing looks up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import name_of
from entraide.members.models import Membership, Status
from entraide.vault import sealed
from entraide.vault.erasing import mark_of


@dataclass(frozen=True)
class KeptAlone:
    """A group that has no other organiser."""

    group_id: UUID
    name: str


def all_of(person_id: UUID) -> list[Membership]:
    """Return every place a person holds, in the lock order of their groups; the scope must know them or be empty."""
    with scope.everywhere("the groups of somebody who is to be erased"):
        found = select(Membership.group_id).where(Membership.person_id == person_id, Membership.status != Status.ENDED)
        groups = set(db.session.scalars(found))
    scope.add(*groups)
    hers = select(Membership).where(Membership.person_id == person_id, Membership.status != Status.ENDED)
    return list(db.session.scalars(hers.order_by(Membership.group_id)))


def kept_alone(person_id: UUID) -> list[KeptAlone]:
    """Return the groups that somebody keeps alone: each is handed on or closed before she can be erased."""
    other = aliased(Membership)
    others = select(other.id).where(
        other.group_id == Membership.group_id,
        other.id != Membership.id,
        other.status == Status.ACTIVE,
        other.is_organiser,
    )
    found = (
        select(Group)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.person_id == person_id, Membership.status == Status.ACTIVE, Membership.is_organiser)
        .where(~others.exists(), Group.closed_at.is_(None))
        .order_by(Group.id)
    )
    groups = list(db.session.scalars(found))
    sealed.prepare(group.id for group in groups)
    return [KeptAlone(group.id, name_of(group)) for group in groups]


def due() -> list[UUID]:
    """Return who is to be erased now."""
    found = select(Person.id).where(Person.erase_at <= now()).order_by(Person.erase_at, Person.id)
    return list(db.session.scalars(found))


def closed_before(at: datetime) -> list[UUID]:
    """Return the groups that were closed before a moment."""
    return list(db.session.scalars(select(Group.id).where(Group.closed_at < at).order_by(Group.id)))


def named(marks: frozenset[str]) -> list[UUID]:
    """Return the people of the database whom the erasure journal names; none where nobody was ever erased."""
    return _marked(Person.id, marks)


def groups_named(marks: frozenset[str]) -> list[UUID]:
    """Return the groups of the database that the erasure journal names."""
    return _marked(Group.id, marks)


def _marked(column: InstrumentedAttribute[UUID], marks: frozenset[str]) -> list[UUID]:
    if not marks:
        return []
    index = sealed.store().named("index")
    found = [one for one in db.session.scalars(select(column)) if mark_of(index, one) in marks]
    db.session.rollback()
    return found
