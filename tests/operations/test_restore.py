"""A restore: into an empty place only, from either engine to either, compared before it is called done."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from entraide.accounts.models import Challenge, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Lane, Letter, State
from entraide.operations import backup, restore
from entraide.settings import Settings
from tests.calendars.subscribing import connect
from tests.meetings.tables import make_meeting
from tests.operations.conftest import ENGINES, Pair, Place, digests_of
from tests.people import Client
from tests.world import World

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("engine", ENGINES)
def test_both_stores_are_as_they_were_on_either_engine(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, engine: str
) -> None:
    settings = place(engine)
    done = restore.restore(settings, [made.main.parent], pair.identities)
    assert (done.rows, done.keys) == (made.rows, made.key_rows)
    assert digests_of(settings.database_url) == digests_of(standing.database_url)
    assert digests_of(settings.keys_url) == digests_of(standing.keys_url)


def test_there_and_back_again_between_the_engines(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    settings, source = standing, made
    for step, engine in enumerate((*ENGINES, *ENGINES)):
        settings = place(engine)
        restore.restore(settings, [source.main, source.keys], pair.identities)
        source = backup.make(settings, tmp_path / f"step{step}")
    assert digests_of(settings.database_url) == digests_of(standing.database_url)


def test_people_find_their_pages_again(
    made: backup.Made, place: Place, pair: Pair, opened: Callable[[Settings], Flask], world: World
) -> None:
    settings = place()
    restore.restore(settings, [made.keys, made.main], pair.identities)
    client = Client(opened(settings)).sign_in(world.lise)
    assert "Fibromyalgie Les Tilleuls" in client.get("/agenda").text + client.get("/affichage").text


def test_feeds_keep_their_addresses_and_entries(
    standing: Settings,
    app: Flask,
    world: World,
    place: Place,
    pair: Pair,
    opened: Callable[[Settings], Flask],
    tmp_path: Path,
) -> None:
    make_meeting(app, world.tilleuls)
    token = connect(app, world.lise)
    made = backup.make(standing, tmp_path)
    settings = place()
    restore.restore(settings, [made.main, made.keys], pair.identities)
    entries = [
        sorted(line for line in one.test_client().get(f"/c/{token}.ics").text.splitlines() if line.startswith("UID"))
        for one in (app, opened(settings))
    ]
    assert entries[0] == entries[1] != []


def test_sessions_and_codes_end_and_letters_that_are_too_late_are_dropped(
    standing: Settings,
    app: Flask,
    world: World,
    place: Place,
    pair: Pair,
    opened: Callable[[Settings], Flask],
    tmp_path: Path,
) -> None:
    client = Client(app).sign_in(world.lise)
    client.post("/connexion", {"email": world.ana.email})
    with app.app_context():
        letter = {"kind": "meeting", "created": now(), "run_at": now()}
        hour = timedelta(hours=1)
        db.session.add_all(
            [
                Letter(**letter, lane=Lane.ORDINARY, dedup_key="late", deadline=now() - hour),
                Letter(**letter, lane=Lane.ORDINARY, dedup_key="in time", deadline=now() + hour),
                Letter(
                    **letter, lane=Lane.ORDINARY, dedup_key="claimed", state=State.CLAIMED, lease_until=now() + hour
                ),
                Letter(**letter, lane=Lane.ORDINARY, dedup_key="sent", state=State.SENT),
            ]
        )
        db.session.commit()
    made = backup.make(standing, tmp_path)
    settings = place()
    done = restore.restore(settings, [made.main, made.keys], pair.identities)
    assert (done.ended.sessions, done.ended.waiting) == (1, 2)
    with opened(settings).app_context():
        assert (db.session.query(SignIn).count(), db.session.query(Challenge).count()) == (0, 0)
        states = {letter.dedup_key or letter.kind: letter.state for letter in db.session.query(Letter)}
    assert states == {
        "code": State.DROPPED,
        "late": State.DROPPED,
        "in time": State.WAITING,
        "claimed": State.WAITING,
        "sent": State.SENT,
    }


def test_a_rehearsal_compares_everything_and_keeps_nothing(standing: Settings, made: backup.Made, pair: Pair) -> None:
    before = {file.name for file in standing.instance.iterdir()}
    done = restore.rehearsal(standing, [made.main.parent], pair.identities)
    assert done.rows == made.rows
    assert {file.name for file in standing.instance.iterdir()} - before <= {"rehearsed", "operations.lock"}
    assert restore.rehearsed(standing) is not None


def test_it_says_what_it_did_in_words_or_as_one_object(
    made: backup.Made, place: Place, pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    restore.run(place("sqlite"), [made.main.parent], pair.identities, rehearse=False, as_object=False)
    assert "every count and checksum agrees" in capsys.readouterr().out
    restore.run(
        place("sqlite", public_url="http://127.0.0.1"),
        [made.main.parent],
        pair.identities,
        rehearse=False,
        as_object=False,
    )
    assert "name http://localhost" in capsys.readouterr().out
    restore.run(place("sqlite"), [made.main.parent], pair.identities, rehearse=False, as_object=True)
    assert json.loads(capsys.readouterr().out)["rows"] == made.rows
