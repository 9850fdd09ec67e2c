"""That somebody else now reads one's mailbox here: told at sign-in, and on the agenda of sessions that were open."""

from flask import flash, g, redirect, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.accounts import ending, queries
from entraide.accounts.locks.queries import asks_at_door
from entraide.accounts.models import Person
from entraide.accounts.views import bp
from entraide.clock import now
from entraide.db import db


def tell_at_door(person: Person) -> None:
    """Tell whoever signs in now, where another page than her agenda comes next: that one says it until she read it."""
    if person.mailbox_notice and "next" in session:
        flash(_words(person))


def mailbox_notice() -> str:
    """Return what is to be told of the mailbox of whoever is signed in; the empty text for nothing."""
    if g.actor.only_group or not g.actor.has_address or _was_read_here():
        return ""
    person = queries.find_person(g.actor.person_id)
    return _words(person) if person.mailbox_notice else ""


@bp.post("/agenda/courrier")
@requires(Permission.SELF_CHANGE)
def mailbox_seen() -> Response:
    """Take note that she knows: for good on a device long hers, elsewhere in this session, for a week.

    The one who joined may be who signs in as her: what he pressed away nobody else would read.
    """
    if ending.has_last_word(g.actor.person_id, g.actor.sign_in_id):
        queries.find_person(g.actor.person_id).mailbox_notice = False
        db.session.commit()
    else:
        session["mailbox_seen"] = [str(g.actor.sign_in_id), int(now().timestamp())]
    return redirect("/agenda", 303)


def _was_read_here() -> bool:
    noted = session.get("mailbox_seen")
    if not isinstance(noted, list) or noted[0] != str(g.actor.sign_in_id):
        return False
    return bool(now().timestamp() - noted[1] < ending.OLD.total_seconds())


def _words(person: Person) -> str:
    if asks_at_door(person):
        return _("Somebody else now reads this mailbox here too. They do not get in as you: your lock is asked for.")
    return _("Somebody else now reads this mailbox here too. Whoever reads it can sign in as either of you.")
