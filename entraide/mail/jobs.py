"""Forget letters that were sent long ago."""

from sqlalchemy import delete

from entraide.clock import now
from entraide.db import db, writing
from entraide.mail.models import Letter, State
from entraide.retention import Kept
from entraide.settings import current


def forget_sent() -> None:
    """Erase the rows of letters that ended long enough ago (the retention table)."""
    writing()
    ended = Letter.state.in_([State.SENT, State.DROPPED, State.REFUSED])
    old = delete(Letter).where(ended, Letter.run_at < now() - current().kept(Kept.LETTERS))
    db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.commit()
