"""What organisers decide together: ending another's role, closing a group that others keep too; handing it on."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import check_first, let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import hints
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions import LastOrganiser
from entraide.members.actions.decisions import OneAtATime, StillNew, take_back
from entraide.members.actions.telling import tell_outcome
from entraide.members.forms.removing import EndForm, end_form, successor_form
from entraide.members.models import Decision, DecisionKind, Membership
from entraide.members.queries import find_membership
from entraide.members.queries.bans import mailbox_of
from entraide.members.queries.decisions import find_decision
from entraide.members.removing_words import ENDS
from entraide.members.views.paused import still_new
from entraide.rights import removing
from entraide.rights.queries import moderation as queries
from entraide.rights.queries.handing_on import successors
from entraide.rights.views import bp
from entraide.rights.views.leaving import find_place, leave_page
from entraide.rights.views.moderation import find_other
from entraide.vault.erasing import settle


def find_keeper(group_id: UUID, membership_id: UUID) -> Membership:
    """Find another organiser of a group, for organisers alone."""
    membership = find_other(group_id, membership_id)
    if not membership.is_organiser:
        raise NotFound
    return membership


def find_open(group_id: UUID, decision_id: UUID) -> Decision:
    """Find the decision that a page showed, for organisers alone."""
    check_first(Permission.MEMBER_REMOVE, find_group(group_id))
    return find_decision(group_id, decision_id)


@bp.get("/g/<id22:group_id>/decisions/role/<id22:membership_id>")
@requires(Permission.MEMBER_REMOVE, find_keeper)
def ending(membership: Membership) -> str:
    """Say by which rule another organiser's role ends, and what would follow."""
    return _ending(membership)


@bp.post("/g/<id22:group_id>/decisions/role/<id22:membership_id>")
@requires(Permission.MEMBER_REMOVE, find_keeper, sure=True)
def propose_end(membership: Membership) -> Page:
    """Propose it to the others, or give a week's notice where there is nobody else; whom it concerns is told."""
    group_id, membership_id = membership.group_id, membership.id
    form = end_form(has_address=mailbox_of(membership.person_id) is not None)
    if not form.validate():
        let_go()
        return _ending(find_keeper(group_id, membership_id), form), 422
    try:
        row = removing.propose_end(membership, DecisionKind(form.kind.data), g.actor.membership_in(group_id))
    except (StillNew, OneAtATime):
        let_go()
        return _ending(find_keeper(group_id, membership_id), form), 422
    is_notice = row.is_notice
    db.session.commit()
    flash(
        _("Done. The notice runs for seven days.") if is_notice else _("Done. Another organiser must confirm it now.")
    )
    return _to_page(group_id)


@bp.post("/g/<id22:group_id>/decisions/fermer")
@requires(Permission.MEMBER_REMOVE, find_group, sure=True)
def propose_closing(group: Group) -> Page:
    """Propose to close a group that others keep too; one alone closes it where she leaves it."""
    group_id = group.id
    try:
        removing.propose_closing(group_id, g.actor.membership_in(group_id))
    except NotFound:
        let_go()
        return redirect(url_for(".leave", group_id=group_id), 303)
    except OneAtATime:
        let_go()
        flash(_("Something else is being decided. One thing at a time."), "err")
        return _to_page(group_id)
    except StillNew:
        return still_new(url_for(".moderation", group_id=group_id))
    db.session.commit()
    flash(_("Done. Another organiser must confirm it now."))
    return _to_page(group_id)


@bp.post("/g/<id22:group_id>/decisions/decision/<id22:decision_id>/confirmer")
@requires(Permission.MEMBER_REMOVE, find_open, sure=True)
def confirm(row: Decision) -> Page:
    """Agree to what another organiser proposed: it takes effect at once."""
    group_id, closes = row.group_id, row.kind is DecisionKind.CLOSE
    try:
        removing.confirm(row, g.actor.membership_in(group_id))
    except StillNew:
        return still_new(url_for(".moderation", group_id=group_id))
    db.session.commit()
    settle()
    flash(_("The group is closed. Every membership has ended.") if closes else _("Done. It holds at once."))
    return redirect("/agenda", 303) if closes else _to_page(group_id)


@bp.post("/g/<id22:group_id>/decisions/decision/<id22:decision_id>/retirer")
@requires(Permission.MEMBER_REMOVE, find_open, sure=True)
def take_back_now(row: Decision) -> Response:
    """Withdraw one's own proposal, or object to another's that does not concern oneself."""
    group_id, decision_id, by = row.group_id, row.id, g.actor.membership_in(row.group_id)
    take_back(group_id, decision_id, by)
    tell_outcome(group_id, decision_id, but=by)
    db.session.commit()
    flash(_("Done. Nothing changes."))
    return _to_page(group_id)


@bp.post("/g/<id22:group_id>/quitter/relais")
@requires(Permission.MEMBER_REMOVE, find_group, sure=True)
def hand_on(group: Group) -> Page:
    """Hand the group to another and leave, in one step; the other is told by letter, and may hand it on in turn."""
    group_id = group.id
    own = find_place(group_id)
    form = successor_form(successors(own))
    if not form.validate():
        let_go()
        return leave_page(find_place(group_id), form), 422
    try:
        removing.hand_on(own, find_membership(group_id, form.chosen()))
    except (NotFound, LastOrganiser):
        let_go()
        return leave_page(find_place(group_id), form), 422
    db.session.commit()
    flash(_("Done: the group is in other hands, and you have left it."))
    return redirect("/agenda", 303)


def _ending(membership: Membership, form: EndForm | None = None) -> str:
    group = find_group(membership.group_id)
    stands = queries.standing(group, membership.id, g.actor.membership_in(group.id))  # it reads her name too
    subject = queries.subject(membership)
    form = form or end_form(has_address=subject.has_address)
    return render_template("rights/end_role.html", one=subject, form=form, hints=hints(ENDS), stands=stands)


def _to_page(group_id: UUID) -> Response:
    return redirect(f"/g/{short(group_id)}/decisions", 303)
