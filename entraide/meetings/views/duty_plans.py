"""Which duties a group or a series shares out: chosen by its organisers."""

from uuid import UUID

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import duty_plans
from entraide.meetings.duty_words import chosen
from entraide.meetings.forms.duties import GROUPS, OWN, GroupDutiesForm, SeriesDutiesForm, Stands
from entraide.meetings.models import Series
from entraide.meetings.queries.duties import choosable, standing_duties, texts_of
from entraide.meetings.queries.meetings import details_of_series, find_series
from entraide.meetings.views import bp
from entraide.members.queries.between import viewer_of


@bp.get("/g/<id22:group_id>/taches")
@requires(Permission.MEETING_PLAN, find_group)
def group_duties(group: Group) -> str:
    """Show which duties the group's meetings have."""
    stands = Stands(chosen(group.preset, group.duties), texts_of(group), {})
    return _group_page(group.id, GroupDutiesForm(formdata=None, data=stands.values()))


@bp.post("/g/<id22:group_id>/taches")
@requires(Permission.MEETING_PLAN, find_group)
def choose_group_duties(group: Group) -> Page:
    """Keep them."""
    form, group_id, by = GroupDutiesForm(), group.id, g.actor.membership_in(group.id)
    if not form.validate():
        let_go()
        return _group_page(group_id, form), 422
    duty_plans.choose_for_group(group, form.kinds, form.texts, by=by)
    db.session.commit()
    flash(_("It is saved."))
    return redirect(f"/g/{short(group_id)}/taches", 303)


@bp.get("/g/<id22:group_id>/series/<id22:series_id>/taches")
@requires(Permission.MEETING_PLAN, find_series)
def series_duties(series: Series) -> str:
    """Show which duties a series has, and who always has them."""
    group = find_group(series.group_id)
    kinds = chosen(group.preset, series.duties, group.duties)
    whose = GROUPS if series.duties is None else OWN
    stands = Stands(kinds, texts_of(series), standing_duties(series.id), whose)
    form = SeriesDutiesForm(formdata=None, data=stands.values()).offer(_members(group.id))
    return _series_page(series, form)


@bp.post("/g/<id22:group_id>/series/<id22:series_id>/taches")
@requires(Permission.MEETING_PLAN, find_series)
def choose_series_duties(series: Series) -> Page:
    """Keep them, for all coming dates."""
    group_id, series_id, by = series.group_id, series.id, g.actor.membership_in(series.group_id)
    members = _members(group_id)
    form = SeriesDutiesForm().offer(members)
    if not form.validate():
        let_go()
        return _series_page(find_series(group_id, series_id), form), 422
    kinds = form.kinds if form.whose.data == OWN else None
    always = form.always(id_ for id_, _name in members)
    duty_plans.choose_for_series(find_group(group_id), series, kinds, form.texts, always, by=by)
    db.session.commit()
    flash(_("It is saved, for all coming dates."))
    return redirect(f"/g/{short(group_id)}/series/{short(series_id)}/taches", 303)


def _members(group_id: UUID) -> list[tuple[UUID, str]]:
    return choosable(group_id, viewer_of(g.actor, group_id))


def _group_page(group_id: UUID, form: GroupDutiesForm) -> str:
    return render_template("meetings/duty_plan.html", form=form, group_id=group_id, title="", address=None)


def _series_page(series: Series, form: SeriesDutiesForm) -> str:
    address = f"/g/{short(series.group_id)}/series/{short(series.id)}/taches"
    title = details_of_series(series).title
    return render_template("meetings/duty_plan.html", form=form, group_id=series.group_id, title=title, address=address)
