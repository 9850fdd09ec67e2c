"""kill -9 in the middle of a back-up, a restore, an upgrade or the way back: all or nothing, then clean again."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pyrage import x25519

from entraide.db import db
from entraide.operations import backup, going_back, restore, upgrade
from entraide.operations.places import NotEmpty
from entraide.settings import Settings
from tests.operations.conftest import Pair, Place, Places, digests_of, is_empty, quiet
from tests.operations.test_going_back import counts, digests_in, settings_of

pytestmark = pytest.mark.slow

TIMES = 3


def killed(deed: Callable[[], object], after: float) -> bool:
    """Do a deed in a process of its own and kill that after so many seconds; return whether it had ended by then."""
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            deed()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def lasting(deed: Callable[[], object]) -> float:
    begun = time.monotonic()
    deed()
    return time.monotonic() - begun


def moments(lasts: float) -> list[float]:
    """Return when to kill, spread over the deed and a little beyond."""
    return [(number + random.random()) / TIMES * lasts * 1.1 for number in range(TIMES)]


def leftovers(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in folder.glob("**/*.part")]


def test_a_killed_back_up_is_never_taken_for_one(old: Flask, pair: Pair, place: Place, tmp_path: Path) -> None:
    settings, folder, before = settings_of(old), tmp_path / "copies", digests_in(old)
    for after in moments(lasting(lambda: backup.make(settings, folder))):
        killed(lambda: backup.make(settings, folder), after)
    assert digests_in(old) == before
    for file in folder.glob("*.age"):
        opens_whole(file, pair.identities)
    backup.make(settings, folder)
    assert leftovers(settings.instance, folder) == []
    there = place()
    restore.restore(there, [folder], pair.identities)


def opens_whole(file: Path, identities: list[x25519.Identity]) -> None:
    from entraide.operations import copying

    with copying.opened(file, identities) as copy:
        assert copy.heading.what in ("main", "keys")


def test_a_killed_restore_leaves_a_place_that_one_restores_into(
    old: Flask, pair: Pair, place: Place, tmp_path: Path
) -> None:
    made = backup.make(settings_of(old), tmp_path)
    files = [made.main, made.keys]
    whole = place()
    lasts = lasting(lambda: restore.restore(whole, files, pair.identities))
    wanted = [digests_of(url) for url in (whole.database_url, whole.keys_url)]
    for after in moments(lasts):
        settings = place()
        killed(lambda settings=settings: restore.restore(settings, files, pair.identities), after)  # type: ignore[misc]
        try:
            restore.restore(settings, files, pair.identities)
        except NotEmpty:  # it had ended just before
            (settings.instance / "restore-under-way").unlink(missing_ok=True)
        assert not is_empty(settings)
        assert [digests_of(url) for url in (settings.database_url, settings.keys_url)] == wanted
        assert leftovers(settings.instance) == []


def test_a_restore_killed_between_its_two_commits_is_told_by_its_mark(
    old: Flask, pair: Pair, place: Place, tmp_path: Path
) -> None:
    made = backup.make(settings_of(old), tmp_path)
    settings = place()
    restore.restore(settings, [made.main, made.keys], pair.identities)
    wanted = digests_of(settings.keys_url)
    half = place(keys_url=settings.keys_url)  # keys that were committed, and no main database
    half.instance.mkdir()
    (half.instance / "restore-under-way").touch()
    restore.restore(half, [made.main, made.keys], pair.identities)
    assert digests_of(half.keys_url) == wanted


def test_a_killed_upgrade_is_done_or_not_begun(
    first_version: Settings, places: Places, opened: Callable[[Settings], Flask]
) -> None:
    before = digests_of(first_version.database_url)
    for after in moments(lasting(lambda: up(opened(places.like_that(first_version))))):
        old = opened(places.like_that(first_version))
        killed(lambda app=old: up(app), after)  # type: ignore[misc]
        assert digests_in(old) == before or revision(old) == upgrade.head()
        up(old)
        assert {name: counts(digests_in(old))[name] for name in before} == counts(before)
        assert leftovers(settings_of(old).instance) == []


def test_a_killed_way_back_is_gone_whole_or_not_at_all(
    first_version: Settings, second_version: Settings, places: Places, opened: Callable[[Settings], Flask]
) -> None:
    before, upgraded = (digests_of(version.database_url) for version in (first_version, second_version))
    lasts = lasting(lambda: back(opened(places.like_that(second_version))))
    for after in moments(lasts):
        app = opened(places.like_that(second_version))
        killed(lambda app=app: back(app), after)  # type: ignore[misc]
        assert digests_in(app) == (upgraded if revision(app) == upgrade.head() else before)
    if revision(app) == upgrade.head():
        back(app)
    assert digests_in(app) == before


def back(app: Flask) -> None:
    going_back.back(settings_of(app), is_sure=True)


def up(app: Flask) -> None:
    going_back.up(settings_of(app), app)
    quiet(app)


def revision(app: Flask) -> str | None:
    with app.app_context():
        found = upgrade.revision_of(db.engine)
    quiet(app)
    return found
