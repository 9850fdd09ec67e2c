"""A key per owner in a store of its own: its own engine, its own short transactions, no migration."""

import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, Uuid, create_engine, delete, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from entraide.db import engine_options, tune
from entraide.errors import EntraideError

_tables = MetaData()
keys = Table("keys", _tables, Column("owner", Uuid, primary_key=True), Column("wrapped", LargeBinary, nullable=False))
instance_keys = Table(
    "instance_keys",
    _tables,
    Column("name", String(32), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
VERSION = b"\x01"


class Shredded(EntraideError):
    """The owner's key is gone, and with it whatever was sealed under it."""


class WrongMasterKey(EntraideError):
    """The master key file does not belong to this key store."""


class KeyStore:
    """Keys wrapped by the master key. Created and committed before any ciphertext; shredded after it is gone."""

    def __init__(self, url: str, master: bytes) -> None:
        self.engine: Engine = create_engine(url, **engine_options(url))
        tune(self.engine)
        self._master = master
        self._wrapper = AESGCM(self.derive("wrap"))
        self._named: dict[str, bytes] = {}

    def lay_out(self) -> None:
        """Make the store's tables where absent, and the random keys that never rotate."""
        _tables.create_all(self.engine)
        for name in ("index", "calendar"):
            try:
                with self.engine.begin() as connection:
                    wrapped = self._wrap(AESGCM.generate_key(256), name.encode())
                    connection.execute(insert(instance_keys).values(name=name, wrapped=wrapped))
            except IntegrityError:
                continue

    def derive(self, label: str) -> bytes:
        """Return the 32-byte key of a purpose that may change with the master key: codes, links, pages."""
        return HKDF(SHA256(), 32, salt=None, info=f"entraide {label}".encode()).derive(self._master)

    def named(self, name: str) -> bytes:
        """Return one of the random keys that never change: `index` or `calendar`."""
        if name not in self._named:
            with self.engine.connect() as connection:
                wrapped = connection.scalar(select(instance_keys.c.wrapped).where(instance_keys.c.name == name))
            if wrapped is None:
                raise Shredded(name)
            self._named[name] = self._unwrap(wrapped, name.encode())
        return self._named[name]

    def check_open(self) -> None:
        """Ask the store itself, whatever this process remembers: raise unless its keys are there and open."""
        self._named.pop("index", None)
        self.named("index")

    def check(self, name: str, wrapped: bytes) -> None:
        """Raise WrongMasterKey unless this master key opens a named key read from elsewhere, such as a copy."""
        self._unwrap(wrapped, name.encode())

    def create(self, owners: Iterable[UUID]) -> None:
        """Make and commit a key for each owner."""
        rows = [{"owner": owner, "wrapped": self._wrap(AESGCM.generate_key(256), owner.bytes)} for owner in owners]
        if rows:
            with self.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
                connection.execute(insert(keys), rows)

    def fetch(self, owners: Iterable[UUID]) -> dict[UUID, AESGCM]:
        """Unwrap the keys of many owners in one query; the shredded are missing from the answer."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(keys).where(keys.c.owner.in_(list(owners)))).all()
        return {owner: AESGCM(self._unwrap(wrapped, owner.bytes)) for owner, wrapped in rows}

    def shred(self, owners: Iterable[UUID]) -> None:
        """Forget keys for good; called after the erasing transaction was committed."""
        with self.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
            connection.execute(delete(keys).where(keys.c.owner.in_(list(owners))))

    def _wrap(self, key: bytes, label: bytes) -> bytes:
        nonce = os.urandom(12)
        return VERSION + nonce + self._wrapper.encrypt(nonce, key, label)

    def _unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        try:
            return self._wrapper.decrypt(wrapped[1:13], wrapped[13:], label)
        except InvalidTag as fault:
            raise WrongMasterKey("the master key does not open this key store") from fault
