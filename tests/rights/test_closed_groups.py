"""What is left of a closed group goes a month later, out of every table and every back-up; other groups stay."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.engine import Connection

from entraide.access import scope
from entraide.access.scope import scoped_tables
from entraide.access.tokens import short
from entraide.calendars.models import Tombstone
from entraide.clock import now
from entraide.db import Model, db, writing
from entraide.directory.models import ImportedGroup
from entraide.groups.models import Group
from entraide.meetings.models import Meeting
from entraide.rights import jobs
from entraide.rights.wiping_groups import KEPT, names_a_group, wipe_groups
from entraide.vault import sealed
from entraide.vault.erasing import ErasureKind, path_of
from entraide.vault.erasure_file import read
from tests.calendars.subscribing import connect, entries, plan
from tests.conftest import Stage
from tests.operations.filling import fill_every_table
from tests.people import Client
from tests.world import World

NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)
DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def closed(app: Flask, world: World, clock: time_machine.Traveller) -> UUID:
    """A meeting of Les Tilleuls, which Marcelle then closes."""
    meeting = plan(app, world.tilleuls, DAY)
    close(app, world)
    return meeting


def close(app: Flask, world: World) -> None:
    assert (
        Client(app).sign_in(world.marcelle).post(f"/g/{short(world.tilleuls)}/fermer", {"understood": "y"}).status_code
        == 303
    )


def run(app: Flask) -> None:
    with app.app_context():
        jobs.erase_closed()


def stands(app: Flask, group_id: UUID) -> bool:
    with app.app_context():
        row, has_key = db.session.get(Group, group_id), bool(sealed.store().fetch([group_id]))
        assert (row is not None) is has_key
        return has_key


def test_a_month_later_neither_rows_nor_key_are_left(app: Flask, world: World, closed: UUID, clock) -> None:
    clock.shift(timedelta(days=30, minutes=1))
    run(app)
    assert not stands(app, world.tilleuls)
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.scalars(sa.select(Meeting).where(Meeting.id == closed)).all() == []


def test_before_the_month_is_over_it_stays(app: Flask, world: World, closed: UUID, clock) -> None:
    clock.shift(timedelta(days=29))
    run(app)
    assert stands(app, world.tilleuls)


def test_groups_that_nobody_closed_stay(app: Flask, world: World, closed: UUID, clock) -> None:
    clock.shift(timedelta(days=400))
    run(app)
    assert stands(app, world.passerelle)


def test_the_journal_of_erasures_says_that_a_group_was_erased(
    stage: Stage, app: Flask, world: World, closed: UUID, clock
) -> None:
    clock.shift(timedelta(days=31))
    run(app)
    run(app)
    kinds = [line.kind for line in read(path_of(stage.settings))]
    assert kinds == [ErasureKind.MANAGED, ErasureKind.GROUP]


def test_a_calendar_of_this_group_alone_answers_empty_from_the_closing_on(app: Flask, world: World, clock) -> None:
    token = connect(app, world.lise, only_group=world.tilleuls)
    plan(app, world.tilleuls, DAY)
    close(app, world)
    for later in (timedelta(0), timedelta(days=31)):
        clock.shift(later)
        run(app)
        assert entries(app, token) == []


def test_an_older_state_that_was_put_back_obeys(stage: Stage, app: Flask, world: World, closed: UUID, clock) -> None:
    clock.shift(timedelta(days=31))
    run(app)
    journal = path_of(stage.settings).read_bytes()
    stage.reset()
    path_of(stage.settings).write_bytes(journal)
    assert stands(app, world.tilleuls)
    with app.app_context():
        jobs.obey_journal()
    assert not stands(app, world.tilleuls)
    assert stands(app, world.passerelle)
    assert path_of(stage.settings).read_bytes() == journal


def test_a_calendar_that_an_older_state_brought_back_is_buried_with_its_group(app: Flask, world: World) -> None:
    connect(app, world.lise, only_group=world.tilleuls)
    with app.app_context():
        writing()
        wipe_groups(db.session.connection(), [world.tilleuls])
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Tombstone)) == 1


def naming(connection: Connection, group_id: UUID) -> set[str]:
    """Return the columns of all tables in which a group's id stands."""
    found = set()
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Uuid):
                here = sa.select(sa.func.count()).select_from(table).where(column == group_id)
                if connection.scalar(here):
                    found.add(f"{table.name}.{column.name}")
    return found


def every_column() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if names_a_group(column)
    }


def test_no_table_is_forgotten() -> None:
    """A row in every table, all of one group, whatever the checks: only the columns with a reason still name it."""
    with sa.create_engine("sqlite://").begin() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        Model.metadata.create_all(connection)
        fill_every_table(connection, rows=1)
        group_id = connection.scalars(sa.select(Model.metadata.tables["groups"].c.id)).one()
        for name in every_column():
            table, column = (Model.metadata.tables[part] if not i else part for i, part in enumerate(name.split(".")))
            if not table.c[column].foreign_keys:
                connection.execute(sa.update(table).values({column: group_id}))
        assert naming(connection, group_id) == every_column() | {"groups.id"}
        wipe_groups(connection, [group_id])
        assert naming(connection, group_id) == KEPT.keys()


def test_every_table_of_a_group_is_found_by_its_column() -> None:
    assert {f"{table.name}.group_id" for table in scoped_tables()} <= every_column()


def test_what_stays_exists_and_has_a_reason() -> None:
    assert KEPT.keys() <= every_column()
    assert all(len(reason) > 20 for reason in KEPT.values())


def test_an_imported_group_that_was_closed_goes_with_its_mark(app: Flask, world: World, clock) -> None:
    with app.app_context():
        writing()
        db.session.add(ImportedGroup(source=uuid4().hex, key="k", group_id=world.tilleuls, parts={}))
        db.session.get_one(Group, world.tilleuls).closed_at = now() - timedelta(days=31)
        db.session.commit()
    run(app)
    assert not stands(app, world.tilleuls)
    with app.app_context():
        assert db.session.query(ImportedGroup).count() == 0
