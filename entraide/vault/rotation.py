"""Wrap every key under another master key while the site runs: in batches, each whole; what was cut off goes on.

No value is sealed anew: owners' keys, the index key and the calendar key stay what they are.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from entraide.clock import now
from entraide.vault.masters import Master
from entraide.vault.store import CHANGING, KeyStore, instance_keys, keys

BATCH = 500
ACCEPTED = {"links": 30, "codes": 1, "pages": 1}  # days that what a former master key derived is accepted


def is_under_way(store: KeyStore) -> bool:
    """Whether a change of the master key was begun and not ended."""
    with store.engine.connect() as connection:
        names = select(instance_keys.c.name).where(instance_keys.c.name.startswith(CHANGING))
        return connection.scalar(names.limit(1)) is not None


def begin(store: KeyStore, coming: Master) -> None:
    """Wrap the instance's own keys under the coming master, in one transaction; from then on it wraps new keys too.

    What the former one derived, and for the time of the change itself, are kept under the coming one.
    """
    with store.writing() as connection, connection.begin():
        rows = connection.execute(select(instance_keys).with_for_update()).all()
        former = next(store.opening(wrapped, name.encode())[0] for name, wrapped in rows if name == "index")
        if former.id == coming.id:
            return
        for name, wrapped in rows:
            again = coming.wrap(store.unwrap(wrapped, name.encode()), name.encode())
            connection.execute(update(instance_keys).where(instance_keys.c.name == name).values(wrapped=again))
        _keep(connection, coming, f"{CHANGING}{former.id.hex()}", former.secret)
        for label, days in ACCEPTED.items():
            until = now().date() + timedelta(days=days)
            _keep(connection, coming, f"{label} {former.id.hex()} {until.isoformat()}", former.derive(label))


def _keep(connection: Connection, coming: Master, name: str, key: bytes) -> None:
    connection.execute(insert(instance_keys).values(name=name, wrapped=coming.wrap(key, name.encode())))


def wrap_all(store: KeyStore, coming: Master, seen: Callable[[int], None]) -> int:
    """Wrap every owner's key that another master still wraps; return how many there were."""
    done, after = 0, None
    while rows := _batch(store, after):
        changed = [
            {"whose": owner, "before": wrapped, "again": coming.wrap(store.unwrap(wrapped, owner.bytes), owner.bytes)}
            for owner, wrapped in rows
            if not coming.has_wrapped(wrapped)
        ]
        if changed:
            _put(store, changed)
            done += len(changed)
            seen(done)
        after = rows[-1].owner
    return done


def _batch(store: KeyStore, after: UUID | None) -> Any:
    wanted = select(keys).order_by(keys.c.owner).limit(BATCH)
    with store.engine.connect() as connection:
        return connection.execute(wanted if after is None else wanted.where(keys.c.owner > after)).all()


def _put(store: KeyStore, changed: list[dict[str, Any]]) -> None:
    """Keep a batch; a key that was shredded meanwhile stays shredded."""
    same = (keys.c.owner == bindparam("whose")) & (keys.c.wrapped == bindparam("before"))
    with store.writing() as connection, connection.begin():
        connection.execute(update(keys).where(same).values(wrapped=bindparam("again")), changed)


def end(store: KeyStore) -> None:
    """Forget the former master, once nothing is under it, and have no file hold what it wrapped."""
    with store.writing() as connection, connection.begin():
        connection.execute(delete(instance_keys).where(instance_keys.c.name.startswith(CHANGING)))
    if store.engine.dialect.name == "postgresql":
        vacuum(store)
        return
    raw = store.engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def vacuum(store: KeyStore) -> None:
    """Have PostgreSQL take deleted and former rows out of the key store's pages."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        for table in (keys, instance_keys):
            connection.exec_driver_sql(f"VACUUM {table.name}")
        connection.exec_driver_sql("RESET statement_timeout")


def forget_former(store: KeyStore) -> None:
    """Forget what former masters derived, once it is accepted no more."""
    today = now().date().isoformat()
    with store.writing() as connection, connection.begin():
        names = connection.scalars(select(instance_keys.c.name).where(instance_keys.c.name.like("% % %"))).all()
        old = [name for name in names if name.split(" ")[2] < today]
        if old:
            connection.execute(delete(instance_keys).where(instance_keys.c.name.in_(old)))
