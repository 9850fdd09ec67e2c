"""Whatever is killed between the erasing transaction and the last sweep is finished by the next process."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from entraide.accounts.models import Person
from entraide.db import db, writing
from entraide.rights import erasing as people
from entraide.rights import jobs
from entraide.vault import erasing, erasure_file
from entraide.vault.erasing import Erasure, path_of
from entraide.vault.store import keys
from tests.conftest import Stage
from tests.people import Client
from tests.world import World


class Killed(BaseException):
    """The process ends here."""


def has_key(stage: Stage, world: World) -> bool:
    with stage.keys.connect() as connection:
        return connection.scalar(select(keys.c.owner).where(keys.c.owner == world.lise.person_id)) is not None


def take_out(world: World) -> None:
    writing()
    people.erase(db.session.get_one(Person, world.lise.person_id))
    db.session.commit()


def is_settled() -> bool:
    return [(row.owner_id, row.number, row.swept) for row in db.session.scalars(select(Erasure))] == [(None, 1, True)]


@pytest.mark.parametrize(
    "where",
    ["erasing.erasure_file.add", "erasing._copy", "erasing.sealed.shred", "erasing._sweep", "erasing._is_swept"],
)
def test_killed_anywhere_it_is_finished(
    stage: Stage, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    with app.app_context():
        take_out(world)
    with app.app_context(), monkeypatch.context() as patch:
        patch.setattr(f"entraide.vault.{where}", kill)
        with pytest.raises(Killed):
            erasing.settle()
        db.session.remove()
    with app.app_context():
        jobs.settle()
        assert is_settled()
    assert not has_key(stage, world)
    assert [line.number for line in erasure_file.read(path_of(stage.settings))] == [1]


def test_no_key_goes_before_its_line_is_on_the_disk(
    stage: Stage, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    shred = erasing.sealed.shred
    monkeypatch.setattr(
        erasing.sealed,
        "shred",
        lambda *owners: (seen.append(erasure_file.last_number(path_of(stage.settings))), shred(*owners)),
    )
    with app.app_context():
        take_out(world)
        erasing.settle()
    assert seen == [1]


def test_a_journal_that_cannot_be_written_keeps_the_key_until_it_can(
    stage: Stage, app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = path_of(stage.settings)
    path.write_bytes(b"1 2026-01-01 person somebody changed this\n2\n3\n")
    assert Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y", "at_once": "y"}).status_code == 200
    assert "could not be settled" in caplog.text
    assert has_key(stage, world)
    path.unlink()
    with app.app_context():
        jobs.settle()
    assert not has_key(stage, world)


def test_the_copy_beside_the_back_ups_follows_every_erasure(
    stage: Stage, app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "entraide.settings", replace(stage.settings, backup_dir=str(tmp_path)))
    for number, somebody in enumerate((world.lise, world.nina), 1):
        Client(app).sign_in(somebody).post("/moi/effacer", {"understood": "y", "at_once": "y"})
        assert erasure_file.last_number(tmp_path / erasure_file.NAME) == number


def test_no_key_goes_before_its_line_lies_beside_the_back_ups_too(
    stage: Stage, app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "entraide.settings", replace(stage.settings, backup_dir=str(tmp_path)))

    def kill(*_: object) -> None:
        raise Killed

    with app.app_context():
        take_out(world)
    with app.app_context(), monkeypatch.context() as patch:
        patch.setattr(erasing.sealed, "shred", kill)
        with pytest.raises(Killed):
            erasing.settle()
        db.session.remove()
    assert has_key(stage, world)
    assert erasure_file.last_number(tmp_path / erasure_file.NAME) == 1


def test_a_key_store_that_fails_loses_nothing_of_an_erasure_and_is_asked_again(
    stage: Stage, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(erasing.sealed, "shred", fail)
        asked = Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y", "at_once": "y"})
        assert asked.status_code == 200
    assert "could not be settled" in caplog.text
    assert has_key(stage, world)
    with app.app_context():
        jobs.settle()
        assert is_settled()
    assert not has_key(stage, world)


def test_the_key_stores_pages_are_cleared_of_a_key_that_went(stage: Stage, app: Flask, world: World) -> None:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(stage.keys, "before_cursor_execute", note)
    try:
        with app.app_context():
            take_out(world)
            erasing.settle()
    finally:
        event.remove(stage.keys, "before_cursor_execute", note)
    if stage.keys.dialect.name == "postgresql":
        assert said.index("VACUUM keys") > next(at for at, one in enumerate(said) if one.startswith("DELETE FROM keys"))
    else:
        assert (stage.folder / "keys.db-wal").stat().st_size == 0
