"""What the tests that hold the frame share: one moment of both stores, and every route with its addresses."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import MetaData, select
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from tests.conftest import Stage


class Moment:
    """Both stores as they were at one moment, to be put back as often as wanted."""

    def __init__(self, stage: "Stage") -> None:
        self.stage = stage
        self.files = {file: file.read_bytes() for file in stage._files()}
        self.tables = {engine: stage._read(engine) for engine in _servers(stage)}

    def put_back(self) -> None:
        """Put both stores back; nothing may be open on them."""
        for engine in (self.stage.engine, self.stage.keys):
            engine.dispose()
        for file, content in self.files.items():
            for beside in ("-wal", "-shm"):
                file.with_name(file.name + beside).unlink(missing_ok=True)
            file.write_bytes(content)
        for engine, tables in self.tables.items():
            self.stage._write(engine, tables)


def _servers(stage: "Stage") -> list[Engine]:
    return [engine for engine in (stage.engine, stage.keys) if stage._is_postgres(engine)]


def rows_of(engine: Engine, leave_out: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return every row of every table as text, in any order; `leave_out` names columns that may move, `*`: all."""
    metadata = MetaData()
    metadata.reflect(engine)
    found = {}
    with engine.connect() as connection:
        for name, table in metadata.tables.items():
            free = set(leave_out.get(name, ()))
            columns = [column for column in table.columns if column.name not in free]
            if "*" not in free:
                found[name] = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
    return found


def routes(app: Flask) -> set[str]:
    """Return every route as `METHOD endpoint`."""
    return {f"{method} {rule.endpoint}" for rule in app.url_map.iter_rules() for method in methods_of(rule)}


def methods_of(rule: Rule) -> set[str]:
    """Return what a route was written for."""
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def addresses(rule: Rule, values: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a route's addresses, once for each combination of values of what stands in it."""
    names = sorted(rule.arguments)
    path = "".join(f"{{{part}}}" if is_name else part for is_name, part in _parts(rule))
    every = product(*(values[name] for name in names))
    return [path.format(**dict(zip(names, chosen, strict=True))) for chosen in every]


def _parts(rule: Rule) -> list[tuple[bool, str]]:
    return [(is_name, str(part)) for is_name, part in rule._trace if part != "|"]
