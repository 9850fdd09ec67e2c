"""Reading somebody's second locks; their names come out as frozen values, what they are checked against never."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import exists, func, select

from entraide.access.tokens import fingerprint
from entraide.accounts.models import Challenge, Door, Lock, LockCode, LockKind, Person, SignIn
from entraide.accounts.queries import find_proved, readers_of
from entraide.accounts.standing import TO_STOP as TO_STOP
from entraide.accounts.standing import has_stood as has_stood
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.vault import sealed

CODES, RECOVERY_CODES = 40, 10
FEW = 5  # codes left on a card: time to print another
PENDING_LIFE = timedelta(hours=1)  # to show for the first time what was just made
CHALLENGE_LIFE = timedelta(minutes=10)
DOOR_LIFE = timedelta(minutes=10)  # after the code was typed, to show the lock


class NotAsked(NotFound):
    """No code was proved in this browser a short while ago."""


@dataclass(frozen=True)
class OwnLock:
    """A lock as its owner sees it; `left`: the codes of a card that were not used yet."""

    id: UUID
    kind: LockKind
    name: str
    made: datetime
    used: date | None
    left: int | None = None

    @property
    def is_few(self) -> bool:
        """Whether it is time to print another card."""
        return self.left is not None and self.left <= FEW


def locks_of(person_id: UUID | None) -> list[OwnLock]:
    """Return a person's locks, the oldest first; what she has not shown once is none yet."""
    unused = LockCode.used.is_(None) & (LockCode.lock_id == Lock.id)
    left = select(func.count()).where(unused).correlate(Lock).scalar_subquery()
    found = select(Lock, left).where(Lock.person_id == person_id, Lock.proved.is_not(None))
    return [
        OwnLock(
            row.id,
            row.kind,
            sealed.unseal(row.person_id, f"lock name {row.id}", row.name_sealed),
            row.made,
            row.used,
            codes if row.kind is LockKind.CARD else None,
        )
        for row, codes in db.session.execute(found.order_by(Lock.made, Lock.id))
    ]


def has_lock(person_id: UUID | None) -> bool:
    """Say whether a person has a second lock."""
    return bool(db.session.scalar(select(exists().where(Lock.person_id == person_id, Lock.proved.is_not(None)))))


def kinds_of(person_id: UUID | None) -> frozenset[LockKind]:
    """Return the ways in which a person can show a lock now; a card without codes is none."""
    found = select(Lock.kind).where(Lock.person_id == person_id, Lock.proved.is_not(None))
    found = found.where((Lock.kind != LockKind.CARD) | (Lock.counter > 0))
    return frozenset(db.session.scalars(found))


def passkeys_of(person_id: UUID | None) -> list[Lock]:
    """Return a person's passkeys."""
    hers = (Lock.person_id == person_id) & (Lock.kind == LockKind.PASSKEY) & Lock.proved.is_not(None)
    return list(db.session.scalars(select(Lock).where(hers)))


def is_doubted(row: Lock) -> bool:
    """Say whether a lock was added, within two days, by showing nothing but a device that checked nobody."""
    return row.doubted_until is not None and row.doubted_until > now()


def has_doubted_card(person_id: UUID | None) -> bool:
    """Say whether a person's card of codes is such a lock."""
    card = (Lock.person_id == person_id) & (Lock.kind == LockKind.CARD) & Lock.proved.is_not(None)
    return any(is_doubted(row) for row in db.session.scalars(select(Lock).where(card)))


def asked_number(person_id: UUID | None) -> int | None:
    """Return which code of her card is asked for; it stays the same until it was answered. None: no code is left."""
    card = select(Lock.counter).where(Lock.person_id == person_id, Lock.kind == LockKind.CARD)
    return db.session.scalar(card.where(Lock.proved.is_not(None))) or None


def number_for_anybody(person_id: UUID) -> int:
    """Return the number that is asked at the door: hers, or for who has no card always the same invented one."""
    return asked_number(person_id) or 1 + hmac.digest(_key(), b"invented" + person_id.bytes, sha256)[0] % CODES


def recovery_left(person_id: UUID | None) -> int:
    """Say how many codes for loss a person has not used."""
    unused = (LockCode.person_id == person_id) & LockCode.lock_id.is_(None) & LockCode.used.is_(None)
    return db.session.scalar(select(func.count()).where(unused)) or 0


def find_lock(person_id: UUID | None, lock_id: UUID) -> Lock:
    """Find one of a person's own locks, or raise NotFound."""
    row = db.session.get(Lock, lock_id)
    if row is None or row.person_id != person_id or row.proved is None:
        raise NotFound
    return row


def pending_lock(person_id: UUID | None, kind: LockKind) -> Lock | None:
    """Return the lock of this kind that waits to be shown for the first time."""
    waits = (Lock.person_id == person_id) & (Lock.kind == kind) & Lock.proved.is_(None)
    return db.session.scalars(select(Lock).where(waits, Lock.made > now() - PENDING_LIFE)).one_or_none()


def known_without(email_index: bytes, first_name: str) -> UUID:
    """Return who is left out of a mailbox's list under this first name; of nobody, an id that is always the same.

    So the next page is the same for both, and stays so.
    """
    meant = sealed.fold_address(first_name).encode("utf-8", "replace")
    nobody = UUID(bytes=hmac.digest(_key(), b"nobody" + email_index + meant, sha256)[:16])
    return unlisted_at(email_index, first_name) or nobody


def unlisted_at(email_index: bytes, first_name: str) -> UUID | None:
    """Return who is left out of a mailbox's list under this first name; None for nobody."""
    meant, found = sealed.fold_address(first_name), None
    hidden = [row for row in readers_of(email_index) if row.hidden_in_mailbox and row.first_name_sealed]
    sealed.prepare(row.id for row in hidden)
    for row in hidden:
        if sealed.fold_address(sealed.unseal(row.id, "first_name", row.first_name_sealed or b"")) == meant:
            found = found or row.id
    return found


def others_at(email_index: bytes, person_id: UUID | None) -> list[Person]:
    """Return who else reads a mailbox."""
    return [reader for reader in readers_of(email_index) if reader.id != person_id]


def shares_mailbox(person: Person) -> bool:
    """Say whether others are known to read a person's mailbox; to who is in no list herself, nobody is."""
    if person.email_index is None or person.hidden_in_mailbox:
        return False
    return any(not row.hidden_in_mailbox for row in others_at(person.email_index, person.id))


def asks_at_door(person: Person) -> bool:
    """Say whether a code or a phrase alone lets nobody in as her.

    She asked for it; or others read her mailbox, and she has a lock that tells her apart from them. Who is left out of
    the list does not count among those: to be asked for it would tell of them.
    """
    is_lifted = person.lock_lifts_at is not None and person.lock_lifts_at <= now()
    if is_lifted or not has_lock(person.id):
        return False
    is_left_out = person.hidden_in_mailbox and person.email_index is not None
    return person.lock_at_door or is_left_out or shares_mailbox(person)


def find_at_door(ref: str) -> Challenge:
    """Find the proved challenge of this browser while a lock may still be shown for it, or raise NotAsked."""
    try:
        row = find_proved(ref)
    except NotFound as fault:
        raise NotAsked from fault
    if row.door not in (Door.SIGN_IN, Door.NEW, Door.CARD) or row.proved is None or now() - row.proved >= DOOR_LIFE:
        raise NotAsked
    return row


def is_at_door(challenge: Challenge, person_id: UUID) -> bool:
    """Say whether this person may enter by what was proved: her own phrase, or a mailbox that she reads."""
    if challenge.door is Door.CARD:
        return challenge.person_id == person_id
    return any(reader.id == person_id for reader in readers_of(challenge.email_index))


def door_of(ref: str) -> tuple[str, bytes]:
    """Name the mailbox or card of an asking browser for counting tries, apart from the request's own transaction.

    And of what a browser shows that it is known there: empty where none is.
    """
    asked = select(Challenge.email_index, Challenge.person_id, Challenge.door)
    with db.engine.connect() as connection:
        row = connection.execute(asked.where(Challenge.ref_hash == fingerprint(ref))).one_or_none()
    if row is None:
        return ref, b""
    if row.door is Door.CARD:
        return str(row.person_id), b""
    return row.email_index.hex(), beyond(row.email_index, row.person_id) if row.person_id else row.email_index


def beyond(email_index: bytes, person_id: UUID) -> bytes:
    """Name one person at a mailbox: whoever else reads it makes no browser known where her lock is asked for."""
    return email_index + person_id.bytes


def owner_of_session(sid: str) -> str:
    """Name the person of a cookie for counting her tries, apart from the request's own transaction.

    A session in which a lock was shown has tries of its own: whoever signs in by her mailbox cannot use them up.
    """
    asked = select(SignIn.person_id, SignIn.id, SignIn.lock_since).where(SignIn.sid_hash == fingerprint(sid))
    with db.engine.connect() as connection:
        row = connection.execute(asked).one_or_none()
    if row is None:
        return ""
    return f"{row.person_id.hex} {row.id.hex}" if row.lock_since else str(row.person_id.hex)


def keyed(person_id: UUID, what: str, code: str) -> bytes:
    """Return what the database keeps of a code: under a key that never changes, as cards outlive the master key."""
    return hmac.digest(_key(), person_id.bytes + f"{what} {code}".encode(), sha256)


def _key() -> bytes:
    return hmac.digest(sealed.store().named("index"), b"codes of locks", sha256)
