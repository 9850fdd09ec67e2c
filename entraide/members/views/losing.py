"""When every lock is lost: a code for loss, the word of two organisers, and stopping what the operator lifts."""

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit, give_back
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import locks, losing, operator_words, queries
from entraide.accounts.actions import renew
from entraide.accounts.locks.views.showing import lock_limits
from entraide.accounts.views.asking import signed_in
from entraide.db import db
from entraide.members.actions import vouching
from entraide.members.forms.losing import RecoveryForm
from entraide.members.models import Membership
from entraide.members.queries import vouching as vouching_queries
from entraide.members.views import bp
from entraide.members.views.cards import find_own

HERE = "/moi/acces"


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


def _lost_page(form: RecoveryForm) -> str:
    return render_template(
        "members/lost.html",
        form=form,
        codes_left=locks.recovery_left(g.actor.person_id),
        wishes=vouching_queries.own_asks(g.actor),
        lifts_at=losing.lifts_at(g.actor.person_id),
        words=operator_words.coming(g.actor.person_id) if g.actor.words_from else None,
    )


def _not_a_code() -> str:
    if not g.within_limits:
        return _("Too many tries. Wait fifteen minutes, then try once more.")
    return _("This is not one of your codes, or it was used already. Read it once more.")
