"""Upgrading copies first, keeps every row, and can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from time_machine import travel

from entraide.clock import now
from entraide.db import db
from entraide.operations import going_back, locks, restore, upgrade
from entraide.operations.going_back import NotUpgraded, NoWayBack
from entraide.operations.rows import Digests
from entraide.settings import Settings
from entraide.vault.store import Shredded
from tests.operations.conftest import FIRST, OWNER, Pair, Place, digests_of, quiet

pytestmark = pytest.mark.slow


def settings_of(app: Flask) -> Settings:
    settings: Settings = app.extensions["entraide.settings"]
    return settings


def digests_in(app: Flask) -> Digests:
    return digests_of(settings_of(app).database_url)


def up(app: Flask) -> None:
    going_back.up(settings_of(app), app)
    quiet(app)


def back(app: Flask, *, is_sure: bool = False) -> None:
    going_back.back(settings_of(app), is_sure=is_sure)


def counts(found: Digests) -> dict[str, int]:
    return {name: digest.rows for name, digest in found.items()}


def copies(app: Flask) -> list[str]:
    return sorted(file.name for file in (settings_of(app).instance / "copies").glob("*"))


@pytest.fixture(scope="module")
def before(first_version: Settings) -> Digests:
    return digests_of(first_version.database_url)


def test_every_row_of_the_first_version_survives_the_upgrade(old: Flask) -> None:
    before = counts(digests_in(old))
    up(old)
    after = counts(digests_in(old))
    assert {name: after[name] for name in before} == before
    upgrade.check_revision(old)


def test_back_is_as_before_to_the_last_byte(upgraded: Flask, before: Digests) -> None:
    back(upgraded)
    assert digests_in(upgraded) == before
    with upgraded.app_context():
        assert upgrade.revision_of(db.engine) == FIRST
    quiet(upgraded)


def test_after_going_back_one_may_upgrade_again(upgraded: Flask) -> None:
    newer = digests_in(upgraded)
    back(upgraded)
    with pytest.raises(NoWayBack, match="already"):
        back(upgraded)
    up(upgraded)
    assert digests_in(upgraded) == newer


def change_something(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE groups SET revision = revision + 1"))
    quiet(app)


def test_what_was_done_since_is_lost_only_when_said_so(upgraded: Flask, before: Digests) -> None:
    change_something(upgraded)
    changed = digests_in(upgraded)
    with pytest.raises(NoWayBack, match=r"it is in groups\): add --yes"):
        back(upgraded)
    assert digests_in(upgraded) == changed
    back(upgraded, is_sure=True)
    assert digests_in(upgraded) == before


def test_the_newer_state_is_kept_aside_whole(upgraded: Flask, place: Place, pair: Pair) -> None:
    change_something(upgraded)
    changed = digests_in(upgraded)
    back(upgraded, is_sure=True)
    aside = [settings_of(upgraded).instance / "copies" / name for name in copies(upgraded) if "aside" in name]
    newer = place("sqlite")
    restore.restore(newer, aside, [])
    emptied = {"sign_ins", "challenges", "challenge_codes", "letters"}
    put_back = digests_of(newer.database_url)
    assert {name for name, digest in put_back.items() if digest != changed[name]} <= emptied


def test_who_was_erased_since_stays_erased(upgraded: Flask) -> None:
    store = upgraded.extensions["entraide.vault"]
    store.shred([OWNER])
    store.engine.dispose()
    back(upgraded, is_sure=True)
    assert store.fetch([OWNER]) == {}


def test_a_key_store_that_is_gone_comes_back_too(upgraded: Flask) -> None:
    store = upgraded.extensions["entraide.vault"]
    index = store.named("index")
    with store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM instance_keys"))
        connection.execute(sa.text("DELETE FROM keys"))
    store._named.clear()
    with pytest.raises(Shredded):
        store.named("index")
    store.engine.dispose()
    back(upgraded, is_sure=True)
    assert store.named("index") == index


def test_there_is_no_way_back_without_a_copy(built: Callable[..., Flask]) -> None:
    app = built()
    quiet(app)
    with pytest.raises(NoWayBack, match="no copy"):
        back(app)


def test_an_upgrade_that_changes_no_table_copies_nothing(built: Callable[..., Flask]) -> None:
    app = built()
    up(app)
    assert copies(app) == []


def test_a_failed_migration_changes_nothing_and_says_so(old: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before, moved = digests_in(old), upgrade.move

    def fails_at_the_end(connection, revision, **more) -> None:  # type: ignore[no-untyped-def]
        moved(connection, revision, **more)
        connection.exec_driver_sql("DROP TABLE no_such_table")

    monkeypatch.setattr(upgrade, "move", fails_at_the_end)
    with pytest.raises(NotUpgraded, match="nothing was changed"):
        up(old)
    quiet(old)
    assert digests_in(old) == before
    assert copies(old) == []


def test_under_a_running_server_nothing_is_migrated_nor_put_back(old: Flask) -> None:
    settings = settings_of(old)
    with locks._file(settings, "serving.lock") as server:
        locks.fcntl.flock(server, locks.fcntl.LOCK_SH)
        for deed in (up, back):
            with pytest.raises(locks.Busy, match="stop the server"):
                deed(old)
    with old.app_context():
        assert upgrade.revision_of(db.engine) == FIRST
    quiet(old)


def test_a_server_does_not_start_while_tables_change(old: Flask) -> None:
    settings = settings_of(old)
    with locks.unserved(settings), pytest.raises(locks.Busy, match="start again"):
        locks.serve_from_here(settings)


def test_others_connected_to_the_database_stop_going_back(upgraded: Flask) -> None:
    with upgraded.app_context(), db.engine.connect() as other:
        if other.dialect.name != "postgresql":
            pytest.skip("another machine's worker can only stand on PostgreSQL")
        other.execute(sa.text("SELECT 1"))
        with pytest.raises(NoWayBack, match="others are connected"):
            back(upgraded)


def test_the_copies_of_an_upgrade_live_seven_days(upgraded: Flask) -> None:
    assert len(copies(upgraded)) == 3
    for days, left in ((6, 3), (8, 0)):
        with travel(now() + timedelta(days=days)), upgraded.app_context():
            going_back.forget_copies()
        assert len(copies(upgraded)) == left


def test_copies_are_the_operators_alone(upgraded: Flask) -> None:
    folder = settings_of(upgraded).instance / "copies"
    assert folder.stat().st_mode & 0o077 == 0


def test_a_newer_versions_database_is_left_alone(built: Callable[..., Flask]) -> None:
    app = built()
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '2031_01_later'"))
    with pytest.raises(NotUpgraded, match="newer version"):
        up(app)


def test_after_a_restore_that_was_killed_upgrade_makes_no_empty_instance(
    place: Place, opened: Callable[[Settings], Flask]
) -> None:
    settings = place()
    upgrade.lay_out_instance(settings)
    (settings.instance / "restore-under-way").touch()
    app = opened(settings)
    with pytest.raises(NotUpgraded, match="run it again"):
        up(app)
    with app.app_context():
        assert upgrade.revision_of(db.engine) is None
