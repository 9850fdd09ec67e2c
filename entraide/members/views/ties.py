"""What one arranged with others one by one: who asks for one's number, who has it, whom one blocks."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.db import db
from entraide.errors import NotFound
from entraide.members.actions import between
from entraide.members.actions.between import NoNumber
from entraide.members.forms.between import GIVE, LEAVE, TAKE_BACK, UNBLOCK, SaidForm, TieForm
from entraide.members.models import Membership, Number, Tie
from entraide.members.queries import name_of
from entraide.members.queries.between import between as arranged
from entraide.members.queries.carried import find_own_tie as find_tie
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.members.views.roster import find_managed

DEEDS: dict[str, Callable[[Membership, UUID], None]] = {
    GIVE: between.give_number,
    LEAVE: between.leave_unanswered,
    TAKE_BACK: between.take_number_back,
    UNBLOCK: between.unblock,
}

FOR_HER = {GIVE: between.give_number, LEAVE: between.leave_unanswered, TAKE_BACK: between.take_number_back}


@bp.get("/g/<id22:group_id>/ma-fiche/personnes")
@requires(Permission.CARD_CHANGE, find_own)
def ties(own: Membership) -> str:
    """Show who asks for one's number, who has it, and whom one blocks."""
    return _page(own)


def find_own_tie(group_id: UUID, membership_id: UUID) -> Tie:
    """Find what one gave or closed to one other oneself, or raise NotFound."""
    return find_tie(group_id, find_own(group_id).id, membership_id)


@bp.post("/g/<id22:group_id>/ma-fiche/personnes/<id22:membership_id>")
@requires(Permission.CARD_CHANGE, find_own_tie)
def change_tie(tie: Tie) -> Page:
    """Do one of the four about one other; she is told of a yes alone."""
    form, group_id, other = TieForm(), tie.group_id, tie.other_id
    if not form.validate():
        let_go()
        return _page(find_own(group_id), refusal=_("Press one of the buttons below.")), 422
    is_settled = tie.blocked is None and tie.number not in (None, Number.ASKED)
    try:
        DEEDS[form.deed.data or ""](find_own(group_id), other)
    except NotFound:
        if not is_settled:
            raise
        return _settled_before(url_for(".ties", group_id=group_id))
    except NoNumber:
        let_go()
        no_number = _("There is no number on your card yet. Write it there first; who else sees it, you choose.")
        return _page(find_own(group_id), refusal=no_number), 422
    db.session.commit()
    flash(_said(form.deed.data or ""))
    return redirect(url_for(".ties", group_id=group_id), 303)


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/personnes")
@requires(Permission.ROSTER_CHANGE, find_managed)
def ties_for(membership: Membership) -> str:
    """Show an organiser who asks for a managed member's number, and who has it: she is asked at the phone."""
    return _page_for(membership)


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/personnes")
@requires(Permission.ROSTER_CHANGE, find_managed, sure=True)
def change_tie_for(membership: Membership) -> Page:
    """Write down what a managed member said about one other."""
    form, group_id, membership_id = SaidForm(), membership.group_id, membership.id
    if not form.validate():
        let_go()
        return _page_for(find_managed(group_id, membership_id), refusal=_("Press one of the buttons below.")), 422
    try:
        FOR_HER[form.deed.data or ""](membership, form.member, by=g.actor.membership_in(group_id))
    except NoNumber:
        let_go()
        return _page_for(find_managed(group_id, membership_id), refusal=_("No number is written down yet.")), 422
    db.session.commit()
    flash(_("It is noted."))
    return redirect(url_for(".ties_for", group_id=group_id, membership_id=membership_id), 303)


def _settled_before(page: str) -> Response:
    """Say that one had answered already: whoever presses "no" on an older page must not go on believing it."""
    let_go()
    flash(_("You had answered this before. Here is how it stands now."), "warn")
    return redirect(page, 303)


def _said(deed: str) -> str:
    return {
        GIVE: _("It is noted: this person sees your number, and nothing else."),
        LEAVE: _("It is noted. This person is not told."),
        TAKE_BACK: _("It is noted: this person does not see your number any more, and is not told."),
        UNBLOCK: _("It is noted: this person sees again what you show to everybody."),
    }[deed]


def _page(own: Membership, refusal: str = "") -> str:
    return render_template(
        "members/ties.html", arranged=arranged(own.group_id, own.id), group_id=own.group_id, refusal=refusal
    )


def _page_for(membership: Membership, refusal: str = "") -> str:
    return render_template(
        "members/ties_for.html",
        arranged=arranged(membership.group_id, membership.id),
        name=name_of(membership),
        group_id=membership.group_id,
        membership_id=membership.id,
        refusal=refusal,
    )
