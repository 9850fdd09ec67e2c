"""Check the whole chain against itself, its signed heads and what was noted outside; one sentence a fault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from entraide.clock import now
from entraide.journal import heads
from entraide.journal.anchors import Anchor
from entraide.journal.chain import SAID, START, hash_of, is_genuine
from entraide.journal.models import Entry, Head, Tip
from entraide.vault.store import KeyStore

WAITS = timedelta(hours=1)
SAID_EACH = 5  # so many faults of one sort are named, the others counted
ENTRIES, HEADS, TIP = Entry.__table__, Head.__table__, Tip.__table__


@dataclass
class Walk:
    """Where the check stands: the number that must come, the hash before it, what else must hold on the way."""

    wanted: int
    before: bytes
    ends: dict[int, Any]
    anchors: dict[int, Anchor]
    altered: list[tuple[int, datetime]] = field(default_factory=list)
    gaps: list[tuple[int, int, datetime]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def faults(connection: Connection, keys: KeyStore, anchors: dict[int, Anchor]) -> Iterator[str]:
    """Yield what is wrong with a journal that this connection sees at one moment; nothing when all of it holds."""
    tip = connection.execute(select(TIP)).first()
    closed = connection.execute(select(HEADS).order_by(HEADS.c.last)).all()
    yield from _heads(closed, tip, keys)
    walk = _begun(connection, closed, anchors)
    try:
        for row in _sealed(connection):
            _step(walk, row)
    except (ValueError, TypeError, AttributeError) as fault:
        yield f"The journal cannot be read after number {walk.wanted - 1}: {type(fault).__name__}."
        return
    yield from _found(walk)
    yield from _end(walk, tip, keys)
    yield from _noted(walk)
    yield from _waiting(connection)


def _sealed(connection: Connection) -> Any:
    found = select(ENTRIES.c.number, ENTRIES.c.hash, *SAID).where(ENTRIES.c.number.is_not(None))
    return connection.execute(found.order_by(ENTRIES.c.number), execution_options={"yield_per": 1000})


def _heads(closed: Any, tip: Any, keys: KeyStore) -> Iterator[str]:
    wanted = 1
    for head in closed:
        if not heads.is_genuine(keys, head):
            yield f"The journal's head of {head.month:%m.%Y} was not signed by this server: it is forged or altered."
        if head.first > wanted:
            yield f"Of the journal's entries {wanted} to {head.first - 1} the head of their month is gone."
        wanted = head.last + 1
    if tip is not None and tip.closed >= wanted:
        yield f"Of the journal's entries {wanted} to {tip.closed} the head of their month is gone."


def _begun(connection: Connection, closed: Any, anchors: dict[int, Anchor]) -> Walk:
    """Begin after the last month that was let go of whole, at its time; else at the first entry there ever was."""
    lowest = connection.scalar(select(func.min(ENTRIES.c.number)))
    wanted, before = 1, START
    for head in closed:
        if heads.is_past(head.month, now().date()) and (lowest is None or lowest > head.last):
            wanted, before = head.last + 1, bytes(head.hash)
    return Walk(wanted, before, {head.last: head for head in closed}, anchors)


def _step(walk: Walk, row: Any) -> None:
    number, found = row.number, bytes(row.hash or b"")
    if number > walk.wanted:
        walk.gaps.append((walk.wanted, number - 1, row.at))
    elif number < walk.wanted or found != hash_of(walk.before, number, tuple(row)[2:]):
        walk.altered.append((number, row.at))
    if (head := walk.ends.pop(number, None)) and bytes(head.hash) != found:
        walk.others.append(
            f"The journal's entries {head.first} to {head.last} are not those of the signed head of {head.month:%m.%Y}."
        )
    if (anchor := walk.anchors.pop(number, None)) and anchor.hash != found:
        walk.others.append(
            f"The journal up to number {number} is not what was noted outside on {_day(anchor.at)}: "
            "an entry was altered and the chain after it made anew."
        )
    walk.wanted, walk.before = max(number + 1, walk.wanted), found


def _found(walk: Walk) -> Iterator[str]:
    for first, last, at in walk.gaps[:SAID_EACH]:
        which = f"entry {first} is" if first == last else f"entries {first} to {last} are"
        yield f"The journal's {which} gone; the next is of {_day(at)}."
    for number, at in walk.altered[:SAID_EACH]:
        yield f"The journal's entry {number}, which says it is of {_day(at)}, is not what was sealed under that number."
    more = sum(max(0, len(some) - SAID_EACH) for some in (walk.gaps, walk.altered))
    if more:
        yield f"And so it is in {more} other places of the journal."
    yield from walk.others


def _end(walk: Walk, tip: Any, keys: KeyStore) -> Iterator[str]:
    last = walk.wanted - 1
    if tip is None:
        if last or walk.ends:
            yield f"The mark of the journal's end is gone, after number {last}."
        return
    if not is_genuine(keys, tip):
        yield f"The mark of the journal's end, number {tip.number}, was not signed by this server."
    if tip.number > last:
        yield f"The journal's last entries are gone: numbers {last + 1} to {tip.number}."
    elif tip.number < last:
        yield f"The journal has entries up to number {last}, after its signed end, number {tip.number}."
    elif bytes(tip.hash) != walk.before:
        yield f"The journal's last entry, number {last}, is not the one that its signed end names."


def _noted(walk: Walk) -> Iterator[str]:
    beyond = [anchor for number, anchor in walk.anchors.items() if number >= walk.wanted]
    if beyond:
        far = max(beyond, key=lambda anchor: anchor.number)
        yield (
            f"The journal was cut off: number {far.number} was noted outside on {_day(far.at)}, "
            f"it ends at number {walk.wanted - 1}."
        )


def _waiting(connection: Connection) -> Iterator[str]:
    waits = ENTRIES.c.number.is_(None) & (ENTRIES.c.at < now() - WAITS)
    count, oldest = connection.execute(select(func.count(), func.min(ENTRIES.c.at)).where(waits)).one()
    if count:
        yield f"{count} entries of the journal wait to be sealed, one since {_day(oldest)}: does the worker run?"


def _day(at: date) -> str:
    return f"{at:%d.%m.%Y}"
