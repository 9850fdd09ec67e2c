"""Showing again that it is oneself before a deed: the lock, a fresh code, the phrase; and the way back to the deed."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies, steps
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit, give_back
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.access.steps import Need
from entraide.accounts import deed_words, locks, queries
from entraide.accounts.actions import renew
from entraide.accounts.forms import PhraseForm
from entraide.accounts.locks.forms import LockForm
from entraide.accounts.locks.views.showing import asking, deed_asked, is_too_weak, lock_limits, shown_here
from entraide.accounts.models import Door
from entraide.accounts.views import bp
from entraide.accounts.views.asking import lead_on, lead_to_code, next_page, want_lock_for, wanted_lock_for
from entraide.accounts.views.by_card import phrase_limits, show_again
from entraide.clock import now
from entraide.db import db

HERE = "/moi/confirmer"


@bp.get(HERE)
@requires(Permission.SELF_SEE)
def confirm() -> str:
    """Say what is asked for and why: her lock, a fresh code, or a lock where she has none and needs one now."""
    permission, group_id = deed_asked()
    wanted = steps.need(g.actor, permission, group_id, now())
    if wanted is Need.NEW_LOCK:
        want_lock_for(session.get("next") or "/agenda")
    return _page(wanted, LockForm(formdata=None))


def sure_limits() -> list[Limit]:
    """Allow ten letters an hour; a phrase or a lock is tried as at the door."""
    if "words" in request.form:
        return phrase_limits()
    return lock_limits() if _shows_lock() else [Limit("sure", cookies.read("sid"), 10)]


@bp.post(HERE)
@requires(Permission.SELF_CHANGE, limit=sure_limits)
def ask_confirm() -> Page:
    """Take the lock or the phrase, or send a code to one's own address (DECISIONS 5)."""
    if _shows_lock():
        return _show_lock()
    person = queries.find_person(g.actor.person_id)
    if person.email_sealed is None:
        return show_again()
    return lead_to_code(queries.address_of(person) or "", Door.SURE, person.language, person.id)


@bp.get("/moi/retour")
@requires(Permission.SELF_SEE)
def way_back() -> Response:
    """Lead back to the deed that asked for a lock, now that there is one."""
    session.setdefault("next", wanted_lock_for() or "/agenda")
    session.pop("after_lock", None)
    return redirect(next_page(), 303)


def _show_lock() -> Page:
    form = LockForm()
    shown = shown_here(form) if g.actor.has_lock else None
    if shown is None:
        let_go()
        permission, group_id = deed_asked()
        return _page(steps.need(g.actor, permission, group_id, now()), form), 422
    spent, row = lock_limits(), queries.find_own_session(g.actor.person_id, g.actor.sign_in_id)
    locks.show(row, is_checked=shown.is_checked)
    token, device = renew(row), row.device
    db.session.commit()
    give_back(spent)
    flash(_("It is you. Now press once more what you wanted; it goes without asking for ten minutes."))
    return lead_on(token, device)


def _shows_lock() -> bool:
    return any(name in request.form for name in ("answer", "card_code", "app_code"))


def _page(wanted: Need, form: LockForm) -> str:
    permission, group_id = deed_asked()
    common: dict[str, Any] = {
        "why": deed_words.why(permission),
        "days_left": steps.days_left(g.actor, permission, group_id, now()),
    }
    if wanted is Need.NEW_LOCK:
        return render_template("accounts/confirm_new_lock.html", **common)
    may_undo = g.actor.undo_until is not None
    if wanted is Need.NOTHING and request.method == "GET" and not may_undo:  # by the browser's way back
        return render_template("accounts/confirmed.html")
    if wanted is Need.LOCK:
        return render_template(
            "accounts/confirm_lock.html", form=form, lock=asking(HERE), is_too_weak=is_too_weak(), **common
        )
    if not g.actor.has_address:
        return render_template("accounts/confirm_phrase.html", form=PhraseForm(formdata=None), **common)
    return render_template("accounts/confirm.html", **common)
