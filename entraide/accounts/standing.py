"""Locks that have stood for so long that whoever only reads her mailbox cannot have made them unseen."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from entraide.accounts.models import Lock
from entraide.clock import now
from entraide.db import db

TO_STOP = timedelta(hours=48)
"""What could give somebody's account to another waits so long: she is told at once, and stops it."""


def stands_since(person_id: UUID | None) -> datetime | None:
    """Return from when on a lock of hers had stood for 48 hours; None: none has yet."""
    proved = db.session.scalar(select(func.min(Lock.proved)).where(Lock.person_id == person_id))
    return proved + TO_STOP if proved is not None and proved + TO_STOP <= now() else None


def has_stood(person_id: UUID | None) -> bool:
    """Say whether a lock of hers has stood for 48 hours."""
    return stands_since(person_id) is not None
