"""Leaving a group in one step, and closing it."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.members.actions import LastOrganiser
from entraide.members.forms.removing import SuccessorForm, successor_form
from entraide.members.models import Membership
from entraide.rights import actions
from entraide.rights.forms import ClosingForm
from entraide.rights.queries import leaving as queries
from entraide.rights.queries.handing_on import successors
from entraide.rights.views import bp
from entraide.vault.erasing import settle


def find_place(group_id: UUID) -> Membership:
    """Find the asker's own place in a group, the waiting room too."""
    return queries.find_place(g.actor, group_id)


@bp.get("/g/<id22:group_id>/quitter")
@requires(Permission.GROUP_LEAVE, find_place)
def leave(own: Membership) -> str:
    """Say what leaving does, before the one button."""
    return leave_page(own)


@bp.post("/g/<id22:group_id>/quitter")
@requires(Permission.GROUP_LEAVE, find_place)
def leave_now(own: Membership) -> Page:
    """End one's membership at once."""
    group_id = own.group_id
    try:
        actions.leave(own)
    except LastOrganiser:
        let_go()
        return leave_page(find_place(group_id)), 422
    db.session.commit()
    flash(_("You have left this group. Its calendar entries go at your phone's next reading."))
    return redirect("/agenda", 303)


@bp.post("/g/<id22:group_id>/fermer")
@requires(Permission.GROUP_CLOSE, find_group, sure=True)
def close(group: Group) -> Page:
    """Close a group for good; only its one organiser may."""
    group_id, form = group.id, ClosingForm()
    if not form.validate():
        let_go()
        return leave_page(find_place(group_id), closing=form), 422
    try:
        actions.close(group, g.actor.membership_in(group_id))
    except actions.OthersKeepIt:
        let_go()
        return redirect(url_for(".leave", group_id=group_id), 303)
    db.session.commit()
    settle()
    flash(_("The group is closed. Every membership has ended."))
    return redirect("/agenda", 303)


def leave_page(own: Membership, form: SuccessorForm | None = None, closing: ClosingForm | None = None) -> str:
    """Say what leaving does; to the last organiser, which ways are open."""
    leaving = queries.leaving(own)
    able = successors(own) if leaving.is_last_organiser else []
    return render_template(
        "rights/leave.html",
        leaving=leaving,
        form=(form or successor_form(able)) if able else None,
        closing=closing or ClosingForm(formdata=None),
        group_id=own.group_id,
        group_name="" if leaving.is_waiting else name_of(find_group(own.group_id)),
    )
