"""The place a copy is put into: empty before, empty again when something fails, and quiet when all went well."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations.beside import MARK, Beside
from entraide.operations.rows import Shape, shapes
from entraide.settings import Settings

ENDED = {"sign_ins", "challenges"}  # and whatever refers to them: a session ended since must not live again


class NotEmpty(EntraideError):
    """There is something where a back-up was to go."""


@dataclass(frozen=True)
class Ended:
    """What a restored instance no longer has, and what waits in it."""

    sessions: int
    waiting: int


@contextmanager
def empty_place(settings: Settings, main: Engine, keys: Engine) -> Iterator[Beside]:
    """Refuse stores that hold anything; leave them empty unless all inside went well, and the files beside as before.

    What is written beside goes through what this yields. The keys are committed just before the main database. A mark
    on the disk tells the next run what a restore left that was killed: keys without a main database, and files.
    """
    mark, absent = settings.instance / MARK, {file for engine in (main, keys) for file in _absent(engine)}
    if is_cut_off(settings, main):
        drop_tables(keys)
        if left := Beside.left(settings):
            left.put_back()
            absent |= left.absent
    was_ended = mark.exists() and not _is_empty(main)
    for engine, name in ((main, "the database"), (keys, "the key store")):
        if not _is_empty(engine):
            _remove(absent, *(one for one in (main, keys) if _is_empty(one)))
            mark.unlink(missing_ok=True)
            if was_ended:
                raise NotEmpty(
                    "the restore that was cut off here had put everything back: `doctor` says if all is well"
                )
            raise NotEmpty(f"{name} is not empty: a back-up is restored into a place that holds nothing yet")
    beside = Beside.of(settings, absent)
    try:
        yield beside
    except BaseException:
        if _is_empty(main):
            _remove(absent, main, keys)  # first, and whole: on a full disk no table can be dropped
            beside.put_back()
            if not any(_absent(keys)):
                drop_tables(keys)
        mark.unlink(missing_ok=True)
        raise
    mark.unlink(missing_ok=True)


def is_cut_off(settings: Settings, main: Engine) -> bool:
    """Whether a restore was killed here before its main database was committed."""
    return (settings.instance / MARK).exists() and _is_empty(main)


def _is_empty(engine: Engine) -> bool:
    return not sa.inspect(engine).get_table_names()


def _absent(engine: Engine) -> Iterator[Path]:
    """Yield the file of a store that is yet to be made."""
    if engine.dialect.name == "sqlite" and not (file := Path(str(engine.url.database))).exists():
        yield file


def _remove(made: Collection[Path], *engines: Engine) -> None:
    """Remove the files of stores that were not there before."""
    for engine in engines:
        if (file := Path(str(engine.url.database))) in made:
            engine.dispose()
            for end in ("", "-wal", "-shm"):
                Path(f"{file}{end}").unlink(missing_ok=True)


def drop_tables(engine: Engine) -> None:
    """Drop every table of a store, in a transaction of its own."""
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        drop_all(connection)


def drop_all(connection: Connection) -> None:
    """Drop every table that this connection sees, those that refer to others first."""
    inspector = sa.inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    for name, _ in reversed(inspector.get_sorted_table_and_fkc_names()):
        if name:
            connection.exec_driver_sql(f"DROP TABLE {quote(name)}")


def empty_tables(connection: Connection) -> None:
    """Take out what migrations put in: the copy brings its own."""
    for shape in reversed(shapes(connection)):
        connection.execute(sa.delete(shape.table))


def end_what_must_end(connection: Connection) -> Ended:
    """End sessions and open challenges; drop letters that were codes or come too late, and count those that wait."""
    tables = {shape.name: shape.table for shape in shapes(connection)}
    sessions = connection.scalar(sa.select(sa.func.count()).select_from(tables["sign_ins"])) or 0
    for shape in reversed(shapes(connection)):
        if shape.name in ENDED | _referring(connection, shape, ENDED):
            connection.execute(sa.delete(shape.table))
    letters = tables["letters"]
    waits = letters.c.state.in_(["waiting", "claimed"])
    useless = sa.or_(letters.c.lane == "code", letters.c.deadline <= now())
    connection.execute(sa.update(letters).where(waits, useless).values(state="dropped", lease_until=None))
    connection.execute(sa.update(letters).where(waits).values(state="waiting", lease_until=None, lease_token=None))
    waiting = connection.scalar(sa.select(sa.func.count()).select_from(letters).where(waits)) or 0
    return Ended(sessions, waiting)


def _referring(connection: Connection, shape: Shape, wanted: set[str]) -> set[str]:
    found = sa.inspect(connection).get_foreign_keys(shape.name)
    return {shape.name} if any(one["referred_table"] in wanted for one in found) else set()
