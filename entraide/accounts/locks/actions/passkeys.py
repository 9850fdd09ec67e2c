"""The lock of one's own phone or computer (WebAuthn): what it is asked to sign, and whether it did."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from entraide.access.tokens import fingerprint
from entraide.accounts.locks.queries import CHALLENGE_LIFE, is_doubted, passkeys_of
from entraide.accounts.models import Lock, LockChallenge, LockKind, Person
from entraide.clock import now
from entraide.db import db, upsert
from entraide.settings import current
from entraide.vault import sealed

MOST_CHARACTERS = 20_000  # of a browser's answer
FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Signed:
    """Whose passkey signed; `is_checked`: the device checked who holds it, by finger, face or its own code."""

    person_id: UUID
    is_checked: bool


def are_possible() -> bool:
    """Say whether this site can be locked so: browsers refuse it where the address is a number."""
    try:
        ip_address(current().host)
    except ValueError:
        return True
    return False


def making_options(person_id: UUID, bound: str, *, strict: bool) -> str:
    """Return what the browser needs to make a passkey, as JSON; it is named by the façade, never by its person.

    `bound`: the cookie of the browser that alone may answer. `strict`: the device must check who holds it.
    """
    from entraide.accounts.locks.actions import ceremonies

    person = db.session.get_one(Person, person_id)
    if person.passkey_handle is None:
        person.passkey_handle = secrets.token_bytes(32)
        db.session.flush()
    challenge = _challenge(bound, is_making=True)
    return ceremonies.to_make(person.passkey_handle, challenge, _credentials(person_id), strict=strict)


def showing_options(bound: str, *, strict: bool, person_id: UUID | None = None) -> str:
    """Return what the browser needs to show a passkey, as JSON; it names no credential, so it tells nothing of anybody.

    With a person who is signed in, hers are named: a phone offers no other's then.
    """
    from entraide.accounts.locks.actions import ceremonies

    return ceremonies.to_show(_challenge(bound, is_making=False), _credentials(person_id), strict=strict)


def make_passkey(person_id: UUID, bound: str, answer: str, name: str, *, strict: bool) -> Lock | None:
    """Keep a passkey that signed this browser's challenge, or return None."""
    from entraide.accounts.locks.actions import ceremonies

    challenge = _take(bound, is_making=True)
    if challenge is None or len(answer) > MOST_CHARACTERS:
        return None
    try:
        made = ceremonies.made(answer, challenge, strict=strict)
    except FAULTS:
        return None
    index = _index(made.credential_id)
    if db.session.scalar(select(Lock.id).where(Lock.credential_hash == index)):
        return None
    row = Lock(id=uuid4(), person_id=person_id, kind=LockKind.PASSKEY, made=now(), counter=made.sign_count)
    row.credential_hash = index
    row.name_sealed = sealed.seal(person_id, f"lock name {row.id}", name)
    kept = {"id": _text(made.credential_id), "key": _text(made.credential_public_key), "verified": made.user_verified}
    row.secret_sealed = sealed.seal_json(person_id, f"lock {row.id}", kept)
    db.session.add(row)
    db.session.flush()
    return row


def is_checked(row: Lock) -> bool:
    """Say whether the device checked who held it when this passkey was made; other locks need no such check.

    For two days none counts as checked that was added by showing a device that checked nobody.
    """
    if is_doubted(row):
        return False
    if row.kind is not LockKind.PASSKEY:
        return True
    return bool(sealed.unseal_json(row.person_id, f"lock {row.id}", row.secret_sealed or b"")["verified"])


def check_passkey(bound: str, answer: str, *, strict: bool, person_id: UUID | None = None) -> Signed | None:
    """Return whose passkey signed this browser's challenge, or None; with `person_id`, nobody else's counts.

    A passkey that checked its holder when it was made must do so again wherever no person is known yet.
    """
    from entraide.accounts.locks.actions import ceremonies

    challenge = _take(bound, is_making=False)
    if challenge is None or len(answer) > MOST_CHARACTERS:
        return None
    try:
        said = json.loads(answer)
        row = _lock_of(_bytes(said["rawId"]))
        kept = sealed.unseal_json(row.person_id, f"lock {row.id}", row.secret_sealed or b"")
        handle = said["response"].get("userHandle")
        strict = strict or (person_id is None and kept["verified"])
        shown = ceremonies.shown(answer, challenge, _bytes(kept["key"]), row.counter, strict=strict)
    except FAULTS:
        return None
    if person_id not in (None, row.person_id) or not _is_handle_of(row.person_id, handle):
        return None
    signed = Signed(row.person_id, shown.user_verified and not is_doubted(row))
    return signed if _first_to_count(row, shown.new_sign_count) else None


def _lock_of(credential_id: bytes) -> Lock:
    found = select(Lock).where(Lock.credential_hash == _index(credential_id), Lock.proved.is_not(None))
    row = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise ValueError
    return row


def _is_handle_of(person_id: UUID, handle: Any) -> bool:
    """Compare the random handle that a discoverable passkey tells; one that was named beforehand may leave it out."""
    if not handle:
        return True
    try:
        return db.session.get_one(Person, person_id).passkey_handle == _bytes(handle)
    except FAULTS:
        return False


def _first_to_count(row: Lock, signatures: int) -> bool:
    """Note a signature's number; one that is not above the last is a copy's, except where a device counts none."""
    above = (Lock.counter < signatures) if signatures else (Lock.counter == 0)
    counted = update(Lock).where(Lock.id == row.id, above).values(counter=signatures, used=now().date())
    noted = db.session.scalar(counted.returning(Lock.id), execution_options={"synchronize_session": False})
    db.session.expire(row)
    return noted is not None


def _challenge(bound: str, *, is_making: bool) -> bytes:
    """Draw 64 bytes for this browser; what it was asked to sign before counts no more."""
    drawn = secrets.token_bytes(64)
    values = {"is_making": is_making, "challenge": drawn, "created": now()}
    insert = upsert(db.session())(LockChallenge).values(id=uuid4(), bound_hash=fingerprint(bound), **values)
    db.session.execute(insert.on_conflict_do_update(index_elements=[LockChallenge.bound_hash], set_=values))
    return drawn


def _take(bound: str, *, is_making: bool) -> bytes | None:
    """Take what this browser was asked to sign, once."""
    asked = (LockChallenge.bound_hash == fingerprint(bound)) & (LockChallenge.is_making == is_making)
    asked &= LockChallenge.created > now() - CHALLENGE_LIFE
    taken = delete(LockChallenge).where(asked).returning(LockChallenge.challenge)
    return db.session.scalar(taken, execution_options={"synchronize_session": False})


def _credentials(person_id: UUID | None) -> list[bytes]:
    if person_id is None:
        return []
    opened = (
        sealed.unseal_json(person_id, f"lock {row.id}", row.secret_sealed or b"") for row in passkeys_of(person_id)
    )
    return [_bytes(kept["id"]) for kept in opened]


def _index(credential_id: bytes) -> bytes:
    return sealed.blind("passkey " + credential_id.hex())


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}===")
