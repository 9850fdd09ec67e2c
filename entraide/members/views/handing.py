"""Handing a card over in the room, taking a phrase of one's own, and who answers at the phone."""

from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from entraide.access import cookies
from entraide.access.gate import let_go, open_form, requires
from entraide.access.limits import Limit, network
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.tokens import short
from entraide.accounts import own_phrases
from entraide.accounts.cards import WrongPhrase
from entraide.accounts.forms import OwnPhraseForm
from entraide.accounts.models import Device
from entraide.accounts.views.asking import asking_ref
from entraide.accounts.views.by_card import KEEP, PAUSE, enter, own_page, say_not_both
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.forms import revision_of
from entraide.groups.queries import find_group
from entraide.members.actions import handing
from entraide.members.actions.decisions import Paused
from entraide.members.forms.handing import YES, HandForm, PhoneForm
from entraide.members.models import Membership
from entraide.members.queries import name_of
from entraide.members.queries.handing import check_handable, member_in
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.members.views.paused import not_now
from entraide.members.views.roster import find_member
from entraide.settings import current


def handing_limits() -> list[Limit]:
    """Allow an organiser 40 cards an hour: a whole room."""
    return [Limit("cards handed over", f"{(request.view_args or {})['group_id']} {cookies.read('sid')}", 40)]


def own_limits() -> list[Limit]:
    """Count the tries at two words of a phrase that this browser was shown."""
    return [
        Limit("own phrases", asking_ref(), 10, PAUSE),
        Limit("own phrases from here", network(request.remote_addr), 100, PAUSE),
    ]


@bp.get("/g/<id22:group_id>/membre/<id22:membership_id>/carte")
@requires(Permission.ROSTER_CHANGE, find_member)
def hand(membership: Membership) -> str:
    """Say what a card does, before the one button."""
    check_handable(membership)
    return render_template(
        "members/hand.html",
        form=HandForm(revision=membership.revision),
        name=name_of(membership),
        is_new=membership.is_managed,
        group_id=membership.group_id,
        membership_id=membership.id,
    )


@bp.post("/g/<id22:group_id>/membre/<id22:membership_id>/carte")
@requires(Permission.ROSTER_CHANGE, find_member, limit=handing_limits, sure=True)
def hand_over(membership: Membership) -> Page:
    """Show number and phrase this once, to be printed or copied by hand; sent twice, nothing is drawn anew."""
    check_handable(membership)
    group_id, membership_id, form = membership.group_id, membership.id, HandForm()
    if not g.within_limits:
        let_go()
        flash(_("That is much for one day. Go on tomorrow."), "warn")
        return redirect(url_for(".hand", group_id=group_id, membership_id=membership_id), 303)
    group = find_group(group_id)
    language, zone = group.language, group.timezone
    try:
        handed = handing.hand_card(group, membership, g.actor.membership_in(group_id), revision_of(form))
    except Paused:
        return not_now(group_id)
    db.session.commit()
    with force_locale(language):
        return render_template(
            "members/hand_shown.html",
            handed=handed,
            until=handed.until.astimezone(ZoneInfo(zone)),
            address=f"{current().public_url}/connexion/carte",
            group_id=group_id,
        )


@bp.post(KEEP)
@open_form("taking a phrase of one's own", limit=own_limits)
def keep_phrase() -> Page:
    """Take the phrase just shown, and with it one's own membership; this is the one sign-in of an organiser's words."""
    form = OwnPhraseForm()
    try:
        card = own_phrases.find_drawn(asking_ref())
    except NotFound:
        let_go()
        flash(_("These words were shown too long ago. Ask for others."), "warn")
        return redirect("/connexion/carte", 303)
    asked = own_phrases.asked_of(card)
    try:
        if not (form.validate() and g.within_limits):
            raise WrongPhrase
        opened = own_phrases.keep_own(card, form.first_word.data, form.second_word.data)
    except WrongPhrase:
        let_go()
        say_not_both(form)
        return own_page(form, asked, action=KEEP, start="/connexion/carte"), 422
    device = Device(form.device.data) if form.device.data else Device.SHARED
    if opened.given_in is None:  # it was the operator's
        return enter(opened, device)
    membership = member_in(opened.given_in, opened.person_id)
    group_id, has_agreed = membership.group_id, membership.consent_version is not None
    handing.become_own(membership)
    answer = enter(opened, device)
    if not has_agreed:
        answer.headers["Location"] = f"/g/{short(group_id)}/bienvenue"
    return answer


@bp.post("/g/<id22:group_id>/ma-fiche/telephone")
@requires(Permission.CARD_CHANGE, find_own)
def let_answer(own: Membership) -> Page:
    """Keep whether organisers may write down what one says at the phone."""
    group_id, form = own.group_id, PhoneForm()
    if not form.validate():
        let_go()
        flash(_("Choose one answer."), "warn")
        return redirect(url_for(".card", group_id=group_id), 303)
    handing.let_answer(own, form.lets.data == YES)
    db.session.commit()
    flash(_("Done. It holds at once."))
    return redirect(url_for(".card", group_id=group_id), 303)
