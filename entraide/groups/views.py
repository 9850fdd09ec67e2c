"""A group's settings on one page, its ceiling, and what it publishes."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.errors import ChangedMeanwhile
from entraide.groups import actions
from entraide.groups.differences import Difference, differences
from entraide.groups.forms import CeilingForm, ListingForm, SettingsForm, hints, revision_of, settings_of
from entraide.groups.models import Group
from entraide.groups.queries import card_to_publish, find_group, name_of, published_card
from entraide.groups.words import ASKED, CEILINGS, DISCRETIONS, public_words
from entraide.settings import current

bp = Blueprint("groups", __name__)


@bp.get("/g/<id22:group_id>/reglages")
@requires(Permission.GROUP_CHANGE, find_group)
def settings(group: Group) -> Page:
    """Show every setting of a group."""
    return _settings_page(group, _standing(group))


@bp.post("/g/<id22:group_id>/reglages")
@requires(Permission.GROUP_CHANGE, find_group)
def change(group: Group) -> Page:
    """Keep changed settings; who saves after somebody else sees both versions first."""
    group_id = group.id
    form = SettingsForm().offer(current().languages, group.timezone)
    if not form.validate():
        let_go()
        return _settings_page(find_group(group_id), form, status=422)
    by = g.actor.membership_in(group_id)
    try:
        actions.change(group, revision_of(form), name=form.name.data, face=form.face(), by=by, **form.columns())
    except ChangedMeanwhile:
        let_go()
        group = find_group(group_id)
        form.revision.data = group.revision
        return _settings_page(group, form, differences(_standing(group), form), status=409)
    db.session.commit()
    flash(_("The settings are saved."))
    return redirect(url_for(".settings", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/reglages/plafond")
@requires(Permission.GROUP_CHANGE, find_group, sure=True)
def set_ceiling(group: Group) -> Page:
    """Keep the ceiling: it decides what members may see of each other, so a fresh code is asked for."""
    form, group_id = CeilingForm(), group.id
    if not form.validate():
        let_go()
        group = find_group(group_id)
        return _settings_page(group, _standing(group), ceiling=form, status=422)
    actions.set_ceiling(group, revision_of(form), form.ceiling.data, by=g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Done. It holds at once, for every member."))
    return redirect(url_for(".settings", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/annuaire")
@requires(Permission.GROUP_CHANGE, find_group)
def listing(group: Group) -> str:
    """Show what the public sees, and what it would see of the parts ticked in the address."""
    stands = published_card(group.id)
    asked = "voir" in request.args
    form = ListingForm(formdata=None, data={"revision": group.revision})
    form.shows.data = request.args.getlist("shows") if asked else list(stands.shows if stands else ())
    preview = card_to_publish(group, form.shows.data) if asked or stands else None
    return render_template(
        "groups/listing.html",
        form=form,
        group_id=group.id,
        name=name_of(group),
        stands=stands,
        preview=preview,
        words=public_words(),
    )


@bp.post("/g/<id22:group_id>/annuaire")
@requires(Permission.GROUP_CHANGE, find_group)
def publish(group: Group) -> Response:
    """Publish exactly the parts shown in the preview, or take the group out of the directory."""
    form, group_id = ListingForm(), group.id
    by = g.actor.membership_in(group_id)
    if "withdraw" in request.form:
        actions.withdraw(group, revision_of(form), by=by)
        said = _("The group is no longer in the directory.")
    else:
        actions.publish(group, revision_of(form), form.shows.data or [], by=by)
        said = _("The group is in the directory, as shown here.")
    db.session.commit()
    flash(said)
    return redirect(url_for(".listing", group_id=group_id), 303)


def _standing(group: Group) -> SettingsForm:
    """Return the settings as they stand, whatever was just typed."""
    return SettingsForm(formdata=None, data=settings_of(group)).offer(current().languages, group.timezone)


def _settings_page(
    group: Group,
    form: SettingsForm,
    changed: list[Difference] | None = None,
    *,
    ceiling: CeilingForm | None = None,
    status: int = 200,
) -> tuple[str, int]:
    known: dict[str, Any] = {"ceiling": group.ceiling, "revision": group.revision}
    page = render_template(
        "groups/settings.html",
        form=form,
        ceiling=ceiling or CeilingForm(formdata=None, data=known),
        changed=changed,
        group_id=group.id,
        name=name_of(group),
        is_listed=group.listed,
        ceiling_hints=hints(CEILINGS),
        discretion_hints=hints(DISCRETIONS),
        asked_hints=hints(ASKED),
    )
    return page, status
