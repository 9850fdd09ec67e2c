"""A group's series: which run, which are paused, and resuming one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.meetings.actions.resuming import NotPaused, resume
from entraide.meetings.models import Series
from entraide.meetings.queries.meetings import details_of_series, find_series, rhythm_of
from entraide.meetings.queries.rhythms import series_of
from entraide.meetings.views import bp
from entraide.meetings.words import hours_in_words, rhythm_in_words


@dataclass(frozen=True)
class Rhythm:
    """One series in words."""

    title: str
    when: str
    place: str
    address: str
    is_paused: bool


@bp.get("/g/<id22:group_id>/series")
@requires(Permission.MEETING_PLAN, find_group)
def series(group: Group) -> str:
    """List the group's series."""
    rhythms = [_rhythm(one, paused) for one, paused in series_of(group)]
    return render_template("meetings/series.html", rhythms=rhythms, group_address=f"/g/{short(group.id)}")


@bp.post("/g/<id22:group_id>/series/<id22:series_id>/reprendre")
@requires(Permission.MEETING_PLAN, find_series)
def do_resume(series: Series) -> Response:
    """Make its dates again; each member gets one letter."""
    address = f"/g/{short(series.group_id)}/series"
    try:
        resume(series, by=g.actor.membership_in(series.group_id))
    except NotPaused:
        let_go()
        flash(_("This series is not paused. Nothing was changed."), "warn")
        return redirect(address, 303)
    db.session.commit()
    flash(_("The series goes on. The members are told in one letter."))
    return redirect(address, 303)


def _rhythm(series: Series, is_paused: bool) -> Rhythm:
    details = details_of_series(series)
    end = (datetime.combine(series.first_day, series.starts) + timedelta(minutes=series.minutes)).time()
    return Rhythm(
        title=details.title,
        when=_(
            "%(rhythm)s, %(hours)s",
            rhythm=rhythm_in_words(rhythm_of(series)),
            hours=hours_in_words(series.starts, end),
        ),
        place=", ".join(filter(None, (details.place, details.address))),
        address=f"/g/{short(series.group_id)}/series/{short(series.id)}",
        is_paused=is_paused,
    )
