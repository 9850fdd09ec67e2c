"""Ending somebody's part in a group: the organisers' page, removing a member, shutting an address out."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import check_first, let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import hints
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions import bans
from entraide.members.actions.decisions import Paused, check_free
from entraide.members.forms.removing import RemoveForm, remove_form
from entraide.members.models import Ban, Membership, Status
from entraide.members.queries import find_membership
from entraide.members.queries.bans import find_ban, mailbox_of
from entraide.members.removing_words import HOW
from entraide.members.views.paused import not_now
from entraide.rights import removing
from entraide.rights.queries import moderation as queries
from entraide.rights.views import bp
from entraide.vault.erasing import settle


def find_other(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody else of a group, for its organisers alone; who waits unheard is absent."""
    check_first(Permission.MEMBER_REMOVE, find_group(group_id))
    membership = find_membership(group_id, membership_id)
    is_here = membership.status in (Status.ACTIVE, Status.WAITING)  # who asked to be erased is absent too
    if not is_here or membership.is_shut_out or membership.id == g.actor.membership_in(group_id):
        raise NotFound
    return membership


def find_shut_out(group_id: UUID, ban_id: UUID) -> Ban:
    """Find one ban, for organisers alone."""
    check_first(Permission.MEMBER_REMOVE, find_group(group_id))
    return find_ban(group_id, ban_id)


@bp.get("/g/<id22:group_id>/decisions")
@requires(Permission.MEMBER_REMOVE, find_group)
def moderation(group: Group) -> str:
    """Show what is being decided, who keeps the group, whom one could remove, which addresses are shut out."""
    page = queries.moderation(group, g.actor.membership_in(group.id))
    return render_template("rights/moderation.html", page=page, group_id=group.id)


@bp.get("/g/<id22:group_id>/decisions/membre/<id22:membership_id>")
@requires(Permission.MEMBER_REMOVE, find_other)
def removing_page(membership: Membership) -> Page:
    """Say what a removal ends and what stays, before the one button; an organiser's end has a page of its own."""
    if membership.is_organiser:
        return _to_end(membership)
    return _removing(membership)


@bp.post("/g/<id22:group_id>/decisions/membre/<id22:membership_id>")
@requires(Permission.MEMBER_REMOVE, find_other, sure=True)
def remove(membership: Membership) -> Page:
    """End somebody's membership at once, and shut the address out where that was chosen."""
    group_id, membership_id = membership.group_id, membership.id
    form = remove_form(has_address=mailbox_of(membership.person_id) is not None)
    if not form.validate():
        let_go()
        return _removing(find_other(group_id, membership_id), form), 422
    try:
        removing.remove(membership, g.actor.membership_in(group_id), for_good=form.is_for_good)
    except removing.KeepsTheGroup:
        let_go()
        return _to_end(find_other(group_id, membership_id))
    except Paused:
        let_go()
        return _removing(find_other(group_id, membership_id)), 422
    db.session.commit()
    settle()
    flash(_("Done. The membership has ended, and everything it opened is closed."))
    return redirect(url_for(".moderation", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/decisions/adresse/<id22:ban_id>/lever")
@requires(Permission.MEMBER_REMOVE, find_shut_out, sure=True)
def lift(ban: Ban) -> Response:
    """Lift a ban; whoever asked to come in meanwhile is heard again."""
    group_id, by = ban.group_id, g.actor.membership_in(ban.group_id)
    try:
        check_free(group_id, by)
    except Paused:
        return not_now(group_id)
    bans.lift(ban, by)
    db.session.commit()
    flash(_("Done. This address can come in again, if somebody invites it."))
    return redirect(url_for(".moderation", group_id=group_id), 303)


def _removing(membership: Membership, form: RemoveForm | None = None) -> str:
    """Show what a removal ends; no form to whoever may not remove anybody now."""
    subject, is_paused = queries.subject(membership), False
    try:
        check_free(membership.group_id, g.actor.membership_in(membership.group_id))
    except Paused:
        is_paused = True
    form = form or remove_form(has_address=subject.has_address)
    return render_template("rights/remove.html", one=subject, form=form, hints=hints(HOW), is_paused=is_paused)


def _to_end(membership: Membership) -> Response:
    where = url_for(".ending", group_id=membership.group_id, membership_id=membership.id)
    return redirect(where, 303)
