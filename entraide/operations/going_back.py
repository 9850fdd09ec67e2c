"""Upgrade with a copy first, and the way back to it.

The copies lie in the instance folder, in clear as the database does, their sealed values sealed; until the next
upgrade, and never longer than copies of keys may live.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations import locks, upgrade
from entraide.operations.backup import KEPT
from entraide.operations.copying import KEYS, MAIN, check_journal, opened
from entraide.operations.journaling import note_beginning, note_return
from entraide.operations.places import drop_all, is_cut_off
from entraide.operations.revision import NEWER
from entraide.operations.rows import Digests, digests, engine_of, snapshot
from entraide.operations.storing import STAMP, on_terminal, open_store, store, told
from entraide.settings import Settings, current, master_key
from entraide.vault.store import KeyStore, Shredded, instance_keys
from entraide.vault.store import keys as keys_table


class NotUpgraded(EntraideError):
    """The upgrade did not happen; the database is as it was."""


class NoWayBack(EntraideError):
    """Nothing was put back."""


def up(settings: Settings, app: Flask) -> None:
    """Bring both stores to this version; where a migration will run, copy both first.

    Refuses while a server or worker of this machine runs and a migration is due.
    """
    with locks.alone(settings), told():
        engine = engine_of(settings.database_url)
        try:
            if is_cut_off(settings, engine):
                raise NotUpgraded("a restore was cut off here: run it again, it clears what it left")
            found = upgrade.revision_of(engine)
            if found in (None, upgrade.head()):
                upgrade.migrate(app)
                return
            if not upgrade.is_known(found):
                raise NotUpgraded(NEWER)
            with locks.unserved(settings):
                _upgrade(settings, app, engine)
        finally:
            engine.dispose()


def _upgrade(settings: Settings, app: Flask, engine: Engine) -> None:
    stamp = _copied(settings, "")
    try:
        upgrade.migrate(app)
    except Exception as fault:
        _remove(settings, lambda file: file.name.startswith(stamp))
        reason = str(fault).strip().splitlines() or [""]
        raise NotUpgraded(
            f"the migration failed and nothing was changed: {type(fault).__name__}, {reason[0][:200]}"
        ) from fault
    with snapshot(engine) as connection:
        after = {name: digest.spelled() for name, digest in digests(connection).items()}
    (_folder(settings) / f"{stamp}.after").write_text(json.dumps(after), "ascii")
    _remove(settings, lambda file: file.name < stamp and "aside" not in file.name)
    print(f"Upgraded; the way back is `upgrade --back`, for {KEPT[KEYS].days} days.")  # noqa: T201


def back(settings: Settings, *, is_sure: bool) -> None:
    """Put the main database back as it was before the last upgrade, keeping the newer state aside.

    The keys stay as they are: whoever was erased since stays erased. Only a key store that is gone is put back.
    """
    with locks.alone(settings), locks.unserved(settings), open_store(settings, MAIN) as engine:
        stamp = _newest(settings)
        _refuse_company(engine)
        with opened(_file(settings, stamp, MAIN), []) as copy:
            if copy.heading.revision == upgrade.revision_of(engine):
                raise NoWayBack("the database is at the version of before the last upgrade already")
            changed = _changed(settings, stamp, engine)
            if changed and not is_sure:
                raise NoWayBack(
                    f"all that was done since {copy.heading.taken:%d.%m.%Y at %H:%M} UTC would be lost "
                    f"(it is in {', '.join(changed)}): add --yes to go back all the same"
                )
            aside = _copied(settings, "-aside")
            with upgrade.moving(engine) as connection:
                drop_all(connection)
                upgrade.move(connection, str(copy.heading.revision))
                rows = copy.put_into(connection, on_terminal("put back"))
                check_journal(connection, copy.heading)
                _note_beginning(settings, connection)
            _restore_lost_keys(settings, stamp)
        note_return(settings)
    print(  # noqa: T201
        f"{rows} rows are as they were on {copy.heading.taken:%d.%m.%Y at %H:%M} UTC, every count and checksum equal. "
        f"Start the version of the program that ran then. The newer state lies aside as copies/{aside}-aside-*, "
        f"for {KEPT[KEYS].days} days."
    )


def _note_beginning(settings: Settings, main: Connection) -> None:
    """Note outside that the way back is about to be taken; not where the keys are lost too: nothing could sign it."""
    keys = KeyStore(settings.keys_url, master_key(settings))
    try:
        with suppress(Shredded, DatabaseError), keys.engine.connect() as kept:
            note_beginning(settings, keys, main, kept)
    finally:
        keys.engine.dispose()


def forget_copies() -> None:
    """Remove what upgrades kept longer than copies of keys may live; the worker calls it every hour."""
    oldest = (now() - KEPT[KEYS]).strftime(STAMP)
    _remove(current(), lambda file: file.name < oldest)


def _copied(settings: Settings, mark: str) -> str:
    """Copy both stores as they are, the main database first; return the copies' stamp."""
    folder = _folder(settings)
    folder.mkdir(exist_ok=True, mode=0o700)
    stamp = now().strftime(STAMP)
    for what in (MAIN, KEYS):
        store(settings, what, _file(settings, stamp + mark, what), [], on_terminal("copied"))
    return stamp


def _folder(settings: Settings) -> Path:
    return settings.instance / "copies"


def _file(settings: Settings, stamp: str, what: str) -> Path:
    return _folder(settings) / f"{stamp}-{1 if what == MAIN else 2}.copy"


def _newest(settings: Settings) -> str:
    copies = sorted(file.name for file in _folder(settings).glob("*Z-2.copy"))
    if not copies:
        raise NoWayBack("no copy is kept here: the last upgrade is older than seven days, or changed no table")
    return copies[-1].split("-")[0]


def _changed(settings: Settings, stamp: str, engine: Engine) -> list[str]:
    """Return the tables that are not as the upgrade left them; all of them where it was cut off before it knew."""
    with snapshot(engine) as connection:
        found: Digests = digests(connection)
    after = _folder(settings) / f"{stamp}.after"
    left = json.loads(after.read_text("ascii")) if after.exists() else {}
    return [name for name, digest in sorted(found.items()) if left.get(name) != digest.spelled()]


def _refuse_company(engine: Engine) -> None:
    """Refuse while anybody else is connected to PostgreSQL: a worker on another machine holds no lock of this one."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        others = connection.scalar(
            sa.text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        )
    if others:
        raise NoWayBack(f"others are connected to the database ({others}): stop every server and worker first")


def _restore_lost_keys(settings: Settings, stamp: str) -> None:
    engine = engine_of(settings.keys_url)
    try:
        with upgrade.moving(engine) as connection:
            keys_table.metadata.create_all(connection)
            if connection.scalar(sa.select(sa.func.count()).select_from(instance_keys)):
                return
            with opened(_file(settings, stamp, KEYS), []) as copy:
                copy.put_into(connection)
    finally:
        engine.dispose()


def _remove(settings: Settings, is_over: Callable[[Path], bool]) -> None:
    for file in _folder(settings).glob("2*"):
        if is_over(file):
            file.unlink(missing_ok=True)
