"""Scheduling: the form, the check of what it means, and making it."""

from datetime import date, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.meetings.actions import planning as actions
from entraide.meetings.chosen import Chosen
from entraide.meetings.forms.carried import carried
from entraide.meetings.forms.checks import Checked, Kept, checked, read_dates
from entraide.meetings.forms.pasted import pasted_dates
from entraide.meetings.forms.planning import PlanForm
from entraide.meetings.forms.plans import Plan, read_plan
from entraide.meetings.forms.suggestions import offer_ends, propose, suggested, suggested_days
from entraide.meetings.models import Mode
from entraide.meetings.queries import planning as queries
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.views import bp
from entraide.meetings.words import date_in_words


@bp.get("/g/<id22:group_id>/rencontres/nouvelle")
@requires(Permission.MEETING_PLAN, find_group)
def new(group: Group) -> str:
    """Show the form, filled as the last meeting was."""
    zone = ZoneInfo(group.timezone)
    last = queries.latest_planned(group.id)
    like = (last.mode, details_of(last), last.starts_at, last.ends_at) if last else None
    return _form_page(_Place(group), suggested(group.asked, zone, like))


@bp.post("/g/<id22:group_id>/rencontres/verifier")
@requires(Permission.MEETING_PLAN, find_group)
def check(group: Group) -> str | tuple[str, int]:
    """Show in words and dates what the form means; nothing is kept."""
    place, form = _Place(group), PlanForm()
    let_go()
    offer_ends(form, place.zone)
    if "change" in request.form:
        return _form_page(place, form)
    if not form.validate() or (plan := _plan(form, place.zone)) is None:
        return _refused(place, form)
    if plan.mode is Mode.WEEKEND and not plan.when.days:
        return _ask_days(place, form, plan.when.first)
    if not plan.when.dates:
        return _ask_first(place, form)
    return _check_page(place, form, checked(plan))


@bp.post("/g/<id22:group_id>/rencontres/nouvelle")
@requires(Permission.MEETING_PLAN, find_group)
def create(group: Group) -> Response | str | tuple[str, int]:
    """Read everything once more, and make the meeting or the series."""
    place, form = _Place(group), PlanForm()
    offer_ends(form, place.zone)
    if not form.validate() or (plan := _plan(form, place.zone)) is None:
        let_go()
        return _refused(place, form)
    if plan.mode is Mode.WEEKEND and not plan.when.days:
        let_go()
        return _ask_days(place, form, plan.when.first)
    if not plan.when.dates:
        let_go()
        return _ask_first(place, form), 422
    hours = {name.removeprefix("hour-"): typed for name, typed in request.form.items() if name.startswith("hour-")}
    page, kept = read_dates(plan, request.form.getlist("keep"), hours)
    if page.has_errors:
        let_go()
        return _check_page(place, form, page), 422
    planned_id = uuid5(group.id, form.once.data) if form.once.data else None
    if planned_id and queries.is_planned(group.id, planned_id):
        let_go()  # the form was sent twice
    else:
        _make(group, plan, kept, planned_id)
        db.session.commit()
    flash(
        ngettext(
            "The meeting is scheduled. The members are told by letter.",
            "%(num)d meetings are scheduled. The members are told in one letter.",
            page.count,
        )
    )
    return redirect(place.address, 303)


def _plan(form: PlanForm, zone: ZoneInfo) -> Plan | None:
    return read_plan(form, zone, pasted_dates if form.pasted.data else None)


def _make(group: Group, plan: Plan, kept: Kept, planned_id: UUID | None) -> None:
    when, by = plan.when, g.actor.membership_in(group.id)
    if when.rule:
        actions.plan_series(
            group,
            when.rule.without(kept.skip) if isinstance(when.rule, Chosen) else when.rule,
            when.first,
            when.starts,
            when.minutes,
            plan.mode,
            plan.details,
            asked=plan.asked,
            places=plan.places,
            skip=kept.skip,
            hours=kept.hours,
            by=by,
            series_id=planned_id,
        )
        return
    actions.plan_meeting(
        group,
        *when.span(plan.zone),
        plan.mode,
        plan.details,
        asked=plan.asked,
        places=plan.places,
        days=when.days,
        by=by,
        meeting_id=planned_id,
    )


class _Place:
    """What the pages show of the group, read before anything is rolled back."""

    def __init__(self, group: Group) -> None:
        self.name = name_of(group)
        self.zone = ZoneInfo(group.timezone)
        self.address = f"/g/{short(group.id)}"


def _refused(place: _Place, form: PlanForm) -> tuple[str, int]:
    """Show the form again, or the days of a weekend where the fault lies only there."""
    if form.errors and set(form.errors) <= {field.name for field in form.day_fields}:
        return _days_page(place, form), 422
    return _form_page(place, form), 422


def _form_page(place: _Place, form: PlanForm) -> str:
    return render_template("meetings/plan.html", form=form, place=place, carried=carried(form, days=True))


def _ask_days(place: _Place, form: PlanForm, first: date) -> str | tuple[str, int]:
    """Ask for the hours of each day, with a proposal the first time."""
    if "d0-starts" in request.form:
        form.day_fields[0].form.starts.errors = [_("Write the hours of one day at least.")]
        return _refused(place, form)
    for part, hours in zip(form.day_fields, suggested_days(first), strict=True):
        if hours:
            part.form.starts.data, part.form.ends.data = hours
    return _days_page(place, form)


def _days_page(place: _Place, form: PlanForm) -> str:
    first: date = form.first.form.value
    days = [(date_in_words(first + timedelta(days=at)), part) for at, part in enumerate(form.day_fields)]
    return render_template("meetings/days.html", form=form, place=place, days=days, carried=carried(form, days=False))


def _ask_first(place: _Place, form: PlanForm) -> str:
    """Ask for the day from which a pasted rhythm counts: it alone says on which weekday that is."""
    return render_template("meetings/first.html", form=form, place=place, carried=carried(form, first=False))


def _check_page(place: _Place, form: PlanForm, page: Checked) -> str:
    typed, without_first = carried(form), carried(form, first=False)
    if page.asks_first and form.first.form.value is None:
        propose(form.first, page.dates[0].day)
    return render_template(
        "meetings/check.html", form=form, place=place, page=page, carried=typed, without_first=without_first
    )
