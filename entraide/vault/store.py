"""A key per owner in a store of its own: its own engine, its own short transactions, no migration."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, bindparam, create_engine, delete, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from entraide.clock import now
from entraide.db import Id, engine_options, tune
from entraide.errors import EntraideError
from entraide.vault.masters import Master, Masters

_tables = MetaData()
keys = Table("keys", _tables, Column("owner", Id, primary_key=True), Column("wrapped", LargeBinary, nullable=False))
instance_keys = Table(
    "instance_keys",
    _tables,
    Column("name", String(32), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
_OF_MANY = select(keys).where(keys.c.owner.in_(bindparam("owners", expanding=True)))
VERSION = b"\x01"
NAMED = ("index", "calendar", "journal")
CHANGING = "master "  # while the master key is being changed: the one before, wrapped by the one after


class Shredded(EntraideError):
    """The owner's key is gone, and with it whatever was sealed under it."""


class WrongMasterKey(EntraideError):
    """The master key file does not belong to this key store."""


class KeyStore:
    """Keys wrapped by the master key. Created and committed before any ciphertext; shredded after it is gone."""

    def __init__(self, url: str, master: bytes, file: Path | None = None) -> None:
        self.engine: Engine = create_engine(url, **engine_options(url))
        tune(self.engine)
        self.masters = Masters(master, file)
        self._named: dict[str, bytes] = {}
        self._former: dict[str, list[tuple[date, bytes]]] | None = None

    def lay_out(self) -> None:
        """Make the store's tables where absent, and the random keys that never rotate."""
        _tables.create_all(self.engine)
        for name in NAMED:
            try:
                with self.engine.begin() as connection:
                    self.add_named(connection, name)
            except IntegrityError:
                continue

    def add_named(self, connection: Connection, name: str) -> None:
        """Draw one of the random keys; IntegrityError where it is there."""
        wrapped = self.wrapping(connection).wrap(AESGCM.generate_key(256), name.encode())
        connection.execute(insert(instance_keys).values(name=name, wrapped=wrapped))

    def derive(self, label: str) -> bytes:
        """Return the 32-byte key of a purpose that changes with the master key: codes, links, pages."""
        if self.masters.look():
            self._former = None
        return self.masters.current.derive(label)

    def accepted(self, label: str) -> Iterator[bytes]:
        """Yield the key of a purpose, then those of former master keys that are accepted for a while yet."""
        yield self.derive(label)
        if self._former is None:
            self._former = self._read_former()
        yield from [key for until, key in self._former.get(label, []) if now().date() <= until]

    def named(self, name: str) -> bytes:
        """Return one of the random keys that never change: `index`, `calendar` or `journal`."""
        if name not in self._named:
            with self.engine.connect() as connection:
                self.read_named(connection, name)
        return self._named[name]

    def read_named(self, connection: Connection, name: str) -> None:
        """Read one of those keys as this connection sees it, before a restore commits it, and remember it."""
        wrapped = connection.scalar(select(instance_keys.c.wrapped).where(instance_keys.c.name == name))
        if wrapped is None:
            raise Shredded(name)
        self._named[name] = self.unwrap(wrapped, name.encode())

    def check_open(self) -> None:
        """Ask the store itself, whatever this process remembers: raise unless its keys are there and open."""
        self._named.pop("index", None)
        self.named("index")

    def check(self, name: str, wrapped: bytes) -> None:
        """Raise WrongMasterKey unless this master key opens a named key read from elsewhere, such as a copy."""
        self.unwrap(wrapped, name.encode())

    def create(self, owners: Iterable[UUID]) -> None:
        """Make and commit a key for each owner."""
        if owners := list(owners):
            with self.writing() as connection, connection.begin():
                master = self.wrapping(connection)
                rows = [{"owner": one, "wrapped": master.wrap(AESGCM.generate_key(256), one.bytes)} for one in owners]
                connection.execute(insert(keys), rows)

    def fetch(self, owners: Iterable[UUID]) -> dict[UUID, AESGCM]:
        """Unwrap the keys of many owners in one query; the shredded are missing from the answer."""
        with self.engine.connect() as connection:
            rows = connection.execute(_OF_MANY, {"owners": list(owners)}).all()
        return {owner: AESGCM(self.unwrap(wrapped, owner.bytes)) for owner, wrapped in rows}

    def shred(self, owners: Iterable[UUID]) -> None:
        """Forget keys for good; called after the erasing transaction was committed."""
        with self.writing() as connection, connection.begin():
            connection.execute(delete(keys).where(keys.c.owner.in_(list(owners))))

    def writing(self) -> Connection:
        """Return a connection whose transactions take their lock before they read."""
        return self.engine.connect().execution_options(sqlite_begin="IMMEDIATE")

    def wrapping(self, connection: Connection) -> Master:
        """Return the master that wraps new keys: the one that wraps the index key, held still for this transaction.

        So no key is made under a former master once the change has begun, whatever this process remembers.
        """
        index = select(instance_keys.c.wrapped).where(instance_keys.c.name == "index").with_for_update(read=True)
        wrapped = connection.scalar(index)
        return self.opening(wrapped, b"index")[0] if wrapped else self.masters.current

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        """Return the key inside, or raise WrongMasterKey."""
        key = self.masters.current.unwrap(wrapped, label)  # as good as always
        return self.opening(wrapped, label)[1] if key is None else key

    def opening(self, wrapped: bytes, label: bytes) -> tuple[Master, bytes]:
        """Return the master that opens a wrapped key, and the key; an unknown one is looked for in files and store."""
        for learn in (None, self.masters.read, self._learn):
            if learn is not None:
                learn()
            for master in self.masters:
                if (key := master.unwrap(wrapped, label)) is not None:
                    return master, key
        raise WrongMasterKey("the master key does not open this key store")

    def _learn(self) -> None:
        """Know the master before, while it is being changed: the one after opens it."""
        try:
            with self.engine.connect() as connection:
                rows = connection.execute(select(instance_keys).where(instance_keys.c.name.startswith(CHANGING))).all()
        except DatabaseError:  # there is no store yet
            return
        for name, wrapped in rows:
            for master in list(self.masters):
                if (secret := master.unwrap(wrapped, name.encode())) is not None:
                    self.masters.add(secret)

    def _read_former(self) -> dict[str, list[tuple[date, bytes]]]:
        """Read what former masters derived, kept as `label id day` until that day."""
        found: dict[str, list[tuple[date, bytes]]] = {}
        try:
            with self.engine.connect() as connection:
                rows = connection.execute(select(instance_keys).where(instance_keys.c.name.like("% % %"))).all()
        except DatabaseError:  # there is no store yet
            return found
        for name, wrapped in sorted(rows, reverse=True):
            label, _, until = name.split(" ")
            found.setdefault(label, []).append((date.fromisoformat(until), self.unwrap(wrapped, name.encode())))
        return found
