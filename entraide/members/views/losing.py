"""When every lock is lost: a code for loss, the word of two organisers, and stopping what the operator lifts."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import check_first, let_go, requires
from entraide.access.limits import Limit, give_back
from entraide.access.permissions import Permission
from entraide.accounts import locks, losing, operator_words, queries
from entraide.accounts.actions import renew
from entraide.accounts.locks.views.showing import lock_limits
from entraide.accounts.views.asking import signed_in
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions import vouching
from entraide.members.actions.decisions import Paused, StillNew
from entraide.members.forms.losing import RecoveryForm, VouchForm
from entraide.members.models import Membership, Vouching
from entraide.members.queries import vouching as vouching_queries
from entraide.members.views import bp
from entraide.members.views.cards import find_own
from entraide.members.views.paused import not_now
from entraide.members.views.roster import find_member

Page = Response | str | tuple[str, int]
HERE = "/moi/verrous/perdu"


def asking_limits() -> list[Limit]:
    """Allow some requests an hour: each writes to organisers."""
    return [Limit("asks to vouch", cookies.read("sid"), 10)]


@bp.get(HERE)
@requires(Permission.SELF_SEE)
def lost() -> str:
    """Say which ways there are back in, and how far each has come."""
    return _lost_page(RecoveryForm(formdata=None))


@bp.post(f"{HERE}/code")
@requires(Permission.SELF_CHANGE, limit=lock_limits)
def use_code() -> Page:
    """Take a code for loss as a shown lock, and lead on to making another and removing the lost one."""
    form = RecoveryForm()
    is_typed = form.validate()
    if not (is_typed and g.within_limits and locks.use_recovery_code(g.actor.person_id, form.recovery_code.data)):
        let_go()
        if is_typed:
            form.recovery_code.errors = [_not_a_code()]
        return _lost_page(form), 422
    spent, row = lock_limits(), queries.find_own_session(g.actor.person_id, g.actor.sign_in_id)
    locks.show(row)
    token, device = renew(row), row.device
    db.session.commit()
    give_back(spent)
    flash(_("It is you. For ten minutes you can make another lock here, and remove the lost one."))
    return signed_in(redirect("/moi/verrous", 303), token, device)


@bp.post(f"{HERE}/arreter")
@requires(Permission.SELF_CHANGE)
def keep_lock() -> Response:
    """Stop what the operator would lift, and what he handed over."""
    losing.keep_lock(g.actor.person_id)
    had_words = operator_words.stop(g.actor.person_id)
    db.session.commit()
    flash(_("It is stopped. Those words open nothing.") if had_words else _("It is stopped. Your lock stays."))
    return redirect(HERE, 303)


@bp.post(f"{HERE}/<id22:group_id>")
@requires(Permission.CARD_CHANGE, find_own, limit=asking_limits)
def ask_to_vouch(own: Membership) -> Response:
    """Ask the organisers of one group."""
    try:
        if not g.within_limits:
            raise vouching.TooFewOrganisers
        vouching.ask(own)
    except vouching.TooFewOrganisers:
        let_go()
        flash(_("It takes two organisers beside yourself. Here there are not as many."), "warn")
        return redirect(HERE, 303)
    db.session.commit()
    flash(_("Your organisers are asked. Call one of them: they must see you or hear your voice."))
    return redirect(HERE, 303)


@bp.post(f"{HERE}/<id22:group_id>/arreter")
@requires(Permission.CARD_CHANGE, find_own)
def stop_own(own: Membership) -> Response:
    """Stop what was asked or vouched for oneself; any session of hers may."""
    if row := vouching_queries.live_of(own):
        vouching.stop(row, own.id)
        db.session.commit()
    flash(_("It is stopped. Your lock stays."))
    return redirect(HERE, 303)


@bp.get("/g/<id22:group_id>/verrous-perdus")
@requires(Permission.LOCK_VOUCH, find_group)
def vouch_page(group: Group) -> str:
    """Show organisers who lost a lock or a card, and what they look at before they vouch."""
    return _vouch_page(group, VouchForm(formdata=None))


def find_asked(group_id: UUID, vouching_id: UUID) -> Vouching:
    """Find what is asked in a group, for its organisers alone."""
    check_first(Permission.LOCK_VOUCH, find_group(group_id))
    return vouching_queries.find_vouching(group_id, vouching_id)


@bp.post("/g/<id22:group_id>/verrous-perdus/<id22:vouching_id>")
@requires(Permission.LOCK_VOUCH, find_asked, sure=True)
def vouch(row: Vouching) -> Page:
    """Give one's word; with the second the 48 hours begin."""
    group_id, form = row.group_id, VouchForm()
    if not form.validate():
        let_go()
        return _vouch_page(find_group(group_id), form), 422
    try:
        vouching.vouch(row, g.actor.membership_in(group_id))
    except Paused:
        return not_now(group_id)
    except StillNew:
        return _too_new(group_id)
    except vouching.NotTwice:
        let_go()
        flash(_("Two organisers vouch, each once, and nobody for herself or himself."), "warn")
        return redirect(url_for(".vouch_page", group_id=group_id), 303)
    db.session.commit()
    flash(_("Your word is noted."))
    return redirect(url_for(".vouch_page", group_id=group_id), 303)


@bp.post("/g/<id22:group_id>/verrous-perdus/<id22:vouching_id>/arreter")
@requires(Permission.LOCK_VOUCH, find_asked)
def stop_vouching(row: Vouching) -> Response:
    """Stop it: one organiser's doubt is enough."""
    group_id = row.group_id
    vouching.stop(row, g.actor.membership_in(group_id))
    db.session.commit()
    flash(_("It is stopped. The lock stays."))
    return redirect(url_for(".vouch_page", group_id=group_id), 303)


def find_holder(group_id: UUID, membership_id: UUID) -> Membership:
    """Find a member who signs in by a card, for organisers alone."""
    check_first(Permission.LOCK_VOUCH, find_group(group_id))
    return vouching_queries.find_holder(find_member(group_id, membership_id))


@bp.post("/g/<id22:group_id>/verrous-perdus/carte/<id22:membership_id>")
@requires(Permission.LOCK_VOUCH, find_holder, sure=True)
def begin_vouching(membership: Membership) -> Page:
    """Vouch as the first for a member whose card is lost, and who cannot ask here herself."""
    group_id, form = membership.group_id, VouchForm()
    if not form.validate():
        let_go()
        return _vouch_page(find_group(group_id), form), 422
    try:
        vouching.begin(membership, g.actor.membership_in(group_id))
    except Paused:
        return not_now(group_id)
    except StillNew:
        return _too_new(group_id)
    except (vouching.TooFewOrganisers, vouching.NotTwice):
        let_go()
        flash(_("Two organisers vouch, each once, and nobody for herself or himself."), "warn")
        return redirect(url_for(".vouch_page", group_id=group_id), 303)
    db.session.commit()
    flash(_("Your word is noted."))
    return redirect(url_for(".vouch_page", group_id=group_id), 303)


def _lost_page(form: RecoveryForm) -> str:
    return render_template(
        "members/lost.html",
        form=form,
        codes_left=locks.recovery_left(g.actor.person_id),
        asks=vouching_queries.own_asks(g.actor),
        lifts_at=losing.lifts_at(g.actor.person_id),
        words=operator_words.coming(g.actor.person_id) if g.actor.words_from else None,
    )


def _vouch_page(group: Group, form: VouchForm) -> str:
    mine = g.actor.membership_in(group.id)
    asked = vouching_queries.asked_in(group, mine)
    return render_template(
        "members/vouch.html",
        form=form,
        group_id=group.id,
        asked=asked,
        holders=[one for one in vouching_queries.with_card(group) if one[0] != mine],
    )


def _too_new(group_id: UUID) -> Response:
    let_go()
    flash(_("You have kept this group for less than seven days. Until then your word does not count on this."), "err")
    return redirect(url_for(".vouch_page", group_id=group_id), 303)


def _not_a_code() -> str:
    if not g.within_limits:
        return _("Too many tries. Wait fifteen minutes, then try once more.")
    return _("This is not one of your codes, or it was used already. Read it once more.")
