"""The database and the key store as they were at one moment, to be put back as often as wanted."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import Engine


class Moment:
    """A copy of SQLite files, or of PostgreSQL's tables in a schema beside them."""

    def __init__(self, *engines: Engine) -> None:
        self.engines = engines
        self.files = {file: file.read_bytes() for engine in engines if (file := _file_of(engine))}
        self.scripts = {engine: _keep(engine) for engine in engines if engine.dialect.name == "postgresql"}

    def put_back(self) -> None:
        """Put both stores back; nothing may be open on them."""
        for engine in self.engines:
            if engine not in self.scripts:  # a fresh backend of PostgreSQL would read its catalogues anew each time
                engine.dispose()
        for file, content in self.files.items():
            for beside in ("-wal", "-shm"):
                file.with_name(file.name + beside).unlink(missing_ok=True)
            file.write_bytes(content)
        for engine, script in self.scripts.items():
            with engine.begin() as connection:
                connection.exec_driver_sql(script)


def _file_of(engine: Engine) -> Path | None:
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return Path(str(engine.url.database))


def _keep(engine: Engine) -> str:
    """Copy every table aside on PostgreSQL; return the one script that puts all of them back."""
    schema, filled = f"kept_{uuid4().hex[:8]}", []
    with engine.begin() as connection:
        connection.execute(text(f"create schema {schema}"))
        names = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
        for name in names:
            connection.execute(text(f'create table {schema}."{name}" as table public."{name}"'))
            if connection.scalar(text(f'select exists (select from public."{name}")')):
                filled.append(name)
    steps = [f'delete from public."{name}"' for name in names]
    steps += [f'insert into public."{name}" select * from {schema}."{name}"' for name in filled]
    return "; ".join(["set local session_replication_role = replica", *steps])
