"""The roster, one person's contact details, roles, members without account, the printed list."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from entraide.access import steps
from entraide.access.actor import Role
from entraide.access.gate import let_go, refuse, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.visibility import Viewer
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import hints, revision_of
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members import card_words, queries
from entraide.members.actions import LastOrganiser, roster
from entraide.members.actions.cards import EnoughForToday, show_details
from entraide.members.actions.decisions import TooNewHere
from entraide.members.actions.naming import NameTaken
from entraide.members.forms.cards import TAKEN
from entraide.members.forms.roster import GIVE, ManagedForm, NewManagedForm, RoleForm, managed_form
from entraide.members.models import LookPurpose, Membership, Reach, Status
from entraide.members.queries import cards as card_queries
from entraide.members.queries import roster as roster_queries
from entraide.members.queries.between import members_facing, viewer_of
from entraide.members.queries.handing import handed_lately
from entraide.members.queries.vouching import many_asked
from entraide.members.views import bp


def viewer_in(group_id: UUID) -> Viewer:
    """Return how the asker looks at a group's cards."""
    return viewer_of(g.actor, group_id)


@bp.get("/g/<id22:group_id>/membres")
@requires(Permission.ROSTER_SEE, find_group)
def members(group: Group) -> str:
    """Show who belongs, as this viewer gets it; contact details stand behind a button each."""
    return _roster_page(group)


def find_contact(group_id: UUID, membership_id: UUID) -> Membership:
    """Find a member whom the asker may know of; the discreet are absent for fellow members."""
    return card_queries.find_in_sight(group_id, membership_id, viewer_in(group_id))


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/voir")
@requires(Permission.CONTACT_SEE, find_contact, sure=True)
def see(membership: Membership) -> Page:
    """Show what one person lets this viewer see, this once; it is noted. The address cannot be opened."""
    group_id = membership.group_id
    try:
        counted = steps.counted(g.actor, group_id)
        details = show_details(find_group(group_id), membership, viewer_in(group_id), _purpose(), counted)
    except EnoughForToday:
        let_go()
        return _roster_page(find_group(group_id), is_enough=True), 429
    is_managed, reach = membership.is_managed, membership.reach
    db.session.commit()
    return render_template(
        "members/person.html",
        details=details,
        group_id=group_id,
        reach=card_words.REACHES[reach][0] if is_managed else "",
        words=card_words,
    )


def _purpose() -> LookPurpose:
    """Return what the asker says she looks for; whoever says none of the ready answers has another."""
    said = request.form.get("purpose", "")
    return LookPurpose(said) if said in card_words.ASKED_FOR else LookPurpose.OTHER


@bp.get("/g/<id22:group_id>/membres/sans-compte")
@requires(Permission.ROSTER_CHANGE, find_group)
def new_managed(group: Group) -> str:
    """Ask for the name of a member without account, and how she is told."""
    return _managed_page(NewManagedForm(), group.id)


@bp.post("/g/<id22:group_id>/membres/sans-compte")
@requires(Permission.ROSTER_CHANGE, find_group)
def add_managed(group: Group) -> Page:
    """Write down a member without account, who agreed to it."""
    group_id, form = group.id, NewManagedForm()
    if not form.validate():
        let_go()
        return _managed_page(form, group_id), 422
    try:
        roster.add_managed(group, g.actor.membership_in(group_id), form.managed())
    except NameTaken:
        let_go()
        form.name.errors = [TAKEN]
        return _managed_page(form, group_id), 422
    db.session.commit()
    flash(_("Written down. This person is counted from now on."))
    return redirect(url_for(".members", group_id=group_id), 303)


def find_managed(group_id: UUID, membership_id: UUID) -> Membership:
    """Find a member without account; whoever may not change her is told the same of every member."""
    membership = queries.find_membership(group_id, membership_id)
    if membership.status is Status.SHUT:
        raise NotFound
    if not may(g.actor, Permission.ROSTER_CHANGE, membership):
        refuse(membership)
    if not membership.is_managed or membership.status is not Status.ACTIVE:
        raise NotFound
    return membership


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/sans-compte")
@requires(Permission.ROSTER_CHANGE, find_managed)
def managed(membership: Membership) -> str:
    """Show what is written down about a member without account; her number is not shown again."""
    form = managed_form(**_stands(membership))
    return _managed_page(form, membership.group_id, membership.id)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/sans-compte")
@requires(Permission.ROSTER_CHANGE, find_managed)
def change_managed(membership: Membership) -> Page:
    """Change the name of a member without account, or how she is told."""
    group_id, membership_id, form = membership.group_id, membership.id, managed_form(**_stands(membership))
    if not form.validate():
        let_go()
        return _managed_page(form, group_id, membership_id), 422
    by = g.actor.membership_in(group_id)
    try:
        roster.change_managed(membership, by, revision_of(form), form.managed())
    except NameTaken:
        let_go()
        form.name.errors = [TAKEN]
        return _managed_page(form, group_id, membership_id), 422
    db.session.commit()
    flash(_("Done."))
    return redirect(url_for(".members", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/roles")
@requires(Permission.ROSTER_CHANGE, find_group)
def roles(group: Group) -> str:
    """Show who keeps the group and its cash, with the buttons to change it."""
    return _roles_page(group)


def find_member(group_id: UUID, membership_id: UUID) -> Membership:
    """Find an active member of a group."""
    membership = queries.find_membership(group_id, membership_id)
    if membership.status is not Status.ACTIVE:
        raise NotFound
    return membership


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/role")
@requires(Permission.ROSTER_CHANGE, find_member, sure=True)
def change_role(membership: Membership) -> Page:
    """Give a role, take the treasurer's, or lay down one's own as organiser."""
    group_id, form, by = membership.group_id, RoleForm(), g.actor.membership_in(membership.group_id)
    if not form.validate():
        let_go()
        return _roles_page(find_group(group_id)), 422
    role, is_own = Role(form.role.data), membership.id == by
    try:
        if form.deed.data == GIVE:
            roster.give_role(membership, role, by)
        else:
            roster.take_role(membership, role, by)
    except LastOrganiser:
        let_go()
        return _roles_page(find_group(group_id), is_last=True), 422
    except TooNewHere:
        let_go()
        return _roles_page(find_group(group_id), is_new_here=True), 422
    except roster.NotHers:
        raise NotFound from None
    db.session.commit()
    flash(_("Done. It holds at once."))
    stays = not (is_own and role is Role.ORGANISER)
    return redirect(url_for(".roles" if stays else ".members", group_id=group_id), 303)


def _roster_page(group: Group, *, is_enough: bool = False) -> str:
    members, viewer = members_facing(g.actor, group.id)
    shown = roster_queries.roster(group, viewer, members)
    return render_template(
        "members/roster.html",
        roster=shown,
        own=next((line for line in shown.lines if line.is_own), None),
        group=group.id,
        keeps=viewer.is_organiser,
        is_enough=is_enough,
        handed=handed_lately(group) if viewer.is_organiser else (),
        lost=many_asked(group.id) if viewer.is_organiser else 0,
        lines=card_words.in_words(shown.lines),
    )


def _roles_page(group: Group, *, is_last: bool = False, is_new_here: bool = False) -> str:
    lines = roster_queries.role_lines(group, viewer_in(group.id))
    return render_template(
        "members/roles.html", lines=lines, group_id=group.id, is_last=is_last, is_new_here=is_new_here
    )


def _managed_page(form: ManagedForm, group_id: UUID, membership_id: UUID | None = None) -> str:
    return render_template(
        "members/managed.html",
        form=form,
        group_id=group_id,
        membership_id=membership_id,
        reach_hints=hints(card_words.REACHES),
        consent=roster.CONSENT,
    )


def _stands(membership: Membership) -> dict[str, object]:
    return {
        "name": queries.name_of(membership),
        "reach": Reach(membership.reach).value,
        "revision": membership.revision,
    }
