"""Forget letters that were sent long ago."""

from datetime import timedelta

from sqlalchemy import delete

from entraide.clock import now
from entraide.db import db, writing
from entraide.mail.models import Letter, State

KEPT = timedelta(days=30)


def forget_sent() -> None:
    """Erase the rows of letters that ended 30 days ago (PRODUCT, retention)."""
    writing()
    ended = Letter.state.in_([State.SENT, State.DROPPED, State.REFUSED])
    db.session.execute(
        delete(Letter).where(ended, Letter.run_at < now() - KEPT), execution_options={"synchronize_session": False}
    )
    db.session.commit()
