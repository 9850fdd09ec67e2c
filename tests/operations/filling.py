"""Rows for every table of a database, at any revision: whatever its columns and checks allow."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from entraide.operations.rows import Shape, shapes

SPACE = UUID(int=7)
START = datetime(2026, 11, 3, 19, 0, 0, 123456, tzinfo=UTC)


def fill_every_table(connection: Connection, rows: int = 3) -> int:
    """Put some rows into each table, those of the same number referring to each other; return how many in all."""
    inspector = sa.inspect(connection)
    made: dict[str, list[dict[str, Any]]] = {}
    for shape in shapes(connection):
        lengths = {one["name"]: getattr(one["type"], "length", None) for one in inspector.get_columns(shape.name)}
        words = _closed_sets(inspector.get_check_constraints(shape.name))
        made[shape.name] = [_row(shape, number, lengths, words) for number in range(rows)]
        for key in inspector.get_foreign_keys(shape.name):
            pairs = list(zip(key["constrained_columns"], key["referred_columns"], strict=True))
            for row, other in zip(made[shape.name], made[key["referred_table"]], strict=True):
                row |= {mine: other[theirs] for mine, theirs in pairs}
        connection.execute(sa.insert(shape.table), made[shape.name])
    return sum(map(len, made.values()))


def _row(shape: Shape, number: int, lengths: dict[str, int | None], words: dict[str, str]) -> dict[str, Any]:
    return {
        name: words[name] if name in words else _value(kind, name, f"{shape.name} {number}", lengths[name])
        for name, kind in shape.columns
    }


def _closed_sets(checks: Any) -> dict[str, str]:
    """Return, for each column with a closed set of words, its first word; SQLite and PostgreSQL write it otherwise."""
    found = (re.match(r"\(*(\w+)\)*(?:::text)? (?:IN|= ANY) .*?'(\w+)'", check["sqltext"]) for check in checks)
    return {match[1]: match[2] for match in found if match}


def _value(kind: str, name: str, seed: str, length: int | None) -> Any:
    mark = uuid5(SPACE, f"{seed} {name}")
    late = timedelta(hours=2 * name.startswith("end"))
    return {
        "uuid": mark,
        "instant": START + late,
        "day": date(2026, 11, 3),
        "clock": time(19, 30),
        "flag": True,
        "json": '{"é": [1, null]}',
        "bytes": mark.bytes * 2,
        "whole": 1,
        "number": 0.1,
        "text": ("à" + mark.hex)[: length or 40],
    }[kind]
