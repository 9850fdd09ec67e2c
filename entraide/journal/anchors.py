"""What the chain ended with, noted every hour in a file outside both stores: without it a cut-off end is not seen.

One line of JSON a note, signed. A restore notes itself here too, so that what it took back is told apart from theft:
that it begins just before it is committed, that it took place after it. Where it was cut off between the two, the
database itself says which: it took place if the chain runs through the end that was to be put back, and no more through
the newest one noted before.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.engine import Connection

from entraide.clock import now
from entraide.journal import heads
from entraide.journal.chain import START
from entraide.journal.models import Entry, Tip
from entraide.settings import Settings
from entraide.vault.store import KeyStore

NOTED, RESTORING, RESTORED = "noted", "restoring", "restored"


@dataclass(frozen=True)
class Anchor:
    """One line: what it is, when it was written, and the number and hash with which the chain ended then."""

    what: str
    at: datetime
    number: int
    hash: bytes


@dataclass(frozen=True)
class Unreadable:
    """A line that this server did not write, by its number in the file."""

    line: int


def file_of(settings: Settings) -> Path:
    """Return where anchors are noted: the operator's place, else the instance folder."""
    return Path(settings.journal_anchor) if settings.journal_anchor else settings.instance / "anchors"


def end_in(connection: Connection) -> tuple[int, bytes]:
    """Return the number and hash with which the chain of a main database ends, of whatever version it is."""
    if not inspect(connection).has_table(Tip.__tablename__):
        return 0, START
    found = connection.execute(select(Tip.__table__.c.number, Tip.__table__.c.hash)).first()
    return (found.number, bytes(found.hash)) if found else (0, START)


def note(settings: Settings, keys: KeyStore, what: str, number: int, ended: bytes) -> None:
    """Append one signed line, whole and on the disk before this returns."""
    at = now().isoformat(timespec="seconds")
    signature = heads.sign(keys, "anchor", what, at, number, ended)
    line = {"what": what, "at": at, "number": number, "hash": ended.hex(), "signature": signature.hex()}
    handle = os.open(file_of(settings), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        is_torn = (size := os.fstat(handle).st_size) > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, b"\n" * is_torn + json.dumps(line).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def noted(settings: Settings, keys: KeyStore) -> Iterator[Anchor | Unreadable]:
    """Yield every line of the file, in order."""
    file = file_of(settings)
    if not file.exists():
        return
    with file.open("rb") as lines:
        for count, line in enumerate(lines, start=1):
            if line.strip():
                yield _read(line, keys) or Unreadable(count)


def last(settings: Settings, keys: KeyStore) -> Anchor | None:
    """Return the newest line that this server wrote."""
    return next((one for one in reversed(list(noted(settings, keys))) if isinstance(one, Anchor)), None)


def settled(lines: Iterable[Anchor | Unreadable], connection: Connection) -> list[Anchor | Unreadable]:
    """Return the lines, and as a last one that a restore took place which was cut off before it could say so."""
    known = list(lines)
    newest = next((one for one in reversed(known) if isinstance(one, Anchor)), None)
    if newest is not None and newest.what == RESTORING:
        held = standing(known)[0]
        before = held[max(held)] if held else newest
        if (
            before.number > newest.number
            and _runs_through(newest, connection)
            and not _runs_through(before, connection)
        ):
            known.append(replace(newest, what=RESTORED))
    return known


def _runs_through(anchor: Anchor, connection: Connection) -> bool:
    if anchor.number == 0 or end_in(connection) == (anchor.number, anchor.hash):
        return True
    found = connection.scalar(select(Entry.__table__.c.hash).where(Entry.__table__.c.number == anchor.number))
    return found is not None and bytes(found) == anchor.hash


def _read(line: bytes, keys: KeyStore) -> Anchor | None:
    try:
        said: dict[str, Any] = json.loads(line)
        what, at, number, ended = said["what"], said["at"], said["number"], bytes.fromhex(said["hash"])
        if heads.is_signed(keys, bytes.fromhex(said["signature"]), "anchor", what, at, number, ended):
            return Anchor(what, datetime.fromisoformat(at), number, ended)
    except (ValueError, KeyError, TypeError):
        pass
    return None


@dataclass(frozen=True)
class Gone:
    """What a restore or a way back took out of the journal, as it said itself."""

    at: datetime
    first: int
    last: int


def standing(lines: Iterable[Anchor | Unreadable]) -> tuple[dict[int, Anchor], list[Gone], list[Unreadable]]:
    """Return the anchors that must hold still, what restores took back, and the lines nobody can read."""
    held: dict[int, Anchor] = {}
    gone, strange = [], []
    for one in lines:
        if isinstance(one, Unreadable):
            strange.append(one)
            continue
        if one.what == RESTORING:
            continue
        if one.what == RESTORED:
            later = [number for number in held if number > one.number]
            if later:
                gone.append(Gone(one.at, one.number + 1, max(later)))
            held = {number: anchor for number, anchor in held.items() if number <= one.number}
        held[one.number] = one
    return held, gone, strange
