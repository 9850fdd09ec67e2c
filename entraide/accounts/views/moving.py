"""Another address for oneself: typed, proved by a code in this browser, then agreed to."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.accounts import moving, queries
from entraide.accounts.forms import MoveForm, NewAddressForm
from entraide.accounts.models import Challenge, Door
from entraide.accounts.naming import NameNeeded
from entraide.accounts.views import bp
from entraide.accounts.views.asking import asking_ref, lead_to_code, letter_limits
from entraide.db import db
from entraide.errors import NotFound
from entraide.settings import current
from entraide.vault import sealed


def move_limits() -> list[Limit]:
    """Count the letter as at any door, and ten addresses a day for one session."""
    return [*letter_limits(), Limit("addresses asked", cookies.read("sid"), 10, timedelta(days=1))]


@bp.get("/moi/adresse")
@requires(Permission.SELF_MOVE)
def move() -> str:
    """Ask for another address, saying what becomes of the present one; or show the change that waits."""
    return _move_page(NewAddressForm())


@bp.post("/moi/adresse")
@requires(Permission.SELF_MOVE, limit=move_limits, sure=True)
def ask_move() -> Page:
    """Send a code to the new address; page and words are the same whoever reads it."""
    form, person = NewAddressForm(), queries.find_person(g.actor.person_id)
    is_fine = form.validate()
    if is_fine and sealed.blind(form.email.data) == person.email_index:
        form.email.errors = [_("Your letters go to this address already.")]
        is_fine = False
    if not is_fine:
        let_go()
        return _move_page(form), 422
    return lead_to_code(form.email.data, Door.MOVE, person.language, person.id)


def find_move() -> Challenge:
    """Find the new address whose code this browser typed for this person a while ago, or raise NotFound."""
    challenge = queries.find_proved(asking_ref())
    if challenge.door is not Door.MOVE or challenge.person_id != g.actor.person_id:
        raise NotFound
    return challenge


@bp.get("/moi/adresse/suite")
@requires(Permission.SELF_MOVE, find_move)
def agree(challenge: Challenge) -> str:
    """Say what follows, and who else reads that mailbox, before the one button."""
    name = queries.first_name_of(queries.find_person(g.actor.person_id))
    return _agree_page(challenge, MoveForm(first_name=name))


@bp.post("/moi/adresse/suite")
@requires(Permission.SELF_MOVE, find_move)
def do_move(challenge: Challenge) -> Page:
    """Let the new address follow the present one, at once or after 48 hours."""
    form = MoveForm()
    if not form.validate():
        return _agree_again(form)
    at_once = moving.holds_at_once(challenge, g.actor.sign_in_id)
    try:
        moving.move(challenge, g.actor.sign_in_id, form.first_name.data or "", at_once=at_once)
    except NameNeeded:
        form.first_name.errors = [_("Type a name that tells you apart from the others.")]
        return _agree_again(form)
    db.session.commit()
    if at_once:
        flash(_("Your letters go to the new address from now on. Every other device is signed out."))
    else:
        flash(_("Noted. The new address holds in two days. Until then nothing changes."))
    return redirect("/moi", 303)


@bp.post("/moi/adresse/garder")
@requires(Permission.SELF_MOVE)
def keep_address() -> Response:
    """Stop a change that waits."""
    if moving.stop(g.actor.person_id):
        flash(_("Your address stays as it is. If it was not you who asked, sign out your other devices now."))
    db.session.commit()
    return redirect("/moi/appareils", 303)


def _move_page(form: NewAddressForm) -> str:
    change = moving.waiting_change(g.actor.person_id)
    return render_template(
        "accounts/move.html",
        form=form,
        has_address=queries.find_person(g.actor.person_id).email_sealed is not None,
        due=change.due.astimezone(ZoneInfo(current().timezone)) if change else None,
    )


def _agree_page(challenge: Challenge, form: MoveForm) -> str:
    return render_template(
        "accounts/move_agree.html",
        form=form,
        address=sealed.unseal(challenge.id, "email", challenge.email_sealed),
        is_shared=moving.shares(challenge),
        at_once=moving.holds_at_once(challenge, g.actor.sign_in_id),
        has_address=queries.find_person(g.actor.person_id).email_sealed is not None,
    )


def _agree_again(form: MoveForm) -> tuple[str, int]:
    let_go()
    return _agree_page(find_move(), form), 422
