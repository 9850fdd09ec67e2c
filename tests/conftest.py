"""The stage of the tests: one app, real files or a real PostgreSQL, laid anew before each test."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

from entraide import create_app, settings
from entraide.db import db
from entraide.operations import upgrade
from entraide.operations.catalogues import compile_catalogues
from tests.moments import Moment
from tests.people import Client
from tests.world import World, make_world

HERE = Path(__file__).parent
POSTGRES = os.environ.get("ENTRAIDE_TEST_DB", "")
gc.set_threshold(50_000, 20, 20)  # a sixth of the time went into looking for garbage
hypothesis_settings.register_profile(
    "project",
    deadline=None,
    derandomize="CI" in os.environ,  # a check says something of the change; whoever runs the tests explores
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
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
        self.keys: Engine = self.app.extensions["entraide.vault"].engine
        with self.app.app_context():
            self.engine: Engine = db.engine
            _wait_for_no_disk(self.engine, self.keys)
            self.world: World = make_world()
        self.moment = Moment(self.engine, self.keys)
        gc.freeze()

    def reset(self) -> None:
        """Put everything back as it was when the world was made."""
        self.moment.put_back()
        self.forget_letters()
        for beside in ("erasures", "anchors"):  # what is written outside both stores
            (self.settings.instance / beside).unlink(missing_ok=True)

    def forget_letters(self) -> None:
        """Empty the demo's mailbox."""
        shutil.rmtree(self.settings.mail_dir, ignore_errors=True)

    def close(self) -> None:
        for engine in (self.engine, self.keys):
            engine.dispose()


def _wait_for_no_disk(*engines: Engine) -> None:
    """Let SQLite hand its writes over and go on: what kills processes or restores has files of its own."""
    for engine in engines:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
            engine.dispose()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end no process waits for another.

    On PostgreSQL, leave out what touches no database or one of its own, and what is marked `once`: it ran.
    """
    items.sort(key=lambda item: not _takes_long(item))
    if not POSTGRES:
        return
    again = [item for item in items if _is_told_by_its_database(item)]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(again)])
    items[:] = again


def _takes_long(item: pytest.Item) -> bool:
    """Tell what kills processes, and the modules of the whole frame: they crawl, count and serve."""
    return item.get_closest_marker("slow") is not None or item.path.parent == HERE


def _is_told_by_its_database(item: pytest.Item) -> bool:
    once = any(item.get_closest_marker(name) for name in ("once", "engines"))
    return not once and "stage" in getattr(item, "fixturenames", ())


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


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Let a command that sets up its process's log do so for its own test alone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


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
