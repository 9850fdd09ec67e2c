"""Places for an instance, on either engine, and an identity that opens its back-ups."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from pyrage import x25519
from sqlalchemy import create_engine, inspect, text

from entraide import create_app
from entraide.db import db
from entraide.operations import backup, upgrade
from entraide.operations.rows import Digests, digests, engine_of, snapshot
from entraide.settings import Settings
from tests.conftest import POSTGRES, Stage

ENGINES = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]
Place = Callable[..., Settings]


@dataclass(frozen=True)
class Pair:
    """Both halves of what opens back-ups, as texts."""

    secret: str
    public: str

    @property
    def identities(self) -> list[x25519.Identity]:
        return [x25519.Identity.from_str(self.secret)]


def make_pair() -> Pair:
    made = x25519.Identity.generate()
    return Pair(str(made), str(made.to_public()))


@pytest.fixture
def pair() -> Pair:
    return make_pair()


@pytest.fixture
def standing(stage: Stage, app: Flask, pair: Pair) -> Settings:
    """The stage's own instance, with its world, to be backed up."""
    for left in (*stage.settings.instance.glob("copies/*"), *stage.settings.instance.glob("*.part")):
        left.unlink()
    return replace(stage.settings, backup_to=(pair.public,))


@pytest.fixture
def place(stage: Stage, tmp_path: Path, pair: Pair) -> Iterator[Place]:
    """Make empty places, each with databases of its own on the engine asked for; the master key is the stage's."""
    made: list[str] = []
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT") if POSTGRES else None

    def new(engine: str = ENGINES[-1], **more: object) -> Settings:
        folder = tmp_path / uuid4().hex[:8]
        folder.mkdir()
        if admin is None or engine == "sqlite":
            urls = [f"sqlite:///{folder / name}" for name in ("main.db", "keys.db")]
        else:
            names = [f"t_{uuid4().hex[:12]}" for _ in range(2)]
            made.extend(names)
            with admin.connect() as connection:
                for name in names:
                    connection.execute(text(f"create database {name}"))
            urls = [admin.url.set(database=name).render_as_string(hide_password=False) for name in names]
        given = {"instance": folder / "instance", "database_url": urls[0], "keys_url": urls[1]}
        return replace(stage.settings, backup_to=(pair.public,), **given | more)

    yield new
    if admin is not None:
        with admin.connect() as connection:
            for name in made:
                connection.execute(text(f"drop database {name} with (force)"))
        admin.dispose()


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Callable[[Settings], Flask]:
    """Start the app of an instance; its connections are closed when the test is over."""

    def start(settings: Settings) -> Flask:
        made = create_app(settings, testing=True)

        def close() -> None:
            with made.app_context():
                db.session.remove()
                db.engine.dispose()
            made.extensions["entraide.vault"].engine.dispose()

        request.addfinalizer(close)
        return made

    return start


@pytest.fixture
def built(place: Place, opened: Callable[[Settings], Flask]) -> Callable[..., Flask]:
    """Build an instance at a revision, in a place of its own."""

    def build(revision: str = "head", **more: object) -> Flask:
        settings = place(**more)
        upgrade.lay_out_instance(settings)
        app = opened(settings)
        upgrade.migrate(app, revision)
        return app

    return build


def digests_of(url: str) -> Digests:
    engine = engine_of(url)
    with snapshot(engine) as connection:
        found = digests(connection)
    engine.dispose()
    return found


def is_empty(settings: Settings) -> bool:
    for url in (settings.database_url, settings.keys_url):
        engine = engine_of(url)
        tables = inspect(engine).get_table_names()
        engine.dispose()
        if tables:
            return False
    return not (settings.instance / "restore-under-way").exists()


@pytest.fixture
def made(standing: Settings, tmp_path: Path) -> backup.Made:
    """A back-up of the world, the only one in its folder."""
    return backup.make(standing, tmp_path / "copies")
