"""The waiting room of a group: the date and hour of its next meeting only."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.meetings.queries.waiting import next_meeting
from entraide.meetings.views import bp
from entraide.meetings.words import span_in_words
from entraide.members.actions.entering import stop_waiting
from entraide.members.models import Membership
from entraide.members.queries.inviting import find_waiting


def find_own_waiting(group_id: UUID) -> Membership:
    """Find the asker's own place in a group's waiting room."""
    if (membership_id := g.actor.waits.get(group_id)) is None:
        raise NotFound
    return find_waiting(group_id, membership_id)


@bp.get("/attente/<id22:group_id>")
@requires(Permission.WAITING_SEE, find_group)
def wait(group: Group) -> Response | str:
    """Say when the next meeting is; whoever was let in meanwhile is shown the group's name and the consent."""
    if g.actor.roles_in(group.id):
        return redirect(f"/g/{short(group.id)}/bienvenue", 303)
    membership = find_waiting(group.id, g.actor.waits[group.id])
    meeting = next_meeting(group.id)  # for everybody: a date kept from whom the group shut out would tell her so
    return render_template(
        "meetings/waiting.html",
        when=span_in_words(meeting.starts_at, meeting.ends_at, meeting.zone) if meeting else "",
        until=membership.waits_until,
        group_id=group.id,
    )


@bp.post("/attente/<id22:group_id>/fin")
@requires(Permission.WAITING_SEE, find_own_waiting)
def stop(membership: Membership) -> Response:
    """Stop waiting: the name is erased at once."""
    stop_waiting(membership)
    db.session.commit()
    flash(_("Done. Your name is erased."))
    return redirect("/agenda", 303)
