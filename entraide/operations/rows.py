"""A database's rows in one spelling for both engines and any revision: what is copied, counted and compared.

Tables are read from the database itself, not from the models: a copy is made before an upgrade too.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.types import UserDefinedType

from entraide.db import UtcDateTime, engine_options, tune
from entraide.errors import EntraideError

BATCH = 500
NOT_COPIED = {"alembic_version"}


class Unreadable(EntraideError):
    """A table holds what its columns do not say."""


class _Json(UserDefinedType[str]):
    """JSON as the text it is stored as: SQL's NULL and JSON's null stay two things."""

    cache_ok = True

    def column_expression(self, colexpr: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.cast(colexpr, sa.Text)


@dataclass(frozen=True)
class Kind:
    """Values of one sort: their type in both databases, and their one spelling in JSON."""

    type: Any
    spell: Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None


KINDS = {
    "uuid": Kind(sa.Uuid(), lambda value: value.hex, UUID),
    "instant": Kind(UtcDateTime(), lambda value: value.isoformat(timespec="microseconds"), datetime.fromisoformat),
    "day": Kind(sa.Date(), lambda value: value.isoformat(), date.fromisoformat),
    "clock": Kind(sa.Time(), lambda value: value.isoformat(timespec="microseconds"), time.fromisoformat),
    "bytes": Kind(sa.LargeBinary(), lambda value: b64encode(value).decode(), b64decode),
    "flag": Kind(sa.Boolean()),
    "json": Kind(_Json()),
    "whole": Kind(sa.BigInteger()),
    "number": Kind(sa.Float(), float),
    "text": Kind(sa.Text()),
}
_FOUND: tuple[tuple[Any, str], ...] = (
    (sa.Uuid, "uuid"),
    (sa.DateTime, "instant"),
    (sa.Date, "day"),
    (sa.Time, "clock"),
    (sa.LargeBinary, "bytes"),
    (sa.Boolean, "flag"),
    (sa.JSON, "json"),
    (sa.Integer, "whole"),
    (sa.Float, "number"),
    (sa.Numeric, "number"),
    (sa.String, "text"),
)


def _kind(found: Any) -> str:
    if isinstance(found, sa.CHAR) and found.length == 32:
        return "uuid"  # as SQLite keeps it
    for wanted, name in _FOUND:
        if isinstance(found, wanted):
            return name
    raise Unreadable(f"a column of the type {type(found).__name__} cannot be copied")


@dataclass(frozen=True)
class Shape:
    """A table as it is copied: its columns in alphabetical order, each with the kind of its values."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def table(self) -> sa.TableClause:
        """Return the table for a statement, its types those of the kinds."""
        return sa.table(self.name, *(sa.column(name, KINDS[kind].type) for name, kind in self.columns))


class Digest:
    """How many rows, and a sum of their fingerprints that does not depend on their order."""

    def __init__(self, rows: int = 0, total: int = 0) -> None:
        self.rows = rows
        self.total = total

    def add(self, line: bytes) -> None:
        """Count one spelled row."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(blake2b(line, digest_size=16).digest())) % (1 << 128)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and (self.rows, self.total) == (other.rows, other.total)

    __hash__ = None  # type: ignore[assignment]

    def spelled(self) -> list[Any]:
        """Return it as a copy's last line tells it."""
        return [self.rows, f"{self.total:032x}"]


Digests = dict[str, Digest]


def engine_of(url: str) -> Engine:
    """Return an engine of its own for a store, tuned as the app's."""
    engine = sa.create_engine(url, **engine_options(url))
    tune(engine)
    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Read a store as it is at one moment, however long it takes, while others go on writing."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            take_your_time(connection)
            sa.inspect(connection).get_table_names()  # the moment is that of the first read
            yield connection


def take_your_time(connection: Connection) -> None:
    """Lift, for this transaction, the time-outs that protect the site from a slow page."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def shapes(connection: Connection) -> list[Shape]:
    """Return every table, those that others refer to first."""
    inspector = sa.inspect(connection)
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name not in NOT_COPIED]
    return [
        Shape(name, tuple(sorted((one["name"], _kind(one["type"])) for one in inspector.get_columns(name))))
        for name in names
    ]


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Yield each row as one line of JSON, in one spelling whatever the engine; never many in memory."""
    table, spells = shape.table, [KINDS[kind].spell for _, kind in shape.columns]
    found = connection.execute(sa.select(*table.c), execution_options={"yield_per": BATCH})
    try:
        for row in found:
            values = [
                value if value is None or spell is None else spell(value)
                for value, spell in zip(row, spells, strict=True)
            ]
            yield json.dumps(values, separators=(",", ":")).encode()
    except (ValueError, TypeError, AttributeError) as fault:
        raise Unreadable(f"the table {shape.name} holds a value that its column does not allow") from fault


def fill(connection: Connection, shape: Shape, spelled: Iterable[bytes]) -> None:
    """Put spelled rows into an empty table, a few hundred at a time."""
    names, table = [name for name, _ in shape.columns], shape.table
    reads = [KINDS[kind].read for _, kind in shape.columns]
    rows = (
        {
            name: value if value is None or read is None else read(value)
            for name, value, read in zip(names, json.loads(line), reads, strict=True)
        }
        for line in spelled
    )
    try:
        while batch := list(islice(rows, BATCH)):
            connection.execute(sa.insert(table), batch)
    except OperationalError:
        raise  # a full disk, a lost connection: not the row's fault
    except StatementError as fault:
        raise Unreadable(f"a row of {shape.name} does not fit into this database") from fault


def digests(connection: Connection) -> Digests:
    """Count every table's rows and sum their fingerprints."""
    found = {}
    for shape in shapes(connection):
        found[shape.name] = digest = Digest()
        for line in lines(connection, shape):
            digest.add(line)
    return found
