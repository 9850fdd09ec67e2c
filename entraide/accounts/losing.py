"""Losing every lock: what the operator's command lifts after 48 hours, and since when somebody's newest lock counts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from entraide.accounts import cards, locks
from entraide.accounts.ending import end_other_sessions
from entraide.accounts.locks.queries import TO_STOP
from entraide.accounts.models import Card, Lock, Person, SignIn
from entraide.accounts.queries import first_name_of, readers_of
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import EntraideError
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.vault import sealed

LETTER = "lock_lifts"


class SeveralRead(EntraideError):
    """Several people with a lock read this mailbox."""


def newest_locks(person_ids: Iterable[UUID]) -> dict[UUID | None, datetime]:
    """Say since when the newest lock of each of these people counts; who has none is absent."""
    newest = select(Lock.person_id, func.max(Lock.proved)).where(Lock.proved.is_not(None))
    rows = db.session.execute(newest.where(Lock.person_id.in_(list(person_ids))).group_by(Lock.person_id))
    return {person_id: at for person_id, at in rows if at}


def newest_lock(person_id: UUID) -> datetime | None:
    """Say since when somebody's newest lock counts."""
    return newest_locks([person_id]).get(person_id)


def lift(named: str, first_name: str = "") -> None:
    """Let the locks of whoever reads an address, or has a card number, go in 48 hours; she is written to at once.

    Who set that address aside is meant too: no letter goes there, the notice on her open sessions is all that tells.
    Nothing for an unknown one, or one without lock: the caller learns no difference. Raise SeveralRead where the
    mailbox is shared and `first_name` does not say whose lock it is. It opens no session.
    """
    for person in only_one([one for one in meant(named) if locks.has_lock(one.id)], first_name):
        if person.lock_lifts_at is None:
            person.lock_lifts_at = now() + TO_STOP
            note("lock:lift", about=person.id)
            for turn, at in enumerate((now(), now() + TO_STOP / 2)):
                once = f"lift {person.id} {person.lock_lifts_at:%Y%m%d%H%M%S} {turn}"
                post(LETTER, person=person.id, once=once, at=at, deadline=person.lock_lifts_at)
    db.session.flush()


def sign_out(named: str) -> None:
    """End every session of whoever reads an address, or has a card number; those that undo protected mode stay.

    Not of who set that address aside: her open sessions are what tells her of what the operator lifts or hands over.
    """
    for person in _readers(named):
        end_other_sessions(person.id, None)
        note("session:end", about=person.id)  # by nobody here: the operator
    db.session.flush()


def sign_out_everybody() -> None:
    """End every session of everybody, whatever it could undo."""
    db.session.execute(delete(SignIn), execution_options={"synchronize_session": False})
    note("session:end")
    db.session.flush()


def lifts_at(person_id: UUID | None) -> datetime | None:
    """Say when the operator's command takes somebody's locks away; None where it does not."""
    coming = (Person.id == person_id) & (Person.lock_lifts_at > now())
    return db.session.scalar(select(Person.lock_lifts_at).where(coming))


def keep_lock(person_id: UUID) -> bool:
    """Stop what the operator's command would lift; say whether there was anything to stop."""
    waiting = (Person.id == person_id) & (Person.lock_lifts_at > now())
    stopped = update(Person).where(waiting).values(lock_lifts_at=None).returning(Person.id)
    is_stopped = db.session.scalar(stopped, execution_options={"synchronize_session": False}) is not None
    if is_stopped:
        note("lock:keep", by=person_id)
    return is_stopped


def lift_due() -> None:
    """Take away the locks whose 48 hours are over, one person at a time."""
    due = list(db.session.scalars(select(Person.id).where(Person.lock_lifts_at <= now())))
    db.session.rollback()
    for person_id in due:
        writing()
        person = db.session.get(Person, person_id, with_for_update=True, populate_existing=True)
        if person is not None and person.lock_lifts_at is not None and person.lock_lifts_at <= now():
            locks.forget_all(person_id)
            person.lock_lifts_at = None
            note("lock:lifted", about=person_id)
        db.session.commit()


def only_one(people: list[Person], first_name: str) -> list[Person]:
    """Return those people if there are not several, else the one of that first name; or raise SeveralRead."""
    if len(people) > 1:
        wanted = first_name.strip().casefold()
        people = [person for person in people if first_name_of(person).casefold() == wanted]
        if len(people) != 1:
            raise SeveralRead
    return people


def meant(named: str) -> list[Person]:
    """Return whom an address, set aside or not, or the number of a card means."""
    kept = (Person.kept_email_index == sealed.blind(named.strip())) & Person.protected_since.is_not(None)
    return [*_readers(named), *db.session.scalars(select(Person).where(kept).order_by(Person.created, Person.id))]


def _readers(named: str) -> list[Person]:
    """Return whom an address that letters go to, or the number of a card, means."""
    if "@" in named or len(cards.digits_of(named)) != cards.DIGITS:
        return list(readers_of(sealed.blind(named.strip())))
    held = select(Person).join(Card, Card.person_id == Person.id).where(Card.number_index == cards.index_of(named))
    return list(db.session.scalars(held))
