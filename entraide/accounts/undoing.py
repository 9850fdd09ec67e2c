"""Undoing protected mode from a device that was there before: from its session, or signed out, by the right it kept.

What was done with it goes too: locks made since, an address taken since, every session but the one it is undone from.
Signed out, it does the same against an erasure that was asked for, which the caller takes back (rights/erasing.py), and
against a lock or an address alone: whoever only reads her mailbox could shut her out by a lock asked for at the door.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from entraide.access.tokens import fingerprint
from entraide.accounts import protection
from entraide.accounts.actions import hold_person, tell_readers
from entraide.accounts.ending import FETCHED, UNDO, end_open
from entraide.accounts.locks.actions.keeping import LETTER, forget_all
from entraide.accounts.locks.queries import has_lock
from entraide.accounts.models import AddressChange, Lock, LockCode, Person, SignIn
from entraide.accounts.standing import TO_STOP
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.vault import sealed

AFTER = timedelta(hours=1)
"""Used while signed out, the right lasts so long: she signs in by a code there, and the device stays known as hers."""


def find_undoing(person_id: UUID | None, sign_in_id: UUID | None) -> SignIn:
    """Find one's session if protected mode can be undone from it, or raise NotFound."""
    mine = (SignIn.id == sign_in_id) & (SignIn.person_id == person_id) & SignIn.ended.is_(None)
    found = _that_may_undo().where(mine, Person.protected_since.is_not(None))
    return _only(db.session.scalars(found).one_or_none())


def find_signed_out(sid: str) -> SignIn:
    """Find what a browser kept when it was signed out, if there is something to undo now; or raise NotFound.

    Signed in there again by a code, without having pressed, it undoes a young lock and an address for as long.
    """
    is_out = SignIn.ended.is_not(None) & (SignIn.kept_until > now())
    is_in = SignIn.ended.is_(None) & SignIn.kept_until.is_(None) & SignIn.only_group_id.is_(None)
    goes_on = is_in & SignIn.continues & (SignIn.created > now() - UNDO)
    found = select(SignIn).where(SignIn.sid_hash == fingerprint(sid), is_out | goes_on)
    row = _only(db.session.scalars(found).one_or_none() if sid else None)
    if not _is_changed(row, db.session.get_one(Person, row.person_id)):
        raise NotFound
    return row


def until(row: SignIn) -> datetime:
    """Return until when something can be undone there: in use, until the young lock has stood."""
    if row.kept_until is not None:
        return row.kept_until
    lock = db.session.scalar(select(func.max(Lock.proved)).where(Lock.person_id == row.person_id, _young(row)))
    return min(row.created + UNDO, lock + TO_STOP if lock else row.created + UNDO)


def undo(row: SignIn) -> None:
    """Take the mailbox back, and what was set up since: locks, an address, sessions; NotFound: another device has."""
    person = hold_person(row.person_id)
    if not _is_changed(row, person):
        raise NotFound
    since = row.ended or person.protected_since or row.created
    later = Lock.proved >= since if person.protected_since and not row.ended else _young(row)
    if person.protected_since:
        protection.take_back(person.id)
    _take_locks_away(person, later)
    _take_address_back(person, row.id, since)
    protection.let_end(person.id)
    end_open(person.id, row.id)
    if row.ended and row.kept_until:
        row.kept_until = min(row.kept_until, now() + AFTER)
    note("protection:undo", by=person.id, about=row.id)
    post(LETTER, person=person.id)
    db.session.flush()


def _that_may_undo() -> Select[SignIn]:
    return select(SignIn).join(Person, Person.id == SignIn.person_id).where(SignIn.kept_until > now())


def _is_changed(row: SignIn, person: Person) -> bool:
    """Say whether there is something to undo: that mode; signed out, also an erasure, a young lock, another address.

    One that still waits too: whoever signs her out at each sign-in must not keep her from stopping it.
    """
    if person.protected_since is not None or person.erase_at is not None:
        return row.ended is not None or (person.protected_since is not None and row.kept_until is not None)
    since = row.ended or row.created
    lock = select(Lock.id).where(Lock.person_id == person.id, _young(row))
    elsewhere = (AddressChange.person_id == person.id) & (AddressChange.sign_in_id != row.id)
    is_moved = or_(_moved_since(person.id, row.id, since), elsewhere & AddressChange.done.is_(None))
    moved = select(AddressChange.id).where(is_moved)
    return db.session.scalar(lock.limit(1)) is not None or db.session.scalar(moved.limit(1)) is not None


def _young(row: SignIn) -> ColumnElement[bool]:
    """Say in SQL which locks a device may undo; in use: none that has stood by now, nor one that was shown here."""
    if row.ended is not None:
        return Lock.proved >= row.ended - TO_STOP
    return Lock.proved > max(row.created - TO_STOP, now() - TO_STOP, row.lock_since or row.created - TO_STOP)


def _moved_since(person_id: UUID, here: UUID, since: datetime) -> ColumnElement[bool]:
    done = (AddressChange.done >= since) & AddressChange.former_sealed.is_not(None)
    return (AddressChange.person_id == person_id) & (AddressChange.sign_in_id != here) & done


def _only(row: SignIn | None) -> SignIn:
    if row is None:
        raise NotFound
    return row


def _take_locks_away(person: Person, which: ColumnElement[bool]) -> None:
    """Remove these locks, and those that do not count yet; without any left her code alone opens her account again.

    Of a device that was signed out: those that had not stood for 48 hours when it was.
    """
    later = select(Lock.id).where(Lock.person_id == person.id, or_(Lock.proved.is_(None), which))
    hers = LockCode.person_id == person.id
    db.session.execute(delete(LockCode).where(hers, LockCode.lock_id.in_(later)), execution_options=FETCHED)
    db.session.execute(delete(Lock).where(Lock.id.in_(later)), execution_options=FETCHED)
    if not has_lock(person.id):
        forget_all(person.id)


def _take_address_back(person: Person, here: UUID, since: datetime) -> None:
    """Let letters go again where they went before another session moved them; after a week nobody knows where."""
    moved = _moved_since(person.id, here, since)
    known = select(AddressChange.former_sealed).where(moved)
    former = db.session.scalars(known.order_by(AddressChange.done).limit(1)).one_or_none()
    if former is None:
        return
    index = sealed.blind(sealed.unseal(person.id, "email", former))
    tell_readers(index, person)
    person.email_sealed, person.email_index = former, index
    db.session.execute(delete(AddressChange).where(moved), execution_options=FETCHED)
    note("address:back", by=person.id)
