"""Places for an instance, on either engine, and an identity that opens its back-ups."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from pyrage import x25519
from sqlalchemy import create_engine, inspect, make_url, text

from entraide import create_app
from entraide.db import db
from entraide.operations import backup, going_back, upgrade
from entraide.operations.rows import Digests, digests, engine_of, snapshot
from entraide.settings import Settings
from tests.conftest import POSTGRES, Stage
from tests.operations.filling import fill_every_table
from tests.operations.rotating import fill, own

ENGINES = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]
Place = Callable[..., Settings]
FIRST = "2026_11_first"
OWNER = UUID(int=9)
"""Somebody with a key in the instance of the first version."""


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


class Places:
    """Makes places for instances, with databases of their own, and takes them away again."""

    def __init__(self, like: Settings, folder: Path) -> None:
        self.like = like
        self.folder = folder
        self.made: list[str] = []
        self.admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT") if POSTGRES else None

    def new(self, engine: str = ENGINES[-1], **more: object) -> Settings:
        """Make an empty place on an engine; the master key is the stage's."""
        folder = self._folder()
        urls = [f"sqlite:///{folder / name}" for name in ("main.db", "keys.db")]
        if engine == "postgresql":
            urls = [self._database("template1") for _ in urls]
        given = {"instance": folder / "instance", "database_url": urls[0], "keys_url": urls[1]}
        return replace(self.like, **given | more)  # type: ignore[arg-type]

    def like_that(self, there: Settings) -> Settings:
        """Make a place that holds what another holds; nothing may be open on that one."""
        folder = self._folder()
        shutil.copytree(there.instance.parent, folder, dirs_exist_ok=True)
        urls = [f"sqlite:///{folder / name}" for name in ("main.db", "keys.db")]
        if there.database_url.startswith("postgresql"):
            urls = [self._database(str(make_url(url).database)) for url in (there.database_url, there.keys_url)]
        return replace(there, instance=folder / "instance", database_url=urls[0], keys_url=urls[1])

    def close(self) -> None:
        """Drop every database that was made."""
        for name in self.made:
            self._run(f"drop database {name} with (force)")
        if self.admin is not None:
            self.admin.dispose()

    def _folder(self) -> Path:
        folder = self.folder / uuid4().hex[:8]
        folder.mkdir()
        return folder

    def _database(self, template: str) -> str:
        assert self.admin is not None
        self.made.append(f"t_{uuid4().hex[:12]}")
        self._run(f"create database {self.made[-1]} template {template}")
        return self.admin.url.set(database=self.made[-1]).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        assert self.admin is not None
        with self.admin.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture
def places(stage: Stage, tmp_path: Path, pair: Pair) -> Iterator[Places]:
    made = Places(replace(stage.settings, backup_to=(pair.public,)), tmp_path)
    yield made
    made.close()


@pytest.fixture
def place(places: Places) -> Place:
    """Make an empty place, on the engine asked for."""
    return places.new


@pytest.fixture(scope="module")
def first_version(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An instance as the first version left it, with rows in every table; to be copied, never used."""
    there = Places(stage.settings, tmp_path_factory.mktemp("first"))
    settings = there.new()
    upgrade.lay_out_instance(settings)
    app = create_app(settings, testing=True)
    upgrade.migrate(app, FIRST)
    with app.app_context(), upgrade.moving(db.engine) as connection:
        fill_every_table(connection, rows=6)
    app.extensions["entraide.vault"].create([OWNER])
    quiet(app)
    yield settings
    there.close()


@pytest.fixture
def old(places: Places, first_version: Settings, opened: Callable[[Settings], Flask], pair: Pair) -> Flask:
    """An instance as the first version left it, with rows in every table."""
    return opened(replace(places.like_that(first_version), backup_to=(pair.public,)))


@pytest.fixture(scope="module")
def second_version(first_version: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The same after its upgrade, with the copies that this made; to be copied, never used."""
    there = Places(first_version, tmp_path_factory.mktemp("second"))
    settings = there.like_that(first_version)
    app = create_app(settings, testing=True)
    going_back.up(settings, app)
    quiet(app)
    yield settings
    there.close()


@pytest.fixture
def upgraded(places: Places, second_version: Settings, opened: Callable[[Settings], Flask], pair: Pair) -> Flask:
    """That instance after its upgrade."""
    return opened(replace(places.like_that(second_version), backup_to=(pair.public,)))


def quiet(app: Flask) -> None:
    """Close what this process holds open: going back wants nobody else connected."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Callable[[Settings], Flask]:
    """Start the app of an instance; its connections are closed when the test is over."""

    def start(settings: Settings) -> Flask:
        made = create_app(settings, testing=True)
        request.addfinalizer(lambda: quiet(made))
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


@pytest.fixture
def running(stage: Stage, places: Places, opened: Callable[[Settings], Flask]) -> Flask:
    """A site over the world's database, with a key store and a master key of its own, which goes on running."""
    app = opened(own(places.new(), stage.settings))
    fill(app)
    return app
