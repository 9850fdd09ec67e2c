"""A key whose owner is gone is shredded after two looks a day apart; a living one never."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Table, select

from entraide.clock import now
from entraide.db import Model
from entraide.operations import strays
from entraide.settings import ROOT
from entraide.vault import sealed
from entraide.vault.models import Stray
from entraide.vault.store import keys
from tests.conftest import Stage
from tests.world import World

MADE_IN = {
    "entraide/accounts/actions.py": {"challenges", "persons"},
    "entraide/accounts/locks/actions/passing.py": {"challenges"},
    "entraide/groups/actions.py": {"groups"},
    "entraide/members/actions/pasting.py": {"invitations"},
    "entraide/members/actions/ways_in.py": {"invitations"},
}
"""Where keys are made, and for rows of which tables; `vault/sealed.py` only hands on."""
WITHOUT_OWNER = {"feed_bodies"}  # sealed under what only the feed's address tells


def test_wherever_a_key_is_made_the_sweep_knows_its_owners_table() -> None:
    made = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "entraide").rglob("*.py")
        if "sealed.create(" in file.read_text("utf-8")
    }
    assert made == MADE_IN.keys()
    assert set().union(*MADE_IN.values()) == set(strays.OWNERS)
    assert all("id" in Model.metadata.tables[name].c for name in strays.OWNERS)


def test_whatever_is_sealed_belongs_to_a_row_that_owns_a_key(app: Flask) -> None:
    for table in Model.metadata.sorted_tables:
        if any(name.endswith("_sealed") for name in table.columns.keys()):  # noqa: SIM118
            assert table.name in WITHOUT_OWNER or set(strays.OWNERS) & {table.name, *referred(table)}, table.name


def referred(table: Table) -> set[str]:
    """Return the tables that a table refers to, straight or by way of others."""
    near = {key.column.table for key in table.foreign_keys} - {table}
    return {one.name for one in near}.union(*(referred(one) for one in near))


def look(app: Flask, later: timedelta) -> None:
    with time_machine.travel(now() + later, tick=False), app.app_context():
        strays.sweep()


def has_key(stage: Stage, owner: UUID) -> bool:
    with stage.keys.connect() as connection:
        return connection.scalar(select(keys.c.owner).where(keys.c.owner == owner)) is not None


@pytest.fixture
def lost(app: Flask) -> UUID:
    """A key whose owner's row never came, or went without it."""
    owner = uuid4()
    with app.app_context():
        sealed.create(owner)
    return owner


def test_a_stray_is_shredded_a_day_after_it_was_first_seen(stage: Stage, app: Flask, lost: UUID) -> None:
    look(app, timedelta())
    look(app, timedelta(hours=19))
    assert has_key(stage, lost)
    look(app, timedelta(hours=25))
    assert not has_key(stage, lost)
    assert noted(stage) == []


def noted(stage: Stage) -> list[UUID]:
    with stage.engine.connect() as connection:
        return list(connection.scalars(select(Stray.owner)))


def test_one_look_is_never_enough_however_late(stage: Stage, app: Flask, lost: UUID) -> None:
    look(app, timedelta(days=30))
    assert has_key(stage, lost)


def test_nobody_who_is_there_loses_a_key(stage: Stage, app: Flask, world: World, lost: UUID) -> None:
    with stage.keys.connect() as connection:
        before = set(connection.scalars(select(keys.c.owner)))
    for hours in (0, 30, 60):
        look(app, timedelta(hours=hours))
    with stage.keys.connect() as connection:
        assert before - set(connection.scalars(select(keys.c.owner))) == {lost}


def test_who_has_an_owner_again_counts_from_the_start(stage: Stage, app: Flask, world: World, lost: UUID) -> None:
    look(app, timedelta())
    with stage.engine.connect() as connection, connection.begin():
        groups = Model.metadata.tables["groups"]
        row = dict(connection.execute(select(groups).limit(1)).mappings().one())
        connection.execute(groups.insert(), row | {"id": lost})
    look(app, timedelta(hours=2))
    with stage.engine.connect() as connection, connection.begin():
        connection.execute(groups.delete().where(groups.c.id == lost))
    look(app, timedelta(hours=25))
    assert has_key(stage, lost)
    look(app, timedelta(hours=50))
    assert not has_key(stage, lost)


def test_where_very_many_have_no_owner_nothing_is_shredded(stage: Stage, app: Flask) -> None:
    with app.app_context():
        sealed.create(*(uuid4() for _ in range(60)))
    for hours in (0, 30):
        with pytest.raises(strays.TooMany):
            look(app, timedelta(hours=hours))
    with stage.keys.connect() as connection:
        assert len(connection.scalars(select(keys.c.owner)).all()) > 60
