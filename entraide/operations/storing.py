"""Store the copy of one store as a file: whole or not at all, and never in clear where it is not meant to be."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from entraide.errors import EntraideError
from entraide.operations import age
from entraide.operations.copying import KEYS, MAIN, Progress, Tally, heading_of, written
from entraide.operations.locks import PART
from entraide.operations.rows import engine_of, snapshot
from entraide.settings import Settings
from entraide.vault.erasure_file import settle_folder

STAMP = "%Y%m%dT%H%M%S%fZ"


class NotStored(EntraideError):
    """A copy could not be stored; nothing was changed."""


def url_of(settings: Settings, what: str) -> str:
    """Return the address of the main database or of the key store."""
    return {MAIN: settings.database_url, KEYS: settings.keys_url}[what]


@contextmanager
def open_store(settings: Settings, what: str) -> Iterator[Engine]:
    """Open a store that exists; opening must not make one."""
    url = url_of(settings, what)
    file = make_url(url).database if url.startswith("sqlite") else None
    if file and not Path(file).exists():
        raise NotStored(f"there is no database at {file}")
    engine = engine_of(url)
    try:
        with told():
            yield engine
    finally:
        engine.dispose()


@contextmanager
def told() -> Iterator[None]:
    """Say in a sentence that a database cannot be reached or has no tables yet, or that a disk is full."""
    try:
        yield
    except (OperationalError, ProgrammingError) as fault:
        raise NotStored(f"the database cannot be used: {str(fault.orig).strip().splitlines()[0]}") from fault


def store(settings: Settings, what: str, file: Path, to: list[Any], seen: Progress) -> int:
    """Copy one store into a file, encrypted if there are recipients; return how many rows it holds.

    It is written beside the database first, so that no transaction waits for a far disk, and gets its name last.
    """
    near, beside = settings.instance / (file.name + PART), file.with_name(file.name + PART)
    tally = Tally(seen)
    try:
        with open_store(settings, what) as engine, snapshot(engine) as connection, near.open("xb") as out:
            chunks = written(connection, heading_of(connection, what, settings), tally)
            if to:
                age.encrypt(chunks, out, to)
            else:
                out.writelines(chunks)
            _settle(out)
        if near != beside:
            with near.open("rb") as source, beside.open("xb") as out:
                shutil.copyfileobj(source, out, 1 << 20)
                _settle(out)
        os.replace(beside, file)
        settle_folder(file.parent)
    except OSError as fault:
        raise NotStored(f"{file} cannot be written: {fault.strerror or fault}") from fault
    finally:
        for part in (near, beside):
            part.unlink(missing_ok=True)
    if not tally.digests:
        file.unlink()
        raise NotStored("the database is empty: there is nothing to copy")
    return tally.rows


def _settle(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def on_terminal(verb: str) -> Progress:
    """Return what shows how many rows were done, on a terminal only, a few times a second."""
    last = 0.0

    def show(rows: int) -> None:
        nonlocal last
        if sys.stderr.isatty() and time.monotonic() - last > 0.2:
            last = time.monotonic()
            print(f"\r{verb}: {rows} rows ", end="", file=sys.stderr, flush=True)  # noqa: T201

    return show
