"""Once she is erased nothing here knows her: not the databases' files, not their logs, not the keys, not a feed."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.accounts.queries import known_readers
from entraide.clock import now
from entraide.db import Model, db, writing
from entraide.journal.models import Entry
from entraide.meetings.models import Reply
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field, Membership, Status, Visibility
from entraide.rights import jobs
from entraide.rights.wiping import NOBODY
from entraide.vault import sealed
from entraide.vault.erasing import Erasure, path_of
from entraide.vault.erasure_file import read
from entraide.vault.store import keys
from tests.calendars.subscribing import body, connect, say
from tests.conftest import Stage
from tests.meetings.tables import make_meeting
from tests.people import Client
from tests.world import World

PHONE = "+32475998877"
NOW = {"understood": "y", "at_once": "y"}


@pytest.fixture
def full(app: Flask, world: World) -> str:
    """Lise with all that somebody leaves behind; the token of her calendar."""
    meeting = make_meeting(app, world.tilleuls)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        lise = db.session.scalars(select(Membership).where(Membership.id == world.lise_in_tilleuls)).one()
        keep_value(lise, None, Field.PHONE, PHONE, Visibility.GROUP)
        db.session.commit()
    token = connect(app, world.lise)
    body(app, token)
    return token


def erase(app: Flask, somebody: object) -> None:
    assert Client(app).sign_in(somebody).post("/moi/effacer", NOW).status_code == 200


def files(stage: Stage) -> Iterator[bytes]:
    for folder, _, names in os.walk(stage.folder):
        for name in names:
            yield (Path(folder) / name).read_bytes()


def rows(stage: Stage) -> Iterator[bytes]:
    """Every value of every table as PostgreSQL gives it out, and of the key store."""
    for engine, tables in ((stage.engine, Model.metadata.sorted_tables), (stage.keys, [keys])):
        with engine.connect() as connection:
            for table in tables:
                for row in connection.execute(select(table)):
                    yield b"\0".join(
                        value.bytes
                        if isinstance(value, UUID)
                        else value
                        if isinstance(value, bytes)
                        else str(value).encode()
                        for value in row
                    )


def traces(stage: Stage, *marks: bytes) -> set[bytes]:
    where = files(stage) if stage.engine.dialect.name == "sqlite" else (*rows(stage), *files(stage))
    return {mark for content in where for mark in marks if mark in content}


def spellings(one: UUID) -> tuple[bytes, ...]:
    return one.bytes, one.hex.encode(), str(one).encode(), short(one).encode()


def test_no_file_and_no_row_knows_her(stage: Stage, app: Flask, world: World, full: str) -> None:
    with app.app_context():
        lise = db.session.get_one(Person, world.lise.person_id)
        kept = [bytes(lise.email_sealed or b""), bytes(lise.email_index or b"")]
        with stage.keys.connect() as connection:
            wrapped = connection.scalar(select(keys.c.wrapped).where(keys.c.owner == lise.id))
        db.session.rollback()
    assert wrapped is not None
    marks = (*kept, bytes(wrapped), PHONE.encode(), world.lise.email.encode(), b"Lise T.", full.encode())
    assert len(traces(stage, *kept, bytes(wrapped))) == 3
    erase(app, world.lise)
    with app.app_context():
        jobs.settle()
    assert traces(stage, *marks) == set()


def test_of_her_id_only_the_journals_random_numbers_stay(stage: Stage, app: Flask, world: World, full: str) -> None:
    erase(app, world.lise)
    her = spellings(world.lise.person_id)
    with stage.engine.connect() as connection:
        knowing = {
            table.name
            for table in Model.metadata.sorted_tables
            for row in connection.execute(select(table))
            if any(value == world.lise.person_id or str(value) in map(bytes.decode, her[1:]) for value in row)
        }
    assert knowing <= {Entry.__tablename__}
    assert {mark for mark in her if mark in path_of(stage.settings).read_bytes()} == set()


def test_her_calendar_is_empty_and_her_places_are_free(app: Flask, world: World, full: str) -> None:
    erase(app, world.lise)
    assert b"BEGIN:VEVENT" not in body(app, full)
    assert "Lise T." not in Client(app).sign_in(world.ana).get("/g").text


def test_her_ended_memberships_are_nobodys(app: Flask, world: World, full: str) -> None:
    erase(app, world.ana)
    with app.app_context():
        scope.add(world.tilleuls, world.passerelle)
        left = select(Membership).where(Membership.id.in_([world.ana_in_tilleuls, world.ana_in_passerelle]))
        rows = list(db.session.scalars(left))
        assert {row.person_id for row in rows} == {NOBODY}
        assert {(row.status, row.name_sealed, row.consent_version) for row in rows} == {(Status.ENDED, None, None)}


def test_the_mailbox_may_begin_anew(app: Flask, world: World) -> None:
    erase(app, world.nina)
    with app.app_context():
        assert known_readers(sealed.blind(world.nina.email)) == []


def test_it_is_done_by_itself_after_seven_days_and_not_before(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y"})
    with app.app_context():
        jobs.erase_due()
        assert db.session.get(Person, world.lise.person_id) is not None
        db.session.rollback()
        writing()
        db.session.execute(
            update(Person).where(Person.erase_at.is_not(None)).values(erase_at=now() - timedelta(hours=1))
        )
        db.session.commit()
        jobs.erase_due()
        jobs.settle()
        assert db.session.get(Person, world.lise.person_id) is None


def test_having_it_over_during_the_seven_days(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post("/moi/effacer", {"understood": "y"})
    client = Client(app).sign_in(world.lise)
    assert client.post("/moi/effacer/fin").status_code == 200
    with app.app_context():
        assert db.session.get(Person, world.lise.person_id) is None


def test_the_erasure_journal_says_which_day_and_whom_to_nobody(stage: Stage, app: Flask, world: World) -> None:
    before = len(read(path_of(stage.settings)))
    erase(app, world.lise)
    lines = read(path_of(stage.settings))
    assert len(lines) == before + 1
    assert (lines[-1].day, lines[-1].kind) == (now().date(), "person")
    with app.app_context():
        row = db.session.scalars(select(Erasure)).one()
        assert (row.owner_id, row.number, row.swept) == (None, lines[-1].number, True)
