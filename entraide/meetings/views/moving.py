"""Moving and cancelling one meeting."""

from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.errors import ChangedMeanwhile
from entraide.meetings.actions import planning
from entraide.meetings.actions.planning import MeetingOver
from entraide.meetings.forms.moves import Standing, move_form, read_move
from entraide.meetings.forms.planning import MoveForm, RevisedForm
from entraide.meetings.models import Meeting
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.views import bp
from entraide.meetings.views.shown import Shown, is_over, standing, take_revision, too_late
from entraide.meetings.words import start_in_words


@bp.get("/rencontre/<id22:meeting_id>/deplacer")
@requires(Permission.MEETING_PLAN, find_meeting)
def move(meeting: Meeting) -> Page:
    """Show when and where the meeting is, to be written anew."""
    if is_over(meeting):
        return too_late(meeting)
    now = standing(meeting)
    return _move_page(Shown.of(meeting), move_form(now), now)


@bp.post("/rencontre/<id22:meeting_id>/deplacer")
@requires(Permission.MEETING_PLAN, find_meeting)
def do_move(meeting: Meeting) -> Page:
    """Move it and tell everybody."""
    shown, now, form = Shown.of(meeting), standing(meeting), MoveForm()
    if not form.validate() or (wanted := read_move(form, now)) is None:
        let_go()
        return _move_page(shown, form, now), 422
    by, revision = g.actor.membership_in(meeting.group_id), form.revision.data or 0
    try:
        planning.move(meeting, wanted.starts_at, wanted.ends_at, wanted.details, revision=revision, by=by)
    except MeetingOver:
        return too_late(meeting)
    except ChangedMeanwhile:
        shown, now = Shown.of(meeting), standing(meeting)
        take_revision(form, meeting)
        let_go()
        return _move_page(shown, form, now, changed=True), 409
    db.session.commit()
    flash(_("The meeting is moved. The members are told by letter."))
    return redirect(shown.address, 303)


@bp.get("/rencontre/<id22:meeting_id>/annuler")
@requires(Permission.MEETING_PLAN, find_meeting)
def cancel(meeting: Meeting) -> Page:
    """Say what cancelling does, and which date comes next."""
    if is_over(meeting):
        return too_late(meeting)
    return _cancel_page(meeting)


@bp.post("/rencontre/<id22:meeting_id>/annuler")
@requires(Permission.MEETING_PLAN, find_meeting)
def do_cancel(meeting: Meeting) -> Page:
    """Cancel it and tell everybody."""
    shown, form = Shown.of(meeting), RevisedForm()
    revision = form.revision.data if form.validate() and form.revision.data else 0
    try:
        planning.cancel(meeting, revision=revision, by=g.actor.membership_in(meeting.group_id))
    except MeetingOver:
        return too_late(meeting)
    except ChangedMeanwhile:
        page = _cancel_page(meeting, changed=True)
        let_go()
        return page, 409
    db.session.commit()
    flash(_("The meeting is cancelled. The members are told by letter."))
    return redirect(shown.address, 303)


def _move_page(shown: Shown, form: MoveForm, now: Standing, *, changed: bool = False) -> str:
    return render_template("meetings/move.html", form=form, meeting=shown, now=now, changed=changed)


def _cancel_page(meeting: Meeting, *, changed: bool = False) -> str:
    upcoming = queries.next_meeting(meeting.group_id, meeting.starts_at)
    following = start_in_words(upcoming.starts_at, ZoneInfo(upcoming.zone)) if upcoming else ""
    return render_template(
        "meetings/cancel.html",
        form=RevisedForm(formdata=None, data={"revision": meeting.revision}),
        meeting=Shown.of(meeting),
        following=following,
        changed=changed,
    )
