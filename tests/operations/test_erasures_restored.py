"""Yesterday's back-up does not bring back who was erased today, and needs the journal that says so."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.models import Group
from entraide.meetings.models import Reply, Seats
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership
from entraide.operations import backup, restore
from entraide.operations.copying import opened as opened_copy
from entraide.operations.obeying import ErasuresMissing
from entraide.rights import jobs
from entraide.rights.unasked import erase_unasked
from entraide.rights.wiping import NOBODY
from entraide.settings import Settings
from entraide.vault import erasing, erasure_file, sealed
from entraide.vault.erasing import path_of
from entraide.vault.store import Shredded
from tests.calendars.subscribing import say
from tests.meetings.tables import make_meeting, set_places
from tests.operations.conftest import Pair, Place, is_empty
from tests.people import Client
from tests.world import World

pytestmark = pytest.mark.slow

Open = Callable[[Settings], Flask]


@pytest.fixture
def folder(standing: Settings, tmp_path: Path) -> Path:
    return backup.make(standing, tmp_path / "copies").main.parent


def erase(app: Flask, somebody: object) -> None:
    assert Client(app).sign_in(somebody).post("/moi/effacer", {"understood": "y", "at_once": "y"}).status_code == 200


def copy_journal(standing: Settings, folder: Path) -> None:
    erasure_file.copy(path_of(standing), folder)


def knows(app: Flask, person_id: UUID) -> bool:
    with app.app_context():
        try:
            sealed.seal(person_id, "email", "x")
        except Shredded:
            return db.session.get(Person, person_id) is not None
    return True


def test_who_was_erased_since_does_not_come_back(
    standing: Settings, app: Flask, world: World, folder: Path, place: Place, pair: Pair, opened: Open
) -> None:
    erase(app, world.lise)
    copy_journal(standing, folder)
    done = restore.restore(settings := place(), [folder], pair.identities)
    assert (done.erased, done.missing_erasures) == (1, False)
    there = opened(settings)
    assert not knows(there, world.lise.person_id)
    assert knows(there, world.ana.person_id)
    with there.app_context():
        scope.add(world.tilleuls)
        row = db.session.scalars(select(Membership).where(Membership.id == world.lise_in_tilleuls)).one()
        assert (row.person_id, row.status, row.name_sealed) == (NOBODY, Status.ENDED, None)


def test_the_place_she_held_in_the_back_up_is_free(
    standing: Settings, app: Flask, world: World, place: Place, pair: Pair, opened: Open, tmp_path: Path
) -> None:
    meeting = make_meeting(app, world.tilleuls)
    set_places(app, world.tilleuls, meeting, 8)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    folder = backup.make(standing, tmp_path / "taken").main.parent
    erase(app, world.lise)
    copy_journal(standing, folder)
    restore.restore(settings := place(), [folder], pair.identities)
    with opened(settings).app_context():
        scope.add(world.tilleuls)
        assert db.session.scalars(select(Seats.taken)).all() == [1]


def test_the_restored_instance_goes_on_with_the_journal(
    standing: Settings, app: Flask, world: World, folder: Path, place: Place, pair: Pair, opened: Open
) -> None:
    erase(app, world.lise)
    copy_journal(standing, folder)
    restore.restore(settings := place(), [folder], pair.identities)
    assert path_of(settings).read_bytes() == path_of(standing).read_bytes()
    erase(opened(settings), world.nina)
    assert [line.number for line in erasure_file.read(path_of(settings))] == [1, 2]


def test_a_journal_that_ends_before_the_back_up_is_refused(
    standing: Settings, app: Flask, world: World, place: Place, pair: Pair, tmp_path: Path
) -> None:
    erase(app, world.lise)
    erase(app, world.nina)
    made = backup.make(standing, tmp_path / "copies")
    journal = made.main.parent / erasure_file.NAME
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    settings = place()
    for _ in range(2):
        with pytest.raises(ErasuresMissing, match="ends at number"):
            restore.restore(settings, [made.main.parent], pair.identities)
        assert is_empty(settings)
        journal.unlink(missing_ok=True)
    done = restore.restore(settings, [made.main.parent], pair.identities, accept_missing=True)
    assert done.missing_erasures
    assert [(line.number, line.kind) for line in erasure_file.read(path_of(settings))] == [(3, "missing")]


def test_an_altered_journal_is_refused(
    standing: Settings, app: Flask, world: World, folder: Path, place: Place, pair: Pair
) -> None:
    erase(app, world.lise)
    (folder / erasure_file.NAME).write_bytes(path_of(standing).read_bytes().replace(b"person", b"group"))
    with pytest.raises(ErasuresMissing, match="altered"):
        restore.restore(place(), [folder], pair.identities)


def test_every_back_up_carries_the_journal_and_its_last_number(
    standing: Settings, app: Flask, world: World, tmp_path: Path, pair: Pair
) -> None:
    erase(app, world.lise)
    made = backup.make(standing, tmp_path / "copies")
    for file in (made.main, made.keys):
        with opened_copy(file, pair.identities) as copy:
            assert copy.heading.erasures == 1
            for _ in copy._lines:
                pass
    assert erasure_file.last_number(made.main.parent / erasure_file.NAME) == 1


def test_a_rehearsal_obeys_it_too_and_changes_nothing_here(
    standing: Settings, app: Flask, world: World, folder: Path, pair: Pair
) -> None:
    erase(app, world.lise)
    before = path_of(standing).read_bytes()
    assert restore.rehearsal(standing, [folder], pair.identities).erased == 1
    assert path_of(standing).read_bytes() == before


def test_the_report_says_so_to_programs(
    standing: Settings,
    app: Flask,
    world: World,
    folder: Path,
    place: Place,
    pair: Pair,
    capsys: pytest.CaptureFixture[str],
) -> None:
    erase(app, world.lise)
    copy_journal(standing, folder)
    restore.run(place(), [folder], pair.identities, rehearse=False, as_object=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["erased"], said["missing_erasures"]) == (1, False)


def test_managed_members_that_were_erased_do_not_come_back_either(
    standing: Settings, app: Flask, world: World, folder: Path, place: Place, pair: Pair, opened: Open
) -> None:
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        odile = find_membership(world.tilleuls, world.odile_in_tilleuls)
        keeper_id = odile.person_id
        erase_unasked(odile, None)
        db.session.commit()
        erasing.settle()
    copy_journal(standing, folder)
    restore.restore(settings := place(), [folder], pair.identities)
    assert not knows(opened(settings), keeper_id)


def test_a_group_that_was_closed_and_erased_does_not_come_back(
    standing: Settings, app: Flask, world: World, folder: Path, place: Place, pair: Pair, opened: Open
) -> None:
    with app.app_context():
        writing()
        db.session.get_one(Group, world.passerelle).closed_at = now() - timedelta(days=31)
        db.session.commit()
        jobs.erase_closed()
    copy_journal(standing, folder)
    done = restore.restore(settings := place(), [folder], pair.identities)
    assert done.erased == 1
    with opened(settings).app_context():
        groups = db.session.scalars(select(Group.id)).all()
        assert (groups, sealed.store().fetch([world.passerelle])) == ([world.tilleuls], {})
        assert db.session.get(Person, world.dov.person_id) is not None
