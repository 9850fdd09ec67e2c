"""The master key is changed while the site runs: every key is wrapped anew, no value is sealed anew."""

import hmac
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide import create_app
from entraide.access import tokens
from entraide.access.tokens import Purpose, Signed
from entraide.clock import now
from entraide.errors import NotFound
from entraide.operations import backup, paper_key, restore, rotating
from entraide.settings import Settings, master_key
from entraide.vault import rotation, sealed
from entraide.vault.masters import COMING, FORMER
from entraide.vault.store import KeyStore, WrongMasterKey, instance_keys, keys
from tests.operations.conftest import Pair, Place, digests_of, quiet
from tests.operations.rotating import OWNERS, key_file, settings_of, vault


def opens(settings: Settings, master: bytes, owner: UUID) -> bool:
    store = KeyStore(settings.keys_url, master)
    try:
        return bool(store.fetch([owner]))
    except WrongMasterKey:
        return False
    finally:
        store.engine.dispose()


def test_every_key_is_wrapped_under_the_new_master_and_none_under_the_old(running: Flask) -> None:
    settings, old = settings_of(running), master_key(settings_of(running))
    done = rotating.rotate(settings)
    assert done.keys >= len(OWNERS)
    new = master_key(settings)
    assert new != old
    assert not any(opens(settings, old, owner) for owner in OWNERS)
    assert all(opens(settings, new, owner) for owner in OWNERS)


def test_the_command_typed_twice_keeps_the_key_that_old_back_ups_need(running: Flask) -> None:
    settings, first = settings_of(running), master_key(settings_of(running))
    rotating.run(settings)
    with pytest.raises(rotating.NotRotated, match="it was changed already"):
        rotating.run(settings)
    former = rotating.beside(settings, FORMER)
    assert bytes.fromhex(former.read_text("ascii").strip()) == first
    former.unlink()
    rotating.run(settings)


def test_a_running_site_reads_what_it_sealed_before_and_writes_on(running: Flask) -> None:
    with running.app_context():
        before = sealed.seal(OWNERS[0], "note", "Namur")
    rotating.rotate(settings_of(running))
    late = uuid4()
    with running.app_context():
        assert sealed.unseal(OWNERS[0], "note", before) == "Namur"
        sealed.create(late)
        after = sealed.seal(late, "note", "Liège")
    again = create_app(settings_of(running), testing=True)
    with again.app_context():
        assert sealed.unseal(OWNERS[0], "note", before) == "Namur"
        assert sealed.unseal(late, "note", after) == "Liège"
    quiet(again)


def test_index_calendar_and_journal_keys_stay_what_they_are(running: Flask) -> None:
    before = {name: vault(running).named(name) for name in ("index", "calendar", "journal")}
    rotating.rotate(settings_of(running))
    again = KeyStore(settings_of(running).keys_url, master_key(settings_of(running)))
    assert {name: again.named(name) for name in before} == before
    again.engine.dispose()


def test_the_main_database_is_not_touched(running: Flask) -> None:
    before = digests_of(settings_of(running).database_url)
    rotating.rotate(settings_of(running))
    assert digests_of(settings_of(running).database_url) == before


def test_a_links_letter_from_before_opens_for_thirty_days(running: Flask) -> None:
    said = Signed(uuid4(), uuid4(), None, 1, None)
    with running.app_context():
        link = tokens.sign(Purpose.ANSWER, said)
        rotating.rotate(settings_of(running))
        assert tokens.read(Purpose.ANSWER, link) == said
        with time_machine.travel(now() + timedelta(days=29), tick=False):
            assert tokens.read(Purpose.ANSWER, link) == said
        with time_machine.travel(now() + timedelta(days=31), tick=False), pytest.raises(NotFound):
            tokens.read(Purpose.ANSWER, link)


def test_links_from_after_are_signed_by_the_new_master_alone(running: Flask) -> None:
    settings, old = settings_of(running), master_key(settings_of(running))
    before = KeyStore(settings.keys_url, old).derive("links")
    rotating.rotate(settings)
    assert vault(running).derive("links") != before
    assert list(vault(running).accepted("links"))[1:] == [before]


def test_former_keys_are_forgotten_when_they_are_accepted_no_more(running: Flask) -> None:
    rotating.rotate(settings_of(running))
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        rotation.forget_former(vault(running))
    assert [name.split(" ")[0] for name in names_in(running) if " " in name] == ["links"]
    with time_machine.travel(now() + timedelta(days=40), tick=False):
        rotation.forget_former(vault(running))
    assert sorted(names_in(running)) == ["calendar", "index", "journal"]


def names_in(app: Flask) -> list[str]:
    with vault(app).engine.connect() as connection:
        return list(connection.scalars(select(instance_keys.c.name)))


def test_two_changes_on_one_day_both_leave_their_links_open(running: Flask) -> None:
    said = Signed(uuid4(), uuid4(), None, 1, None)
    with running.app_context():
        link = tokens.sign(Purpose.ANSWER, said)
        rotating.rotate(settings_of(running))
        rotating.rotate(settings_of(running))
        assert tokens.read(Purpose.ANSWER, link) == said


def test_the_former_key_lies_beside_for_the_operator_alone(running: Flask) -> None:
    old = master_key(settings_of(running))
    done = rotating.rotate(settings_of(running))
    assert done.former == rotating.beside(settings_of(running), FORMER)
    assert bytes.fromhex(done.former.read_text("ascii")) == old
    assert {file.stat().st_mode & 0o777 for file in (done.former, key_file(running))} == {0o600}
    assert not rotating.beside(settings_of(running), COMING).exists()


def test_what_the_old_master_wrapped_stands_in_no_file_any_more(running: Flask) -> None:
    if not settings_of(running).keys_url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps its own files")
    with vault(running).engine.connect() as connection:
        before = [bytes(one) for one in connection.scalars(select(keys.c.wrapped))]
    quiet(running)
    rotating.rotate(settings_of(running))
    file = Path(settings_of(running).keys_url.removeprefix("sqlite:///"))
    held = b"".join(part.read_bytes() for part in file.parent.glob(file.name + "*"))
    assert not any(one[20:] in held for one in before)


def test_a_back_up_from_before_is_restored_with_the_old_paper(
    running: Flask, place: Place, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings_of(running), backup_to=(pair.public,))
    made = backup.make(settings, tmp_path / "copies")
    with running.test_request_context():
        [sheet] = paper_key.sheets(settings, master_key(settings), halves=False)
    rotating.rotate(settings)
    there = place(master_key_file=str(tmp_path / "typed.key"))
    monkeypatch.setattr("sys.stdin", iter_of(sheet.code))
    paper_key.enter(there)
    restore.restore(there, [made.main, made.keys], pair.identities)
    assert opens(there, master_key(there), OWNERS[0])


class iter_of:  # noqa: N801
    """Typed lines, at no terminal."""

    def __init__(self, text: str) -> None:
        self.lines = iter([text])

    def isatty(self) -> bool:
        return False

    def __iter__(self) -> "iter_of":
        return self

    def __next__(self) -> str:
        return next(self.lines)


def test_a_back_up_from_after_is_restored_with_the_new_key(
    running: Flask, place: Place, pair: Pair, tmp_path: Path
) -> None:
    settings = replace(settings_of(running), backup_to=(pair.public,))
    rotating.rotate(settings)
    made = backup.make(settings, tmp_path / "copies")
    there = place(master_key_file=settings.master_key_file)
    restore.restore(there, [made.main, made.keys], pair.identities)
    assert opens(there, master_key(settings), OWNERS[0])


def test_attempts_counted_before_count_on(running: Flask) -> None:
    from entraide.access.limits import Limit

    with running.app_context():
        before = Limit("code", "somebody", 5).key
        rotating.rotate(settings_of(running))
        assert hmac.compare_digest(Limit("code", "somebody", 5).key, before)
