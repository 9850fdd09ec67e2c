"""Writing to somebody without account who has an e-mail address now."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import revision_of
from entraide.groups.queries import find_group
from entraide.members.actions.decisions import Paused
from entraide.members.actions.taking_over import ask_over
from entraide.members.forms.handing import NewAddressForm
from entraide.members.models import Membership
from entraide.members.queries import name_of
from entraide.members.views import bp
from entraide.members.views.inviting import invite_limits
from entraide.members.views.paused import not_now
from entraide.members.views.roster import find_member


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/adresse")
@requires(Permission.ROSTER_CHANGE, find_member)
def ask_address(membership: Membership) -> str:
    """Ask for the address, saying what becomes of what is written down."""
    _check_managed(membership)
    return _page(NewAddressForm(revision=membership.revision), membership)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/adresse")
@requires(Permission.ROSTER_CHANGE, find_member, limit=invite_limits, sure=True)
def invite_over(membership: Membership) -> Page:
    """Post the letter; who accepts, or does not, is told to nobody but by the roster."""
    _check_managed(membership)
    group_id, membership_id, form = membership.group_id, membership.id, NewAddressForm()
    is_fine = form.validate()
    if not g.within_limits:
        form.form_errors.append(_("That is much for one day. Go on tomorrow."))
    if not (is_fine and g.within_limits):
        let_go()
        return _page(form, find_member(group_id, membership_id)), 422
    by = g.actor.membership_in(group_id)
    try:
        ask_over(find_group(group_id), membership, by, revision_of(form), form.email.data)
    except Paused:
        return not_now(group_id)
    db.session.commit()
    flash(_("A letter is on its way. Until it is accepted, nothing changes here."))
    return redirect(url_for(".members", group_id=group_id), 303)


def _check_managed(membership: Membership) -> None:
    """Raise NotFound for a member in her own right, once it is clear that an organiser asks."""
    if not membership.is_managed:
        raise NotFound


def _page(form: NewAddressForm, membership: Membership) -> str:
    return render_template(
        "members/hand_address.html",
        form=form,
        name=name_of(membership),
        group_id=membership.group_id,
        membership_id=membership.id,
    )
