"""Keys whose owner is gone, as a crash between commit and shred leaves them: shredded after two looks a day apart.

A key is committed before its owner's row, so one look proves nothing; and where very many have no owner, the database
is not the one these keys belong to, and nothing is shredded.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from entraide.clock import now
from entraide.db import Model, db, upsert, writing
from entraide.errors import EntraideError
from entraide.vault.models import Stray
from entraide.vault.sealed import shred, store
from entraide.vault.store import keys

OWNERS = ("challenges", "groups", "invitations", "persons")
"""The tables whose rows own keys, by their column `id`."""
NIGHT = 3  # UTC
APART = timedelta(hours=20)  # a night and the next, whatever the minute
BATCH = 5000
FEW, SHARE = 50, 10  # more than fifty and more than a tenth at once: something else is wrong

log = logging.getLogger(__name__)


class TooMany(EntraideError):
    """So many keys have no owner that the database must be another one."""


def sweep_at_night() -> None:
    """Sweep once a day; the worker calls it every hour."""
    if now().hour == NIGHT:
        sweep()


def sweep() -> None:
    """Note keys without owner; shred those that had none a night ago either."""
    strays, all_keys = _strays()
    if len(strays) > FEW and len(strays) * SHARE > all_keys:
        raise TooMany(f"{len(strays)} of {all_keys} keys have no owner: nothing is shredded, run doctor")
    old = _note(strays)
    if old:
        shred(*old)
        _forget(old)
        log.info("keys without owner shredded: %s", len(old))


def _strays() -> tuple[set[UUID], int]:
    """Look at every key, then for its owner; return those without, and how many keys there are."""
    strays, count = set(), 0
    for batch in _batches():
        count += len(batch)
        strays |= batch - _owners_among(batch)
        db.session.rollback()
    return strays, count


def _batches() -> Iterator[set[UUID]]:
    after: UUID | None = None
    while True:
        wanted = select(keys.c.owner).order_by(keys.c.owner).limit(BATCH)
        with store().engine.connect() as connection:
            found = connection.scalars(wanted if after is None else wanted.where(keys.c.owner > after)).all()
        if not found:
            return
        after = found[-1]
        yield set(found)


def _owners_among(batch: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    connection = db.session.connection()
    for name in OWNERS:
        table = Model.metadata.tables[name]
        found |= set(connection.scalars(select(table.c.id).where(table.c.id.in_(batch))))
    return found


def _note(strays: set[UUID]) -> list[UUID]:
    """Remember since when each stray is one, forget those that are none; return those of a day ago."""
    writing()
    at = now()
    known = {row.owner: row.seen for row in db.session.execute(select(Stray.owner, Stray.seen))}
    if found_again := known.keys() - strays:
        db.session.execute(delete(Stray).where(Stray.owner.in_(found_again)))
    if fresh := strays - known.keys():
        rows = [{"owner": owner, "seen": at} for owner in fresh]
        db.session.execute(upsert(db.session())(Stray).values(rows).on_conflict_do_nothing())
    db.session.commit()
    return [owner for owner in strays & known.keys() if known[owner] <= at - APART]


def _forget(old: list[UUID]) -> None:
    writing()
    db.session.execute(delete(Stray).where(Stray.owner.in_(old)))
    db.session.commit()
