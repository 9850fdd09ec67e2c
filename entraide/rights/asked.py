"""Keeping beside the databases who asked to be erased, so that an older state of them put back shuts her again.

The rule: the database says who is to be erased, the erasure journal repeats it, and of the two the later holds. Asking
is committed first and said at once after it; the worker says what a crash left unsaid. Undoing is said first and
committed after it. So whoever is asked for in the journal and open in the database is in an older state of it: she is
shut again, promises let go and all, and erased once the day is over that was hers. Until then she can undo it anew.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from entraide.accounts.models import Person
from entraide.db import db, writing
from entraide.rights.erasing import ask_again
from entraide.rights.queries import erasing as queries
from entraide.vault import erasing, sealed


def note_asked() -> None:
    """Say in the erasure journal who is to be erased, of those it does not say it of; writes there alone."""
    writing()
    waits = select(Person.id, Person.erase_at).where(Person.erase_at.is_not(None)).with_for_update()
    rows = db.session.execute(waits.order_by(Person.id)).all()
    if rows:
        known, index = erasing.asked(), sealed.store().named("index")
        unsaid = {row.id: row.erase_at.date() for row in rows if erasing.mark_of(index, row.id) not in known}
        if unsaid:
            erasing.say_asked(unsaid)
    db.session.rollback()


def settle() -> None:
    """Say who asked to be erased, then forget every key that is owed; call it after the commit."""
    note_asked()
    erasing.settle()


def shut_again() -> None:
    """Shut, one by one, whoever asked to be erased in a later state than the database's."""
    for person_id in queries.named(frozenset(erasing.asked())):
        db.session.remove()
        writing()
        held = select(Person).where(Person.id == person_id, Person.erase_at.is_(None)).with_for_update()
        person = db.session.scalars(held).one_or_none()
        day = erasing.asked().get(erasing.mark_of(sealed.store().named("index"), person_id))
        if person is not None and day is not None:
            ask_again(person, _end_of(day))
            db.session.commit()
        db.session.rollback()
    db.session.remove()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)
