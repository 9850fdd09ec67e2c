"""Rows have one spelling on both engines, and a fingerprint that does not depend on their order."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from entraide.db import Model, UtcDateTime, db
from entraide.operations.rows import Digest, Shape, digests, engine_of, fill, lines, shapes, snapshot
from tests.operations.conftest import ENGINES, Place

EVERYTHING = sa.Table(
    "everything",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("day", sa.Date),
    sa.Column("clock", sa.Time),
    sa.Column("flag", sa.Boolean),
    sa.Column("said", sa.JSON(none_as_null=True)),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("whole", sa.BigInteger),
    sa.Column("number", sa.Float),
    sa.Column("words", sa.String(80)),
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ROW = st.fixed_dictionaries(
    {
        "id": st.uuids(),
        "at": st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)),
        "day": st.none() | st.dates(),
        "clock": st.none() | st.times(),
        "flag": st.none() | st.booleans(),
        "said": st.none() | st.dictionaries(texts, texts | st.integers(-(2**50), 2**50) | st.none(), max_size=3),
        "sealed": st.none() | st.binary(max_size=40),
        "whole": st.none() | st.integers(-(2**63), 2**63 - 1),
        "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "words": st.none() | texts,
    }
)


@pytest.fixture
def stores(place: Place) -> Iterator[list[Engine]]:
    """An engine of each sort, with the table of everything."""
    engines = [engine_of(place(engine).database_url) for engine in ENGINES]
    for engine in engines:
        EVERYTHING.metadata.create_all(engine)
    yield engines
    for engine in engines:
        engine.dispose()


def in_all(engine: Engine) -> list[bytes]:
    with snapshot(engine) as connection:
        [shape] = shapes(connection)
        return list(lines(connection, shape))


def put(engine: Engine, spelled: list[bytes]) -> None:
    with engine.begin() as connection:
        connection.execute(sa.delete(EVERYTHING))
        [shape] = shapes(connection)
        fill(connection, shape, iter(spelled))


@settings(max_examples=30)
@given(rows=st.lists(ROW, max_size=5, unique_by=lambda row: row["id"]))
def test_any_value_is_spelled_alike_on_both_engines_and_comes_back(
    stores: list[Engine], rows: list[dict[str, Any]]
) -> None:
    first = stores[0]
    with first.begin() as connection:
        connection.execute(sa.delete(EVERYTHING))
        for row in rows:
            connection.execute(sa.insert(EVERYTHING).values(**row))
    spelled = in_all(first)
    for engine in (*stores, first):
        put(engine, spelled)
        assert sorted(in_all(engine)) == sorted(spelled)
    with first.connect() as connection:
        found = {row.id: row._asdict() for row in connection.execute(sa.select(EVERYTHING))}
    assert found == {row["id"]: row for row in rows}


def test_no_value_and_the_null_of_json_stay_two_things(stores: list[Engine]) -> None:
    for engine in stores:
        put(engine, [])
        with engine.begin() as connection:
            connection.execute(sa.insert(EVERYTHING).values(id=UUID(int=1), said=sa.JSON.NULL))
            connection.execute(sa.insert(EVERYTHING).values(id=UUID(int=2), said=None))
        put(engine, in_all(engine))
        with engine.connect() as connection:
            empty = connection.scalars(sa.select(EVERYTHING.c.id).where(EVERYTHING.c.said.is_(None))).all()
        assert empty == [UUID(int=2)]


def test_a_fingerprint_knows_every_row_and_not_their_order() -> None:
    def of(*rows: bytes) -> Digest:
        digest = Digest()
        for row in rows:
            digest.add(row)
        return digest

    assert of(b"[1]", b"[2]", b"[2]") == of(b"[2]", b"[1]", b"[2]")
    assert of(b"[1]", b"[2]") != of(b"[1]", b"[3]")
    assert of(b"[1]", b"[1]") != of(b"[2]", b"[2]")


def test_every_table_of_the_models_can_be_copied(built: Callable[..., Flask]) -> None:
    with built().app_context(), snapshot(db.engine) as connection:
        assert {shape.name for shape in shapes(connection)} == set(Model.metadata.tables)


def test_no_table_refers_to_itself_or_in_a_circle() -> None:
    """Rows are put back table by table, those that others refer to first; a circle would have no first."""
    pairs = {
        (table.name, key.column.table.name) for table in Model.metadata.sorted_tables for key in table.foreign_keys
    }
    order = [table.name for table in Model.metadata.sorted_tables]
    assert [pair for pair in pairs if order.index(pair[0]) <= order.index(pair[1])] == []


def test_the_moment_of_a_copy_stands_while_others_write(stores: list[Engine]) -> None:
    for engine in stores:
        put(engine, [])
        with snapshot(engine) as connection:
            with engine.begin() as other:
                other.execute(sa.insert(EVERYTHING).values(id=UUID(int=1)))
            assert digests(connection)["everything"].rows == 0
        assert len(in_all(engine)) == 1


def test_many_rows_never_lie_in_memory_together(stores: list[Engine]) -> None:
    many = 8_000
    for engine in stores:
        with engine.begin() as connection:
            shape = Shape("everything", tuple(sorted(shapes(connection)[0].columns)))
            names = [name for name, _ in shape.columns]
            row = {"words": "x" * 80, "whole": 1}
            made = (
                json.dumps([UUID(int=n).hex if name == "id" else row.get(name) for name in names]).encode()
                for n in range(many)
            )
            tracemalloc.start()
            fill(connection, shape, made)
            assert digests(connection)["everything"].rows == many
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < 2_500_000  # all of them would take eight or more
