"""Forget of erased groups what is left of them in imports."""

from entraide.clock import today
from entraide.db import db, writing
from entraide.directory.actions import forget_erased
from entraide.retention import Kept
from entraide.settings import current


def forget_erased_imports() -> None:
    """Forget, as long after as the journal is kept, groups that were erased here and that no import had since."""
    writing()
    forget_erased(today() - current().kept(Kept.JOURNAL))
    db.session.commit()
