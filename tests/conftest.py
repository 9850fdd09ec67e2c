"""The stage of the tests: one app, real files or a real PostgreSQL, laid anew before each test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from entraide import create_app, settings
from entraide.db import db
from entraide.operations import upgrade
from entraide.operations.catalogues import compile_catalogues
from tests.people import Client
from tests.world import World, make_world

POSTGRES = os.environ.get("ENTRAIDE_TEST_DB", "")
hypothesis_settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("project")


class Stage:
    """The app with its database and key store, and a copy of both as they were when the world was made."""

    def __init__(self, folder: Path, url: str, keys_url: str) -> None:
        self.folder = folder
        self.settings = settings.load(
            {},
            instance=folder / "instance",
            database_url=url,
            keys_url=keys_url,
            demo=True,
            public_url="http://localhost",
            directory_url="http://localhost",
            languages=("fr", "de", "nl", "en"),
        )
        compile_catalogues()
        upgrade.lay_out_instance(self.settings)
        self.app: Flask = create_app(self.settings, testing=True)
        upgrade.migrate(self.app)
        with self.app.app_context():
            self.engine: Engine = db.engine
            self.world: World = make_world()
        self.keys: Engine = self.app.extensions["entraide.vault"].engine
        self.scripts = {engine: self._keep(engine) for engine in (self.engine, self.keys) if self._is_postgres(engine)}
        for file in self._files():
            shutil.copy(file, file.with_suffix(".kept"))

    def reset(self) -> None:
        """Put everything back as it was when the world was made."""
        for engine in (self.engine, self.keys):
            engine.dispose()
        for file in self._files():
            for beside in ("-wal", "-shm"):
                file.with_name(file.name + beside).unlink(missing_ok=True)
            shutil.copy(file.with_suffix(".kept"), file)
        for engine, script in self.scripts.items():
            with engine.begin() as connection:
                connection.exec_driver_sql(script)
        shutil.rmtree(self.settings.mail_dir, ignore_errors=True)

    def close(self) -> None:
        for engine in (self.engine, self.keys):
            engine.dispose()

    def _files(self) -> list[Path]:
        files = []
        for engine in (self.engine, self.keys):
            if not self._is_postgres(engine):
                with engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                engine.dispose()
                files.append(Path(str(engine.url.database)))
        return files

    @staticmethod
    def _is_postgres(engine: Engine) -> bool:
        return engine.dialect.name == "postgresql"

    @staticmethod
    def _keep(engine: Engine) -> str:
        """Copy every table aside on PostgreSQL; return the one script that puts all of them back."""
        with engine.begin() as connection:
            connection.execute(text("create schema kept"))
            names = connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
            filled = []
            for name in names:
                connection.execute(text(f'create table kept."{name}" as table public."{name}"'))
                if connection.scalar(text(f'select exists (select from public."{name}")')):
                    filled.append(name)
        steps = [f'delete from public."{name}"' for name in names]
        steps += [f'insert into public."{name}" select * from kept."{name}"' for name in filled]
        return "; ".join(["set local session_replication_role = replica", *steps])


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    if not POSTGRES:
        made = Stage(folder, f"sqlite:///{folder}/main.db", f"sqlite:///{folder}/keys.db")
        yield made
        made.close()
        return
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    names = [f"t_{uuid4().hex[:12]}" for _ in range(2)]
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f"create database {name}"))
    made = Stage(folder, *(str(admin.url.set(database=name).render_as_string(hide_password=False)) for name in names))
    yield made
    made.close()
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f"drop database {name} with (force)"))
    admin.dispose()


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    stage.reset()
    yield stage.world
    with stage.app.app_context():
        db.session.remove()


@pytest.fixture
def app(stage: Stage, world: World) -> Flask:
    return stage.app


@pytest.fixture
def client(stage: Stage, world: World) -> Client:
    return Client(stage.app)
