"""A restore erases with SQLite's own cascades off: what goes with a row goes by our own hand."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa

from entraide.db import Model
from entraide.rights.wiping import wipe
from entraide.rights.wiping_groups import wipe_groups
from tests.operations.filling import fill_every_table

TABLES = Model.metadata.tables


@pytest.fixture
def filled() -> Iterator[sa.Connection]:
    """One row in every table, whatever the checks, in a database that follows no reference by itself."""
    with sa.create_engine("sqlite://").begin() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        Model.metadata.create_all(connection)
        fill_every_table(connection, rows=1)
        assert broken(connection) == []
        yield connection


def broken(connection: sa.Connection) -> list[str]:
    return sorted(row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))


def only(connection: sa.Connection, table: str) -> UUID:
    found: UUID = connection.scalars(sa.select(TABLES[table].c.id)).one()
    return found


def test_no_row_is_left_behind_somebody_erased(filled: sa.Connection) -> None:
    her = only(filled, "persons")
    filled.execute(sa.update(TABLES["challenges"]).values(person_id=her))
    wipe(filled, [her])
    assert broken(filled) == []
    for table in ("feeds", "feed_bodies", "feed_groups", "challenges", "challenge_codes"):
        assert filled.execute(sa.select(TABLES[table])).all() == [], table


def test_no_row_is_left_behind_a_group_erased(filled: sa.Connection) -> None:
    wipe_groups(filled, [only(filled, "groups")])
    assert broken(filled) == []
    assert filled.execute(sa.select(TABLES["feed_bodies"])).all() == []
