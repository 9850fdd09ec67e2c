"""Reading somebody's second locks; their names come out as frozen values, what they are checked against never."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import exists, func, select

from entraide.accounts.models import Lock, LockCode, LockKind, Person, SignIn
from entraide.accounts.queries import fingerprint, readers_of
from entraide.clock import now
from entraide.db import apart, db
from entraide.errors import NotFound
from entraide.vault import sealed

CODES, RECOVERY_CODES = 40, 10
FEW = 5  # codes left on a card: time to print another
PENDING_LIFE = timedelta(hours=1)  # to show for the first time what was just made
CHALLENGE_LIFE = timedelta(minutes=10)


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


def find_pending(person_id: UUID | None, kind: LockKind) -> Lock:
    """Find the lock that waits to be shown for the first time, or raise NotFound."""
    waits = (Lock.person_id == person_id) & (Lock.kind == kind) & Lock.proved.is_(None)
    row = db.session.scalars(select(Lock).where(waits, Lock.made > now() - PENDING_LIFE)).one_or_none()
    if row is None:
        raise NotFound
    return row


def known_without(email_index: bytes, first_name: str) -> UUID:
    """Return who is left out of a mailbox's list under this first name; of nobody, an id that is always the same.

    So the next page is the same for both, and stays so.
    """
    meant = sealed.fold_address(first_name)
    found: UUID | None = None
    hidden = [row for row in readers_of(email_index) if row.hidden_in_mailbox and row.first_name_sealed]
    sealed.prepare(row.id for row in hidden)
    for row in hidden:
        if sealed.fold_address(sealed.unseal(row.id, "first_name", row.first_name_sealed or b"")) == meant:
            found = found or row.id
    nobody = UUID(bytes=hmac.digest(_key(), b"nobody" + email_index + meant.encode("utf-8", "replace"), sha256)[:16])
    return found or nobody


def is_person(person_id: UUID) -> bool:
    """Say whether there is such a person."""
    return db.session.get(Person, person_id) is not None


def owner_of_session(sid: str) -> str:
    """Name the person of a cookie for counting her tries, apart from the request's own transaction."""
    with apart() as connection:
        found = connection.scalar(select(SignIn.person_id).where(SignIn.sid_hash == fingerprint(sid)))
    return found.hex if found else ""


def keyed(person_id: UUID, what: str, code: str) -> bytes:
    """Return what the database keeps of a code: under a key that never changes, as cards outlive the master key."""
    return hmac.digest(_key(), person_id.bytes + f"{what} {code}".encode(), sha256)


def _key() -> bytes:
    return hmac.digest(sealed.store().named("index"), b"codes of locks", sha256)
