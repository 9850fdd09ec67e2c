"""One's own sessions, and showing again that it is oneself."""

from contextlib import suppress
from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from entraide.access import cookies, tokens
from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.accounts import ending, kept_forms, queries
from entraide.accounts.models import KeptForm, SignIn
from entraide.accounts.views import bp
from entraide.accounts.views.asking import next_page
from entraide.db import db
from entraide.errors import NotFound


@bp.post("/deconnexion")
@requires(Permission.SELF_CHANGE)
def sign_out() -> Response:
    """End this session and empty the browser of it."""
    ending.sign_out(queries.find_own_session(g.actor.person_id, g.actor.sign_in_id))
    db.session.commit()
    return _signed_out()


def _signed_out() -> Response:
    """Empty the browser of a session that just ended."""
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
    rows, left = [row for row in rows if not row.ended], [row for row in rows if row.ended]
    return render_template(
        "accounts/sessions.html",
        sessions=rows,
        here=g.actor.sign_in_id,
        left=left,
        may_end=may_end_rights(),
        leaves_a_right=len(rows) > 1 and g.actor.has_address and not may_end_rights(),
    )


def find_own(session_id: Any) -> SignIn:
    """Find one of the asker's own sessions; one from which protected mode can be undone ends only by itself.

    And what is left of one that was signed out, where this session may take that away.
    """
    row = queries.find_own_session(g.actor.person_id, session_id)
    if row.kept_until is not None and row.id != g.actor.sign_in_id and not (row.ended and may_end_rights()):
        raise NotFound
    return row


def may_end_rights() -> bool:
    """Say whether the session in use may take from devices what they kept when they were signed out."""
    return not g.actor.is_protected and ending.has_last_word(g.actor.person_id, g.actor.sign_in_id)


@bp.post("/moi/appareils/<id22:session_id>/fin")
@requires(Permission.SELF_CHANGE, find_own)
def end_session(row: SignIn) -> Response:
    """End one session."""
    ending.end_session(row, by=g.actor.sign_in_id)
    db.session.commit()
    flash(_("That device is signed out."))
    return redirect(url_for(".sessions"), 303)


@bp.post("/moi/appareils/fin")
@requires(Permission.SELF_CHANGE)
def end_others() -> Response:
    """End every other session."""
    ending.end_other_sessions(g.actor.person_id, g.actor.sign_in_id)
    db.session.commit()
    flash(_("Every other device is signed out."))
    return redirect(url_for(".sessions"), 303)


@bp.post("/moi/appareils/tout")
@requires(Permission.SELF_CHANGE)
def end_all() -> Response:
    """End every session, this one too."""
    ending.end_all_sessions(g.actor.person_id, g.actor.sign_in_id)
    db.session.commit()
    return _signed_out()


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
        return redirect(next_page(), 303)
    form = queries.unsent(row)
    session["kept_seen"] = form.path  # the next step leads on to its own page: this one may be sent by then
    return render_template("accounts/kept.html", form=form)


@bp.after_app_request
def forget_sent(answer: Response) -> Response:
    """Offer a form no more once it was sent: the browser's way back would say that it was not. A refused one stays."""
    was_taken = g.get("actor") is not None and g.actor.is_authenticated and answer.status_code == 303
    if was_taken and request.method == "POST" and session.get("kept_seen") == request.path:
        for name in ("kept", "kept_seen", "next"):
            session.pop(name, None)
    return answer


@bp.post("/moi/formulaire/oublier")
@requires(Permission.SELF_CHANGE)
def forget_form() -> Response:
    """Forget it."""
    with suppress(NotFound):
        kept_forms.forget_form(find_kept())
        db.session.commit()
    session.pop("kept", None)
    return redirect(next_page(), 303)
