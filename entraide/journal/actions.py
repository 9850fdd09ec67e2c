"""Note every deed that changes or uses access, in the same transaction as the deed."""

from uuid import UUID

from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry


def note(deed: str, *, group: UUID | None = None, by: UUID | None = None, about: UUID | None = None) -> None:
    """Append a deed (`thing:deed`); `by` and `about` are membership ids inside a group, else rows' own ids."""
    db.session.add(Entry(at=now(), deed=deed, group_id=group, by_id=by, about_id=about))
