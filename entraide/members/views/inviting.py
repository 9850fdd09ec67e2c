"""Asking people in, and seeing who waits: the organisers' pages; and the day somebody is let in."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.members.actions import entering, ways_in
from entraide.members.actions.roster import CONSENT as ON_PAPER
from entraide.members.forms.ways_in import InviteForm, LinkForm
from entraide.members.models import Invitation, InvitationKind, Membership
from entraide.members.queries import find_membership
from entraide.members.queries.inviting import find_heard, find_invitation, open_ways, shown_way, waiting_in
from entraide.members.queries.pasting import letters_left
from entraide.members.queries.ways_in import CONSENT
from entraide.members.views import bp
from entraide.settings import current

DAY = timedelta(days=1)
MOST_NAMED = 8  # of the words that were no address


def invite_limits() -> list[Limit]:
    """Allow an organiser 20 lists of addresses a day; who is nobody here spends only her own."""
    return [Limit("invitations", this_keeper(), 20, DAY)]


def way_limits() -> list[Limit]:
    """Allow an organiser 40 links and codes a day."""
    return [Limit("ways in", this_keeper(), 40, DAY)]


def this_keeper() -> str:
    """Name who asks, in this group, for counting: a stranger with the group's address spends only her own."""
    return f"{(request.view_args or {})['group_id']} {cookies.read('sid')}"


@bp.get("/g/<id22:group_id>/inviter")
@requires(Permission.INVITATION_MAKE, find_group)
def inviting(group: Group) -> str:
    """Show the four ways to ask people in, and what stands open."""
    return _inviting_page(group)


@bp.post("/g/<id22:group_id>/inviter")
@requires(Permission.INVITATION_MAKE, find_group, limit=invite_limits)
def invite(group: Group) -> Page:
    """Write to each address that was typed."""
    form, group_id = InviteForm(), group.id
    if not (form.validate() and _is_within(form)):
        let_go()
        return _inviting_page(find_group(group_id), letters=form), 422
    if len(form.found) > letters_left(group_id):
        let_go()
        form.addresses.errors = [_("That is much for one day. Go on tomorrow.")]
        return _inviting_page(find_group(group_id), letters=form), 422
    asked = ways_in.invite(group, g.actor.membership_in(group_id), form.found)
    db.session.commit()
    flash(ngettext("One letter is on its way.", "%(num)s letters are on their way.", asked))
    if form.left_out:
        flash(_("Read as names, not as addresses: %(words)s", words=", ".join(form.left_out[:MOST_NAMED])), "warn")
    return redirect(url_for(".inviting", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/inviter/lien")
@requires(Permission.INVITATION_MAKE, find_group, limit=way_limits)
def open_link(group: Group) -> Page:
    """Open a link or a code to scan."""
    form, group_id = LinkForm(), group.id
    if not (form.validate() and _is_within(form)):
        let_go()
        return _inviting_page(find_group(group_id), links=form), 422
    kind, life = InvitationKind(form.look.data), timedelta(days=int(form.days.data))
    made = ways_in.open_way(group, g.actor.membership_in(group_id), kind, life, int(form.uses.data)).id
    db.session.commit()
    return redirect(url_for(".show_way", group_id=group_id, invitation_id=made), 303)


@bp.post("/g/<id22:group_id>/inviter/code")
@requires(Permission.INVITATION_MAKE, find_group, limit=way_limits)
def open_spoken(group: Group) -> Page:
    """Draw eight digits to say aloud."""
    group_id = group.id
    if not g.within_limits:
        let_go()
        flash(_("That is much for one day. Go on tomorrow."), "warn")
        return redirect(url_for(".inviting", group_id=group_id), 303)
    made = ways_in.open_spoken(group, g.actor.membership_in(group_id)).id
    db.session.commit()
    return redirect(url_for(".show_way", group_id=group_id, invitation_id=made), 303)


@bp.get("/g/<id22:group_id>/inviter/<id22:invitation_id>")
@requires(Permission.INVITATION_MAKE, find_invitation)
def show_way(invitation: Invitation) -> str:
    """Show the link, the code to scan or the digits, to be handed on or printed; nothing of the group beside it."""
    group = find_group(invitation.group_id)
    way = shown_way(invitation, group)
    address = f"{current().public_url}/j/{way.secret}"
    return render_template(
        "members/invite_shown.html",
        way=way,
        address=address,
        picture=_picture(address) if way.kind is not InvitationKind.SPOKEN else None,
        spoken_page=f"{current().public_url}/rejoindre",
        days=(way.expires.date(), way.expires.time()),
        group_id=group.id,
    )


@bp.post("/g/<id22:group_id>/inviter/<id22:invitation_id>/fin")
@requires(Permission.INVITATION_MAKE, find_invitation)
def end_way(invitation: Invitation) -> Response:
    """Close a way in at once."""
    group_id = invitation.group_id
    ways_in.end_invitation(invitation, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Done. Nobody comes in by it any more."))
    return redirect(url_for(".inviting", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/demandes")
@requires(Permission.INVITATION_MAKE, find_group)
def requests(group: Group) -> str:
    """Show who waits."""
    return render_template("members/requests.html", waiting=waiting_in(group), group_id=group.id)


@bp.post("/g/<id22:group_id>/demandes/<id22:membership_id>/bienvenue")
@requires(Permission.INVITATION_MAKE, find_heard, sure=True)
def welcome(membership: Membership) -> Response:
    """Let somebody in whom an organiser has met."""
    group_id = membership.group_id
    entering.welcome(membership, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Done. A letter says so, without naming the group."))
    return redirect(url_for(".requests", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/demandes/<id22:membership_id>/inconnue")
@requires(Permission.INVITATION_MAKE, find_heard)
def turn_away(membership: Membership) -> Response:
    """End the waiting of somebody nobody knows."""
    group_id = membership.group_id
    entering.turn_away(membership, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Done. The name is erased, and nothing was written to that person."))
    return redirect(url_for(".requests", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/bienvenue")
@requires(Permission.GROUP_SEE, find_group)
def show_welcome(group: Group) -> str:
    """Show a new member the group's name and what she agreed to."""
    consent = consent_of_hers()
    return render_template("members/consent.html", group_name=name_of(group), group_id=group.id, consent=consent)


@bp.post("/g/<id22:group_id>/bienvenue")
@requires(Permission.GROUP_SEE, find_group)
def agree(group: Group) -> Response:
    """Keep that she agreed once more, now that the group has a name."""
    group_id: UUID = group.id
    entering.agree(find_membership(group_id, g.actor.membership_in(group_id)), consent_of_hers())
    db.session.commit()
    return redirect(f"/g/{short(group_id)}", 303)


def consent_of_hers() -> str:
    """Return the sentences that are true for her: without an address, those that somebody wrote down for her."""
    return CONSENT if g.actor.has_address else ON_PAPER


def _inviting_page(group: Group, *, letters: InviteForm | None = None, links: LinkForm | None = None) -> str:
    return render_template(
        "members/invite.html",
        letters=letters or InviteForm(formdata=None),
        links=links or LinkForm(formdata=None),
        ways=open_ways(group),
        group_id=group.id,
    )


def _is_within(form: Any) -> bool:
    if not g.within_limits:
        form.form_errors.append(_("That is much for one day. Go on tomorrow."))
    return bool(g.within_limits)


def _picture(address: str) -> Markup:
    """Draw an address as a QR code, in SVG without any style."""
    out = BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass=None, lineclass=None, nl=False
    )
    return Markup(out.getvalue().decode())  # noqa: S704 (drawn here, from an address of ours)
