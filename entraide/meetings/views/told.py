"""Who has not been told of a change: the page that helpers share, its ticks, its numbers."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.meetings.actions import told
from entraide.meetings.forms.told import YES, TickForm
from entraide.meetings.queries import untold as queries
from entraide.meetings.queries.untold import Telling, ToTick
from entraide.meetings.views import bp
from entraide.meetings.views.telling import page_of
from entraide.members.actions import calls
from entraide.members.models import CallPurpose
from entraide.members.queries.between import viewer_of


def find_telling(meeting_id: UUID) -> Telling:
    """Find a meeting with the asker's open call list."""
    return queries.find_telling(g.actor, meeting_id)


def find_to_tick(meeting_id: UUID, membership_id: UUID) -> ToTick:
    """Find a meeting and the member who is ticked off."""
    return queries.find_to_tick(g.actor, meeting_id, membership_id)


@bp.get("/rencontre/<id22:meeting_id>/prevenir")
@requires(Permission.CALL_MAKE, find_telling)
def untold(telling: Telling) -> str:
    """Show who has been told of the latest change, and who is to be called."""
    return _page(telling)


@bp.post("/rencontre/<id22:meeting_id>/prevenir/<id22:membership_id>")
@requires(Permission.CALL_MAKE, find_to_tick)
def tick(line: ToTick) -> Page:
    """Tick one member off, or take the tick back; refused where the date changed again since the page was made."""
    form, meeting_id, membership_id = TickForm(), line.meeting.id, line.membership_id
    news = queries.find_news(line.meeting)
    if not form.validate() or news is None or form.news_id != news.id:
        let_go()
        return _page(queries.find_telling(g.actor, meeting_id), is_stale=True), 409
    if form.told.data == YES:
        told.tick(news, membership_id, g.actor.membership_in(line.group_id))
    else:
        told.untick(news, membership_id)
    db.session.commit()
    return redirect(f"{_address(meeting_id)}#m-{short(membership_id)}", 303)


@bp.post("/rencontre/<id22:meeting_id>/prevenir/numeros")
@requires(Permission.CALL_MAKE, find_telling, sure=True)
def open_numbers(telling: Telling) -> Response:
    """Open a call list for telling of this meeting, on this device, for two hours."""
    meeting_id, group_id = telling.meeting.id, telling.group_id
    calls.open_list(telling.group, viewer_of(g.actor, group_id), g.actor.sign_in_id, CallPurpose.TELLING, meeting_id)
    db.session.commit()
    return redirect(_address(meeting_id), 303)


@bp.post("/rencontre/<id22:meeting_id>/prevenir/numeros/fin")
@requires(Permission.CALL_MAKE, find_telling)
def close_numbers(telling: Telling) -> Response:
    """Close the call list of this device."""
    meeting_id, group_id = telling.meeting.id, telling.group_id
    calls.close_list(group_id, g.actor.membership_in(group_id), g.actor.sign_in_id)
    db.session.commit()
    flash(_("The numbers are put away."))
    return redirect(_address(meeting_id), 303)


def _address(meeting_id: UUID) -> str:
    return f"/rencontre/{short(meeting_id)}/prevenir"


def _page(telling: Telling, *, is_stale: bool = False) -> str:
    found = queries.untold(telling, viewer_of(g.actor, telling.group_id))
    page = page_of(telling, found, g.actor.membership_in(telling.group_id))
    return render_template("meetings/told.html", page=page, is_stale=is_stale)
