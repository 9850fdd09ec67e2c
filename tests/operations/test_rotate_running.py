"""The master key changes under threads that read and write, and a kill anywhere leaves a change that goes on."""

import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from entraide import create_app
from entraide.operations import backup, paper_key, restore, rotating
from entraide.settings import Settings, master_key
from entraide.vault import rotation, sealed
from entraide.vault.masters import COMING
from entraide.vault.store import KeyStore, keys
from tests.operations.conftest import Pair, Place, quiet
from tests.operations.rotating import OWNERS, key_file, settings_of, vault
from tests.operations.test_killed import killed, lasting, moments


class Stopped(Exception):
    """The power went."""


def test_threads_read_make_and_shred_while_it_changes(running: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 50)
    vault(running).create([uuid4() for _ in range(600)])
    doomed = [uuid4() for _ in range(40)]
    vault(running).create(doomed)
    other = create_app(settings_of(running), testing=True)
    made: list[UUID] = []
    faults: list[BaseException] = []
    over = threading.Event()

    def live(app: Flask) -> None:
        try:
            while not over.is_set():
                with app.app_context():
                    owner = uuid4()
                    sealed.create(owner)
                    words = sealed.seal(owner, "note", "Namur")
                    made.append(owner)
                    assert sealed.unseal(owner, "note", words) == "Namur"
                    assert len(vault(app).fetch(OWNERS)) == len(OWNERS)
                    if doomed:
                        sealed.shred(doomed.pop())
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=live, args=(app,)) for app in (running, running, other)]
    for thread in threads:
        thread.start()
    settings, old = settings_of(running), master_key(settings_of(running))
    rotating.rotate(settings)
    over.set()
    for thread in threads:
        thread.join()
    quiet(other)
    assert faults == []
    store = KeyStore(settings.keys_url, master_key(settings))
    assert len(store.fetch([*made, *OWNERS])) == len(made) + len(OWNERS)
    store.engine.dispose()
    assert under(settings, old) == 0


def under(settings: Settings, secret: bytes) -> int:
    """Count the keys that a master still opens."""
    store = KeyStore(settings.keys_url, secret)
    master = store.masters.current
    with store.engine.connect() as connection:
        found = connection.execute(select(keys)).all()
    store.engine.dispose()
    return sum(master.unwrap(wrapped, owner.bytes) is not None for owner, wrapped in found)


@pytest.mark.parametrize("step", ["begin", "_put", "end", "_take_place"])
def test_a_change_cut_off_anywhere_is_open_to_the_running_site_and_goes_on(
    running: Flask, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    settings, old = settings_of(running), master_key(settings_of(running))
    at = rotating if step == "_take_place" else rotation
    whole = getattr(at, step)

    def cut_off(*given: object) -> None:
        if step == "_put":
            whole(*given)
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "BATCH", 3)
        patch.setattr(at, step, cut_off)
        with pytest.raises(Stopped):
            rotating.rotate(settings)
    assert rotating.is_under_way(settings, vault(running))
    started_since = create_app(settings, testing=True)
    for app in (running, started_since):
        vault(app).create([uuid4()])
        assert len(vault(app).fetch(OWNERS)) == len(OWNERS)
    rotating.rotate(settings)
    assert not rotating.is_under_way(settings, vault(running))
    assert master_key(settings) != old
    assert under(settings, old) == 0
    for app in (running, started_since):
        assert len(vault(app).fetch(OWNERS)) == len(OWNERS)
    quiet(started_since)


def test_a_killed_change_goes_on(running: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 20)
    vault(running).create([uuid4() for _ in range(400)])
    settings = settings_of(running)
    quiet(running)
    for after in moments(lasting(lambda: rotating.rotate(settings))):
        before = master_key(settings)
        ended = killed(lambda: rotating.rotate(settings), after)
        assert len(vault(running).fetch(OWNERS)) == len(OWNERS)
        if not ended:
            rotating.rotate(settings)
        assert not rotating.is_under_way(settings, vault(running))
        assert under(settings, before) == 0
        assert len(vault(running).fetch(OWNERS)) == len(OWNERS)
        quiet(running)


def test_a_back_up_made_in_the_middle_is_restored_with_the_coming_key(
    running: Flask, place: Place, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings_of(running), backup_to=(pair.public,))
    cut_off_in_the_middle(settings, monkeypatch)
    made = backup.make(settings, tmp_path / "copies")
    coming = tmp_path / "coming.key"
    coming.write_text(rotating.beside(settings, COMING).read_text("ascii"), "ascii")
    coming.chmod(0o600)
    there = place(master_key_file=str(coming))
    restore.restore(there, [made.main, made.keys], pair.identities)
    assert under(there, master_key(there)) < count(there)
    app = create_app(there, testing=True)
    assert len(vault(app).fetch(OWNERS)) == len(OWNERS)
    rotating.rotate(there)
    assert under(there, master_key(there)) == count(there)
    assert len(vault(app).fetch(OWNERS)) == len(OWNERS)
    quiet(app)


def cut_off_in_the_middle(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotation._put

    def once(*given: object) -> None:
        whole(*given)  # type: ignore[arg-type]
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "BATCH", 3)
        patch.setattr(rotation, "_put", once)
        with pytest.raises(Stopped):
            rotating.rotate(settings)


def count(settings: Settings) -> int:
    store = KeyStore(settings.keys_url, master_key(settings))
    with store.engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(keys)) or 0
    store.engine.dispose()
    return found


def test_the_former_key_is_not_printed_while_it_changes(running: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(running)
    cut_off_in_the_middle(settings, monkeypatch)
    with running.test_request_context(), pytest.raises(paper_key.NotTheKey, match="rotate-keys"):
        paper_key.print_key(settings, halves=False, file=key_file(running).parent / "page.html")


def test_a_form_opened_before_is_taken_after(running: Flask) -> None:
    client = running.test_client()
    page = client.get("/connexion").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    rotating.rotate(settings_of(running))
    answer = client.post("/connexion", data={"csrf_token": token, "email": "a@poste.example"})
    assert answer.status_code == 303
    assert client.post("/connexion", data={"csrf_token": token[:-3] + "abc", "email": "a@b.example"}).status_code == 400
