"""Reading the journal, for rules that count deeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from entraide.db import db
from entraide.journal.models import Entry


@dataclass(frozen=True)
class Deed:
    """One deed inside a group: when, whose, about whom, by their memberships."""

    at: datetime
    by_id: UUID | None
    about_id: UUID | None


_LATELY = (
    select(Entry.at, Entry.by_id, Entry.about_id)
    .where(Entry.group_id == bindparam("group_id"), Entry.at > bindparam("since"), Entry.deed == bindparam("deed"))
    .order_by(Entry.at.desc())
)


def lately(deed: str, *, group: UUID, since: datetime) -> list[Deed]:
    """Return a group's deeds of one kind since an instant, the newest first."""
    rows = db.session.execute(_LATELY, {"deed": deed, "group_id": group, "since": since})
    return [Deed(*row) for row in rows]


def whom(deed: str, *, group: UUID, by: UUID, since: datetime) -> frozenset[UUID]:
    """Return the memberships that one member's deeds of a kind were about since an instant."""
    found = select(Entry.about_id).where(
        Entry.group_id == group, Entry.at > since, Entry.deed == deed, Entry.by_id == by, Entry.about_id.is_not(None)
    )
    return frozenset(about for about in db.session.scalars(found) if about)


def whom_each(deed: str, *, by: Iterable[UUID], since: datetime) -> frozenset[UUID]:
    """Return the memberships that deeds of a kind were about since an instant, done under any of these memberships."""
    found = select(Entry.about_id).where(
        Entry.at > since, Entry.deed == deed, Entry.by_id.in_(list(by)), Entry.about_id.is_not(None)
    )
    return frozenset(about for about in db.session.scalars(found) if about)
