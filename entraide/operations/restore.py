"""Put a back-up into an empty place, on either engine, and prove it equal before calling it done.

Both stores are filled, compared and brought to this version inside two open transactions; the keys are committed
first, the main database last. Whatever happens before that, the place is left empty.

After the comparison, before the commit, the back-up obeys the erasure journal: who was erased since does not come back.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations import backup, locks, obeying
from entraide.operations.copying import KEYS, MAIN, Copy, Heading, NewerCopy, Progress, check_journal, opened
from entraide.operations.journaling import note_beginning, note_return
from entraide.operations.places import Ended, empty_place, empty_tables, end_what_must_end
from entraide.operations.rows import engine_of
from entraide.operations.storing import on_terminal, told
from entraide.operations.upgrade import first_lines, is_known, move, moving
from entraide.settings import Settings, master_key
from entraide.vault import erasure_file
from entraide.vault.erasing import path_of
from entraide.vault.store import NAMED, KeyStore, WrongMasterKey, instance_keys, keys

REHEARSED = "rehearsed"


class NotRestored(EntraideError):
    """The back-up was not put back, and the place is as empty as it was."""


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    taken: datetime
    rows: int
    keys: int
    ended: Ended
    public_url: str
    erased: int  # who was in the back-up and erased since
    missing_erasures: bool  # the journal lacks erasures that the back-up knew of, and that was accepted


def run(
    settings: Settings,
    places: list[Path],
    identities: list[Any],
    *,
    rehearse: bool,
    as_object: bool,
    accept_missing: bool = False,
) -> None:
    """Restore, or try whether one could, and say what came of it."""
    how = rehearsal if rehearse else restore
    done = how(settings, places, identities, on_terminal("put back"), accept_missing=accept_missing)
    if as_object:
        print(json.dumps(asdict(done) | {"taken": done.taken.isoformat(), "rehearsed": rehearse}))  # noqa: T201
        return
    print(  # noqa: T201
        f"{done.rows} rows and {done.keys} keys are as they were on {done.taken:%d.%m.%Y at %H:%M} UTC: "
        "every count and checksum agrees."
    )
    if done.erased:
        print(f"Erased since, and not brought back: {done.erased}.")  # noqa: T201
    if rehearse:
        print("This was a rehearsal: nothing of it is kept here.")  # noqa: T201
        return
    print(f"Everybody signs in anew. Letters that waited then: {done.ended.waiting}; some may come twice.")  # noqa: T201
    if done.public_url != settings.public_url:
        print(f"Links in letters sent until now name {done.public_url}, not {settings.public_url}.")  # noqa: T201


def restore(
    settings: Settings,
    places: list[Path],
    identities: list[Any],
    seen: Progress = lambda rows: None,
    *,
    accept_missing: bool = False,
) -> Restored:
    """Put a folder's newest back-up, or the two files named, into this instance's empty stores."""
    with locks.alone(settings), locks.unserved(settings):
        done = _into(settings, places, identities, seen, accept_missing, note_beginning)
        note_return(settings)
        return done


def rehearsal(
    settings: Settings,
    places: list[Path],
    identities: list[Any],
    seen: Progress = lambda rows: None,
    *,
    accept_missing: bool = False,
) -> Restored:
    """Put a back-up into a place of its own beside the instance, compare, and throw it away again."""
    with locks.alone(settings):
        place = settings.instance / f"rehearsal{locks.PART}"
        place.mkdir(mode=0o700)
        main, keys = (f"sqlite:///{place / name}" for name in ("main.db", "keys.db"))
        there = replace(settings, instance=place, database_url=main, keys_url=keys, erasures_file="")
        try:
            if (journal := path_of(settings)).exists():
                erasure_file.copy(journal, place)
            done = _into(there, places, identities, seen, accept_missing)
        finally:
            locks.sweep(settings.instance)
    (settings.instance / REHEARSED).write_text(now().isoformat(), "ascii")
    return done


def rehearsed(settings: Settings) -> datetime | None:
    """Return when a back-up was last tried out from this instance; None if never."""
    file = settings.instance / REHEARSED
    return datetime.fromisoformat(file.read_text("ascii")) if file.exists() else None


def _into(
    settings: Settings,
    places: list[Path],
    identities: list[Any],
    seen: Progress,
    accept_missing: bool,
    last: Callable[[Settings, KeyStore, Connection, Connection], None] = lambda *_: None,
) -> Restored:
    first, second = _files(places)
    store = KeyStore(settings.keys_url, master_key(settings))
    engine = engine_of(settings.database_url)
    try:
        with (
            told(),
            empty_place(settings, engine, store.engine) as beside,
            moving(engine) as into_main,
            moving(store.engine) as into_keys,
        ):
            with opened(first, identities) as one, opened(second, identities) as other:
                main, kept = (one, other) if one.heading.what == MAIN else (other, one)
                _check(main.heading, kept.heading, settings)
                known = max(main.heading.erasures, kept.heading.erasures)
                folders = {first.parent, second.parent}
                journal = obeying.find(settings, folders, known, accept_missing=accept_missing)
                key_rows = _put_keys(kept, into_keys, store, seen)
                rows = _put_main(main, into_main, seen)
            move(into_main, "head")
            ended = end_what_must_end(into_main)
            erased = obeying.obey(journal, into_main, into_keys, store)
            planned = obeying.kept(journal, settings)
            if not (file := settings.instance / "settings.toml").exists():
                planned[file] = first_lines(replace(settings, calendar_host=main.heading.calendar_host)).encode()
            beside.write(planned)
            last(settings, store, into_main, into_keys)
        url, is_missing = main.heading.public_url, journal.missing is not None
        return Restored(main.heading.taken, rows, key_rows, ended, url, erased, is_missing)
    except OSError as fault:
        raise NotRestored(f"{fault.filename or settings.instance} cannot be used: {fault.strerror or fault}") from fault
    finally:
        engine.dispose()
        store.engine.dispose()


def _files(places: list[Path]) -> tuple[Path, Path]:
    if len(places) == 2:
        return places[0], places[1]
    if len(places) > 2 or not places[0].is_dir():
        raise NotRestored("name a folder of back-ups, or the two files of one: the main copy and the keys'")
    if (found := backup.pair(places[0])) is None:
        raise NotRestored(f"{places[0]} holds no whole back-up: a main copy, and keys copied after it")
    return found


def _check(main: Heading, keys: Heading, settings: Settings) -> None:
    """Refuse, before a row is read, what could not end well."""
    if (main.what, keys.what) != (MAIN, KEYS):
        raise NotRestored("these are not a main copy and a copy of the keys")
    if not is_known(main.revision):
        raise NewerCopy("the back-up was made by a newer version of the program: restore it with that one")
    if keys.taken < main.taken:
        raise NotRestored("the keys were copied before the main copy: who came between would be unreadable")
    is_set = (settings.instance / "settings.toml").exists() or "ENTRAIDE_CALENDAR_HOST" in os.environ
    if is_set and main.calendar_host != settings.calendar_host:
        raise NotRestored(
            f'write calendar_host = "{main.calendar_host}" into the settings first: '
            "with another one every meeting would stand twice in people's calendars"
        )


def _put_keys(copy: Copy, into: Connection, store: KeyStore, seen: Progress) -> int:
    keys.metadata.create_all(into)
    rows = copy.put_into(into, seen)
    try:
        for name, wrapped in into.execute(select(instance_keys)).all():
            store.check(name, wrapped)
    except WrongMasterKey as fault:
        raise WrongMasterKey(
            "the back-up was made under another master key: let ENTRAIDE_MASTER_KEY_FILE name a file that is not there "
            "yet, type the paper of that time by `key enter`, and restore again"
        ) from fault
    for name in set(NAMED) - set(into.scalars(select(instance_keys.c.name))):  # one that came with a later version
        store.add_named(into, name)
    return rows


def _put_main(copy: Copy, into: Connection, seen: Progress) -> int:
    """Make the tables as they were when the copy was taken, and fill them."""
    move(into, str(copy.heading.revision))
    empty_tables(into)
    rows = copy.put_into(into, seen)
    check_journal(into, copy.heading)
    return rows
