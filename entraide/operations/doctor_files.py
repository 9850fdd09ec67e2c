"""What the doctor says of files: the master key, where it lies and who can read it, databases, room on the disk."""

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.operations.paper_key import PRINTED
from entraide.operations.rotating import CHANGED, beside, is_under_way
from entraide.settings import Settings
from entraide.vault.masters import COMING, FORMER
from entraide.vault.sealed import store

FORMER_WITHIN = timedelta(days=30)
ROOM = 500_000_000  # bytes


def master(app: Flask, settings: Settings) -> Iterator[str]:
    """Say what is wrong with the master key and its file."""
    if settings.demo:
        yield "Demo mode: the master key lies inside the instance folder, and letters are shown to anybody."
    try:
        with app.app_context():
            store().named("index")
            under_way = is_under_way(settings, store())
    except (EntraideError, SQLAlchemyError) as fault:
        yield f"The key store does not open: {reason(fault)}."
        return
    if under_way:
        yield "A change of the master key was cut off: type `rotate-keys` again, it goes on where it was."
    changed, printed = _instant(settings.instance / CHANGED), _instant(settings.instance / PRINTED)
    if changed and not under_way and (printed is None or printed < changed):
        yield f"The master key was changed on {changed:%d.%m.%Y} and is on no paper since: `key print`."
    yield from _key_files(settings)


def _key_files(settings: Settings) -> Iterator[str]:
    file = Path(settings.master_key_file)
    for place in (file, beside(settings, COMING), beside(settings, FORMER)):
        if _is_open(place):
            yield f"{place} can be read by others on this machine: chmod 600 it."
    if not settings.demo:
        yield from _misplaced(file.resolve(), settings)
    former = beside(settings, FORMER)
    if former.exists() and now() - datetime.fromtimestamp(former.stat().st_mtime, UTC) > FORMER_WITHIN:
        yield f"{former} opens back-ups that are gone by now: delete it, and destroy its paper."


def _misplaced(file: Path, settings: Settings) -> Iterator[str]:
    stores = {found.resolve().parent for url in (settings.database_url, settings.keys_url) if (found := file_of(url))}
    if settings.instance.resolve() in file.parents or file.parent in stores:
        yield f"The master key lies beside the databases, in {file.parent}: a copy of one is a copy of both."
    if settings.backup_dir and Path(settings.backup_dir).resolve() in file.parents:
        yield f"The master key lies among the back-ups, in {file.parent}: who takes one takes both."


def open_to_others(settings: Settings) -> Iterator[str]:
    """Name the instance folder and every file of the stores that others on this machine can read."""
    at = settings.instance
    stores = [found for url in (settings.database_url, settings.keys_url) if (found := file_of(url))]
    logs = [found.with_name(found.name + end) for found in stores for end in ("-wal", "-shm")]
    for place in (at, *stores, *logs, at / "settings.toml"):
        if _is_open(place):
            yield f"{place} can be read by others on this machine: chmod {'700' if place.is_dir() else '600'} it."


def room(settings: Settings) -> Iterator[str]:
    """Say when the disk of the database is nearly full."""
    at = settings.instance
    free = shutil.disk_usage(at).free if at.exists() else ROOM
    if free < ROOM:
        yield f"Only {free // 1_000_000} MB are free where the database lies: a full disk stops every change."


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None for another one."""
    found = make_url(url)
    is_file = found.get_backend_name() == "sqlite" and found.database
    return Path(str(found.database)) if is_file else None


def reason(fault: Exception) -> str:
    """Name a fault without the values that a database's own words may hold."""
    return str(fault) if isinstance(fault, EntraideError) else type(fault).__name__


def _is_open(place: Path) -> bool:
    return place.exists() and bool(stat.S_IMODE(place.stat().st_mode) & 0o077)


def _instant(file: Path) -> datetime | None:
    return datetime.fromisoformat(file.read_text("ascii")) if file.exists() else None
