"""What happens to a person's account when one of her locks is added, shown or removed."""

from uuid import UUID

from sqlalchemy import delete, update

from entraide.accounts.ending import end_other_sessions
from entraide.accounts.locks.actions import codes, passkeys
from entraide.accounts.locks.queries import TO_STOP, has_lock
from entraide.accounts.models import Card, Challenge, Door, Lock, LockKind, Person, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.vault import sealed

LETTER = "lock_changed"


def show(row: SignIn, *, is_checked: bool = True) -> None:
    """Note on a session that its person just showed a second lock; not `is_checked`: a device that checked nobody.

    What organisers restored opened their group alone until now: whoever shows her lock is whole (DECISIONS 6).
    """
    row.lock_since, row.lock_unchecked = now(), not is_checked
    row.only_group_id = row.vouching_id = None
    note("session:lock", by=row.person_id, about=row.id)
    db.session.flush()


def count_from_now(row: Lock, session: SignIn) -> tuple[str, ...]:
    """Let a lock count, because it was shown for the first time; return codes for loss where it is her first.

    A card replaces the one before it. Where only a device that checked nobody was shown for it, it counts as such a one
    itself for 48 hours: with that device and the mailbox nobody makes at once what opens others' data. What the
    operator lifts is over: locks whose 48 hours have run out go before this one counts, and a lift that is still to
    come does not take it.
    """
    _settle_lift(row)
    is_first = not has_lock(row.person_id)
    _forget_begun(row)
    if not is_first and (row.doubted_until or session.lock_unchecked):
        row.doubted_until = now() + TO_STOP
    else:
        row.doubted_until = None
    if row.kind is LockKind.CARD:
        former = delete(Lock).where(Lock.person_id == row.person_id, Lock.kind == LockKind.CARD, Lock.id != row.id)
        db.session.execute(former, execution_options={"synchronize_session": False})
    row.proved, row.used = now(), now().date()
    if session.only_group_id is not None:
        _open_card(row.person_id)
    note("lock:add", by=row.person_id, about=row.id)
    show(session, is_checked=passkeys.is_checked(row))
    changed(row.person_id, session.id)
    return codes.draw_recovery(row.person_id) if is_first else ()


def _forget_begun(row: Lock) -> None:
    """Let nothing count that was begun before this lock did, in whatever session: it did not ask for it.

    Another lock that waits for its first code, words drawn for protected mode, another address.
    """
    quietly, hers = {"synchronize_session": False}, row.person_id
    waiting = delete(Lock).where(Lock.person_id == hers, Lock.proved.is_(None), Lock.id != row.id)
    db.session.execute(waiting, execution_options=quietly)
    drawn = update(Card).where(Card.person_id == hers, Card.drawn_hmac.is_not(None))
    drawn = drawn.values(drawn_hmac=None, drawn_check=None, drawn_until=None, drawn_ref_hash=None)
    db.session.execute(drawn, execution_options=quietly)
    moving = (Challenge.person_id == hers) & (Challenge.door == Door.MOVE) & Challenge.used.is_(False)
    db.session.execute(update(Challenge).where(moving).values(used=True), execution_options=quietly)


def _open_card(person_id: UUID) -> None:
    """Let words that organisers restored open everything: every group of hers vouched, else no lock could be made."""
    restored = update(Card).where(Card.person_id == person_id, Card.own_group_id.is_not(None))
    freed = restored.values(own_group_id=None, former_hmac=None)
    db.session.execute(freed, execution_options={"synchronize_session": "fetch"})


def _settle_lift(row: Lock) -> None:
    person = db.session.get_one(Person, row.person_id)
    if person.lock_lifts_at is None:
        return
    if person.lock_lifts_at <= now():
        lifted = delete(Lock).where(Lock.person_id == person.id, Lock.id != row.id)
        db.session.execute(lifted, execution_options={"synchronize_session": False})
        codes.forget_recovery(person.id)
        person.lock_at_door = person.hidden_in_mailbox = False
    person.lock_lifts_at = None
    note("lock:settle", by=person.id)
    db.session.flush()


def rename(row: Lock, name: str) -> None:
    """Call a lock otherwise."""
    row.name_sealed = sealed.seal(row.person_id, f"lock name {row.id}", name)
    db.session.flush()


def remove(row: Lock, session_id: UUID | None) -> None:
    """Remove a lock; with the last one go the codes for loss and what only a lock makes possible."""
    person_id = row.person_id
    note("lock:remove", by=person_id, about=row.id)
    db.session.delete(row)
    db.session.flush()
    if not has_lock(person_id):
        forget_all(person_id)
    changed(person_id, session_id)


def forget_all(person_id: UUID) -> None:
    """Leave a person without any lock: her code alone opens her account again, and the list names her."""
    theirs = delete(Lock).where(Lock.person_id == person_id)
    db.session.execute(theirs, execution_options={"synchronize_session": "fetch"})
    codes.forget_recovery(person_id)
    person = db.session.get_one(Person, person_id)
    person.lock_at_door = person.hidden_in_mailbox = False
    db.session.flush()


def renew_recovery(person_id: UUID, session_id: UUID | None) -> tuple[str, ...]:
    """Draw other codes for loss; the earlier ones are dead."""
    drawn = codes.draw_recovery(person_id)
    changed(person_id, session_id)
    return drawn


def guard_door(person: Person, *, at_door: bool, is_hidden: bool, first_name: str, session_id: UUID | None) -> None:
    """Ask for the lock whenever she signs in, and leave her out of her mailbox's list, or neither."""
    person.lock_at_door, person.hidden_in_mailbox = at_door, is_hidden
    if is_hidden:
        person.first_name_sealed = sealed.seal(person.id, "first_name", first_name)
    note("lock:door", by=person.id)
    changed(person.id, session_id)


def changed(person_id: UUID, session_id: UUID | None) -> None:
    """End a person's other sessions and write to her that something about how she signs in changed."""
    end_other_sessions(person_id, session_id)
    post(LETTER, person=person_id)
    db.session.flush()
