"""Signatures over the chain's end and over each month that is closed: whoever alters the database cannot make them.

The key is one of the key store's own, wrapped by the master key and unchanged by its rotation; its public half
checks a head without it.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select

from entraide.clock import now
from entraide.db import db, writing
from entraide.journal.models import Entry, Head
from entraide.retention import TABLE, Kept
from entraide.vault.sealed import store
from entraide.vault.store import KeyStore


def sign(keys: KeyStore, *said: Any) -> bytes:
    """Sign what is said: a word for its kind first, then numbers, days and bytes."""
    return _key(keys).sign(_spelled(said))


def is_signed(keys: KeyStore, signature: bytes, *said: Any) -> bool:
    """Whether this server signed exactly that."""
    try:
        _key(keys).public_key().verify(signature, _spelled(said))
    except InvalidSignature:
        return False
    return True


def _key(keys: KeyStore) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.named("journal"))


def _spelled(said: tuple[Any, ...]) -> bytes:
    plain = [one.hex() if isinstance(one, bytes) else one.isoformat() if isinstance(one, date) else one for one in said]
    return json.dumps(["entraide journal", *plain], separators=(",", ":")).encode()


def month_of(at: datetime) -> date:
    """Return the first day of an instant's month, in UTC."""
    return at.date().replace(day=1)


def close(month: date, after: int, last: int, ended: bytes) -> None:
    """Close a month with the numbers after one and up to another; a month in which nothing was sealed gets no head."""
    if last == after:
        return
    said = (month, after + 1, last, last - after, ended)
    signature = sign(store(), "head", *said)
    db.session.add(Head(month=month, first=after + 1, last=last, count=last - after, hash=ended, signature=signature))
    db.session.flush()


def is_genuine(keys: KeyStore, head: Any) -> bool:
    """Whether a head is as this server signed it."""
    said = (head.month, head.first, head.last, head.count, head.hash)
    return is_signed(keys, head.signature, "head", *said)


def is_past(month: date, today: date) -> bool:
    """Whether even the last entry of a month is older than the journal is kept."""
    after = (month + timedelta(days=31)).replace(day=1)
    return after + timedelta(days=TABLE[Kept.JOURNAL].days) <= today


def drop_past() -> None:
    """Delete the entries of months past their time, each whole, in a transaction of its own; their heads stay."""
    closed = db.session.execute(select(Head.month, Head.first, Head.last)).all()
    db.session.rollback()
    for month, first, last in closed:
        if is_past(month, now().date()):
            writing()
            db.session.execute(delete(Entry).where(Entry.number.between(first, last)))
            db.session.commit()
