"""Forget what was made and never shown: pending locks, and challenges that nobody signed."""

from sqlalchemy import delete

from entraide.accounts.locks.queries import CHALLENGE_LIFE, PENDING_LIFE
from entraide.accounts.models import Lock, LockChallenge
from entraide.clock import now
from entraide.db import db, writing


def forget_unshown() -> None:
    """Erase locks that were not shown within an hour of being made, and challenges after their ten minutes."""
    writing()
    waiting = delete(Lock).where(Lock.proved.is_(None), Lock.made <= now() - PENDING_LIFE)
    asked = delete(LockChallenge).where(LockChallenge.created <= now() - CHALLENGE_LIFE)
    for forgotten in (waiting, asked):
        db.session.execute(forgotten, execution_options={"synchronize_session": False})
    db.session.commit()
