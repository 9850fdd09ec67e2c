"""The database: base class, column types, the key of a group's table, and who writes says so first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; a naive one is a bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Keep it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back aware, in UTC on both engines."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Id(Uuid[UUID]):
    """An id; SQLite hands it over as text, and a page reads the same few hundred ids many times over."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read it; the same text is the same object."""
        own = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return own and _read_id  # PostgreSQL has ids of its own


@lru_cache(maxsize=8192)
def _read_id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


class Closed(Enum):
    """A closed set of words; a page reads thousands, each by one look in a dictionary."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read it; KeyError for a word that is none of them."""
        words: Any = self.enum_class
        return ({None: None} | {word.value: word for word in words}).__getitem__


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, UUID: Id()}


class GroupScoped:
    """A table of a group; the key carries the group, so that foreign keys cannot leave it."""

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


def closed(values: type[StrEnum]) -> Enum:
    """Return the column type of a closed set of words, checked by the database on both engines."""
    return Closed(
        values,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=values.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


db = SQLAlchemy(metadata=Model.metadata, session_options={"autoflush": False})


class ReadingOnly(RuntimeError):
    """A bug: a request that only reads tried to write."""


def tune(engine: Engine) -> None:
    """Give SQLite its pragmas and explicit BEGIN [IMMEDIATE]; PostgreSQL its time-outs."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "busy_timeout=15000",
            "temp_store=MEMORY",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")


def engine_options(url: str) -> dict[str, Any]:
    """Return what create_engine needs for this database; its errors name no values."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    waits = "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "connect_args": {"options": waits, "prepare_threshold": None},
    }


def kept(name: str) -> Any:
    """Return what create_app put aside for this app under a name."""
    return current_app.extensions[f"entraide.{name}"]


def writing() -> None:
    """Begin this unit of work as a writer: SQLite takes its lock before the first read."""
    session = db.session()
    session.info["reads only"] = False
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def reading() -> None:
    """Begin this unit of work as a reader: any write by it is refused as a bug."""
    db.session().info["reads only"] = True


@contextmanager
def apart() -> Iterator[Connection]:
    """Open a short writing transaction of its own, that the request's roll-back cannot undo."""
    with db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        yield connection


def upsert(connection: Connection | Session) -> Any:
    """Return the dialect's own `insert`, which knows ON CONFLICT."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    return sqlite.insert if bind.dialect.name == "sqlite" else postgresql.insert


def _refuse_statement(state: ORMExecuteState) -> None:
    if state.session.info.get("reads only") and (state.is_insert or state.is_update or state.is_delete):
        raise ReadingOnly(str(state.statement))


def _refuse_flush(session: Session, context: UOWTransaction, instances: object) -> None:
    if session.info.get("reads only") and (session.new or session.dirty or session.deleted):
        raise ReadingOnly("a flush in a unit of work that only reads")


event.listen(db.session, "do_orm_execute", _refuse_statement)
event.listen(db.session, "before_flush", _refuse_flush)
