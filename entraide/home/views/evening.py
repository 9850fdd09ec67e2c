"""Moving in: what is settled about it, and how the first weeks went."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.groups.actions import settle as settle_for
from entraide.groups.models import Group, Settled
from entraide.groups.queries import find_group
from entraide.home.forms import SettleForm
from entraide.home.queries.coming_in import coming_in, find_moving_in
from entraide.home.views import bp


@bp.get("/g/<id22:group_id>/installation")
@requires(Permission.INVITATION_MAKE, find_moving_in)
def moving_in(group: Group) -> str:
    """Show how many were asked and came in, and what to do next; after a month, that the old list may go."""
    return render_template("home/moving_in.html", page=coming_in(group), group_id=group.id)


@bp.post("/g/<id22:group_id>/installation")
@requires(Permission.GROUP_CHANGE, find_group)
def settle(group: Group) -> Response:
    """Keep that one thing is settled, or not after all."""
    group_id: UUID = group.id
    form = SettleForm()
    if not form.validate():
        let_go()
        flash(_("Nothing was changed."), "warn")
        return redirect(url_for(".group", group_id=group_id), 303)
    what = Settled(form.what.data)
    settle_for(group_id, what, is_settled=not form.undo.data)
    db.session.commit()
    if what is Settled.EVENING:
        flash(_("The list is put away. Everything in it stays at hand among the group's tools."))
    back = ".moving_in" if what is Settled.OLD_LIST else ".group"
    return redirect(url_for(back, group_id=group_id), 303)
