"""Saying that somebody stays: she herself by the letter's link, an organiser on the group's page."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import by_token, check_first, requires
from entraide.access.permissions import Permission
from entraide.access.tokens import Purpose
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.models import Membership
from entraide.rights import quiet
from entraide.rights.queries.quiet import Staying, asked_in, find_asked, find_staying
from entraide.rights.views import bp


@bp.get("/s/<token>")
@by_token(Purpose.STAY, find_staying)
def show_staying(wanted: Staying) -> str:
    """Ask whether somebody stays; opening the page changes nothing."""
    return render_template("rights/stay.html", address=request.path, stays=False)


@bp.post("/s/<token>")
@by_token(Purpose.STAY, find_staying)
def stay(wanted: Staying) -> str:
    """Take her word for it, in all her groups."""
    quiet.hear(wanted.membership)
    db.session.commit()
    return render_template("rights/stay.html", address=request.path, stays=True)


def find_member(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody who was asked whether she stays, for organisers alone."""
    check_first(Permission.ROSTER_CHANGE, find_group(group_id))
    return find_asked(group_id, membership_id)


@bp.get("/g/<id22:group_id>/liste")
@requires(Permission.ROSTER_CHANGE, find_group)
def quiet_members(group: Group) -> str:
    """List who was asked whether she stays, and until when."""
    return render_template("rights/quiet.html", group=group.id, people=asked_in(group.id))


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/toujours-la")
@requires(Permission.ROSTER_CHANGE, find_member)
def still_comes(row: Membership) -> Response:
    """Note an organiser's word that somebody still comes."""
    group_id = row.group_id
    quiet.hear(row, by=g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Noted. She keeps her place."))
    return redirect(url_for(".quiet_members", group_id=group_id), 303)
