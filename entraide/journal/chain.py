"""Seal the journal's entries: each gets its number and a hash over the one before it and over all it says.

What counts is the order of sealing, not the hour: a deed committed late is sealed later. One worker seals at a time;
the row of the chain's end is what they queue for.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update

from entraide.clock import now
from entraide.db import db, upsert, writing
from entraide.errors import EntraideError
from entraide.journal import heads
from entraide.journal.models import Entry, Head, Tip
from entraide.vault.sealed import store
from entraide.vault.store import KeyStore

START = bytes(32)
BATCH = 500
SAID = (Entry.id, Entry.at, Entry.deed, Entry.group_id, Entry.by_id, Entry.about_id)


class Broken(EntraideError):
    """The chain does not end as it was left: nothing is sealed after it."""


@dataclass
class End:
    """Where the chain stands while it is being sealed."""

    number: int
    hash: bytes
    month: date
    closed: int

    def signed(self) -> bytes:
        """Sign it as it stands."""
        return heads.sign(store(), "tip", self.number, self.hash, self.month, self.closed)


def hash_of(
    before: bytes, number: int, said: tuple[UUID, datetime, str, UUID | None, UUID | None, UUID | None]
) -> bytes:
    """Return the hash of an entry: of the hash before it, its number, and all that it says."""
    plain = [_plain(one) for one in said]
    return sha256(before + json.dumps([number, *plain], separators=(",", ":")).encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def seal_next() -> bool:
    """Seal what waits, some hundred entries at most, in one transaction; return whether more wait."""
    writing()
    waiting = db.session.execute(
        select(*SAID).where(Entry.number.is_(None)).order_by(Entry.at, Entry.id).limit(1)
    ).first()
    if waiting is None and not db.session.scalar(select(Tip.month).where(Tip.month < heads.month_of(now()))):
        db.session.rollback()
        return False
    end = _end(heads.month_of(waiting.at if waiting else now()))
    rows = db.session.execute(
        select(*SAID).where(Entry.number.is_(None)).order_by(Entry.at, Entry.id).limit(BATCH)
    ).all()
    sealed = [_sealed(row, end) for row in rows]
    if len(sealed) < BATCH:
        _open(end, heads.month_of(now()))
    _write(sealed, end)
    db.session.commit()
    return len(sealed) == BATCH


def _sealed(row: Any, end: End) -> dict[str, Any]:
    _open(end, heads.month_of(row.at))
    end.number += 1
    end.hash = hash_of(end.hash, end.number, tuple(row))
    return {"entry": row.id, "to_number": end.number, "to_hash": end.hash}


def _open(end: End, month: date) -> None:
    """Close the month that is open if a later one begins."""
    if month > end.month:
        heads.close(end.month, end.closed, end.number, end.hash)
        end.month, end.closed = month, end.number


def _write(sealed: list[dict[str, Any]], end: End) -> None:
    connection = db.session.connection()
    if sealed:
        wanted = Entry.id == bindparam("entry")
        values: Any = {"number": bindparam("to_number"), "hash": bindparam("to_hash")}
        connection.execute(update(Entry).where(wanted).values(values), sealed)
    connection.execute(update(Tip).values(_row(end)))


def _row(end: End) -> dict[str, Any]:
    return asdict(end) | {"signature": end.signed()}


def _end(month: date) -> End:
    """Lock the chain's end, making it where nothing was ever sealed; raise Broken unless it is as it was left."""
    found = db.session.execute(select(*Tip.__table__.c).with_for_update()).first()
    if found is None:
        _begin(month)
        found = db.session.execute(select(*Tip.__table__.c).with_for_update()).one()
    if not is_genuine(store(), found):
        raise Broken("the journal's end was altered: run doctor")
    newest = select(Entry.number, Entry.hash).where(Entry.number.is_not(None)).order_by(Entry.number.desc()).limit(1)
    last = db.session.execute(newest).first()
    if last is not None and tuple(last) != (found.number, found.hash):
        raise Broken("the journal's last entries are not those that were sealed: run doctor")
    return End(found.number, found.hash, found.month, found.closed)


def _begin(month: date) -> None:
    """Make the end of an empty chain; where something was sealed before, it was taken away."""
    if db.session.scalar(select(func.max(Entry.number))) or db.session.scalar(select(func.max(Head.last))):
        raise Broken("the journal's end is gone: run doctor")
    connection = db.session.connection()
    row = {"id": 1} | _row(End(0, START, month, 0))
    connection.execute(upsert(connection)(Tip).values(row).on_conflict_do_nothing())


def is_genuine(keys: KeyStore, tip: Any) -> bool:
    """Whether the chain's end is as this server signed it."""
    return heads.is_signed(keys, tip.signature, "tip", tip.number, tip.hash, tip.month, tip.closed)


def take_as_it_stands() -> tuple[int, bytes]:
    """Sign the chain's end anew where its last sealed entry stands, whatever came before; return number and hash."""
    writing()
    newest = select(Entry.number, Entry.hash).where(Entry.number.is_not(None)).order_by(Entry.number.desc()).limit(1)
    last = db.session.execute(newest).first()
    head = db.session.execute(select(Head.last, Head.hash, Head.month).order_by(Head.last.desc()).limit(1)).first()
    number, ended = (last.number, last.hash) if last else (head.last, head.hash) if head else (0, START)
    closed = head.last if head else 0
    month = max(heads.month_of(now()), head.month) if head else heads.month_of(now())
    row = {"id": 1} | _row(End(number, ended, month, min(closed, number)))
    connection = db.session.connection()
    connection.execute(upsert(connection)(Tip).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
    db.session.commit()
    return number, ended
