"""Having seen what links from letters changed, and taking it back."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import NotFound
from entraide.home.views import bp
from entraide.meetings.actions import link_changes
from entraide.meetings.actions.anonymous import NotAnonymous
from entraide.meetings.actions.answers import Closed, MeetingFull, TooManyForTheTable
from entraide.meetings.actions.taking_back import take_back
from entraide.meetings.models import Meeting
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.views.said import in_words
from entraide.reminders.actions import letters_as_before, letters_seen


@bp.post("/agenda/liens")
@requires(Permission.SELF_CHANGE)
def links_seen() -> Response:
    """Take note that she knows, and forget it."""
    memberships = g.actor.memberships.values()
    link_changes.forget(*memberships)
    letters_seen(memberships)
    db.session.commit()
    return redirect("/agenda", 303)


@bp.post("/agenda/liens/lettres")
@requires(Permission.SELF_CHANGE)
def take_back_letters() -> Response:
    """Let letters come, or stop, as before a link changed that."""
    letters_as_before(g.actor.memberships.values())
    db.session.commit()
    flash(_("Done. It holds at once."))
    return redirect("/agenda", 303)


@bp.post("/rencontre/<id22:meeting_id>/reponse/avant")
@requires(Permission.ANSWER_GIVE, find_meeting)
def take_back_answer(meeting: Meeting) -> Response:
    """Let her answer stand as before a link changed it; where that cannot be, lead to the meeting, which says why."""
    meeting_id = meeting.id
    try:
        given = take_back(meeting, g.actor.membership_in(meeting.group_id))
    except NotFound:
        let_go()
        return redirect("/agenda", 303)
    except (Closed, NotAnonymous, MeetingFull, TooManyForTheTable):
        let_go()
        flash(_("This cannot be taken back any more. Look at the page of the meeting."), "warn")
        return redirect(f"/rencontre/{short(meeting_id)}", 303)
    words = in_words(meeting, given) if given else _("It is as if you had not answered.")
    db.session.commit()
    flash(words)
    return redirect("/agenda", 303)
