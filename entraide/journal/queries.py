"""Reading the journal, for rules that count deeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from entraide.db import db
from entraide.journal.models import Entry


def whom(deed: str, *, group: UUID, by: UUID, since: datetime) -> frozenset[UUID]:
    """Return the memberships that one member's deeds of a kind were about since an instant."""
    found = select(Entry.about_id).where(
        Entry.group_id == group, Entry.at > since, Entry.deed == deed, Entry.by_id == by, Entry.about_id.is_not(None)
    )
    return frozenset(about for about in db.session.scalars(found) if about)
