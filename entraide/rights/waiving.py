"""Who may waive the seven days before an account is erased: an erasure is the one deed that nobody can undo."""

from uuid import UUID

from entraide.accounts import ending, protection
from entraide.accounts.models import Person, SignIn
from entraide.accounts.standing import vouches
from entraide.clock import now
from entraide.db import db


def may_waive(person: Person, sign_in_id: UUID | None) -> bool:
    """Say whether somebody may be erased at once from here: whoever has only just come in by the mailbox may not.

    From a session of a week and more; with a lock that was shown here and has stood for 48 hours; or where the account
    itself is younger than a week. Never while protected mode may still be undone.
    """
    if protection.may_be_undone(person.id):
        return False
    week_ago = now() - ending.OLD
    session = db.session.get(SignIn, sign_in_id) if sign_in_id else None
    if person.created > week_ago.date() or (session is not None and session.created <= week_ago):
        return True
    return vouches(session)
