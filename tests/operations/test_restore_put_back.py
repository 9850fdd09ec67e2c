"""A restore that fails, whenever it does, leaves the files beside the stores as they were; a second try succeeds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from entraide.operations import backup, beside, places, restore, upgrade
from entraide.settings import Settings
from entraide.vault import erasure_file
from tests.operations.conftest import ENGINES, Pair, Place, is_empty
from tests.people import Client
from tests.world import World

FULL = OSError("no space left")
STANDING = {
    "settings.toml": b'calendar_host = "localhost"\n',
    "erasures": b"altered\nby somebody\n",
    "erasures.altered": b"from another time\n",
    "anchors": b"a line from before\n",
    "notes.txt": b"the operator's own\n",
}


def contents(settings: Settings) -> dict[str, bytes]:
    """Return what lies in the instance's folder; locks that processes hold say nothing."""
    return {file.name: file.read_bytes() for file in settings.instance.glob("*") if file.suffix != ".lock"}


def at_the_journal(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    fail_at(patch, settings.instance / erasure_file.NAME)


def amid_the_settings(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    fail_at(patch, settings.instance / "settings.toml")


def fail_at(patch: pytest.MonkeyPatch, unlucky: Path) -> None:
    """Write no byte of this one file, and each other as ever."""

    def put(content: bytes, file: Path) -> None:
        if file == unlucky:
            raise FULL
        erasure_file.put(content, file)

    patch.setattr(beside, "put", put)


def before_the_anchor(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    patch.setattr(restore, "note_beginning", failing)


def after_the_anchor(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    def noted(*given: object) -> None:
        note(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    note = restore.note_beginning
    patch.setattr(restore, "note_beginning", noted)


def at_the_last_commit(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    @contextmanager
    def moving(engine: Engine) -> Iterator[Connection]:
        with upgrade.moving(engine) as connection:
            yield connection
            if engine.url.render_as_string(hide_password=False) == settings.database_url:
                raise FULL

    patch.setattr(restore, "moving", moving)


def on_a_disk_too_full_to_drop_a_table(patch: pytest.MonkeyPatch, settings: Settings) -> None:
    at_the_last_commit(patch, settings)
    patch.setattr(places, "drop_tables", failing)


def is_file(fails: object) -> bool:
    return fails is on_a_disk_too_full_to_drop_a_table


def failing(*_: object) -> None:
    raise FULL


MOMENTS = [
    (amid_the_settings, {}),
    (at_the_last_commit, {}),
    (on_a_disk_too_full_to_drop_a_table, {}),
    (at_the_journal, STANDING),
    (before_the_anchor, STANDING),
    (after_the_anchor, STANDING),
]


@pytest.mark.parametrize(("fails", "stood"), MOMENTS)
def test_what_a_failed_restore_wrote_is_gone_and_what_stood_stands(
    standing: Settings,
    app: Flask,
    world: World,
    place: Place,
    pair: Pair,
    tmp_path: Path,
    fails: Callable[[pytest.MonkeyPatch, Settings], None],
    stood: dict[str, bytes],
) -> None:
    Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y", "at_once": "y"})
    made = backup.make(standing, tmp_path / "copies")  # it knows of an erasure, whose journal is lost
    (made.main.parent / erasure_file.NAME).unlink()
    settings, files = place("sqlite" if is_file(fails) else ENGINES[-1]), [made.main, made.keys]
    settings.instance.mkdir()
    for name, content in stood.items():
        (settings.instance / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        fails(patch, settings)
        with pytest.raises((restore.NotRestored, KeyboardInterrupt)):
            restore.restore(settings, files, pair.identities, accept_missing=True)
    assert contents(settings) == stood
    assert is_empty(settings)
    assert restore.restore(settings, files, pair.identities, accept_missing=True).rows
