"""The first name by which one person of a mailbox is told from the others."""

from sqlalchemy import select

from entraide.accounts.models import Person
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.vault import sealed


class NameNeeded(EntraideError):
    """Others read the same mailbox: without a name nobody could choose."""


def call(person: Person, first_name: str) -> None:
    """Keep another first name for this mailbox; none where she reads it alone and wants none."""
    if not first_name and _has_others(person):
        raise NameNeeded
    person.first_name_sealed = sealed.seal(person.id, "first_name", first_name) if first_name else None
    note("person:name", by=person.id)
    db.session.flush()


def _has_others(person: Person) -> bool:
    if person.email_index is None:
        return False
    same = select(Person.id).where(Person.email_index == person.email_index, Person.id != person.id)
    return db.session.scalar(same.limit(1)) is not None
