"""Locks that have stood for so long that whoever only reads her mailbox cannot have made them unseen."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from entraide.accounts.models import Lock, SignIn
from entraide.clock import now
from entraide.db import db

TO_STOP = timedelta(hours=48)
"""What could give somebody's account to another waits so long: she is told at once, and stops it."""


def vouches(row: SignIn | None) -> bool:
    """Say whether in this session a lock was shown that may decide what nobody takes back, and one has stood so long.

    Not by a device that checked nobody: who has it in her hands, and reads the mailbox, may be anybody at home.
    """
    return row is not None and row.lock_since is not None and not row.lock_unchecked and has_stood(row.person_id)


def has_stood(person_id: UUID | None, at: datetime | None = None) -> bool:
    """Say whether a lock of hers counts for so long that whoever only reads her mailbox cannot have made it unseen.

    `at`: whether one did by then.
    """
    stands = (Lock.person_id == person_id) & (Lock.proved <= (at or now()) - TO_STOP)
    return db.session.scalar(select(Lock.id).where(stands).limit(1)) is not None
