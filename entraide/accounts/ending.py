"""Ending sessions, and the one right that a device of her own keeps when a stranger may have done it (DECISIONS 6).

Whoever reads her mailbox signs in by a code. Were he able to sign her own devices out and then begin protected mode,
nobody could undo it. So a device of her own, signed in for a week and more, keeps that one right for seven days after
it was signed out, and nothing else: to everybody it is a browser that nobody is signed in on (`SignIn.ended`). It keeps
nothing where another such device signed it out, or a session in which a lock was shown, and one had stood for 48 hours;
those take away, too, what a younger session left it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from entraide.access.tokens import fingerprint
from entraide.accounts.models import AddressChange, Device, Person, SignIn
from entraide.accounts.standing import vouches
from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.retention import TABLE, Kept
from entraide.settings import current

OLD = timedelta(days=7)  # nobody who has just come in by her mailbox has a session that old
UNDO = timedelta(days=TABLE[Kept.UNDOING].days)
FETCHED = {"synchronize_session": "fetch"}


def sign_out(row: SignIn) -> None:
    """End the session in use at once; what was asked from it still holds."""
    note("session:end", by=row.person_id, about=row.id)
    db.session.delete(row)
    db.session.flush()


def end_session(row: SignIn, by: UUID | None = None) -> None:
    """End one session at once, and with it a change of address that was asked from it and still waits.

    `by`: the other session of hers that ends it.
    """
    note("session:end", by=row.person_id, about=row.id)
    drop_changes(AddressChange.sign_in_id == row.id)
    keeps = by is not None and _leaves_a_right(row.person_id, by)
    if not (keeps and keep_right(SignIn.id == row.id, is_old(), until=now() + UNDO)):
        db.session.delete(row)
    db.session.flush()


def end_other_sessions(person_id: UUID, but: UUID | None, *, softly: bool = False) -> None:
    """End every session of a person but the one in use (None: all), and changes of address that wait for one of them.

    Those from which protected mode can be undone stay: whoever shut her out by it must not end them. `softly`: devices
    of her own keep the right to, whoever asks.
    """
    note("session:end_others", by=person_id)
    others, person = (SignIn.person_id == person_id) & (SignIn.id != but), db.session.get_one(Person, person_id)
    if softly or _leaves_a_right(person_id, but):
        keep_right(others, is_old(), SignIn.kept_until.is_(None), until=now() + UNDO)
    elif person.protected_since is None:
        db.session.execute(delete(SignIn).where(others, SignIn.ended.is_not(None)), execution_options=FETCHED)
    end_open(person_id, but)


def end_all_sessions(person_id: UUID, here: UUID | None) -> None:
    """End every session of a person, the one in use too, as `end_other_sessions` ends the others."""
    end_other_sessions(person_id, here)
    db.session.execute(delete(SignIn).where(SignIn.id == here), execution_options=FETCHED)
    drop_changes(AddressChange.sign_in_id == here)


def end_open(person_id: UUID, but: UUID | None) -> None:
    """End every session of a person that can undo nothing, but the one in use, and the changes that wait for them."""
    others = (SignIn.person_id == person_id) & (SignIn.id != but)
    still = SignIn.ended.is_(None) & SignIn.kept_until.is_(None)
    db.session.execute(delete(SignIn).where(others, still), execution_options=FETCHED)
    drop_changes((AddressChange.person_id == person_id) & (AddressChange.sign_in_id != but))


def drop_changes(which: ColumnElement[bool]) -> None:
    """Let changes of address that wait for sessions which ended take no effect."""
    waits = AddressChange.done.is_(None)
    db.session.execute(delete(AddressChange).where(which, waits), execution_options=FETCHED)


def keep_right(*which: ColumnElement[bool], until: datetime) -> bool:
    """Sign these sessions out, but for their one right; say whether there were any."""
    kept = update(SignIn).where(*which).values(ended=now(), kept_until=until).returning(SignIn.id)
    return bool(db.session.scalars(kept, execution_options=FETCHED).all())


def give_way(sid: str, person_id: UUID, device: Device) -> bool:
    """End what a browser's cookie opened, as somebody signs in there; say whether it stays known as a device of hers.

    A session from which protected mode may be undone ends only by itself; another person's right is left alone.
    """
    row = db.session.scalars(select(SignIn).where(SignIn.sid_hash == fingerprint(sid))).one_or_none() if sid else None
    if row is None:
        return False
    is_known = or_(is_old(), SignIn.ended.is_not(None) & (SignIn.kept_until > now()))
    known = select(SignIn.id).where(SignIn.id == row.id, SignIn.person_id == person_id, is_known)
    goes_on = device is Device.OWN and db.session.scalar(known) is not None
    if row.ended is None and row.kept_until is None:
        sign_out(row)
    elif row.ended is not None and row.person_id == person_id:
        db.session.delete(row)
    db.session.flush()
    return goes_on


def is_old() -> ColumnElement[bool]:
    """Say in SQL whether a session is open on a device of her own for a week, or goes on from one that was."""
    at = now()
    is_known = or_(SignIn.created <= at - OLD, SignIn.continues)
    is_open = SignIn.ended.is_(None) & (SignIn.seen > at - current().kept(Kept.SESSIONS))
    return (SignIn.device == Device.OWN) & is_known & is_open & SignIn.only_group_id.is_(None)


def has_last_word(person_id: UUID, here: UUID | None) -> bool:
    """Say whether a session leaves nothing to devices it signs out: who has just come in by a mailbox may not."""
    row = db.session.get(SignIn, here) if here else None
    if row is None or row.only_group_id is not None:
        return False
    if row.device is Device.OWN and row.created <= now() - OLD:
        return True
    return vouches(row)


def _leaves_a_right(person_id: UUID, here: UUID | None) -> bool:
    """Say whether there is something to undo one day, and this session may not have the last word on it."""
    person = db.session.get_one(Person, person_id)
    return person.email_index is not None and not has_last_word(person_id, here)
