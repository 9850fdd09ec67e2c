"""Take groups out of every table: all rows that are a group's go, whichever feature they are of; a few ids stay.

Plain statements on one connection, for the site and for a back-up that is being restored. Closing a group came before:
members had left it by every rule. Whatever names a group in a column is found in the tables themselves, so that none
is forgotten.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Column, delete, insert, literal, select
from sqlalchemy.engine import Connection

from entraide.clock import today
from entraide.db import Model, upsert
from entraide.directory import models as _directory
from entraide.rights import wiping

EVERY = (_directory, wiping)
"""Imported so that every table is known here."""
KEPT = {
    "journal.group_id": "a random id in the chain: deeds go month by month",
    "cards.own_group_id": "what opened one group only must not open all of them",
    "cards.given_group_id": "what was handed over for one group only must not open all of them",
    "challenges.only_group_id": "what opens one group only must not open all of them",
    "sign_ins.only_group_id": "what opens one group only must not open all of them",
}
"""The columns whose rows stay, with an id that names nothing any more, and why."""


def wipe_groups(connection: Connection, groups: Iterable[UUID]) -> None:
    """Erase groups' rows; calendars of one of them alone answer empty from now. Their keys go after the commit."""
    groups = list(groups)
    if not groups:
        return
    feeds, tombstones = Model.metadata.tables["feeds"], Model.metadata.tables["feed_tombstones"]
    hashes = connection.scalars(select(feeds.c.token_hash).where(feeds.c.only_group_id.in_(groups))).all()
    if hashes:
        connection.execute(insert(tombstones), [{"token_hash": hash_, "ended": today()} for hash_ in hashes])
    _keep_marks(connection, groups)
    for table in reversed(Model.metadata.sorted_tables):
        for column in table.columns:
            if names_a_group(column) and f"{table.name}.{column.name}" not in KEPT:
                wiping.delete_whole(connection, table, column.in_(groups))
    table = Model.metadata.tables["groups"]
    connection.execute(delete(table).where(table.c.id.in_(groups)))


def _keep_marks(connection: Connection, groups: list[UUID]) -> None:
    """Keep of groups that a feed gave the marks by which its next import leaves them alone; a month, and no name."""
    imported, series = Model.metadata.tables["imported_groups"], Model.metadata.tables["series"]
    of_group = select(imported.c.source, imported.c.key, imported.c.shared_key).where(imported.c.group_id.in_(groups))
    of_series = select(series.c.source, series.c.external_key, literal("")).where(
        series.c.group_id.in_(groups), series.c.source.is_not(None), series.c.external_key.is_not(None)
    )
    day = today()
    rows = [
        {"source": source, "key": key, "erased": day.replace(day=1), "seen": day, "shared_key": shared}
        for source, key, shared in {*connection.execute(of_group), *connection.execute(of_series)}
    ]
    if rows:
        table = Model.metadata.tables["erased_imports"]
        connection.execute(upsert(connection)(table).on_conflict_do_nothing(index_elements=["source", "key"]), rows)


def names_a_group(column: Column[object]) -> bool:
    """Say whether a column holds a group's id: by its name, or by what it refers to."""
    refers = any(key.column.table.name == "groups" for key in column.foreign_keys)
    return refers or column.name == "group_id" or column.name.endswith("_group_id")
