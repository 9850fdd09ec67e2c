"""Changing what a meeting says, and ending a series."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from entraide import clock
from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import ChangedMeanwhile
from entraide.meetings.actions import changing, planning
from entraide.meetings.actions.planning import MeetingOver
from entraide.meetings.forms.planning import ChangeForm, EndForm
from entraide.meetings.forms.plans import Wrong, coming_day
from entraide.meetings.forms.typed import parts_of, refuse
from entraide.meetings.models import Meeting, Mode, Series
from entraide.meetings.queries.answers import room_of
from entraide.meetings.queries.meetings import details_of, details_of_series, find_meeting, find_series, rhythm_of
from entraide.meetings.views import bp
from entraide.meetings.views.shown import Shown, is_over, take_revision, too_late
from entraide.meetings.words import rhythm_in_words


@bp.get("/rencontre/<id22:meeting_id>/modifier")
@requires(Permission.MEETING_PLAN, find_meeting)
def change(meeting: Meeting) -> Page:
    """Show what the meeting says, to be written anew."""
    if is_over(meeting):
        return too_late(meeting)
    room = room_of(meeting)
    known = vars(details_of(meeting)) | {"places": room.capacity if room else None}
    form = ChangeForm(data={**known, "which": "one", "revision": meeting.revision})
    return _change_page(Shown.of(meeting), form, meeting.mode)


@bp.post("/rencontre/<id22:meeting_id>/modifier")
@requires(Permission.MEETING_PLAN, find_meeting)
def do_change(meeting: Meeting) -> Page:
    """Write it anew, for this meeting or for all that follow."""
    shown, mode, form = Shown.of(meeting), meeting.mode, ChangeForm()
    if not form.validate():
        let_go()
        return _change_page(shown, form, mode), 422
    try:
        count = _write(meeting, form)
    except MeetingOver:
        return too_late(meeting)
    except ChangedMeanwhile:
        shown = Shown.of(meeting)
        take_revision(form, meeting)
        let_go()
        return _change_page(shown, form, mode, changed=True), 409
    db.session.commit()
    flash(ngettext("Changed for this meeting.", "Changed for %(num)d meetings.", count))
    return redirect(shown.address, 303)


def _write(meeting: Meeting, form: ChangeForm) -> int:
    """Return how many meetings were changed."""
    by, revision = g.actor.membership_in(meeting.group_id), form.revision.data or 0
    details, places = form.details(meeting.mode), form.places.data
    if form.which.data == "following" and meeting.series_id:
        series = find_series(meeting.group_id, meeting.series_id)
        return changing.change_following(meeting, series, details, places, revision=revision, by=by)
    changing.change(meeting, details, places, revision=revision, by=by)
    return 1


@bp.get("/g/<id22:group_id>/series/<id22:series_id>/fin")
@requires(Permission.MEETING_PLAN, find_series)
def end(series: Series) -> str:
    """Ask for the last day of a series."""
    return _end_page(_Ending(series), EndForm(data={"last": parts_of(clock.today(series.zone))}))


@bp.post("/g/<id22:group_id>/series/<id22:series_id>/fin")
@requires(Permission.MEETING_PLAN, find_series)
def do_end(series: Series) -> Page:
    """End it: later meetings are cancelled, each member gets one letter."""
    ending, form = _Ending(series), EndForm()
    last = _last_day(form, ending.zone)
    if last is None:
        let_go()
        return _end_page(ending, form), 422
    count = planning.end_series(series, last, by=g.actor.membership_in(series.group_id))
    db.session.commit()
    flash(
        ngettext(
            "The series ends. One meeting is cancelled.", "The series ends. %(num)d meetings are cancelled.", count
        )
        if count
        else _("The series ends. No meeting had to be cancelled.")
    )
    return redirect(ending.group_address, 303)


def _change_page(shown: Shown, form: ChangeForm, mode: Mode, *, changed: bool = False) -> str:
    return render_template("meetings/change.html", form=form, meeting=shown, mode=mode.value, changed=changed)


class _Ending:
    """What the page shows of a series, read before anything is committed or rolled back."""

    def __init__(self, series: Series) -> None:
        self.title = details_of_series(series).title
        self.rhythm = rhythm_in_words(rhythm_of(series))
        self.zone = ZoneInfo(series.zone)
        self.group_address = f"/g/{short(series.group_id)}"
        self.address = f"{self.group_address}/series/{short(series.id)}/fin"


def _last_day(form: EndForm, zone: ZoneInfo) -> date | None:
    """Return the last day that was typed; None with a message on its field where it cannot be."""
    if not form.validate():
        return None
    try:
        return coming_day(form.last, zone)
    except Wrong as wrong:
        refuse(wrong.field, wrong.message)
        return None


def _end_page(ending: _Ending, form: EndForm) -> str:
    return render_template("meetings/end.html", form=form, series=ending)
