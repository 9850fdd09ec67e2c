"""A restore killed after it wrote beside the stores, before it was committed: the next one finds the place clean."""

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from entraide.clock import today
from entraide.operations import backup, places, restore
from entraide.operations.places import NotEmpty
from entraide.operations.storing import NotStored
from entraide.settings import Settings
from entraide.vault import erasure_file
from tests.operations.conftest import Pair, Place, is_empty
from tests.operations.test_restore_put_back import contents

FOREIGN = [(today(), "person", f"{number:032x}") for number in range(30)]
"""Erasures of another instance, more than this one ever had."""


def killed_at_its_end(settings: Settings, files: list[Path], pair: Pair) -> None:
    """Restore in a process that dies without a word once all files are written, just before the commit."""
    child = os.fork()
    if child == 0:
        note = restore.note_beginning
        restore.note_beginning = lambda *given: (note(*given), os._exit(9))  # type: ignore[assignment]
        try:
            restore.restore(settings, files, pair.identities)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.fixture
def files(made: backup.Made) -> list[Path]:
    """A back-up with an erasure journal beside it."""
    erasure_file.add(made.main.parent / erasure_file.NAME, FOREIGN[:2])
    return [made.main, made.keys]


@pytest.fixture
def settings(place: Place, files: list[Path], pair: Pair) -> Settings:
    """A place in which a restore was killed: its files lie there, and no row."""
    there = place()
    killed_at_its_end(there, files, pair)
    assert {"settings.toml", "erasures", "anchors", "restore-under-way"} <= contents(there).keys()
    return there


def test_the_next_one_leaves_what_it_would_have_left_alone(
    settings: Settings, files: list[Path], pair: Pair, place: Place
) -> None:
    alone = place()
    restore.restore(alone, files, pair.identities)
    restore.restore(settings, files, pair.identities)
    names = contents(alone).keys()
    assert contents(settings).keys() == names
    assert contents(settings)["erasures"] == contents(alone)["erasures"]
    assert [contents(one)["anchors"].count(b"\n") for one in (settings, alone)] == [2, 2]


def test_one_that_fails_then_leaves_the_place_as_it_was_before_both(
    settings: Settings, files: list[Path], pair: Pair
) -> None:
    files[0].write_bytes(files[0].read_bytes()[:-20])
    with pytest.raises(Exception, match="cut off or altered"):
        restore.restore(settings, files, pair.identities)
    assert contents(settings) == {}
    assert is_empty(settings)


def test_the_erasures_of_another_back_up_do_not_stay_in_the_way(
    place: Place, standing: Settings, made: backup.Made, pair: Pair
) -> None:
    there, journal = place(), made.main.parent / erasure_file.NAME
    erasure_file.add(journal, FOREIGN)
    killed_at_its_end(there, [made.main, made.keys], pair)
    journal.unlink()
    erasure_file.add(journal, FOREIGN[:2])
    restore.restore(there, [made.main, made.keys], pair.identities)
    assert erasure_file.last_number(there.instance / "erasures") == 2


def test_nor_do_its_settings(settings: Settings, files: list[Path], pair: Pair, standing: Settings) -> None:
    moved = backup.make(replace(standing, calendar_host="another.example"), files[0].parent / "moved")
    restore.restore(settings, [moved.main, moved.keys], pair.identities)
    assert b"another.example" in contents(settings)["settings.toml"]


def test_what_somebody_wrote_there_meanwhile_stays(settings: Settings, files: list[Path], pair: Pair) -> None:
    typed = contents(settings)["settings.toml"] + b'operator = "we"\n'
    (settings.instance / "settings.toml").write_bytes(typed)
    erasure_file.add(settings.instance / "erasures", FOREIGN)
    restore.restore(settings, files, pair.identities)
    assert contents(settings)["settings.toml"] == typed
    assert erasure_file.last_number(settings.instance / "erasures") == len(FOREIGN)


def test_killed_after_its_end_the_next_one_says_that_all_is_there(
    place: Place, files: list[Path], pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = place()
    with monkeypatch.context() as patch:
        patch.setattr(places.Path, "unlink", lambda *_, **__: None)  # what is killed there takes no mark away
        restore.restore(there, files, pair.identities)
    with pytest.raises(NotEmpty, match="had put everything back"):
        restore.restore(there, files, pair.identities)


def test_cut_off_just_after_its_end_it_keeps_what_it_put_back(
    place: Place, files: list[Path], pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, whole = place(), restore.moving

    @contextmanager
    def moving(engine):  # type: ignore[no-untyped-def]
        with whole(engine) as connection:
            yield connection
        if engine.url.render_as_string(hide_password=False) == there.database_url:
            raise KeyboardInterrupt

    monkeypatch.setattr(restore, "moving", moving)
    with pytest.raises(KeyboardInterrupt):
        restore.restore(there, files, pair.identities)
    with pytest.raises(NotEmpty, match="the database is not empty"):
        restore.restore(there, files, pair.identities)


def test_a_rehearsal_that_fails_cuts_off_no_note_of_the_worker(
    standing: Settings, app: Flask, files: list[Path], pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = files[0].parent / "anchors"
    settings = replace(standing, journal_anchor=str(notes))
    notes.write_bytes(b"one\n")

    def noting(*_: object) -> None:
        notes.write_bytes(b'one\n{"what": "noted"}\n')
        raise NotStored("in vain")

    monkeypatch.setattr(restore, "end_what_must_end", noting)
    with pytest.raises(NotStored):
        restore.rehearsal(settings, files, pair.identities)
    assert notes.read_bytes().count(b"\n") == 2
