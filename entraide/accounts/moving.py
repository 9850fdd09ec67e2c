"""Another address for a person: proved by a code, then at once or after 48 hours.

Whoever reads the mailbox can sign in while there is no lock; so a code alone must not give the account away for good.

* With a lock that has stood for 48 hours and was shown for this change: at once. Who only reads the mailbox cannot ask
  for it, nor make a lock first and move on with it before the letter about that lock was read.
* Otherwise 48 hours pass, for a first address too. Until then the former address signs in and gets the letters, it is
  told by a letter, every open session shows a note, and each of them can stop it; ending the session that asked stops
  it as well. Whoever reads the mailbox can stop it too: a lock, or protected mode, comes first where that is to be
  feared, and the page says so.
* Then the former mailbox gets one letter more, which names no address; the new one a line; all other sessions end, and
  codes asked for with the former address open nothing.
* In protected mode no letter goes out, and the new address is set aside as the former one was, until she ends it;
  as long as an older session may undo that mode, the former address stays.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from entraide.accounts import actions
from entraide.accounts.ending import end_other_sessions
from entraide.accounts.locks.queries import TO_STOP, others_at
from entraide.accounts.models import AddressChange, Challenge, ChallengeCode, Door, Person, SignIn
from entraide.accounts.naming import NameNeeded
from entraide.accounts.protection import undone_until
from entraide.accounts.standing import vouches
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.retention import TABLE, Kept
from entraide.vault import sealed

ASKING = timedelta(minutes=20)  # from showing the lock to asking for the code
KEPT = timedelta(days=TABLE[Kept.FORMER].days)  # for the letter to the former mailbox, however long its server is away


def waiting_change(person_id: UUID | None) -> AddressChange | None:
    """Return the change that waits for its 48 hours, if there is one."""
    waits = (AddressChange.person_id == person_id) & AddressChange.done.is_(None)
    return db.session.scalars(select(AddressChange).where(waits)).one_or_none()


def shares(challenge: Challenge) -> bool:
    """Say whether somebody else reads the mailbox that was proved, but for who asked to be told of to nobody."""
    return any(not reader.hidden_in_mailbox for reader in others_at(challenge.email_index, challenge.person_id))


def holds_at_once(challenge: Challenge, sign_in_id: UUID | None) -> bool:
    """Say whether the change was asked for, in this session, with a lock that has stood long enough."""
    row = db.session.get(SignIn, sign_in_id) if sign_in_id else None
    if row is None or row.lock_since is None or row.lock_since < challenge.created - ASKING:
        return False
    return vouches(row)


def move(challenge: Challenge, sign_in_id: UUID, first_name: str, *, at_once: bool) -> datetime:
    """Let the proved address follow the present one; return when. Raise NotFound where the session ended meanwhile.

    A change that waits already gives way to this one, and its time begins anew.
    """
    person = actions.hold_person(challenge.person_id)
    if db.session.scalar(select(SignIn.id).where(SignIn.id == sign_in_id)) is None:
        raise NotFound
    is_shared = shares(challenge)
    if is_shared and not first_name.strip():
        raise NameNeeded
    actions.finish(challenge)
    _drop(person.id)
    at, until = now(), undone_until(person.id)  # as long as it may be undone, the former address must still be there
    at_once = at_once and until is None
    due = at if at_once else max(at + TO_STOP, until or at)
    change = AddressChange(
        id=uuid4(),
        person_id=person.id,
        sign_in_id=sign_in_id,
        email_sealed=sealed.seal(person.id, "email", sealed.unseal(challenge.id, "email", challenge.email_sealed)),
        email_index=challenge.email_index,
        first_name_sealed=sealed.seal(person.id, "first_name", first_name.strip()) if first_name.strip() else None,
        knows_others=is_shared,
        asked=at,
        due=due,
    )
    db.session.add(change)
    db.session.flush()
    note("address:ask", by=person.id, about=change.id)
    if at_once:
        _take_effect(change, person)
    elif person.email_sealed:  # none in protected mode
        post("address_waits", person=person.id, about=change.id, deadline=change.due)
    return change.due


def stop(person_id: UUID) -> bool:
    """Keep the address as it is; say whether a change was waiting."""
    actions.hold_person(person_id)
    return _drop(person_id)


def due_changes() -> list[UUID]:
    """Find the changes whose 48 hours are over."""
    waits = AddressChange.done.is_(None) & (AddressChange.due <= now())
    return list(db.session.scalars(select(AddressChange.id).where(waits).order_by(AddressChange.due)))


def take_effect(change_id: UUID) -> None:
    """Let a change hold whose time has come, unless somebody stopped it meanwhile."""
    change = db.session.get(AddressChange, change_id)
    if change is None:
        return
    person = actions.hold_person(change.person_id)
    found = select(AddressChange).where(AddressChange.id == change_id, AddressChange.done.is_(None))
    change = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if change and change.due <= now():
        _take_effect(change, person)


def forget_done() -> None:
    """Erase the former addresses of people who moved a week ago."""
    old = AddressChange.done < now() - KEPT
    db.session.execute(delete(AddressChange).where(old), execution_options={"synchronize_session": False})


def _take_effect(change: AddressChange, person: Person) -> None:
    is_aside = person.protected_since is not None
    former, former_sealed = _let_follow(change, person, is_aside=is_aside)
    end_other_sessions(person.id, change.sign_in_id)
    change.done = now()
    db.session.flush()
    _end_challenges(former, change.email_index)
    note("address:change", by=person.id, about=change.id)
    if is_aside:
        return
    person.mailbox_notice = False
    actions.tell_readers(change.email_index, person, knows=change.knows_others)
    if former_sealed:
        change.former_sealed = former_sealed
        post("address_left", person=person.id, about=change.id, deadline=change.done + KEPT)
    post("address_taken", person=person.id, about=change.id, deadline=change.done + KEPT)
    db.session.flush()


def _let_follow(change: AddressChange, person: Person, *, is_aside: bool) -> tuple[bytes | None, bytes | None]:
    """Put the new address in the former one's place; return the former one: its index, and as it is sealed."""
    person.first_name_sealed = change.first_name_sealed or person.first_name_sealed
    if is_aside:
        former = person.kept_email_index, person.kept_email_sealed
        person.kept_email_index, person.kept_email_sealed = change.email_index, change.email_sealed
    else:
        former = person.email_index, person.email_sealed
        person.email_index, person.email_sealed = change.email_index, change.email_sealed
    return former


def _end_challenges(former: bytes | None, proved: bytes) -> None:
    """Let codes asked for with the former address open nothing, nor a choice among people who are others by now."""
    choosing = (Challenge.email_index == proved) & Challenge.proved.is_not(None)
    dead = (choosing | (Challenge.email_index == former)) & (Challenge.door != Door.MOVE) & Challenge.used.is_(False)
    ended = db.session.scalars(
        update(Challenge).where(dead).values(used=True).returning(Challenge.id),
        execution_options={"synchronize_session": False},
    ).all()
    codes = delete(ChallengeCode).where(ChallengeCode.challenge_id.in_(ended))
    db.session.execute(codes, execution_options={"synchronize_session": False})


def _drop(person_id: UUID) -> bool:
    waits = (AddressChange.person_id == person_id) & AddressChange.done.is_(None)
    dropped = db.session.scalars(
        delete(AddressChange).where(waits).returning(AddressChange.id),
        execution_options={"synchronize_session": "fetch"},
    ).all()
    for change_id in dropped:
        note("address:stop", by=person_id, about=change_id)
    return bool(dropped)
