"""Forget keys for good, in an order that no crash can undo.

The erasing transaction owes the keys (`owe`). Once it is committed, `settle` writes the erasure journal and waits for
the disk, copies it to where back-ups lie, then forgets the keys, then sweeps what the databases' own logs still hold.
Whatever is killed in between, the worker settles it.
"""

import hmac
import logging
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, mapped_column

from entraide.clock import today
from entraide.db import Model, closed, db, writing
from entraide.settings import Settings, current
from entraide.vault import erasure_file, sealed
from entraide.vault.rotation import vacuum

log = logging.getLogger(__name__)


class ErasureKind(StrEnum):
    """Whose key was forgotten."""

    PERSON = "person"  # somebody with an account
    MANAGED = "managed"  # a member without account
    GROUP = "group"


class Erasure(Model):
    """A key that is to be forgotten, and after that its line in the journal: a number, a day, and nobody.

    `owner_id` stands only until the key is forgotten. `swept`: the databases' own logs hold nothing of it any more.
    """

    __tablename__ = "erasures"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID | None] = mapped_column(unique=True)
    kind: Mapped[ErasureKind] = mapped_column(closed(ErasureKind))
    day: Mapped[date]
    number: Mapped[int | None] = mapped_column(unique=True)
    swept: Mapped[bool] = mapped_column(default=False)


def path_of(settings: Settings) -> Path:
    """Return where the erasure journal lies."""
    return Path(settings.erasures_file) if settings.erasures_file else settings.instance / erasure_file.NAME


def altered_of(path: Path) -> Path:
    """Return where a journal is put aside that was altered, when a restore goes on without it."""
    return path.with_name(f"{path.name}.altered")


def mark_of(index_key: bytes, owner: UUID) -> str:
    """Return what the journal says of an owner: to be found again by whoever holds the index key and the id."""
    return hmac.digest(index_key, b"erased\0" + owner.bytes, sha256).hex()[:32]


def marks() -> frozenset[str]:
    """Return the mark of everybody whom the erasure journal says to be erased."""
    return erasure_file.erased(erasure_file.read(path_of(current())))


def asked() -> dict[str, date]:
    """Return the marks of those who asked to be erased and neither are nor came back, with the day it is due."""
    return erasure_file.asked(erasure_file.read(path_of(current())))


def say_asked(days: Mapping[UUID, date]) -> None:
    """Note beside the databases, at once, who is to be erased on which day; call it with those people's rows held."""
    _say([(day, erasure_file.ASKED, owner) for owner, day in days.items()])


def say_undone(owner: UUID) -> None:
    """Note beside the databases that somebody asks for it no more, before that is committed."""
    _say([(today(), erasure_file.UNDONE, owner)])


def _say(lines: list[tuple[date, str, UUID]]) -> None:
    path, index = path_of(current()), sealed.store().named("index")
    known = db.session.scalar(select(func.max(Erasure.number))) or 0
    with erasure_file.alone(path):
        erasure_file.add(path, [(day, kind, mark_of(index, owner)) for day, kind, owner in lines], known)


def owe(kind: ErasureKind, *owners: UUID) -> None:
    """Note, in the erasing transaction, whose keys are to be forgotten once it is committed."""
    db.session.add_all(Erasure(id=uuid4(), owner_id=owner, kind=kind, day=today(), swept=False) for owner in owners)
    db.session.flush()


def settle() -> None:
    """Forget every key that is owed; call it when nothing is open, after the erasing transaction was committed."""
    writing()
    owed = db.session.execute(
        select(Erasure.id, Erasure.owner_id, Erasure.kind, Erasure.day)
        .where(Erasure.owner_id.is_not(None))
        .order_by(Erasure.day, Erasure.id)
    ).all()
    known = db.session.scalar(select(func.max(Erasure.number))) or 0
    db.session.rollback()
    if owed:
        _forget([(id_, owner, kind, day) for id_, owner, kind, day in owed if owner], known)
    _copy(current())
    _sweep()


def _forget(owed: list[tuple[UUID, UUID, ErasureKind, date]], known: int) -> None:
    path, index = path_of(current()), sealed.store().named("index")
    marks = {id_: mark_of(index, owner) for id_, owner, _, _ in owed}
    with erasure_file.alone(path):
        numbers = erasure_file.add(path, [(day, kind.value, marks[id_]) for id_, _, kind, day in owed], known)
    _copy(current())
    sealed.shred(*(owner for _, owner, _, _ in owed))
    writing()
    for id_, *_ in owed:
        done = update(Erasure).where(Erasure.id == id_).values(owner_id=None, number=numbers[marks[id_]])
        db.session.execute(done, execution_options={"synchronize_session": False})
    db.session.commit()


def _copy(settings: Settings) -> None:
    """Copy the journal to the back-ups' place, if it differs there; the worker comes by again."""
    path, folder = path_of(settings), Path(settings.backup_dir) if settings.backup_dir else None
    if folder is None or not path.exists() or not folder.is_dir():
        return
    try:
        there = folder / erasure_file.NAME
        if not there.exists() or there.stat().st_size != path.stat().st_size:
            erasure_file.copy(path, folder)
    except OSError as fault:
        log.warning("the erasure journal could not be copied to the back-ups: %s", fault.strerror)


def _sweep() -> None:
    """Empty the databases' own logs of what was erased, once nobody reads an older state."""
    waiting = select(Erasure.id).where(Erasure.swept.is_(False), Erasure.owner_id.is_(None)).limit(1)
    is_waiting = db.session.scalar(waiting) is not None
    db.session.rollback()
    if not is_waiting or not all([_is_swept(db.engine), _is_swept(sealed.store().engine)]):
        return
    writing()
    done = update(Erasure).where(Erasure.owner_id.is_(None)).values(swept=True)
    db.session.execute(done, execution_options={"synchronize_session": False})
    db.session.commit()


def _is_swept(engine: Engine) -> bool:
    """Write SQLite's log back and cut it off; of PostgreSQL's keys, take the deleted out of their pages.

    What else it deleted there is unreadable without its key, and its room is used again.
    """
    if engine.dialect.name != "sqlite":
        if engine is sealed.store().engine:
            vacuum(sealed.store())
        return True
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=1000")
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.execute("PRAGMA busy_timeout=15000")
    return not busy
