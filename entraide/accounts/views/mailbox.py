"""That somebody else now reads one's mailbox here: told at sign-in, and on the agenda of sessions that were open."""

from flask import flash, g, redirect, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.accounts import queries
from entraide.accounts.locks.queries import asks_at_door
from entraide.accounts.models import Person
from entraide.accounts.views import bp
from entraide.db import db


def tell_at_door(person: Person) -> None:
    """Tell whoever signs in now; where another session of hers is open, its agenda says it until she has read it.

    The one who joined may be who signs in as her: what only this sign-in said would be read by nobody else.
    """
    if not person.mailbox_notice:
        return
    is_told_elsewhere = sum(not row.ended for row in queries.open_sessions(person.id)) > 1
    if not is_told_elsewhere or "next" in session:
        flash(_words(person))
    person.mailbox_notice = is_told_elsewhere


def mailbox_notice() -> str:
    """Return what is to be told of the mailbox of whoever is signed in; the empty text for nothing."""
    if g.actor.only_group or not g.actor.has_address:
        return ""
    person = queries.find_person(g.actor.person_id)
    return _words(person) if person.mailbox_notice else ""


@bp.post("/agenda/courrier")
@requires(Permission.SELF_CHANGE)
def mailbox_seen() -> Response:
    """Take note that she knows."""
    queries.find_person(g.actor.person_id).mailbox_notice = False
    db.session.commit()
    return redirect("/agenda", 303)


def _words(person: Person) -> str:
    if asks_at_door(person):
        return _("Somebody else now reads this mailbox here too. They do not get in as you: your lock is asked for.")
    return _("Somebody else now reads this mailbox here too. Whoever reads it can sign in as either of you.")
