"""A restore: into an empty place only, from either engine to either, compared before it is called done."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from entraide.accounts.models import Challenge, SignIn
from entraide.clock import now
from entraide.db import db
from entraide.mail.models import Lane, Letter, State
from entraide.operations import backup, locks, restore, upgrade
from entraide.operations.age import Broken, NotAKey, WrongIdentity, identities
from entraide.operations.copying import NewerCopy
from entraide.operations.places import NotEmpty
from entraide.operations.restore import NotRestored
from entraide.operations.rows import Digests, digests, engine_of, snapshot
from entraide.settings import Settings
from entraide.vault.store import WrongMasterKey
from tests.calendars.subscribing import connect
from tests.meetings.tables import make_meeting
from tests.operations.conftest import ENGINES, Pair, Place, make_pair
from tests.people import Client
from tests.world import World


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


def copy_of(file: Path, folder: Path, content: bytes) -> Path:
    changed = folder / file.name
    changed.write_bytes(content)
    return changed


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


def test_it_needs_an_empty_place(standing: Settings, made: backup.Made, place: Place, pair: Pair) -> None:
    before = digests_of(standing.database_url)
    with pytest.raises(NotEmpty, match="the database is not empty"):
        restore.restore(standing, [made.main, made.keys], pair.identities)
    assert digests_of(standing.database_url) == before
    keys_only = replace(place(), keys_url=standing.keys_url)
    with pytest.raises(NotEmpty, match="the key store is not empty"):
        restore.restore(keys_only, [made.main, made.keys], pair.identities)
    assert not Path(keys_only.database_url.removeprefix("sqlite:///")).exists()


def test_another_identity_opens_nothing(made: backup.Made, place: Place) -> None:
    settings = place()
    with pytest.raises(WrongIdentity, match="does not open"):
        restore.restore(settings, [made.main, made.keys], make_pair().identities)
    with pytest.raises(WrongIdentity, match="--identity"):
        restore.restore(settings, [made.main, made.keys], [])
    assert is_empty(settings)


def test_another_master_key_is_told_before_anything_is_kept(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    other = tmp_path / "other.key"
    other.touch(0o600)
    other.write_text("11" * 32)
    settings = place(master_key_file=str(other))
    with pytest.raises(WrongMasterKey, match="master key"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


@pytest.mark.parametrize("part", ["header", "middle", "end"])
@pytest.mark.parametrize("harm", ["cut off", "altered"])
def test_a_harmed_file_leaves_the_place_empty(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path, part: str, harm: str
) -> None:
    content = made.main.read_bytes()
    at = {"header": 60, "middle": len(content) // 2, "end": len(content) - 1}[part]
    changed = content[:at] + (bytes([content[at] ^ 1]) + content[at + 1 :] if harm == "altered" else b"")
    settings = place(ENGINES[-1] if part == "end" else "sqlite")
    with pytest.raises((Broken, WrongIdentity)):
        restore.restore(settings, [copy_of(made.main, tmp_path, changed), made.keys], pair.identities)
    assert is_empty(settings)


@pytest.mark.parametrize("content", [b"", b"nothing of ours", b"\x1f\x8b\x08 not quite"])
def test_a_file_that_is_no_copy_is_told_so(
    made: backup.Made, place: Place, pair: Pair, tmp_path: Path, content: bytes
) -> None:
    settings = place("sqlite")
    with pytest.raises(Broken, match="no copy of ours"):
        restore.restore(settings, [copy_of(made.main, tmp_path, content), made.keys], pair.identities)
    assert is_empty(settings)


def test_a_newer_versions_back_up_is_left_to_it(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = place("sqlite")
    monkeypatch.setattr(restore, "is_known", lambda revision: False)
    with pytest.raises(NewerCopy, match="newer version"):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_keys_from_before_the_main_copy_are_refused(
    standing: Settings, made: backup.Made, place: Place, pair: Pair, tmp_path: Path
) -> None:
    later = backup.make(standing, tmp_path / "later")
    with pytest.raises(NotRestored, match="before the main copy"):
        restore.restore(place("sqlite"), [later.main, made.keys], pair.identities)
    assert restore.restore(place("sqlite"), [made.main, later.keys], pair.identities).rows


@pytest.mark.parametrize("files", [["main"], ["main", "main"], ["keys", "keys"], ["main", "keys", "keys"]])
def test_both_files_are_needed(made: backup.Made, place: Place, pair: Pair, files: list[str]) -> None:
    with pytest.raises(NotRestored):
        restore.restore(place("sqlite"), [getattr(made, name) for name in files], pair.identities)


def test_a_calendar_host_that_would_double_every_entry_is_refused(made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite", calendar_host="other.example")
    upgrade.lay_out_instance(settings)
    with pytest.raises(NotRestored, match='calendar_host = "localhost"'):
        restore.restore(settings, [made.main, made.keys], pair.identities)
    assert is_empty(settings)


def test_without_settings_the_calendar_host_is_the_back_ups(made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite", calendar_host="other.example")
    restore.restore(settings, [made.main, made.keys], pair.identities)
    assert 'calendar_host = "localhost"' in (settings.instance / "settings.toml").read_text()


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


def test_no_restore_under_a_running_server(standing: Settings, made: backup.Made, place: Place, pair: Pair) -> None:
    settings = place("sqlite")
    settings.instance.mkdir()
    with locks._file(settings, "serving.lock") as server:
        locks.fcntl.flock(server, locks.fcntl.LOCK_SH)
        with pytest.raises(locks.Busy, match="stop the server"):
            restore.restore(settings, [made.main, made.keys], pair.identities)


def test_an_identity_typed_from_paper_is_forgiven_its_spaces(pair: Pair) -> None:
    typed = " ".join(pair.secret[n : n + 4] for n in range(0, len(pair.secret), 4)).lower()
    assert [str(one) for one in identities(f"# note\n{typed}\n")] == [pair.secret]
    for wrong in ("", "# nothing", pair.public, pair.secret[:-1]):
        with pytest.raises(NotAKey):
            identities(wrong)


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
