"""A back-up knows where its journal ended, and a restore that is cut off is neither forgotten nor taken for theft."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from entraide import create_app
from entraide.journal import anchors
from entraide.journal.anchors import NOTED, RESTORED, RESTORING
from entraide.operations import backup, copying, journaling, restore
from entraide.operations.backup import Made
from entraide.operations.copying import Different
from entraide.settings import Settings
from entraide.vault.sealed import store
from tests.conftest import Stage
from tests.journal.sealing import do, note_end, run, seal
from tests.operations.conftest import Pair, Place, is_empty, quiet

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "anchors"


@pytest.fixture
def made(stage: Stage, app: Flask, pair: Pair, outside: Path, tmp_path: Path) -> Iterator[Made]:
    """A back-up of four sealed entries; three more were sealed since, and noted outside."""
    run(app, "delete from journal")
    with time_machine.travel(NOW, tick=False):
        app.extensions["entraide.settings"] = here = replace(stage.settings, journal_anchor=str(outside))
        do(app, deeds=4, at=NOW - timedelta(hours=1))
        seal(app)
        note_end(app)
        found = backup.make(replace(here, backup_to=(pair.public,)), tmp_path / "copies")
        do(app, deeds=3, at=NOW)
        seal(app)
        note_end(app)
        yield found
    app.extensions["entraide.settings"] = stage.settings


def what(app: Flask, settings: Settings) -> list[str]:
    with app.app_context():
        return [one.what for one in anchors.noted(settings, store()) if isinstance(one, anchors.Anchor)]


def cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_copy_says_where_its_journal_ended(made: Made, pair: Pair) -> None:
    with copying.opened(made.main, pair.identities) as copy:
        assert (copy.heading.journal, len(copy.heading.journal_hash)) == (4, 64)
        for _ in copy._lines:
            pass


def test_a_journal_that_ends_otherwise_is_not_restored(
    made: Made, place: Place, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "end_in", lambda connection: (3, bytes(32)))
    settings = place()
    with pytest.raises(Different, match="ends at number 3"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_a_restore_says_that_it_begins_and_that_it_took_place(
    made: Made, place: Place, pair: Pair, outside: Path
) -> None:
    there = place(journal_anchor=str(outside))
    restore.restore(there, [made.main, made.keys], pair.identities)
    again = create_app(there, testing=True)
    assert what(again, there) == [NOTED, NOTED, RESTORING, RESTORED]
    assert list(journaling.findings(again, there)) == []
    quiet(again)


def test_one_cut_off_after_its_commit_is_no_fault_and_is_noted_later(
    made: Made, place: Place, pair: Pair, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = place(journal_anchor=str(outside))
    with monkeypatch.context() as patched:
        patched.setattr(restore, "note_return", cut_off)
        with pytest.raises(KeyboardInterrupt):
            restore.restore(there, [made.main, made.keys], pair.identities)
    again = create_app(there, testing=True)
    assert what(again, there) == [NOTED, NOTED, RESTORING]
    assert list(journaling.findings(again, there)) == []
    assert journaling.remarks(again, there) == [
        "A back-up was put back on 22.11.2026: the journal's entries 5 to 7 are gone with it."
    ]
    do(again, deeds=1, at=NOW)
    seal(again)
    note_end(again)
    note_end(again)
    assert what(again, there) == [NOTED, NOTED, RESTORING, RESTORED, NOTED]
    assert list(journaling.findings(again, there)) == []
    quiet(again)


def test_one_cut_off_before_its_commit_changes_nothing_of_what_must_hold(
    app: Flask, stage: Stage, made: Made, outside: Path
) -> None:
    here = replace(stage.settings, journal_anchor=str(outside))
    with app.app_context():
        held = anchors.standing(anchors.noted(here, store()))[0]
        anchors.note(here, store(), RESTORING, 4, held[4].hash)
    assert list(journaling.findings(app, here)) == []
    assert journaling.remarks(app, here) == []
    note_end(app)
    assert what(app, here) == [NOTED, NOTED, RESTORING, NOTED]


def test_the_end_of_another_journal_is_no_excuse_for_a_cut(app: Flask, stage: Stage, made: Made, outside: Path) -> None:
    here = replace(stage.settings, journal_anchor=str(outside))
    with app.app_context():
        anchors.note(here, store(), RESTORING, 4, bytes(32))
    run(app, "delete from journal where number > 5")
    assert any("was cut off" in one for one in journaling.findings(app, here))


def test_a_rehearsal_notes_nothing_outside(made: Made, stage: Stage, pair: Pair, outside: Path) -> None:
    before = outside.read_bytes()
    here = replace(stage.settings, journal_anchor=str(outside))
    restore.rehearsal(here, [made.main, made.keys], pair.identities)
    assert outside.read_bytes() == before
    (stage.settings.instance / restore.REHEARSED).unlink()
