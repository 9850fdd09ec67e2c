"""The list that was pasted in: what became of each row, consent to be noted, letters to be sent again or put right."""

from contextlib import suppress

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import from_short
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members import paste_words
from entraide.members.actions import pasting
from entraide.members.forms.pasting import CorrectForm
from entraide.members.models import Invitation
from entraide.members.pasted_rows import MOST_PEOPLE
from entraide.members.queries.pasted_list import Stage, find_asked, find_asked_row, pasted_list, unasked
from entraide.members.views import bp
from entraide.members.views.inviting import DAY, this_keeper


def row_limits() -> list[Limit]:
    """Allow an organiser 100 letters sent again or put right a day."""
    return [Limit("rows", this_keeper(), 100, DAY)]


@bp.get("/g/<id22:group_id>/membres/liste-apportee")
@requires(Permission.ROSTER_CHANGE, find_group)
def pasted(group: Group) -> str:
    """Show what became of each row."""
    return _list_page(group)


@bp.post("/g/<id22:group_id>/membres/liste-apportee/accords")
@requires(Permission.ROSTER_CHANGE, find_group)
def note_consents(group: Group) -> Page:
    """Note for everybody who was ticked that she agreed, today, to this organiser."""
    group_id, ticked = group.id, set()
    for said in request.form.getlist("who")[:MOST_PEOPLE]:
        with suppress(ValueError):
            ticked.add(from_short(said))
    if not (members := unasked(group_id, ticked)):
        let_go()
        return _list_page(find_group(group_id), is_nobody=True), 422
    many = len(members)
    pasting.note_consent(members, g.actor.membership_in(group_id))
    db.session.commit()
    flash(ngettext("Noted: one person agreed.", "Noted: %(num)s people agreed.", many))
    return redirect(url_for(".pasted", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/membres/liste-apportee/<id22:invitation_id>")
@requires(Permission.INVITATION_MAKE, find_asked)
def pasted_row(invitation: Invitation) -> str:
    """Show one row with what can be done about its letter."""
    return _row_page(invitation, CorrectForm(formdata=None))


@bp.post("/g/<id22:group_id>/membres/liste-apportee/<id22:invitation_id>")
@requires(Permission.INVITATION_MAKE, find_asked, limit=row_limits, sure=True)
def correct_row(invitation: Invitation) -> Page:
    """Write to another address instead."""
    group_id, invitation_id, form = invitation.group_id, invitation.id, CorrectForm()
    is_typed = form.validate()
    try:
        if is_typed and g.within_limits:
            by = g.actor.membership_in(group_id)
            pasting.correct(find_group(group_id), invitation, by, form.email.data)
            db.session.commit()
            flash(_("Done. A letter is on its way to this address."))
            return redirect(url_for(".pasted", group_id=group_id), 303)
    except pasting.TooSoon:
        form.email.errors = [_too_soon()]
    except pasting.EnoughLetters:
        form.email.errors = [_much()]
    if not g.within_limits:
        form.email.errors = [_much()]
    let_go()
    return _row_page(find_asked(group_id, invitation_id), form), 422


@bp.post("/g/<id22:group_id>/membres/liste-apportee/<id22:invitation_id>/encore")
@requires(Permission.INVITATION_MAKE, find_asked, limit=row_limits)
def send_again(invitation: Invitation) -> Response:
    """Send one letter once more."""
    group_id, invitation_id = invitation.group_id, invitation.id
    try:
        if not g.within_limits:
            raise pasting.EnoughLetters(0)
        pasting.send_again(invitation, g.actor.membership_in(group_id))
    except (pasting.TooSoon, pasting.EnoughLetters) as why:
        let_go()
        flash(_too_soon() if isinstance(why, pasting.TooSoon) else _much(), "warn")
        return redirect(url_for(".pasted_row", group_id=group_id, invitation_id=invitation_id), 303)
    db.session.commit()
    flash(_("Done. The letter leaves once more, with a new link: the old one no longer works."))
    return redirect(url_for(".pasted", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/membres/liste-apportee/<id22:invitation_id>/retirer")
@requires(Permission.INVITATION_MAKE, find_asked)
def take_row_away(invitation: Invitation) -> Response:
    """Take one row off the list."""
    group_id = invitation.group_id
    pasting.take_away(invitation, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("Done. This line is erased, and its link no longer works."))
    return redirect(url_for(".pasted", group_id=group_id), 303)


def _too_soon() -> str:
    return _("The last letter is not a day old, or there were four already. Ask in person, or by phone.")


def _much() -> str:
    return _("That is much for one day. Go on tomorrow.")


def _list_page(group: Group, *, is_nobody: bool = False) -> str:
    return render_template(
        "members/pasted.html",
        brought=pasted_list(group),
        stages=Stage,
        words=paste_words,
        is_nobody=is_nobody,
        group_id=group.id,
    )


def _row_page(invitation: Invitation, form: CorrectForm) -> str:
    row = find_asked_row(find_group(invitation.group_id), invitation)
    return render_template(
        "members/pasted_row.html", row=row, form=form, group_id=invitation.group_id, words=paste_words, stages=Stage
    )
