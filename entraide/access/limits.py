"""Attempts: counted and committed before the request's transaction opens, so that no refusal can undo the count."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import String, case, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from entraide.clock import now
from entraide.db import Model, apart, upsert
from entraide.vault.sealed import store


class Attempt(Model):
    """How often a key was spent since its window opened. Keys are HMACs: trying all networks names none."""

    __tablename__ = "attempts"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime]


@dataclass(frozen=True)
class Limit:
    """So many times within a window, for one key (`what`, who)."""

    what: str
    who: str
    times: int
    window: timedelta = timedelta(hours=1)

    @property
    def key(self) -> str:
        """The HMAC under which it is counted."""
        key = hmac.digest(store().named("index"), b"attempts", sha256)  # outlives a change of the master key
        return hmac.digest(key, f"{self.what}\0{self.who}".encode(), sha256).hex()


def spend(limits: Iterable[Limit]) -> bool:
    """Count one attempt for each limit, in a transaction of its own; say whether all of them still held.

    A refused attempt counts for none: who is refused cannot use up what others may still do.
    """
    held = True
    at = now()
    with apart() as connection, connection.begin_nested() as attempt:
        insert = upsert(connection)
        for limit in sorted(limits, key=lambda one: one.key):
            is_old = Attempt.since <= at - limit.window
            statement = insert(Attempt).values(key=limit.key, count=1, since=at)
            statement = statement.on_conflict_do_update(
                index_elements=[Attempt.key],
                set_={
                    "count": case((is_old, 1), else_=Attempt.count + 1),
                    "since": case((is_old, at), else_=Attempt.since),
                },
            ).returning(Attempt.count)
            held = (connection.scalar(statement) or 0) <= limit.times and held
        if not held:
            attempt.rollback()
    return held


def give_back(limits: Iterable[Limit]) -> None:
    """Take one attempt back where only failures count; call it when no transaction of this request is open."""
    with apart() as connection:
        for limit in sorted(limits, key=lambda one: one.key):
            spent = (Attempt.key == limit.key) & (Attempt.count > 0)
            connection.execute(update(Attempt).where(spent).values(count=Attempt.count - 1))


def forget(older_than: timedelta = timedelta(hours=24)) -> None:
    """Erase counters whose window is long over."""
    with apart() as connection:
        connection.execute(delete(Attempt).where(Attempt.since <= now() - older_than))


def network(address: str | None, *, wide: bool = False) -> str:
    """Return the block an address counts for: IPv4 /32, IPv6 /64 (wide: /48)."""
    try:
        ip = ip_address((address or "").split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return ip.exploded[:14] if wide else ip.exploded[:19]
    return str(ip)
