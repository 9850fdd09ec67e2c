"""One's own sessions, and showing again that it is oneself."""

from contextlib import suppress
from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies, tokens
from entraide.access.gate import requires
from entraide.access.limits import Limit
from entraide.access.permissions import Permission
from entraide.accounts import actions, queries
from entraide.accounts.forms import PhraseForm
from entraide.accounts.models import Door, KeptForm, SignIn
from entraide.accounts.views import bp
from entraide.accounts.views.asking import lead_to_code
from entraide.accounts.views.by_card import Page, phrase_limits, show_again
from entraide.db import db
from entraide.errors import NotFound


@bp.get("/moi/confirmer")
@requires(Permission.SELF_SEE)
def confirm() -> str:
    """Say why a fresh code is asked for; without address, the phrase again."""
    if queries.find_person(g.actor.person_id).email_sealed is None:
        return render_template("accounts/confirm_phrase.html", form=PhraseForm())
    return render_template("accounts/confirm.html")


def sure_limits() -> list[Limit]:
    """Allow ten letters an hour; a phrase is tried as at the door."""
    return phrase_limits() if "words" in request.form else [Limit("sure", cookies.read("sid"), 10)]


@bp.post("/moi/confirmer")
@requires(Permission.SELF_CHANGE, limit=sure_limits)
def ask_confirm() -> Page:
    """Send a code to one's own address, or take the phrase, before a deed on other people's data (DECISIONS 5)."""
    person = queries.find_person(g.actor.person_id)
    if person.email_sealed is None:
        return show_again()
    return lead_to_code(queries.address_of(person) or "", Door.SURE, person.language, person.id)


@bp.post("/deconnexion")
@requires(Permission.SELF_CHANGE)
def sign_out() -> Response:
    """End this session and empty the browser of it."""
    actions.end_session(queries.find_own_session(g.actor.person_id, g.actor.sign_in_id))
    db.session.commit()
    session.clear()
    answer = redirect("/", 303)
    cookies.drop(answer, "sid")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/moi/appareils")
@requires(Permission.SELF_SEE)
def sessions() -> str:
    """List one's open sessions."""
    rows = queries.open_sessions(g.actor.person_id)
    return render_template("accounts/sessions.html", sessions=rows, here=g.actor.sign_in_id)


def find_own(session_id: Any) -> SignIn:
    """Find one of the asker's own sessions."""
    return queries.find_own_session(g.actor.person_id, session_id)


@bp.post("/moi/appareils/<id22:session_id>/fin")
@requires(Permission.SELF_CHANGE, find_own)
def end_session(row: SignIn) -> Response:
    """End one session."""
    actions.end_session(row)
    db.session.commit()
    flash(_("That device is signed out."))
    return redirect(url_for(".sessions"), 303)


@bp.post("/moi/appareils/fin")
@requires(Permission.SELF_CHANGE)
def end_others() -> Response:
    """End every other session."""
    actions.end_other_sessions(g.actor.person_id, g.actor.sign_in_id)
    db.session.commit()
    flash(_("Every other device is signed out."))
    return redirect(url_for(".sessions"), 303)


def find_kept() -> KeptForm:
    """Find the form that this browser sent too late, if it is this person's and her session opens all that is hers."""
    if g.actor.only_group:
        raise NotFound
    try:
        return queries.find_kept_form(g.actor.person_id, tokens.from_short(session.get("kept", "")))
    except ValueError as fault:
        raise NotFound from fault


@bp.get("/moi/formulaire")
@requires(Permission.SELF_SEE)
def kept_form() -> Response | str:
    """Show again what was typed before the session had run out; somebody else's is never shown."""
    try:
        row = find_kept()
    except NotFound:
        session.pop("kept", None)
        return redirect("/agenda", 303)
    return render_template("accounts/kept.html", form=queries.unsent(row))


@bp.post("/moi/formulaire/oublier")
@requires(Permission.SELF_CHANGE)
def forget_form() -> Response:
    """Forget it."""
    with suppress(NotFound):
        actions.forget_form(find_kept())
        db.session.commit()
    session.pop("kept", None)
    return redirect("/agenda", 303)
