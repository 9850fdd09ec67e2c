"""Which mailboxes lead into a group no more. A ban is tried on a mailbox's blind index; no page can try one."""

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, select

from entraide.access.scope import everywhere
from entraide.accounts.queries import find_person
from entraide.clock import today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import Ban
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed


@dataclass(frozen=True)
class BanLine:
    """All that a group still knows of a ban: its day, its end, and who decided; empty: she keeps the group no more."""

    id: UUID
    made: date
    until: date
    by_name: str


def first_day_that_counts() -> date:
    """Return the first day whose bans still hold."""
    return today() - current().kept(Kept.BANS)


def shut_out(group_id: UUID, indexes: Collection[bytes]) -> frozenset[bytes]:
    """Return which of these mailboxes, by their blind indexes, a group has shut out; for rules, never for a page."""
    standing = list(db.session.scalars(_standing(group_id)))
    if not standing or not indexes:
        return frozenset()
    secrets = [(secret_of(ban), ban.trace) for ban in standing]
    return frozenset(
        index
        for index in indexes
        if any(hmac.compare_digest(trace_of(secret, index), trace) for secret, trace in secrets)
    )


def mailbox_of(person_id: UUID) -> bytes | None:
    """Return the blind index of a person's mailbox, one that is set aside too; None: there is nothing to shut out."""
    person = find_person(person_id)
    return person.email_index or person.kept_email_index


def trace_of(secret: bytes, index: bytes) -> bytes:
    """Return what a ban keeps of a mailbox."""
    return hmac.digest(secret, index, sha256)


def secret_of(ban: Ban) -> bytes:
    """Open the key of one ban's trace."""
    return bytes.fromhex(sealed.unseal(ban.group_id, f"ban {ban.id}", ban.secret_sealed))


def ban_lines(group: Group, names: Mapping[UUID, str]) -> list[BanLine]:
    """Return a group's bans, the latest first; `names`: those of its members, by membership."""
    standing = db.session.scalars(_standing(group.id).order_by(Ban.made.desc(), Ban.id))
    life = current().kept(Kept.BANS)
    return [BanLine(ban.id, ban.made, ban.made + life, names.get(ban.by_id, "")) for ban in standing]


def find_ban(group_id: UUID, ban_id: UUID) -> Ban:
    """Find one ban of a group, or raise NotFound."""
    found = select(Ban).where(Ban.group_id == group_id, Ban.id == ban_id)
    if (ban := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return ban


def groups_with_bans_over() -> Sequence[UUID]:
    """Return the groups whose bans, or some of them, hold no more."""
    with everywhere("bans whose time is over: ids of groups only"):
        return list(db.session.scalars(select(Ban.group_id).where(Ban.made < first_day_that_counts()).distinct()))


def _standing(group_id: UUID) -> Select[Ban]:
    return select(Ban).where(Ban.group_id == group_id, Ban.made >= first_day_that_counts())
